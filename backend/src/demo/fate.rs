//! What becomes of each synthetic learner: drawn once when the learner enrols, from the seed and nothing else.

use domain::{
    fact::Certificate,
    grading::{self, GraduationClass, Record, Rules},
    graduation::ResultDraft,
    ids::{CohortId, EnrolmentId, PartyId},
};
use rust_decimal::Decimal;
use time::{Date, Duration};

use super::random::Random;

/// One learner of the demonstration and what will happen.
#[derive(Debug, Clone)]
pub struct Fate {
    pub enrolment: EnrolmentId,
    pub cohort: CohortId,
    pub host: Option<PartyId>,
    pub enrolled_on: Date,
    pub suspended_on: Option<Date>,
    pub resumes_on: Option<Date>,
    pub leaves_on: Option<Date>,
    pub ends_on: Date,
    /// The day of the decision that recognises the results.
    pub decided_on: Date,
    pub works_from: Option<Date>,
    pub stops_on: Option<Date>,
}

/// Of a hundred learners so many leave, are suspended, find a job, lose it again. Assumptions.
pub struct Odds {
    pub leave: u64,
    pub suspended: u64,
    pub employed: u64,
    pub stop: u64,
}

pub const TRAINING: Odds = Odds { leave: 6, suspended: 2, employed: 82, stop: 8 };
pub const RETRAINING: Odds = Odds { leave: 4, suspended: 0, employed: 90, stop: 3 };

pub fn draw(
    random: &mut Random,
    odds: &Odds,
    enrolment: EnrolmentId,
    cohort: CohortId,
    host: Option<PartyId>,
    (enrolled_on, ends_on): (Date, Date),
) -> Fate {
    let days = u64::try_from((ends_on - enrolled_on).whole_days()).unwrap_or(30);
    let after = |from: Date, days: u64| from + Duration::days(i64::try_from(days).unwrap_or(0));
    let decided_on = after(ends_on, 8);
    let leaves_on =
        random.percent(odds.leave).then(|| after(enrolled_on, 3 + random.below(days.saturating_sub(10))));
    let suspended_on =
        (leaves_on.is_none() && random.percent(odds.suspended)).then(|| after(enrolled_on, 40));
    let works_from = random.percent(odds.employed).then(|| after(decided_on, 5 + random.below(70)));
    let stops_on =
        works_from.filter(|_| random.percent(odds.stop)).map(|from| after(from, 20 + random.below(50)));
    Fate {
        enrolment,
        cohort,
        host,
        enrolled_on,
        suspended_on,
        resumes_on: suspended_on.map(|from| after(from, 30)),
        leaves_on,
        ends_on,
        decided_on,
        works_from,
        stops_on,
    }
}

/// A result: a score, a few re-sits, and the class that follows from them.
pub fn result(
    random: &mut Random,
    rules: Rules,
    enrolment: EnrolmentId,
    certificate: Certificate,
) -> ResultDraft {
    let tenths = |random: &mut Random| match random.weighted(&[3, 22, 38, 28, 9]) {
        0 => 35 + random.below(15),
        1 => 50 + random.below(20),
        2 => 70 + random.below(10),
        3 => 80 + random.below(10),
        _ => 90 + random.below(9),
    };
    let points = i64::try_from(tenths(random)).unwrap_or(50);
    let score = match rules {
        Rules::Credits2022 => Decimal::new(points * 4, 2),
        Rules::Year2022 | Rules::Elementary2018 => Decimal::new(points, 1),
        Rules::Continuing2015 => Decimal::ZERO,
    };
    let mut record = Record::clean(score);
    record.modules_resat = u32::from(random.percent(12)) + u32::from(random.percent(3));
    record.graduation_resits = match rules {
        Rules::Year2022 => u32::from(random.percent(6)),
        _ => 0,
    };
    record.disciplined = random.percent(1);
    record.all_modules_passed = rules != Rules::Continuing2015 || points >= 40;
    let class = grading::classify(rules, &record).class;
    ResultDraft { enrolment, record, class, certificate: Some(certificate).filter(|_| class.graduates()) }
}

/// The class one step down, for the corrections of the demonstration.
pub fn lower(class: GraduationClass) -> Option<GraduationClass> {
    match class {
        GraduationClass::Good => Some(GraduationClass::Average),
        GraduationClass::VeryGood => Some(GraduationClass::Good),
        _ => None,
    }
}
