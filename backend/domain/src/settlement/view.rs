//! One learner on a day: the facts in effect, and where they leave the learner.

use std::collections::BTreeMap;

use time::{Date, Duration};

use super::Learner;
use crate::{
    calendar::Moment,
    fact::{Fact, Happening, Place, collect_in_effect},
    grading::GraduationClass,
    ids::{FactId, PartyId},
    value::Value,
};

#[derive(Debug)]
pub(super) struct View<'f> {
    /// In effect, in order of happening; only where the scheme reads them one by one.
    pub facts: Vec<&'f Fact>,
    pub attributes: &'f BTreeMap<String, Value>,
    pub enrolled: Option<&'f Fact>,
    pub withdrew: Option<&'f Fact>,
    pub completed: Option<&'f Fact>,
    pub graduated: Option<&'f Fact>,
    pub annulled: Option<&'f Fact>,
    first_job: Option<Job<'f>>,
    later_jobs: Vec<Job<'f>>,
    pub duplicate: Option<&'f Fact>,
    /// The latest word on whether payments are held.
    pub held: Option<&'f Fact>,
    /// Each suspension, and the return from it.
    pub suspensions: Vec<(&'f Fact, Option<&'f Fact>)>,
    /// By party. Most learners have one, and need no list.
    first_enterprise: Option<Enterprise>,
    later_enterprises: Vec<Enterprise>,
    pub hours_at_college: u64,
}

/// A job, and the fact that ended it: its end, or the next job.
pub(super) type Job<'f> = (&'f Fact, Option<&'f Fact>);

#[derive(Debug, Clone, Copy)]
struct Enterprise {
    party: PartyId,
    /// Whether the learner was placed there.
    hosts: bool,
    /// Hours it reported of itself.
    hours: u64,
}

impl<'f> View<'f> {
    /// `one_by_one`: whether facts are read beyond what the view tells of them.
    pub fn of(learner: &'f Learner, as_of: Date, known_at: Moment, one_by_one: bool) -> View<'f> {
        let mut view = View::new(learner);
        view.read(&learner.facts, as_of, known_at, !one_by_one && as_they_came(&learner.facts));
        view
    }

    /// One view of each learner. Looking over all facts first, which needs little thought, brings them near many at a time.
    pub fn of_all(learners: &'f [Learner], as_of: Date, known_at: Moment, one_by_one: bool) -> Vec<View<'f>> {
        let simply = |learner: &Learner| !one_by_one && as_they_came(&learner.facts);
        let simply: Vec<bool> = learners.iter().map(simply).collect();
        let mut views: Vec<View> = learners.iter().map(View::new).collect();
        for ((view, learner), simply) in views.iter_mut().zip(learners).zip(simply) {
            view.read(&learner.facts, as_of, known_at, simply);
        }
        views
    }

    /// Before any fact.
    #[inline]
    fn new(learner: &'f Learner) -> View<'f> {
        View {
            facts: Vec::new(),
            attributes: &learner.attributes,
            enrolled: None,
            withdrew: None,
            completed: None,
            graduated: None,
            annulled: None,
            first_job: None,
            later_jobs: Vec::new(),
            duplicate: None,
            held: None,
            suspensions: Vec::new(),
            first_enterprise: None,
            later_enterprises: Vec::new(),
            hours_at_college: 0,
        }
    }

    fn read(&mut self, all: &'f [Fact], as_of: Date, known_at: Moment, simply: bool) {
        if simply {
            let counts = |fact: &&Fact| fact.recorded_at <= known_at && fact.happened_on <= as_of;
            return all.iter().filter(counts).for_each(|fact| self.apply(fact));
        }
        self.facts.reserve_exact(all.len());
        collect_in_effect(all, as_of, known_at, &mut self.facts);
        for i in 0..self.facts.len() {
            self.apply(self.facts[i]);
        }
    }

    fn apply(&mut self, fact: &'f Fact) {
        match &fact.what {
            Happening::Enrolled => self.enrolled = self.enrolled.or(Some(fact)),
            // Told again while it lasts, a suspension is the same one.
            Happening::Suspended if matches!(self.suspensions.last(), Some((_, None))) => {}
            Happening::Suspended => self.suspensions.push((fact, None)),
            Happening::Resumed => {
                if let Some((_, until @ None)) = self.suspensions.last_mut() {
                    *until = Some(fact);
                }
            }
            Happening::Withdrew { .. } => self.withdrew = self.withdrew.or(Some(fact)),
            Happening::Placed { host } => self.enterprise(*host).hosts = true,
            Happening::HoursDelivered { place: Place::College, hours } => {
                self.hours_at_college += u64::from(*hours);
            }
            Happening::HoursDelivered { place: Place::Enterprise, hours } => {
                self.enterprise(fact.reporter).hours += u64::from(*hours);
            }
            Happening::Graduated { .. } => self.graduated = Some(fact),
            Happening::Annulled { .. } => self.annulled = Some(fact),
            Happening::Employed { .. } => {
                self.end_job(fact);
                match self.first_job {
                    None => self.first_job = Some((fact, None)),
                    Some(_) => self.later_jobs.push((fact, None)),
                }
            }
            Happening::EmploymentEnded => self.end_job(fact),
            Happening::DuplicateFlagged { .. } | Happening::DuplicateDecided { .. } => {
                self.duplicate = Some(fact)
            }
            Happening::Noted { fact: kind, .. } => match kind.as_str() {
                "completed" => self.completed = self.completed.or(Some(fact)),
                "held" | "released" => self.held = Some(fact),
                _ => {}
            },
            // What it supersedes is out already.
            Happening::HoursContested { .. } | Happening::Retracted { .. } => {}
        }
    }

    fn end_job(&mut self, by: &'f Fact) {
        if let Some((_, end @ None)) = self.later_jobs.last_mut().or(self.first_job.as_mut()) {
            *end = Some(by);
        }
    }

    /// In order.
    pub fn jobs(&self) -> impl Iterator<Item = Job<'f>> + Clone + '_ {
        self.first_job.iter().chain(&self.later_jobs).copied()
    }

    fn enterprise(&mut self, party: PartyId) -> &mut Enterprise {
        let new = Enterprise { party, hosts: false, hours: 0 };
        let first = self.first_enterprise.get_or_insert(new);
        if party < first.party {
            self.later_enterprises.insert(0, std::mem::replace(first, new));
        }
        if party == first.party {
            return first;
        }
        let later = &mut self.later_enterprises;
        let place = later.binary_search_by_key(&party, |known| known.party).unwrap_or_else(|place| {
            later.insert(place, new);
            place
        });
        &mut later[place]
    }

    pub fn class(&self) -> Option<GraduationClass> {
        match &self.graduated?.what {
            Happening::Graduated { class, .. } => Some(*class),
            _ => None,
        }
    }

    pub fn start(&self) -> Option<Date> {
        self.enrolled.map(|fact| fact.happened_on)
    }

    /// The fact that ended learning: the first of withdrawal, completion and graduation.
    pub fn ended(&self) -> Option<&'f Fact> {
        [self.completed, self.graduated, self.withdrew]
            .into_iter()
            .flatten()
            .min_by_key(|fact| (fact.happened_on, fact.id))
    }

    /// What is known of the learner on a day: the latest fact with a value, or the attribute given at enrolment.
    pub fn attribute(&self, name: &str, on: Date) -> Option<Value> {
        let known = self.facts.iter().rev().filter(|fact| fact.happened_on <= on && fact.what.kind() == name);
        let said = known.filter_map(|fact| fact.what.value()).next();
        said.or_else(|| self.attributes.get(name).cloned())
    }

    /// The day on which the learner has been in training for `days`, days of suspension since enrolment not counted.
    /// `whole`: that day itself is one of them, so a suspension from that day on moves it too.
    /// `None` while a suspension that began before that day is still open.
    pub fn day_in_training(&self, enrolled_on: Date, days: i64, whole: bool) -> Option<Date> {
        let mut day = enrolled_on.checked_add(Duration::days(days))?;
        for (from, until) in self.away() {
            let from = from.max(enrolled_on);
            if from < day || (whole && from == day) {
                day = day.checked_add((until? - from).max(Duration::ZERO))?;
            }
        }
        Some(day)
    }

    /// Days of suspension: from, and until when (exclusive) if resumed.
    fn away(&self) -> impl Iterator<Item = (Date, Option<Date>)> + '_ {
        self.suspensions.iter().map(|(from, until)| (from.happened_on, until.map(|fact| fact.happened_on)))
    }

    pub fn is_suspended(&self, day: Date) -> bool {
        self.away().any(|(from, until)| from <= day && until.is_none_or(|until| day < until))
    }

    /// In learning at the end of a day; `last_counts` tells whether the day learning ends still counts.
    pub fn in_learning(&self, day: Date, last_counts: bool) -> bool {
        let begun = self.start().is_some_and(|start| start <= day);
        let over =
            self.ended().is_some_and(|end| end.happened_on < day || (end.happened_on == day && !last_counts));
        begun && !over && !self.is_suspended(day)
    }

    /// Days from enrolment to the end, or to `as_of`, both counted, without suspensions.
    pub fn days_in_learning(&self, as_of: Date) -> i64 {
        let Some(start) = self.start() else { return 0 };
        let last = self.ended().map_or(as_of, |end| end.happened_on.min(as_of));
        let within = |from: Date, until: Date| ((until.min(last) - from.max(start)).whole_days() + 1).max(0);
        let away: i64 = self
            .away()
            .map(|(from, until)| within(from, until.and_then(Date::previous_day).unwrap_or(Date::MAX)))
            .sum();
        (within(start, last) - away).max(0)
    }

    /// Hours confirmed by hosts where the learner was placed, in the order of their ids.
    pub fn confirmed_hours(&self) -> impl Iterator<Item = (PartyId, u64)> + Clone + '_ {
        let all = self.first_enterprise.iter().chain(&self.later_enterprises);
        let confirmed = all.filter(|known| known.hosts && known.hours > 0);
        confirmed.map(|known| (known.party, known.hours))
    }
}

/// Facts in the order in which they happened, of which none takes the place of another.
fn as_they_came(facts: &[Fact]) -> bool {
    let mut last = (Date::MIN, FactId(i64::MIN));
    facts.iter().all(|fact| {
        let before = std::mem::replace(&mut last, (fact.happened_on, fact.id));
        before <= last && fact.supersedes.is_none()
    })
}

/// Whether a fact is of the kind a scheme names. Hours have a short name.
pub(super) fn is_kind(fact: &Fact, kind: &str) -> bool {
    let name = fact.what.kind();
    name == kind || (kind == "hours" && name == "hours_delivered")
}
