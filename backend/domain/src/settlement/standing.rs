//! Where one learner stands on a day, folded from the facts in effect.

use std::collections::BTreeMap;

use time::{Date, Duration};

use crate::{
    calendar::Moment,
    fact::{Fact, Happening, Place, in_effect},
    grading::GraduationClass,
    ids::PartyId,
};

#[derive(Debug, Default)]
pub(super) struct Standing<'f> {
    pub enrolled: Option<&'f Fact>,
    pub withdrew: Option<&'f Fact>,
    pub graduated: Option<&'f Fact>,
    pub annulled: Option<&'f Fact>,
    pub employed: Option<&'f Fact>,
    pub employment_ended: Option<&'f Fact>,
    pub duplicate: Option<&'f Fact>,
    /// Suspensions: from, and until when (exclusive) if resumed.
    pub suspensions: Vec<(Date, Option<Date>)>,
    pub hosts: Vec<PartyId>,
    pub hours_at_college: u64,
    /// Hours each enterprise reported of itself.
    pub hours_at_enterprise: BTreeMap<PartyId, u64>,
}

impl<'f> Standing<'f> {
    pub fn of(facts: &'f [Fact], as_of: Date, known_at: Moment) -> Standing<'f> {
        let mut standing = Standing::default();
        for fact in in_effect(facts, as_of, known_at) {
            standing.apply(fact);
        }
        standing
    }

    fn apply(&mut self, fact: &'f Fact) {
        match &fact.what {
            Happening::Enrolled => self.enrolled = Some(fact),
            Happening::Suspended => self.suspensions.push((fact.happened_on, None)),
            Happening::Resumed => {
                if let Some((_, until @ None)) = self.suspensions.last_mut() {
                    *until = Some(fact.happened_on);
                }
            }
            Happening::Withdrew { .. } => self.withdrew = Some(fact),
            Happening::Placed { host } => self.hosts.push(*host),
            Happening::HoursDelivered { place: Place::College, hours } => {
                self.hours_at_college += u64::from(*hours);
            }
            Happening::HoursDelivered { place: Place::Enterprise, hours } => {
                *self.hours_at_enterprise.entry(fact.reporter).or_default() += u64::from(*hours);
            }
            Happening::Graduated { .. } => self.graduated = Some(fact),
            Happening::Annulled { .. } => self.annulled = Some(fact),
            Happening::Employed { .. } => {
                self.employed = Some(fact);
                self.employment_ended = None;
            }
            Happening::EmploymentEnded => self.employment_ended = Some(fact),
            Happening::DuplicateFlagged { .. } | Happening::DuplicateDecided { .. } => {
                self.duplicate = Some(fact)
            }
            Happening::Retracted { .. } => {}
        }
    }

    pub fn class(&self) -> Option<GraduationClass> {
        match &self.graduated?.what {
            Happening::Graduated { class, .. } => Some(*class),
            _ => None,
        }
    }

    /// The day on which the learner has been in training for `days`, days of suspension not counted.
    /// `None` while a suspension that began before that day is still open.
    pub fn day_in_training(&self, enrolled_on: Date, days: u16) -> Option<Date> {
        let mut day = enrolled_on + Duration::days(i64::from(days));
        for (from, until) in &self.suspensions {
            if *from < day {
                day += (*until)? - *from;
            }
        }
        Some(day)
    }

    /// Hours confirmed by hosts where the learner was placed, in the order of their ids.
    pub fn confirmed_hours(&self) -> impl Iterator<Item = (PartyId, u64)> + '_ {
        self.hours_at_enterprise
            .iter()
            .filter(|(host, hours)| self.hosts.contains(host) && **hours > 0)
            .map(|(host, hours)| (*host, *hours))
    }
}
