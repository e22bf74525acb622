//! What the minutes of acceptance say of an order, line by line. Sums that do not agree are a fault.

use std::collections::{BTreeMap, HashMap};

use domain::{
    fact::Fact,
    grading::GraduationClass,
    ids::{EnrolmentId, OrderId, OrderLineId, PartyId},
    ledger::Position,
    money::Money,
    order::State as OrderState,
    party::{Identity, Instrument, identity_on},
    permission::Deed,
    programme::{Certainty, Programme},
    statement::{Kind, State},
    text::Text,
};

use time::Date;

use super::desk::signing;
use crate::{
    actions::{
        Ctx,
        standing::Standing,
        tally::{self, only},
        wrong_state,
    },
    documents::minutes::{
        self, AcceptanceMinutes, AcceptedLine, AnnexLearner, MoneySummary, PayeeShare, QualityLine, UnitPrice,
    },
    error::Error,
    fixtures,
    storage::{
        learners::{self, Enrolment, Person},
        money::{self, Statement},
        orders::{self, Line, Order},
        registry::{self, Directory, Occupation, PriceDecision},
        sums,
    },
};

/// Everything the minutes say, read once.
pub(super) struct World {
    order: Order,
    programme: Programme,
    lines: Vec<Line>,
    people: Vec<(Enrolment, Person)>,
    standings: HashMap<EnrolmentId, Standing>,
    accepted: HashMap<(OrderLineId, EnrolmentId), Money>,
    positions: HashMap<PartyId, Position>,
    statements: Vec<Statement>,
    directory: Directory,
    occupations: HashMap<i64, Occupation>,
    prices: HashMap<i64, PriceDecision>,
    /// The day a decision was approved or a contract accepted.
    signed_on: Date,
}

impl World {
    pub async fn load(ctx: &Ctx, id: OrderId) -> Result<World, Error> {
        let db = ctx.db();
        let order = orders::find(db, ctx.scope(), id).await?.ok_or(Error::NotFound)?;
        ctx.permit(Deed::Read, &order.owners())?;
        if only(ctx.scope(), &order).is_some() {
            return Err(Error::NotFound);
        }
        let mut statements = money::statements_of_order(db, ctx.scope(), id).await?;
        statements.retain(|s| s.kind != Kind::Advance && matches!(s.state, State::Approved | State::Paid));
        if statements.is_empty() {
            return Err(nothing_accepted());
        }
        let programmes = registry::programmes(db).await?;
        let programme = programmes
            .into_iter()
            .find(|stored| stored.id == order.programme_id)
            .ok_or_else(|| Error::fault("order", "its programme is not there"))?;
        let step = signing(order.instrument);
        let events = orders::events(db, id).await?;
        let signed = events.iter().find(|event| event.state == step.as_str());
        let people = learners::people_of_order(db, id).await?;
        let facts = learners::facts_of(db, people.iter().map(|(enrolment, _)| enrolment.id)).await?;
        let standing = |facts: &Vec<Fact>| Standing::of(facts, ctx.today());
        Ok(World {
            programme: programme.programme,
            lines: orders::lines(db, id).await?,
            standings: facts.iter().map(|(id, facts)| (*id, standing(facts))).collect(),
            people,
            accepted: sums::approved_by_enrolment(db, id).await?,
            positions: money::positions(db, id).await?,
            statements,
            directory: registry::directory(db).await?,
            occupations: registry::occupations(db).await?,
            prices: registry::price_decisions(db).await?,
            signed_on: signed.map_or(order.placed_on, |event| event.happened_on),
            order,
        })
    }
}

fn nothing_accepted() -> Error {
    wrong_state(
        "minutes.nothing_accepted",
        Text::new("Đơn này chưa có khối lượng nào được duyệt.", "Nothing is accepted on this order yet."),
        Text::new(
            "Lập biên bản sau khi bảng thanh toán đầu tiên được duyệt.",
            "Print the minutes once the first statement is approved.",
        ),
    )
}

impl World {
    pub async fn minutes(&self, ctx: &Ctx) -> Result<AcceptanceMinutes, Error> {
        let rejected: Money = {
            let volumes = money::volumes_of_order(ctx.db(), self.order.id).await?;
            let volume = |line| tally::volume(line, self.order.state, &volumes);
            tally::sum(self.lines.iter().map(volume)).rejected
        };
        let head = money::ledger_head(ctx.db()).await?;
        self.told(ctx, rejected, head)
    }

    fn told(&self, ctx: &Ctx, rejected: Money, ledger_head: String) -> Result<AcceptanceMinutes, Error> {
        let today = ctx.today();
        let identity = |party| self.directory.get(party).and_then(|p| identity_on(&p.identities, today));
        let body = identity(self.order.ordering_body)
            .ok_or_else(|| Error::fault("minutes", "the ordering body has no name"))?;
        let lines: Vec<AcceptedLine> = self.lines.iter().map(|line| self.line(line)).collect();
        let position = tally::position(&self.positions, None);
        let learners = self.learners();
        let quality = self.quality();
        let accepted = position.accepted;
        agree("the lines", lines.iter().map(|line| line.accepted_amount).sum(), accepted)?;
        agree("the learners", learners.iter().map(|learner| learner.accepted_amount).sum(), accepted)?;
        agree("the classes", quality.iter().map(|class| class.accepted_amount).sum(), accepted)?;
        let last = self.statements.iter().rev();
        let hash = last.clone().find(|s| s.party == self.order.provider).or_else(|| last.clone().next());
        let ordered = self.order.value;
        let not_accepted = rejected.min(ordered - accepted).at_least_zero();
        let form = match self.order.instrument {
            Instrument::Decision => "Mẫu số 02",
            Instrument::Contract => "Mẫu số 04",
        };
        Ok(AcceptanceMinutes {
            instrument: match self.order.instrument {
                Instrument::Decision => minutes::Instrument::Decision,
                Instrument::Contract => minutes::Instrument::Contract,
            },
            parent_body: Some(body.parent.clone()).filter(|parent| !parent.is_empty()),
            issuing_body: body.name.clone(),
            place: self.place(),
            number: format!("....../{}/BB-NT", today.year()),
            date: today,
            legal_bases: self.legal_bases(),
            ordering_body: self.party(self.order.ordering_body, body, today),
            provider: identity(self.order.provider)
                .map(|identity| self.party(self.order.provider, identity, today))
                .ok_or_else(|| Error::fault("minutes", "the provider has no name"))?,
            order_number: self.order.number.clone(),
            order_date: self.signed_on,
            money: MoneySummary {
                ordered,
                accepted,
                not_accepted,
                pending: ordered - accepted - not_accepted,
                advanced: position.advanced,
                paid: position.paid,
                advance_recovered: position.advance_recovered,
                balance: position.payable - position.recoverable,
            },
            payees: self.payees(ctx),
            assumptions: self.assumptions(),
            conclusions: self.conclusions(),
            recipients: ["Như trên", "Kho bạc Nhà nước", "Lưu: VT"].map(str::to_owned).into(),
            statement_hash: hash.map(|statement| statement.lines_sha256.clone()),
            ledger_head: Some(ledger_head),
            layout_note: Some(format!(
                "{form} ban hành kèm theo Nghị định số 32/2019/NĐ-CP. Bố cục bên trong của mẫu được lập lại theo trí nhớ, \
                 chưa đối chiếu với bản gốc của Phụ lục."
            )),
            lines,
            quality,
            learners,
        })
    }

    fn line(&self, line: &Line) -> AcceptedLine {
        let of_line = || self.people.iter().filter(|(enrolment, _)| enrolment.line == line.id);
        let amounts =
            || self.accepted.iter().filter(|((of, _), _)| *of == line.id).map(|(_, amount)| *amount);
        let occupation = self.occupations.get(&line.occupation_id);
        let graduated = |(enrolment, _): &&(Enrolment, Person)| {
            self.standings.get(&enrolment.id).is_some_and(Standing::graduated)
        };
        let issued =
            self.prices.get(&line.price_decision_id).is_some_and(|p| p.status == Certainty::Verified);
        AcceptedLine {
            occupation: occupation.map_or_else(String::new, |o| format!("{} ({})", o.name.vi, o.code)),
            level: occupation.map_or_else(String::new, |o| capital(&o.level.name().vi)),
            ordered: line.quantity,
            enrolled: number(of_line().count()),
            graduated: number(of_line().filter(graduated).count()),
            accepted: number(amounts().filter(|amount| !amount.is_zero()).count()),
            unit_price: if issued { UnitPrice::Issued(line.price) } else { UnitPrice::Assumed(line.price) },
            ordered_amount: tally::value_of(line),
            accepted_amount: amounts().sum(),
        }
    }

    /// Learners with an accepted amount, by given name.
    fn with_amount(&self) -> impl Iterator<Item = (&Person, Option<&Standing>, Money)> {
        self.people.iter().filter_map(|(enrolment, person)| {
            let amount = self.accepted.get(&(enrolment.line, enrolment.id))?;
            (!amount.is_zero()).then(|| (person, self.standings.get(&enrolment.id), *amount))
        })
    }

    fn learners(&self) -> Vec<AnnexLearner> {
        let row = |(person, standing, amount): (&Person, Option<&Standing>, Money)| {
            let valid = standing.filter(|standing| !standing.annulled);
            let certificate = valid.and_then(|standing| standing.certificate.as_ref());
            AnnexLearner {
                full_name: person.full_name.clone(),
                masked_personal_id: person.personal_id.masked(),
                graduation_class: class_name(standing),
                certificate_number: certificate
                    .map_or_else(String::new, |c| format!("{}, {}", c.serial, c.register_number)),
                accepted_amount: amount,
            }
        };
        self.with_amount().map(row).collect()
    }

    /// Learners with an accepted amount by class, best first; those without a result last.
    fn quality(&self) -> Vec<QualityLine> {
        let mut by_class: BTreeMap<(usize, String), QualityLine> = BTreeMap::new();
        for (_, standing, amount) in self.with_amount() {
            let class = standing.filter(|standing| !standing.annulled).and_then(|standing| standing.class);
            let place = GraduationClass::ALL.iter().position(|of| Some(*of) == class);
            let name = class_name(standing);
            let row = by_class.entry((place.unwrap_or(usize::MAX), name.clone())).or_insert(QualityLine {
                graduation_class: name,
                learners: 0,
                accepted_amount: Money::ZERO,
            });
            row.learners += 1;
            row.accepted_amount += amount;
        }
        by_class.into_values().collect()
    }

    /// What each party received; nothing when the provider received everything.
    fn payees(&self, ctx: &Ctx) -> Vec<PayeeShare> {
        let mut parties: Vec<(PartyId, Money)> = self
            .positions
            .iter()
            .map(|(party, position)| (*party, position.accepted))
            .filter(|(party, amount)| *party == self.order.provider || !amount.is_zero())
            .collect();
        parties.sort_by_key(|(party, _)| (*party != self.order.provider, *party));
        if parties.len() < 2 {
            return Vec::new();
        }
        let share = |(party, amount)| PayeeShare { name: self.directory.name(party, ctx.today()), amount };
        parties.into_iter().map(share).collect()
    }

    fn legal_bases(&self) -> Vec<String> {
        let numbers: Vec<&str> = self.statements.iter().map(|s| s.number.as_str()).collect();
        let mut bases = vec![
            "Nghị định số 32/2019/NĐ-CP ngày 10 tháng 4 năm 2019 của Chính phủ quy định giao nhiệm vụ, đặt hàng hoặc \
             đấu thầu cung cấp sản phẩm, dịch vụ công sử dụng ngân sách nhà nước từ nguồn kinh phí chi thường xuyên"
                .to_owned(),
        ];
        bases.extend(self.programme.legal_basis.iter().cloned());
        bases.push(match numbers.as_slice() {
            [one] => format!("Bảng thanh toán số {one} đã được duyệt"),
            many => format!("các Bảng thanh toán số {} đã được duyệt", many.join(", ")),
        });
        bases
    }

    fn assumptions(&self) -> Vec<String> {
        let mut assumptions = Vec::new();
        let assumed = |line: &&Line| {
            self.prices.get(&line.price_decision_id).is_none_or(|price| price.status != Certainty::Verified)
        };
        if self.lines.iter().any(|line| assumed(&line)) {
            assumptions
                .push("Đơn giá đánh dấu (*) là giả định, chờ quyết định của cấp có thẩm quyền".to_owned());
        }
        assumptions.push(
            "Tỉ lệ các phần thanh toán và hệ số theo xếp loại tốt nghiệp lấy theo quy chế thanh toán của đơn đặt hàng, \
             chưa có văn bản quy định"
                .to_owned(),
        );
        assumptions
    }

    fn conclusions(&self) -> Vec<String> {
        let closed = self.order.state == OrderState::Closed;
        let liquidated = self.statements.iter().any(|s| s.kind == Kind::Liquidation);
        if !(closed || liquidated) {
            return vec![
                "Hai bên thống nhất khối lượng, chất lượng và giá trị nghiệm thu nêu trên đến ngày lập biên bản".to_owned(),
                "Phần còn chờ kết quả được nghiệm thu ở các kỳ sau".to_owned(),
            ];
        }
        let ended = match self.order.instrument {
            Instrument::Decision => {
                "Việc đặt hàng kết thúc kể từ khi hai bên hoàn thành nghĩa vụ thanh toán nêu trên"
            }
            Instrument::Contract => {
                "Hợp đồng được thanh lý kể từ khi hai bên hoàn thành nghĩa vụ thanh toán nêu trên"
            }
        };
        vec![
            "Hai bên thống nhất khối lượng, chất lượng và giá trị nghiệm thu nêu trên".to_owned(),
            ended.to_owned(),
        ]
    }

    fn party(&self, id: PartyId, identity: &Identity, on: Date) -> minutes::Party {
        let detail = self.directory.get(id).and_then(|party| party.detail(on));
        minutes::Party {
            name: identity.name.clone(),
            representative_title: None,
            address: detail.map(|detail| detail.address.clone()).filter(|address| !address.is_empty()),
            tax_code: identity.tax_code.clone(),
            budget_unit_code: None,
        }
    }

    /// The province of the ordering body, without the word for its kind.
    fn place(&self) -> String {
        let code = self.directory.get(self.order.ordering_body).map_or("", |party| &party.province_code);
        fixtures::province_name(code).unwrap_or_else(|| "................".to_owned())
    }
}

fn class_name(standing: Option<&Standing>) -> String {
    match standing {
        Some(standing) if standing.annulled => "Văn bằng bị hủy bỏ".to_owned(),
        Some(standing) if standing.class.is_some() => {
            standing.class.map_or_else(String::new, |class| class.name().vi)
        }
        Some(standing) if standing.withdrew => "Thôi học".to_owned(),
        _ => "Chưa có kết quả".to_owned(),
    }
}

fn agree(what: &str, sum: Money, accepted: Money) -> Result<(), Error> {
    if sum == accepted {
        return Ok(());
    }
    Err(Error::fault("minutes", format!("{what} sum to {sum:?}, the ledger says {accepted:?}")))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
