//! The year, day by day: orders and advances, enrolment, the months of work-study, graduation, jobs, and at the end
//! of each quarter the settlement. Every step is an action that somebody in the cast is allowed to take.

use std::collections::{BTreeSet, HashMap, HashSet};

use domain::{
    calendar::Period,
    enrolment::{Draft, LearnerKind},
    fact::Happening,
    ids::{CohortId, EnrolmentId, OrderId, PartyId},
    order::{Draft as OrderDraft, LineDraft, State},
    paper::{About, Kind as PaperKind},
    statement::State as StatementState,
};
use indicatif::ProgressBar;
use time::{Date, Duration, macros::date};

use super::{
    cast::{Cast, SignIn, installer},
    epilogue,
    fate::{self, Fate},
    life, office, payments,
    people::{Kind, People},
    plan::{self, PlannedOrder, Scale, months_later},
    random::Random,
};
use crate::{
    actions::{
        Ctx, Store, enrolments, graduations, notices, orders, papers, preview::Sending, progress, registry,
        settlements, statements,
    },
    clock::Clock,
    error::Error,
    fixtures::{self, Fixtures},
};

pub(super) const PROGRAMME: &str = "qd1446";
const BODY: &str = "ordering-body";
/// The first month reported and the last one played.
const FIRST_MONTH: Date = date!(2025 - 01 - 01);
const MONTHS: i32 = 21;
/// Paid in batches; the ones before it one by one.
const LAST: &str = "2026-Q3";

pub struct Played {
    pub sign_ins: Vec<SignIn>,
    /// Left without a decision, so that somebody has something to do.
    pub undecided: usize,
}

/// An order that is under way.
pub(super) struct Running {
    pub id: OrderId,
    pub plan: PlannedOrder,
    pub provider: PartyId,
    pub hosts: Vec<PartyId>,
    pub classes: Vec<orders::Class>,
    pub fates: Vec<Fate>,
}

pub(super) struct Year<'a> {
    pub clock: &'a Clock,
    pub cast: Cast,
    pub orders: Vec<Running>,
    pub people: People,
    pub random: Random,
    /// People of earlier orders, who may come again: occupation and what they sent.
    pub earlier: Vec<(String, Draft)>,
    pub flagged: Vec<EnrolmentId>,
    pub certificates: HashMap<PartyId, u32>,
    pub employers: Vec<String>,
    pub bar: &'a ProgressBar,
}

/// Plays the year into an empty database.
pub async fn play(
    store: &Store,
    clock: &Clock,
    seed: u64,
    scale: Scale,
    bar: &ProgressBar,
) -> Result<Played, Error> {
    clock.move_to(date!(2025 - 01 - 02));
    let fixtures = Fixtures::read()?;
    let ctx = Ctx::new(store.clone(), clock.clone(), installer());
    bar.set_message("danh mục, quy chế, chương trình · registry, schemes, programmes");
    registry::load(&ctx, &fixtures).await?;
    for scheme in fixtures::SCHEMES {
        registry::publish_scheme(&ctx, scheme).await?;
    }
    for programme in fixtures::PROGRAMMES {
        registry::load_programme(&ctx, programme).await?;
    }
    let plans = plan::orders(&fixtures, scale)?;
    bar.set_length(u64::try_from(plans.len()).unwrap_or(0) * (u64::from(MONTHS.unsigned_abs()) + 2));
    let unique = |codes: Vec<&str>| {
        let mut seen = BTreeSet::new();
        codes.into_iter().filter(|code| seen.insert(code.to_string())).map(str::to_owned).collect::<Vec<_>>()
    };
    let providers = unique(plans.iter().map(|plan| plan.provider.as_str()).collect());
    let hosts = unique(plans.iter().flat_map(|plan| &plan.hosts).map(String::as_str).collect());
    let as_refs = |codes: &[String]| -> Vec<String> { codes.to_vec() };
    let (providers, hosts) = (as_refs(&providers), as_refs(&hosts));
    let cast = Cast::gather(
        &ctx,
        BODY,
        &providers.iter().map(String::as_str).collect::<Vec<_>>(),
        &hosts.iter().map(String::as_str).collect::<Vec<_>>(),
    )
    .await?;
    let employers =
        fixtures.parties.iter().filter(|row| row.kind == "enterprise").map(|row| row.name.clone());
    let mut year = Year {
        clock,
        cast,
        orders: Vec::new(),
        people: People::from_csv(fixtures::NAMES, fixtures::PROVINCES),
        random: Random::new(seed),
        earlier: Vec::new(),
        flagged: Vec::new(),
        certificates: HashMap::new(),
        employers: employers.collect(),
        bar,
    };
    office::bands(&year.cast).await?;
    let last = plans.iter().rfind(|plan| !plan.training).cloned();
    year.place(&ctx, plans).await?;
    year.advances().await?;
    let mut month = FIRST_MONTH;
    for _ in 0..MONTHS {
        year.enrol(month).await?;
        let next = months_later(month, 1);
        year.report(month, next).await?;
        if Period::of(month) != Period::of(next) {
            year.quarter(Period::of(month), next).await?;
        }
        month = next;
    }
    if let Some(plan) = &last {
        life::corrected(&year, plan).await?;
    }
    epilogue::accounts(&mut year.cast).await?;
    if let Some(first) = year.orders.first() {
        epilogue::papers(&year.cast, first).await?;
    }
    if let Some(second) = year.orders.iter().skip(1).find(|order| !order.hosts.is_empty()) {
        epilogue::hours(&year.cast, second).await?;
    }
    payments::last_quarter(&year).await?;
    Ok(Played { sign_ins: year.cast.sign_ins, undecided: year.flagged.len() })
}

impl Year<'_> {
    /// Orders are placed, approved by somebody else, accepted, and the hosts' agreements recorded.
    async fn place(&mut self, ctx: &Ctx, plans: Vec<PlannedOrder>) -> Result<(), Error> {
        self.bar.set_message("đặt hàng · orders");
        let directory = registry::parties(ctx).await?;
        let party = |code: &str| directory.by_code(code).map(|party| party.id).ok_or(Error::NotFound);
        for plan in plans {
            let provider = party(&plan.provider)?;
            let line = |line: &plan::PlannedLine| LineDraft {
                occupation: line.occupation.clone(),
                mode: line.mode,
                quantity: line.quantity,
                price_decision: line.price_decision.clone(),
                starts_on: line.starts_on,
                ends_on: line.ends_on,
                price: None,
            };
            let draft = OrderDraft {
                programme: PROGRAMME.to_owned(),
                provider,
                lines: plan.lines.iter().map(line).collect(),
            };
            self.clock.move_to(date!(2025 - 01 - 03));
            let id = orders::place(&self.cast.planner, draft, None).await?;
            self.clock.move_to(date!(2025 - 01 - 06));
            // Above the first band the head of the body approves as well.
            if orders::approve(&self.cast.approver, id, "").await? == State::Submitted {
                orders::approve(&self.cast.head, id, "").await?;
            }
            self.clock.move_to(date!(2025 - 01 - 08));
            orders::accept(self.cast.director(provider)?, id).await?;
            papers::issue(&self.cast.planner, id, PaperKind::Order, About::Order, epilogue::SITE).await?;
            let registrar = self.cast.registrar(provider)?;
            let mut hosts = Vec::new();
            for host in &plan.hosts {
                let host = party(host)?;
                orders::add_host(registrar, id, host, "Thỏa thuận đào tạo 2025").await?;
                hosts.push(host);
            }
            let classes = orders::classes(registrar, id).await?;
            self.orders.push(Running { id, plan, provider, hosts, classes, fates: Vec::new() });
            self.bar.inc(1);
        }
        Ok(())
    }

    async fn advances(&mut self) -> Result<(), Error> {
        self.bar.set_message("tạm ứng · advances");
        for order in &self.orders {
            self.clock.move_to(date!(2025 - 01 - 10));
            let prepared = settlements::advance(&self.cast.accountant, order.id).await?;
            self.approve_and_pay(prepared, date!(2025 - 01 - 10)).await?;
            self.bar.inc(1);
        }
        Ok(())
    }

    async fn approve(&self, prepared: &settlements::Settled, from: Date) -> Result<(), Error> {
        let settlements::Settled::Prepared(prepared) = prepared else { return Ok(()) };
        for id in prepared {
            self.clock.move_to(from + Duration::days(2));
            if statements::approve(&self.cast.chief_accountant, *id, "").await? == StatementState::Prepared {
                statements::approve(&self.cast.head, *id, "").await?;
            }
        }
        Ok(())
    }

    async fn approve_and_pay(&self, prepared: settlements::Settled, from: Date) -> Result<(), Error> {
        self.approve(&prepared, from).await?;
        let settlements::Settled::Prepared(prepared) = prepared else { return Ok(()) };
        for id in prepared {
            self.clock.move_to(from + Duration::days(5));
            let document = format!("UNC-{}/{}", id.0, from.year());
            match statements::pay(&self.cast.accountant, id, &document, self.clock.today()).await {
                Ok(()) => {}
                // Nothing was payable: the approval closed the statement.
                Err(Error::Issues(issues)) if issues.iter().all(|issue| issue.code == "statement.state") => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Classes that start in this month are enrolled the day after they start.
    async fn enrol(&mut self, month: Date) -> Result<(), Error> {
        self.bar.set_message(format!("nhập học · enrolment {:02}/{}", u8::from(month.month()), month.year()));
        let until = months_later(month, 1);
        for at in 0..self.orders.len() {
            let starting: Vec<orders::Class> = self.orders[at]
                .classes
                .iter()
                .filter(|class| month <= class.starts_on && class.starts_on < until)
                .cloned()
                .collect();
            let mut here: HashSet<String> = HashSet::new();
            let mut joined: Vec<(String, Draft)> = Vec::new();
            let mut fates = Vec::new();
            for class in starting {
                self.clock.move_to(class.starts_on + Duration::DAY);
                fates.extend(self.enrol_class(at, &class, &mut here, &mut joined).await?);
            }
            self.orders[at].fates.extend(fates);
            // A few of those who joined may come again elsewhere; the pool stays small.
            let keep = joined.len().div_ceil(20);
            self.earlier.extend(joined.into_iter().take(keep));
            let surplus = self.earlier.len().saturating_sub(400);
            self.earlier.drain(..surplus);
        }
        Ok(())
    }

    async fn enrol_class(
        &mut self,
        at: usize,
        class: &orders::Class,
        here: &mut HashSet<String>,
        joined: &mut Vec<(String, Draft)>,
    ) -> Result<Vec<Fate>, Error> {
        let order = &self.orders[at];
        let (id, provider, training) = (order.id, order.provider, order.plan.training);
        let line = &order.plan.lines[usize::try_from(class.position - 1).unwrap_or(0)];
        let occupation = line.occupation.clone();
        let classes_of_line: Vec<CohortId> =
            order.classes.iter().filter(|c| c.line == class.line).map(|c| c.cohort).collect();
        let index = classes_of_line.iter().position(|cohort| *cohort == class.cohort).unwrap_or(0);
        let size = class_size(id, class.quantity, classes_of_line.len(), index);
        let host = order.hosts.get(index % order.hosts.len().max(1)).copied();
        let mut drafts = Vec::with_capacity(size);
        let mut again = Vec::with_capacity(size);
        for _ in 0..size {
            let (draft, same_occupation) = self.learner(training, &occupation, class.starts_on, here);
            here.insert(draft.personal_id.clone());
            drafts.push(draft);
            again.push(same_occupation);
        }
        let registrar = self.cast.registrar(provider)?;
        let enrolled = enrolments::enrol(registrar, class.cohort, drafts.clone()).await?;
        let odds = if training { fate::TRAINING } else { fate::RETRAINING };
        let mut fates = Vec::with_capacity(size);
        for ((enrolment, draft), again) in enrolled.into_iter().zip(drafts).zip(again) {
            if again {
                self.flagged.push(enrolment);
            }
            joined.push((occupation.clone(), draft));
            let days = (class.starts_on, class.ends_on);
            fates.push(fate::draw(&mut self.random, &odds, enrolment, class.cohort, host, days));
        }
        Ok(fates)
    }

    /// Somebody new, or now and then somebody who was trained before; and whether in the same occupation.
    fn learner(
        &mut self,
        training: bool,
        occupation: &str,
        on: Date,
        here: &HashSet<String>,
    ) -> (Draft, bool) {
        if self.random.below(300) < if training { 1 } else { 6 } && !self.earlier.is_empty() {
            let (before, draft) = self.random.pick(&self.earlier).clone();
            let kind = if training { LearnerKind::Student } else { LearnerKind::Worker };
            if draft.kind == kind && !here.contains(&draft.personal_id) {
                return (Draft { enrolled_on: on, ..draft }, before == occupation);
            }
        }
        let person =
            self.people.person(&mut self.random, if training { Kind::Student } else { Kind::Worker }, on);
        let employer = (!training).then(|| self.random.pick(&self.employers).clone());
        let draft = Draft {
            full_name: person.full_name,
            birth_date: person.birth_date,
            sex: person.sex,
            phone: person.phone,
            personal_id: person.personal_id,
            kind: if training { LearnerKind::Student } else { LearnerKind::Worker },
            employer,
            enrolled_on: on,
        };
        (draft, false)
    }

    /// The quarter is settled on the tenth, approved on the twelfth, paid on the fifteenth.
    async fn quarter(&mut self, period: Period, next: Date) -> Result<(), Error> {
        self.bar.set_message(format!("quyết toán · settlement {period}"));
        self.clock.move_to(next + Duration::days(5));
        self.decide_duplicates().await?;
        let from = next + Duration::days(9);
        for order in &self.orders {
            self.clock.move_to(from);
            let prepared = settlements::settle(&self.cast.accountant, order.id, period).await?;
            if period.to_string() == LAST {
                self.approve(&prepared, from).await?;
            } else {
                self.approve_and_pay(prepared, from).await?;
            }
        }
        self.clock.move_to(from + Duration::days(8));
        match period.to_string().as_str() {
            "2025-Q1" => life::reallocated(self).await?,
            "2026-Q1" => {
                self.liquidate_retraining().await?;
                // What came since is still unread at the end of the year.
                for reader in self.cast.everybody() {
                    notices::read_all(reader).await?;
                }
            }
            "2026-Q2" => self.corrections().await?,
            _ => {}
        }
        Ok(())
    }

    /// A flag is decided when it is seen; the newest is left, so that somebody has something to do.
    async fn decide_duplicates(&mut self) -> Result<(), Error> {
        while self.flagged.len() > 1 {
            let enrolment = self.flagged.remove(0);
            let pay = self.random.percent(40);
            let reason = if pay {
                "Lần trước học chưa xong, chưa được thanh toán"
            } else {
                "Đã được Nhà nước thanh toán cùng nghề, cùng trình độ"
            };
            progress::decide_duplicate(&self.cast.planner, enrolment, pay, reason).await?;
        }
        Ok(())
    }

    /// Retraining is over and every window has closed: the last statements, and the orders are closed.
    async fn liquidate_retraining(&mut self) -> Result<(), Error> {
        self.flagged.clear();
        let mut from = self.clock.today();
        for order in self.orders.iter().filter(|order| !order.plan.training) {
            self.clock.move_to(from);
            let prepared = settlements::liquidate(&self.cast.accountant, order.id).await?;
            self.approve_and_pay(prepared, from).await?;
            orders::close(&self.cast.planner, order.id).await?;
        }
        from += Duration::days(6);
        self.clock.move_to(from);
        self.orders.retain(|order| order.plan.training);
        Ok(())
    }

    /// After payment some classes turn out to be one too high, and one certificate is annulled.
    async fn corrections(&mut self) -> Result<(), Error> {
        for at in 0..self.orders.len().min(6) {
            let order = &self.orders[at];
            let registrar = self.cast.registrar(order.provider)?;
            let graduates = graduations::graduates(registrar, order.id).await?;
            if at == 0 {
                if let Some(first) = graduates.first() {
                    let annulled = progress::Draft {
                        enrolment: first.enrolment,
                        happened_on: self.clock.today(),
                        what: Happening::Annulled {
                            reason: "Hồ sơ đầu vào không hợp lệ".to_owned()
                        },
                    };
                    progress::report(registrar, order.id, vec![annulled], Sending::Confirmed).await?;
                }
                continue;
            }
            let wrong = graduates.iter().find(|graduate| fate::lower(graduate.class).is_some());
            if let Some(wrong) = wrong {
                let right = wrong.as_class(fate::lower(wrong.class).unwrap_or(wrong.class));
                progress::correct(
                    registrar,
                    order.id,
                    progress::Correction {
                        enrolment: wrong.enrolment,
                        wrong: wrong.fact,
                        happened_on: wrong.decided_on,
                        right,
                        reason: String::new(),
                    },
                    Sending::Confirmed,
                )
                .await?;
            }
        }
        Ok(())
    }
}

/// Learners of one class: the line's number spread over its classes; some providers find fewer, some take more.
fn class_size(order: OrderId, quantity: u32, classes: usize, index: usize) -> usize {
    let quantity = usize::try_from(quantity).unwrap_or(0);
    let wanted = match order.0 % 13 {
        4 => quantity * 7 / 10,
        9 => quantity + 2,
        11 => quantity * 4 / 10,
        _ => quantity,
    };
    wanted / classes + usize::from(index < wanted % classes)
}
