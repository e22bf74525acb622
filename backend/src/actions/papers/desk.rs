//! What every paper of an order needs: the order, the bodies by the names of the day, the budget line.

use domain::{
    ids::{OrderId, PartyId},
    money::Money,
    order::State as OrderState,
    paper::{About, Issuer, Kind, number},
    party::{Identity, Instrument, identity_on},
    permission::Deed,
    programme::{Appropriation, Programme},
    text::Lang,
};
use time::Date;

use crate::{
    actions::{Ctx, read_orders, tally::only, views::OrderView},
    documents::official::{Annex, Block, Head, Paper, Party, Signature, on},
    error::Error,
    fixtures,
    storage::{
        orders::{self, Order},
        registry::{self, Directory},
    },
};

pub(super) struct Desk<'c> {
    pub ctx: &'c Ctx,
    pub order: Order,
    pub view: OrderView,
    pub programme: Programme,
    pub directory: Directory,
}

/// An amount of a statement on one budget line.
pub(super) struct Charged<'d> {
    pub line: &'d Appropriation,
    pub amount: Money,
}

/// What a kind of paper adds to head and end.
#[derive(Default)]
pub(super) struct Content {
    /// Number and day of the thing that the paper is, where it goes by them.
    pub known_as: Option<(String, Date)>,
    pub form: Option<&'static str>,
    pub subject: Option<String>,
    pub blocks: Vec<Block>,
    pub signatures: Vec<Vec<Signature>>,
    pub recipients: Vec<&'static str>,
    pub checks: Vec<(&'static str, String)>,
    pub note: Option<&'static str>,
    pub annexes: Vec<Annex>,
}

pub(super) const NO_FORM: &str =
    "Không có mẫu ban hành cho văn bản này; bố cục do phần mềm đặt theo Nghị định số 30/2020/NĐ-CP.";
pub(super) const FORM_OF_ORDERS: &str = "Mẫu ban hành kèm theo Nghị định số 32/2019/NĐ-CP. Bố cục bên trong của mẫu được \
    lập lại theo trí nhớ, chưa đối chiếu với bản gốc của Phụ lục.";
pub(super) const FORM_OF_TREASURY: &str = "Các mục lấy theo mẫu ban hành kèm theo Nghị định số 347/2025/NĐ-CP; cách trình bày \
    không phải bản in của Kho bạc, dùng để đối chiếu khi nhập trên dịch vụ công của Kho bạc Nhà nước.";

impl<'c> Desk<'c> {
    pub async fn open(ctx: &'c Ctx, id: OrderId) -> Result<Desk<'c>, Error> {
        let db = ctx.db();
        let order = orders::find(db, ctx.scope(), id).await?.ok_or(Error::NotFound)?;
        ctx.permit(Deed::Read, &order.owners())?;
        let programme = registry::programmes(db)
            .await?
            .into_iter()
            .find(|stored| stored.id == order.programme_id)
            .ok_or_else(|| Error::fault("order", "its programme is not there"))?;
        Ok(Desk {
            ctx,
            view: read_orders::find(ctx, id).await?,
            order,
            programme: programme.programme,
            directory: registry::directory(db).await?,
        })
    }

    pub fn today(&self) -> Date {
        self.ctx.today()
    }

    /// Whether the person who asks belongs to the host and to nobody else of the order.
    pub fn is_host(&self) -> Option<PartyId> {
        only(self.ctx.scope(), &self.order)
    }

    /// Who issues a kind of paper: the ordering body, the provider, the host it is about, or who was paid.
    pub fn body(&self, kind: Kind, about: About) -> PartyId {
        match (kind.issuer(), about) {
            (Issuer::Host, About::Host(host)) => PartyId(host),
            (Issuer::Payee, About::Statement(id)) => self.payee(id),
            (Issuer::Provider | Issuer::Payee, _) => self.order.provider,
            (Issuer::OrderingBody | Issuer::Host, _) => self.order.ordering_body,
        }
    }

    fn payee(&self, statement: i64) -> PartyId {
        let found = self.view.statements.iter().find(|row| row.id == statement);
        found.map_or(self.order.provider, |row| PartyId(row.payee.id))
    }

    pub fn identity(&self, party: PartyId) -> Result<&Identity, Error> {
        let known = self.directory.get(party).and_then(|p| identity_on(&p.identities, self.today()));
        known.ok_or_else(|| Error::fault("paper", "an organisation has no name"))
    }

    pub fn name(&self, party: PartyId) -> String {
        self.directory.name(party, self.today())
    }

    /// A side of a paper with what is known of it.
    pub fn party(&self, side: &str, party: PartyId) -> Result<Party, Error> {
        let identity = self.identity(party)?;
        let detail = self.directory.get(party).and_then(|known| known.detail(self.today()));
        let mut fields = Vec::new();
        let mut say = |label, value: Option<&str>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                fields.push((label, value.to_owned()));
            }
        };
        say("Địa chỉ", detail.map(|detail| detail.address.as_str()));
        say("Mã số thuế", identity.tax_code.as_deref());
        say("Tài khoản tại Kho bạc Nhà nước", detail.map(|detail| detail.treasury_account.as_str()));
        let bank = detail.filter(|detail| !detail.bank_account.is_empty());
        say("Tài khoản", bank.map(|detail| format!("{}, {}", detail.bank_account, detail.bank)).as_deref());
        Ok(Party { side: side.to_owned(), name: identity.name.clone(), representative_title: None, fields })
    }

    /// The day a decision was approved or a contract accepted; until then the day the order was placed.
    pub fn signed_on(&self) -> Date {
        let step = signing(self.order.instrument).as_str();
        let signed = self.view.events.iter().find(|event| event.state.code == step);
        signed.map_or(self.order.placed_on, |event| event.on)
    }

    /// `Quyết định đặt hàng số 01/2025 ngày …`
    pub fn order_by_name(&self) -> String {
        let kind = Kind::Order.name(self.order.instrument).vi;
        format!("{kind} số {} {}", self.order.number, on(self.signed_on()))
    }

    /// The budget line an order line is paid from; several lines of an order may share one.
    pub fn budget(&self) -> Vec<&Appropriation> {
        let mut codes: Vec<&str> = self.view.lines.iter().map(|line| line.appropriation.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        let known = |code: &str| self.programme.appropriations.iter().find(|known| known.key == code);
        codes.into_iter().filter_map(known).collect()
    }

    /// Parts of an amount on the budget lines of the programme.
    pub async fn on_budget_lines(&self, parts: Vec<(i64, Money)>) -> Result<Vec<Charged<'_>>, Error> {
        let rows = registry::appropriations(self.ctx.db(), self.order.programme_id).await?;
        let charged = |(id, amount): (i64, Money)| {
            let row = rows.iter().find(|row| row.id == id)?;
            let line = self.programme.appropriations.iter().find(|line| line.key == row.code)?;
            Some(Charged { line, amount })
        };
        let found: Vec<Charged> = parts.iter().copied().filter_map(charged).collect();
        if found.len() == parts.len() {
            return Ok(found);
        }
        Err(Error::fault("paper", "a budget line of the order is not among those of its programme"))
    }

    pub fn draft_number(&self, kind: Kind, about: About) -> Result<String, Error> {
        let body = &self.identity(self.body(kind, about))?.name;
        Ok(number(0, kind.abbreviation(self.order.instrument), body).replacen("00", "......", 1))
    }

    /// Head, content and end of a paper.
    pub fn paper(&self, kind: Kind, about: About, content: Content) -> Result<Paper, Error> {
        let (number, date) = match content.known_as {
            Some(known_as) => known_as,
            None => (self.draft_number(kind, about)?, self.today()),
        };
        Ok(Paper {
            head: Head {
                form: content.form.map(str::to_owned),
                number,
                title: kind.name(self.order.instrument).vi,
                subject: content.subject,
                ..letterhead(&self.directory, self.body(kind, about), date)?
            },
            blocks: content.blocks,
            signatures: content.signatures,
            recipients: content.recipients.into_iter().map(str::to_owned).collect(),
            checks: content.checks,
            mark: None,
            note: content.note.map(str::to_owned),
            annexes: content.annexes,
        })
    }
}

/// What budget lines say of something, each once.
pub(super) fn each_once<'l>(
    lines: impl IntoIterator<Item = &'l Appropriation>,
    of: impl Fn(&Appropriation) -> String,
) -> String {
    let mut all: Vec<String> = lines.into_iter().map(of).collect();
    all.sort();
    all.dedup();
    all.join(", ")
}

/// The step of an order by which it is signed.
pub(super) fn signing(instrument: Instrument) -> OrderState {
    match instrument {
        Instrument::Decision => OrderState::Approved,
        Instrument::Contract => OrderState::Accepted,
    }
}

/// The bodies that a paper is headed by, and where they are. Number, title and subject are the paper's own to say.
pub(in crate::actions) fn letterhead(directory: &Directory, body: PartyId, on: Date) -> Result<Head, Error> {
    let party = directory.get(body).ok_or(Error::NotFound)?;
    let identity = identity_on(&party.identities, on);
    let identity = identity.ok_or_else(|| Error::fault("paper", "an organisation has no name"))?;
    let place = fixtures::province_name(&party.province_code);
    Ok(Head {
        is_draft: false,
        form: None,
        parent_body: Some(identity.parent.clone()).filter(|parent| !parent.is_empty()),
        issuing_body: identity.name.clone(),
        place: place.unwrap_or_else(|| "................".to_owned()),
        number: String::new(),
        date: on,
        title: String::new(),
        subject: None,
    })
}

/// `1.234.567 đồng`, never parted.
pub(super) fn dong(amount: i64) -> String {
    format!("{}\u{a0}đồng", Money::dong(amount).grouped(Lang::Vi))
}

/// `05/02/2026`, for tables.
pub(super) fn short(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), u8::from(day.month()), day.year())
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
