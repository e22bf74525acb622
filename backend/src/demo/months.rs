//! A month of the demonstration: who left, who was where, who taught how many hours; who graduated, and who works.

use std::collections::{BTreeMap, HashSet};

use domain::{
    fact::{Certificate, Happening, Place},
    graduation,
    ids::{CohortId, EnrolmentId, PartyId},
    month::Month,
    work_study::HOURS_A_DAY,
};
use time::{Date, Duration, macros::date};

use super::{
    fate::{self, Fate},
    plan::{TRAINING_STARTS, months_later},
    play::Year,
};
use crate::{
    actions::{
        graduations,
        preview::Sending,
        progress,
        work_study::{self, Entry, Which},
    },
    error::Error,
};

impl Year<'_> {
    /// On the third of the next month: who left, who was where, who taught how many hours, who works; and results.
    pub(super) async fn report(&mut self, month: Date, next: Date) -> Result<(), Error> {
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
                progress::report(self.cast.registrar(order.provider)?, order.id, told, Sending::Confirmed)
                    .await?;
            }
            for (host, cohort, told) in self.host_reports(at, month) {
                self.host_month(host, cohort, Month::of(month), &told).await?;
            }
            self.graduations(at, month, next).await?;
            let jobs = self.jobs(at, month, next);
            if !jobs.is_empty() {
                let order = &self.orders[at];
                progress::report(self.cast.registrar(order.provider)?, order.id, jobs, Sending::Confirmed)
                    .await?;
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

    /// One person of a host enters the hours of a class's month, another confirms them.
    async fn host_month(
        &self,
        host: PartyId,
        cohort: CohortId,
        month: Month,
        told: &[Entry],
    ) -> Result<(), Error> {
        let coordinator = self.cast.coordinator(host)?;
        work_study::report(coordinator, cohort, month, told, "", Sending::Confirmed).await?;
        let director = self.cast.host_director(host)?;
        let view = work_study::month(director, cohort, month).await?;
        let log = view.entered.first().ok_or(Error::NotFound)?.log_id;
        work_study::confirm(director, Which { cohort, month, log }, Sending::Confirmed).await?;
        Ok(())
    }

    fn host_reports(&mut self, at: usize, month: Date) -> Vec<(PartyId, CohortId, Vec<Entry>)> {
        let order = &self.orders[at];
        if !order.plan.training || month < date!(2025 - 02 - 01) {
            return Vec::new();
        }
        let mut by_host = Vec::with_capacity(order.hosts.len());
        for host in &order.hosts {
            let mut by_cohort: BTreeMap<CohortId, Vec<Entry>> = BTreeMap::new();
            let placed = |fate: &&Fate| {
                fate.host == Some(*host) && fate.leaves_on.is_none_or(|day| day >= date!(2025 - 03 - 01))
            };
            for fate in order.fates.iter().filter(placed).filter(|fate| teaches(fate, true, month)) {
                let hours = u32::try_from(60 + self.random.below(61)).unwrap_or(60);
                let hours =
                    hours.min((HOURS_A_DAY * days_there(fate, month)).saturating_sub(MOST_AT_COLLEGE));
                if hours == 0 {
                    continue;
                }
                by_cohort.entry(fate.cohort).or_default().push(Entry { enrolment: fate.enrolment, hours });
            }
            by_host.extend(by_cohort.into_iter().map(|(cohort, told)| (*host, cohort, told)));
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
            graduations::report(self.cast.registrar(provider)?, class.cohort, draft, Sending::Confirmed)
                .await?;
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
}

const REASONS: [&str; 5] =
    ["Chuyển nơi ở", "Đi làm sớm", "Hoàn cảnh gia đình", "Lý do sức khỏe", "Chuyển sang nghề khác"];

/// Hours at the college in a month, at most.
const MOST_AT_COLLEGE: u32 = 90;

/// Days of a month on which a learner was not suspended.
fn days_there(fate: &Fate, month: Date) -> u32 {
    let next = months_later(month, 1);
    let away = |day: Date| {
        fate.suspended_on.is_some_and(|from| from <= day) && fate.resumes_on.is_none_or(|back| back > day)
    };
    let days = std::iter::successors(Some(month), |day| day.next_day()).take_while(|day| *day < next);
    u32::try_from(days.filter(|day| !away(*day)).count()).unwrap_or(0)
}

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
