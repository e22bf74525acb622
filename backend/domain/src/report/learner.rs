//! What a report asks of one learner: enrolled when, with which outcome, employed when. Every report counts from this,
//! so that the same number on two of them is the same.

use time::Date;

use crate::{
    calendar::{Moment, plus_months},
    enrolment::LearnerKind,
    fact::{Fact, Happening, in_effect},
    grading::GraduationClass,
    ids::PartyId,
    occupation::{Level, Mode},
    text::Text,
};

/// A job counts when it is found within so many months after graduating (TT 04/2022/TT-BLĐTBXH Đ38).
pub const EMPLOYED_WITHIN_MONTHS: i32 = 12;

/// Who trains, under the name and in the province of the day of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    pub id: PartyId,
    pub name: String,
    pub province_code: String,
    pub province: Text,
}

/// A line of an order as its newest version has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub provider: Provider,
    pub occupation_code: String,
    pub occupation: Text,
    pub level: Level,
    pub mode: Mode,
    pub starts_on: Date,
    pub ends_on: Date,
}

/// One learner of the course at this place of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learner {
    pub course: usize,
    pub kind: LearnerKind,
    pub milestones: Milestones,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Milestones {
    pub enrolled_on: Date,
    pub outcome: Outcome,
    /// The first job after graduating, if it came in time.
    pub employed_on: Option<Date>,
}

/// Everybody who enrolled has exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Also while suspended, while a result is awaited, and after a result that may be tried again (Đ24).
    Learning,
    Graduated(Date),
    Withdrew(Date),
    /// Graduated, and the certificate was annulled later.
    Annulled(Date),
}

impl Milestones {
    /// As of a day, with what is known by now. Jobs are looked for until a later day, because they come after the year in
    /// which somebody graduated. `None` where nobody was enrolled by the day, or the enrolment was taken back.
    pub fn of(facts: &[Fact], as_of: Date, jobs_until: Date) -> Option<Milestones> {
        let (mut enrolled_on, mut graduated, mut withdrew, mut annulled) = (None, None, None, None);
        for fact in in_effect(facts, as_of, Moment(i64::MAX)) {
            let on = fact.happened_on;
            match &fact.what {
                Happening::Enrolled => enrolled_on = Some(on),
                Happening::Graduated { class, .. } => {
                    graduated = Some(*class).filter(|class: &GraduationClass| class.graduates()).map(|_| on);
                }
                Happening::Withdrew { .. } => withdrew = Some(on),
                Happening::Annulled { .. } => annulled = Some(on),
                _ => {}
            }
        }
        let outcome = match (graduated, annulled, withdrew) {
            (_, Some(on), _) => Outcome::Annulled(on),
            (Some(on), None, _) => Outcome::Graduated(on),
            (None, None, Some(on)) => Outcome::Withdrew(on),
            (None, None, None) => Outcome::Learning,
        };
        let employed_on = match outcome {
            Outcome::Graduated(on) => employed_on(facts, on, jobs_until),
            _ => None,
        };
        Some(Milestones { enrolled_on: enrolled_on?, outcome, employed_on })
    }
}

/// A job from before counts from the day of graduating.
fn employed_on(facts: &[Fact], graduated_on: Date, until: Date) -> Option<Date> {
    let last = plus_months(graduated_on, EMPLOYED_WITHIN_MONTHS)?.min(until);
    let known = in_effect(facts, last, Moment(i64::MAX));
    let job = known.into_iter().find(|fact| matches!(fact.what, Happening::Employed { .. }))?;
    Some(job.happened_on.max(graduated_on))
}
