use time::Date;

use super::{Coded, PartyName, Words};

/// Work-study of a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkStudyView {
    /// Hours of one learner over the whole course, once they are planned.
    pub plan_college: Option<u32>,
    pub plan_enterprise: Option<u32>,
    /// Learners by the host where they are now.
    pub placed: Vec<(PartyName, u64)>,
    pub not_placed: u64,
    pub trainers: Vec<TrainerView>,
    /// One row for each month and organisation that teaches, newest first.
    pub months: Vec<MonthRow>,
    /// `plan`, `place`, `trainer`
    pub may: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainerView {
    pub host: PartyName,
    pub full_name: String,
    pub qualification: Coded,
    pub document: String,
    pub named_on: Date,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthRow {
    /// `2025-05`
    pub month: String,
    pub name: Words,
    pub party: PartyName,
    /// Learners who were there in the month.
    pub expected: u64,
    pub reported: u64,
    pub hours: u64,
    pub contested: u64,
    /// Learners whose hours are entered and wait to be confirmed.
    pub waiting: u64,
}

/// One month of a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthView {
    pub month: String,
    pub name: Words,
    /// Whether the rows are a host's or the college's.
    pub at_enterprise: bool,
    pub may_contest: bool,
    /// How many trainers are named.
    pub trainers: usize,
    pub over: bool,
    /// To be written by the person's organisation.
    pub rows: Vec<HoursRow>,
    /// The reason that came with what was entered.
    pub reason: String,
    /// Entered by hosts and not confirmed.
    pub entered: Vec<EnteredView>,
    /// Reported by the others.
    pub others: Vec<HoursOfOther>,
}

/// A list of hours that somebody of a host entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnteredView {
    pub log_id: i64,
    pub host: PartyName,
    pub entered_by: String,
    pub entered_on: Date,
    pub reason: String,
    /// Why it was sent back; nothing while it waits.
    pub returned: Option<String>,
    pub rows: Vec<EnteredRow>,
    /// `confirm`, `withdraw`; `own` where who asks entered it, or acts for who did.
    pub may: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnteredRow {
    pub full_name: String,
    pub personal_id: String,
    /// What counts now.
    pub before: Option<u32>,
    pub hours: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursRow {
    pub enrolment_id: i64,
    pub full_name: String,
    /// `********1234`
    pub personal_id: String,
    pub hours: Option<u32>,
    /// What waits to be confirmed, or was sent back.
    pub entered: Option<u32>,
    /// What was reported and is contested, and why.
    pub contested_hours: Option<u32>,
    pub contest: Option<String>,
    pub so_far: u64,
    pub planned: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursOfOther {
    pub fact_id: i64,
    pub enrolment_id: i64,
    pub full_name: String,
    pub personal_id: String,
    pub party: PartyName,
    pub of_host: bool,
    pub hours: u32,
    /// `reported`, `contested`, `answered`
    pub state: Coded,
    /// Why it is contested, or why it was changed.
    pub note: String,
    /// The day on which it was told.
    pub told: String,
}
