//! The year, day by day: orders and advances, enrolment, the months of work-study, graduation, jobs, and at the end
//! of each quarter the settlement. Every step is an action that somebody in the cast is allowed to take.

use std::collections::{BTreeSet, HashMap, HashSet};

use domain::{
    calendar::Period,
    enrolment::{Draft, LearnerKind},
    fact::{Certificate, Happening, Place},
    graduation,
    ids::{CohortId, EnrolmentId, OrderId, PartyId},
    order::{Draft as OrderDraft, LineDraft},
};
use indicatif::ProgressBar;
use time::{Date, Duration, macros::date};

use super::{
    cast::{Cast, SignIn, installer},
    fate::{self, Fate},
    people::{Kind, People},
    plan::{self, PlannedOrder, Scale, TRAINING_STARTS, months_later},
    random::Random,
};
use crate::{
    actions::{Ctx, enrolments, graduations, orders, progress, registry, settlements, statements},
    clock::Clock,
    error::Error,
    fixtures::{self, Fixtures},
    storage::Store,
};

const PROGRAMME: &str = "qd1446";
const BODY: &str = "ordering-body";
/// The first month reported and the last one played.
const FIRST_MONTH: Date = date!(2025 - 01 - 01);
const MONTHS: i32 = 21;

pub struct Played {
    pub sign_ins: Vec<SignIn>,
    /// Left without a decision, so that somebody has something to do.
    pub undecided: usize,
}

/// An order that is under way.
struct Running {
    id: OrderId,
    plan: PlannedOrder,
    provider: PartyId,
    hosts: Vec<PartyId>,
    classes: Vec<orders::Class>,
    fates: Vec<Fate>,
}

struct Year<'a> {
    clock: &'a Clock,
    cast: Cast,
    orders: Vec<Running>,
    people: People,
    random: Random,
    /// People of earlier orders, who may come again: occupation and what they sent.
    earlier: Vec<(String, Draft)>,
    flagged: Vec<EnrolmentId>,
    certificates: HashMap<PartyId, u32>,
    employers: Vec<String>,
    bar: &'a ProgressBar,
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
    let ctx = Ctx { store: store.clone(), clock: clock.clone(), actor: installer() };
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
            };
            let draft = OrderDraft {
                programme: PROGRAMME.to_owned(),
                provider,
                lines: plan.lines.iter().map(line).collect(),
            };
            self.clock.move_to(date!(2025 - 01 - 03));
            let id = orders::place(&self.cast.planner, draft).await?;
            self.clock.move_to(date!(2025 - 01 - 06));
            orders::approve(&self.cast.approver, id).await?;
            self.clock.move_to(date!(2025 - 01 - 08));
            orders::accept(self.cast.director(provider)?, id).await?;
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

    async fn approve_and_pay(&self, prepared: settlements::Settled, from: Date) -> Result<(), Error> {
        let settlements::Settled::Prepared(prepared) = prepared else { return Ok(()) };
        for id in prepared {
            self.clock.move_to(from + Duration::days(2));
            statements::approve(&self.cast.chief_accountant, id).await?;
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
            personal_id: person.personal_id,
            kind: if training { LearnerKind::Student } else { LearnerKind::Worker },
            employer,
            enrolled_on: on,
        };
        (draft, false)
    }

    /// On the third of the next month: who left, who was where, who taught how many hours, who works; and results.
    async fn report(&mut self, month: Date, next: Date) -> Result<(), Error> {
        self.bar.set_message(format!(
            "báo cáo tháng · month {:02}/{}",
            u8::from(month.month()),
            month.year()
        ));
        self.clock.move_to(next + Duration::days(2));
        for at in 0..self.orders.len() {
            let told = self.provider_reports(at, month, next);
            let order = &self.orders[at];
            if !told.is_empty() {
                progress::report(self.cast.registrar(order.provider)?, order.id, told).await?;
            }
            for (host, told) in self.host_reports(at, month, next) {
                progress::report(self.cast.coordinator(host)?, self.orders[at].id, told).await?;
            }
            self.graduations(at, month, next).await?;
            let jobs = self.jobs(at, month, next);
            if !jobs.is_empty() {
                let order = &self.orders[at];
                progress::report(self.cast.registrar(order.provider)?, order.id, jobs).await?;
            }
            self.bar.inc(1);
        }
        Ok(())
    }

    fn provider_reports(&mut self, at: usize, month: Date, next: Date) -> Vec<progress::Draft> {
        let order = &self.orders[at];
        let mut told = Vec::new();
        let within = |day: Option<Date>| day.filter(|day| month <= *day && *day < next);
        for fate in &order.fates {
            let mut tell = |happened_on: Date, what: Happening| {
                told.push(progress::Draft { enrolment: fate.enrolment, happened_on, what });
            };
            if let Some(host) = fate.host.filter(|_| order.plan.training)
                && month == date!(2025 - 02 - 01)
                && fate.leaves_on.is_none_or(|day| day >= next)
            {
                tell(date!(2025 - 02 - 10), Happening::Placed { host });
            }
            if let Some(day) = within(fate.suspended_on) {
                tell(day, Happening::Suspended);
            }
            if let Some(day) = within(fate.resumes_on) {
                tell(day, Happening::Resumed);
            }
            if teaches(fate, order.plan.training, month) {
                let hours = u32::try_from(50 + self.random.below(41)).unwrap_or(50);
                let last = (next - Duration::DAY).min(fate.ends_on);
                tell(last, Happening::HoursDelivered { place: Place::College, hours });
            }
            if let Some(day) = within(fate.leaves_on) {
                let reason = *self.random.pick(&REASONS);
                tell(day, Happening::Withdrew { reason: reason.to_owned() });
            }
        }
        told
    }

    fn host_reports(&mut self, at: usize, month: Date, next: Date) -> Vec<(PartyId, Vec<progress::Draft>)> {
        let order = &self.orders[at];
        if !order.plan.training || month < date!(2025 - 02 - 01) {
            return Vec::new();
        }
        let mut by_host = Vec::with_capacity(order.hosts.len());
        for host in &order.hosts {
            let mut told = Vec::new();
            let placed = |fate: &&Fate| {
                fate.host == Some(*host) && fate.leaves_on.is_none_or(|day| day >= date!(2025 - 03 - 01))
            };
            for fate in order.fates.iter().filter(placed).filter(|fate| teaches(fate, true, month)) {
                let hours = u32::try_from(60 + self.random.below(61)).unwrap_or(60);
                let happened_on = (next - Duration::DAY).min(fate.ends_on);
                let what = Happening::HoursDelivered { place: Place::Enterprise, hours };
                told.push(progress::Draft { enrolment: fate.enrolment, happened_on, what });
            }
            if !told.is_empty() {
                by_host.push((*host, told));
            }
        }
        by_host
    }

    async fn graduations(&mut self, at: usize, month: Date, next: Date) -> Result<(), Error> {
        let classes = self.orders[at].classes.clone();
        for class in classes {
            let order = &self.orders[at];
            let due = |fate: &&Fate| {
                fate.cohort == class.cohort
                    && fate.leaves_on.is_none()
                    && month <= fate.decided_on
                    && fate.decided_on < next
            };
            let finished: Vec<Fate> = order.fates.iter().filter(due).cloned().collect();
            let Some(decided_on) = finished.first().map(|fate| fate.decided_on) else { continue };
            let (id, provider) = (order.id, order.provider);
            let mut results = Vec::with_capacity(finished.len());
            for fate in &finished {
                let number = self.certificates.entry(provider).or_default();
                *number += 1;
                let certificate = Certificate {
                    serial: format!("{:03}-{number:06}", provider.0),
                    register_number: format!("{number:05}/{}", decided_on.year()),
                };
                results.push(fate::result(&mut self.random, class.rules, fate.enrolment, certificate));
            }
            let failed: HashSet<EnrolmentId> = results
                .iter()
                .filter(|result| !result.class.graduates())
                .map(|result| result.enrolment)
                .collect();
            let decision = format!("{}/QĐ-TN/{}", id.0, decided_on.year());
            let draft = graduation::Draft { decision, decided_on, results };
            graduations::report(self.cast.registrar(provider)?, class.cohort, draft).await?;
            for fate in &mut self.orders[at].fates {
                if failed.contains(&fate.enrolment) {
                    fate.works_from = None;
                    fate.stops_on = None;
                }
            }
        }
        Ok(())
    }

    fn jobs(&mut self, at: usize, month: Date, next: Date) -> Vec<progress::Draft> {
        let within = |day: Option<Date>| day.filter(|day| month <= *day && *day < next);
        let mut told = Vec::new();
        for fate in self.orders[at].fates.iter().filter(|fate| fate.leaves_on.is_none()) {
            let mut tell = |happened_on: Date, what: Happening| {
                told.push(progress::Draft { enrolment: fate.enrolment, happened_on, what });
            };
            if let Some(day) = within(fate.works_from) {
                tell(day, Happening::Employed { employer: self.random.pick(&self.employers).clone() });
            }
            if let Some(day) = within(fate.stops_on) {
                tell(day, Happening::EmploymentEnded);
            }
        }
        told
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
            self.approve_and_pay(prepared, from).await?;
        }
        self.clock.move_to(from + Duration::days(8));
        match period.to_string().as_str() {
            "2026-Q1" => self.liquidate_retraining().await?,
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
                    progress::report(registrar, order.id, vec![annulled]).await?;
                }
                continue;
            }
            let wrong = graduates.iter().find(|graduate| fate::lower(graduate.class).is_some());
            if let Some(wrong) = wrong {
                let right = wrong.as_class(fate::lower(wrong.class).unwrap_or(wrong.class));
                progress::correct(registrar, order.id, wrong.enrolment, wrong.fact, wrong.decided_on, right)
                    .await?;
            }
        }
        Ok(())
    }
}

const REASONS: [&str; 5] =
    ["Chuyển nơi ở", "Đi làm sớm", "Hoàn cảnh gia đình", "Lý do sức khỏe", "Chuyển sang nghề khác"];

/// Whether a learner was taught in a month: enrolled, not suspended, not gone.
fn teaches(fate: &Fate, training: bool, month: Date) -> bool {
    let next = months_later(month, 1);
    let studies = fate.enrolled_on < next && fate.ends_on >= month && month < date!(2026 - 01 - 01);
    let away =
        fate.suspended_on.is_some_and(|from| from <= month) && fate.resumes_on.is_none_or(|day| day > month);
    training
        && month >= months_later(TRAINING_STARTS, 0) - Duration::days(12)
        && studies
        && !away
        && fate.leaves_on.is_none_or(|day| day >= next)
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
