//! Official papers, drawn from what is stored as of now. A paper whose sums do not agree is not printed.

mod batch;
mod checked;
mod desk;
mod minutes;
mod order;
mod pay_list;
mod people;
mod statement;
mod treasury;

use domain::{
    ids::{OrderId, PartyId, StatementId},
    issue::Issue,
    ledger::hex,
    order::State as OrderState,
    paper::{About, Issuer, Kind, State, code, number},
    permission::{Deed, Scope},
    statement::{Kind as StatementKind, State as StatementState},
    text::{Text, clean, folded},
};
use sha2::{Digest, Sha256};
use time::Date;

pub use self::batch::of_batch;
pub use self::checked::{Checked, check, copy, keep_signed, may_keep};
pub(super) use self::desk::letterhead;
use self::{desk::Desk, minutes::World};
use super::{Ctx, changes::settings_now, wrong_state};
use crate::{
    documents::{
        self, Unprintable,
        official::{Mark, Paper},
    },
    error::Error,
    storage::{
        Tx, money,
        orders::Order,
        papers,
        tables::{paper, paper_event},
    },
};

/// A paper of an order that may be issued, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub kind: Kind,
    pub about: About,
    pub name: Text,
    /// What it is about, where that is not the order as a whole.
    pub of: String,
    /// Whether the person who asks may issue it.
    pub may_issue: bool,
    /// The one in force.
    pub issued: Option<Issued>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub id: i64,
    pub order: i64,
    pub order_number: String,
    pub kind: Kind,
    pub title: String,
    pub number: String,
    pub issued_on: Date,
    pub issued_by: String,
    pub body: String,
    pub code: String,
    pub sha256: String,
    pub bytes: i64,
    pub state: State,
    pub note: Option<String>,
    pub replaces: Option<i64>,
    pub replaced_by: Option<i64>,
    pub copies: Vec<Copy>,
    /// `cancel`, `keep_signed`
    pub may: Vec<&'static str>,
}

/// A copy that was signed elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    pub id: i64,
    pub received_on: Date,
    pub bytes: i64,
    pub sha256: String,
    /// What its signatures say, sentence by sentence.
    pub finding: Vec<Text>,
}

/// A file name and a PDF.
pub type Printed = (String, Vec<u8>);

/// Every paper of an order that the person may see, in the order of its life.
pub async fn offered(ctx: &Ctx, id: OrderId) -> Result<(String, Vec<Offer>), Error> {
    let desk = Desk::open(ctx, id).await?;
    let offers = offers(&desk).await?;
    Ok((desk.view.number, offers))
}

async fn offers(desk: &Desk<'_>) -> Result<Vec<Offer>, Error> {
    let issued = papers::of_order(desk.ctx.db(), desk.order.id).await?;
    let takes_back = money::that_take_back(desk.ctx.db(), desk.order.id).await?;
    let mut offers = Vec::new();
    let mut add = |kind: Kind, about: About, of: String| {
        if !may_see(desk, kind, about) {
            return;
        }
        let of_kind = |paper: &&papers::Paper| paper.kind == kind && paper.about == about;
        let in_force = issued.iter().filter(of_kind).find(|paper| paper.state == State::InForce);
        offers.push(Offer {
            kind,
            about,
            name: kind.name(desk.order.instrument),
            of,
            may_issue: may_issue(desk, kind, about),
            issued: in_force.map(|paper| told(desk, paper, Vec::new())),
        });
    };
    if is_signed(&desk.order) {
        add(Kind::Order, About::Order, String::new());
    }
    for amendment in desk.view.amendments.iter().filter(|amendment| amendment.state.code == "accepted") {
        add(Kind::Amendment, About::Amendment(amendment.number.into()), format!("{}", amendment.number));
    }
    for host in &desk.view.hosts {
        add(Kind::Hosting, About::Host(host.id), host.name.clone());
        add(Kind::Hours, About::Host(host.id), host.name.clone());
    }
    if !desk.view.cohorts.is_empty() {
        add(Kind::Learners, About::Order, String::new());
    }
    for (cohort, decisions) in people::decisions(desk).await? {
        for (place, decision) in (1..).zip(decisions) {
            let of = format!("{}, {}", cohort.name, decision.number);
            add(Kind::Graduation, About::Cohort(cohort.id, place), of);
        }
    }
    if desk.view.has_minutes {
        add(Kind::Minutes, About::Order, String::new());
    }
    for row in &desk.view.statements {
        let Some(state) = StatementState::parse(&row.state.code) else { continue };
        if !matches!(state, StatementState::Approved | StatementState::Paid) {
            continue;
        }
        let about = About::Statement(row.id);
        add(Kind::Statement, about, row.number.clone());
        if row.payable_dong > 0 {
            add(Kind::Withdrawal, about, row.number.clone());
            add(Kind::PayList, about, row.number.clone());
        }
        if row.kind.code != StatementKind::Advance.as_str() {
            add(Kind::Volume, about, row.number.clone());
        }
        if row.advance_recovered_dong > 0 {
            add(Kind::AdvanceClearing, about, row.number.clone());
        }
        if takes_back.contains(&StatementId(row.id)) {
            add(Kind::Clawback, about, row.number.clone());
        }
        if row.to_recover_dong > 0 {
            add(Kind::Return, about, row.number.clone());
        }
    }
    Ok(offers)
}

/// A host has the papers that are its own; everybody else of the order has all of them.
fn may_see(desk: &Desk, kind: Kind, about: About) -> bool {
    match (desk.is_host(), kind, about) {
        (None, ..) => true,
        (Some(host), Kind::Hosting | Kind::Hours, About::Host(of)) => host.0 == of,
        (Some(host), Kind::Statement | Kind::Clawback | Kind::Return, About::Statement(id)) => {
            desk.view.statements.iter().any(|row| row.id == id && row.payee.id == host.0)
        }
        (Some(_), ..) => false,
    }
}

/// Whose paper it is, and whether the person issues papers for that body.
fn may_issue(desk: &Desk, kind: Kind, about: About) -> bool {
    let body = desk.body(kind, about);
    let issues = desk.ctx.may(Deed::IssuePaper, &[body]) && kind.is_work_of(desk.ctx.actor.role);
    match kind.issuer() {
        Issuer::OrderingBody => issues && desk.ctx.scope() == Scope::Everything,
        Issuer::Provider | Issuer::Host | Issuer::Payee => issues && desk.ctx.actor.party == body,
    }
}

/// A decision counts once it is approved, a contract once it is accepted.
fn is_signed(order: &Order) -> bool {
    let accepted = matches!(order.state, OrderState::Accepted | OrderState::Closed);
    accepted || order.state == desk::signing(order.instrument)
}

/// Takes the papers of an order out of force that is given up, in the same stroke.
pub(super) async fn end_with(tx: &mut Tx, ctx: &Ctx, order: OrderId, reason: &str) -> Result<(), Error> {
    for paper in papers::of_order(tx.db(), order).await? {
        if paper.state == State::InForce {
            papers::cancel(tx, cancelled(ctx, paper.id, reason.to_owned())).await?;
        }
    }
    Ok(())
}

fn cancelled(ctx: &Ctx, paper: i64, reason: String) -> paper_event::Model {
    paper_event::Model {
        id: 0,
        audit_seq: 0,
        paper_id: paper,
        state: State::Cancelled.as_str().to_owned(),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        note: reason,
    }
}

fn told(desk: &Desk, paper: &papers::Paper, copies: Vec<Copy>) -> Issued {
    let mut may = Vec::new();
    if may_issue(desk, paper.kind, paper.about) && paper.state == State::InForce {
        may.extend(["cancel", "keep_signed"]);
    }
    Issued {
        id: paper.id,
        order: paper.order.0,
        order_number: desk.order.number.clone(),
        kind: paper.kind,
        title: paper.title.clone(),
        number: paper.number.clone(),
        issued_on: paper.issued_on,
        issued_by: paper.issued_by.clone(),
        body: desk.directory.name(PartyId(paper.body), paper.issued_on),
        code: paper.code.clone(),
        sha256: paper.sha256.clone(),
        bytes: paper.bytes,
        state: paper.state,
        note: paper.note.clone(),
        replaces: paper.replaces,
        replaced_by: paper.replaced_by,
        copies,
        may,
    }
}

/// One issued paper, with the copies of it that were signed.
pub async fn find(ctx: &Ctx, id: i64) -> Result<Issued, Error> {
    let (desk, paper) = open(ctx, id).await?;
    let copies = papers::copies(ctx.db(), id).await?;
    let copies = copies.into_iter().map(checked::told).collect::<Result<_, _>>()?;
    Ok(told(&desk, &paper, copies))
}

async fn open(ctx: &Ctx, id: i64) -> Result<(Desk<'_>, papers::Paper), Error> {
    let paper = papers::by_id(ctx.db(), id).await?.ok_or(Error::NotFound)?;
    let desk = Desk::open(ctx, paper.order).await?;
    if may_see(&desk, paper.kind, paper.about) { Ok((desk, paper)) } else { Err(Error::NotFound) }
}

/// The bytes as they were issued.
pub async fn reprint(ctx: &Ctx, id: i64) -> Result<Printed, Error> {
    let (_, paper) = open(ctx, id).await?;
    let bytes = papers::content(ctx.db(), &paper.sha256).await?;
    Ok((file_name(paper.kind, &paper.number), bytes))
}

/// What would be issued now, without a number and marked as a draft.
pub async fn draft(ctx: &Ctx, id: OrderId, kind: Kind, about: About) -> Result<Printed, Error> {
    let desk = Desk::open(ctx, id).await?;
    if !offers(&desk).await?.iter().any(|offer| (offer.kind, offer.about) == (kind, about)) {
        return Err(Error::NotFound);
    }
    let mut paper = compose(&desk, kind, about).await?;
    paper.head.is_draft = true;
    Ok((file_name(kind, &desk.order.number), print(ctx, &paper).await?))
}

/// The minutes of acceptance: as they were issued, or as they would be today.
pub async fn minutes(ctx: &Ctx, id: OrderId) -> Result<Printed, Error> {
    let issued = papers::of_order(ctx.db(), id).await?;
    let mut issued =
        issued.iter().filter(|paper| paper.kind == Kind::Minutes && paper.state == State::InForce);
    match issued.next() {
        Some(paper) => reprint(ctx, paper.id).await,
        None => draft(ctx, id, Kind::Minutes, About::Order).await,
    }
}

/// With amounts in the words of the day.
async fn print(ctx: &Ctx, paper: &Paper) -> Result<Vec<u8>, Error> {
    let spelling = settings_now(ctx.db()).await?.spelling(ctx.today());
    documents::print(paper, spelling).map_err(unprintable)
}

/// What the person can mend: a letter that no font has, or a name too long for the page.
pub(super) fn unprintable(error: Unprintable) -> Error {
    let (problem, remedy) = match error {
        Unprintable::MissingGlyph { letter, text } => (
            Text::new(
                format!(
                    "Phông chữ của văn bản không có ký tự “{letter}” (U+{:04X}) trong “{text}”.",
                    u32::from(letter)
                ),
                format!(
                    "The fonts of papers have no letter “{letter}” (U+{:04X}), as in “{text}”.",
                    u32::from(letter)
                ),
            ),
            Text::new("Sửa tên hoặc nội dung đó rồi in lại.", "Mend that name or text and print again."),
        ),
        Unprintable::LeavesMargins { text } => (
            Text::new(
                format!("“{text}” quá dài so với khổ giấy."),
                format!("“{text}” is too long for the page."),
            ),
            Text::new(
                "Thêm khoảng trắng hoặc rút gọn rồi in lại.",
                "Put spaces into it, or shorten it, and print again.",
            ),
        ),
    };
    Issue::new("paper.unprintable", "paper", "NĐ 30/2020/NĐ-CP", problem, remedy).into()
}

/// The paper as it stands today, not issued: without a mark, and without a number unless it has its own.
async fn compose(desk: &Desk<'_>, kind: Kind, about: About) -> Result<Paper, Error> {
    let content = match (kind, about) {
        (Kind::Minutes, About::Order) => {
            let mut minutes = World::load(desk.ctx, desk.order.id).await?.minutes(desk.ctx).await?;
            minutes.number = desk.draft_number(kind, about)?;
            return Ok(minutes.paper());
        }
        (Kind::Order, About::Order) => order::order(desk).await?,
        (Kind::Amendment, About::Amendment(number)) => order::amendment(desk, number)?,
        (Kind::Learners, About::Order) => people::list(desk).await?,
        (Kind::Graduation, About::Cohort(id, place)) => people::graduation(desk, id, place).await?,
        (Kind::Hosting, About::Host(id)) => people::hosting(desk, id).await?,
        (Kind::Hours, About::Host(id)) => people::hours(desk, id).await?,
        (Kind::Statement, About::Statement(id)) => statement::statement(desk, id).await?,
        (Kind::Clawback, About::Statement(id)) => statement::clawback(desk, id).await?,
        (Kind::PayList, About::Statement(id)) => statement::pay_list(desk, id).await?,
        (Kind::Volume, About::Statement(id)) => statement::volume(desk, id).await?,
        (Kind::Withdrawal, About::Statement(id)) => treasury::withdrawal(desk, id).await?,
        (Kind::AdvanceClearing, About::Statement(id)) => treasury::clearing(desk, id).await?,
        (Kind::Return, About::Statement(id)) => treasury::give_back(desk, id).await?,
        _ => return Err(Error::NotFound),
    };
    desk.paper(kind, about, content)
}

/// Gives a paper its number, keeps its bytes, and puts it in the place of the one before. `site` is where the portal is found,
/// for the code on the paper.
pub async fn issue(ctx: &Ctx, id: OrderId, kind: Kind, about: About, site: &str) -> Result<i64, Error> {
    let mut tx = ctx.begin("paper.issue").await?;
    let desk = Desk::open(ctx, id).await?;
    let offers = offers(&desk).await?;
    let offer = offers.iter().find(|offer| (offer.kind, offer.about) == (kind, about));
    let offer = offer.ok_or(Error::NotFound)?;
    if !offer.may_issue {
        return Err(Error::Forbidden);
    }
    let today = ctx.today();
    let body = desk.body(kind, about);
    let series = kind.abbreviation(desk.order.instrument);
    let mut paper = compose(&desk, kind, about).await?;
    let (ordinal, number) = if paper.head.number == desk.draft_number(kind, about)? {
        let next = papers::next_ordinal(&tx, body.0, series, today.year()).await?;
        (Some(next), number(next, series, &desk.identity(body)?.name))
    } else {
        (None, paper.head.number.clone())
    };
    let before = tx.head().to_owned();
    let secret = Sha256::digest(format!("{before}|{}|{}|{number}", kind.as_str(), about.key()));
    let code = code(&secret.into());
    paper.head.number.clone_from(&number);
    paper.mark = Some(Mark { address: format!("{site}/papers/check/{code}"), code: code.clone() });
    let printed = print(ctx, &paper).await?;
    let sha256 = hex(&Sha256::digest(&printed));
    let row = paper::Model {
        id: 0,
        audit_seq: 0,
        kind: kind.as_str().to_owned(),
        order_id: id.0,
        about: about.key(),
        body_id: body.0,
        series: series.to_owned(),
        year: today.year(),
        ordinal,
        number: number.clone(),
        title: kind.name(desk.order.instrument).vi,
        code,
        issued_on: today,
        issued_by: ctx.actor.user.0,
        bytes: i64::try_from(printed.len()).unwrap_or(i64::MAX),
        sha256,
        replaces: offer.issued.as_ref().map(|issued| issued.id),
    };
    let id = papers::insert(&mut tx, row, printed).await?;
    tx.commit(format!("paper {number}")).await?;
    Ok(id)
}

/// Takes a paper out of force. Its bytes stay, and who asks by its code is told so.
pub async fn cancel(ctx: &Ctx, id: i64, reason: &str) -> Result<OrderId, Error> {
    let mut tx = ctx.begin("paper.cancel").await?;
    let (desk, paper) = open(ctx, id).await?;
    if !may_issue(&desk, paper.kind, paper.about) {
        return Err(Error::Forbidden);
    }
    let reason = clean(reason);
    if reason.is_empty() {
        let issue = Issue::new(
            "paper.reason",
            "reason",
            "NĐ 30/2020/NĐ-CP",
            Text::new("Thiếu lý do hủy.", "The reason is missing."),
            Text::new("Ghi lý do rồi gửi lại.", "Write the reason and send again."),
        );
        return Err(issue.into());
    }
    if paper.state != State::InForce {
        return Err(not_in_force());
    }
    papers::cancel(&mut tx, cancelled(ctx, id, reason)).await?;
    tx.commit(format!("paper {}", paper.number)).await?;
    Ok(paper.order)
}

fn not_in_force() -> Error {
    wrong_state(
        "paper.state",
        Text::new("Văn bản này không còn hiệu lực.", "This paper is not in force any more."),
        Text::new("Mở văn bản đang có hiệu lực của đơn.", "Open the one of the order that is in force."),
    )
}

/// `bien-ban-nghiem-thu-01-2025-hd-dh.pdf`
fn file_name(kind: Kind, number: &str) -> String {
    let name = kind.name(domain::party::Instrument::Decision).vi;
    let plain: String = folded(&format!("{name} {number}"))
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    format!("{}.pdf", parts.join("-"))
}
