//! What providers and hosts report between enrolment and settlement: checked before it becomes a fact.

use time::Date;

use crate::{
    calendar::vietnamese,
    fact::{Fact, Happening, Place},
    grading::GraduationClass,
    ids::PartyId,
    issue::Issue,
    text::{Text, clean},
};

/// The most hours one learner can have in a month: 8 a day, 31 days (TT 43/2015/TT-BLĐTBXH: at most 8 hours a day).
pub const MAX_HOURS_A_MONTH: u32 = 248;

/// What the check of one report needs to know. `facts` are those in effect.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub today: Date,
    pub provider: PartyId,
    pub hosts: &'a [PartyId],
    /// The organisation that reports.
    pub reporter: PartyId,
    pub enrolled_on: Date,
    pub facts: &'a [&'a Fact],
}

/// Every fault of one report about one learner.
pub fn check(what: &Happening, on: Date, context: &Context) -> Vec<Issue> {
    let mut issues = match what {
        Happening::Enrolled => enrolled_after(on, context).into_iter().collect(),
        _ => day_issues(on, context),
    };
    issues.extend(standing_issues(what, on, context));
    issues.extend(content_issues(what, context));
    issues
}

fn day_issues(on: Date, context: &Context) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut add = |code: &str, problem: Text| {
        let remedy = Text::new("Sửa ngày.", "Correct the day.");
        issues.push(Issue::new(code, "happened_on", "TT 04/2022 Đ3", problem, remedy));
    };
    if on > context.today {
        add("progress.future", Text::new("Ngày ở tương lai.", "The day is in the future."));
    }
    if on < context.enrolled_on {
        let day = vietnamese(context.enrolled_on);
        add(
            "progress.before_enrolment",
            Text::new(
                format!("Trước ngày nhập học ({day})."),
                format!("Before the day of enrolment ({day})."),
            ),
        );
    }
    issues
}

/// A corrected day of enrolment keeps to the course, which its caller asks; and nothing happened to the learner before it.
fn enrolled_after(on: Date, context: &Context) -> Option<Issue> {
    let first = context.facts.iter().find(|fact| fact.happened_on < on)?;
    let (day, said) = (vietnamese(first.happened_on), first.what.describe());
    Some(Issue::new(
        "progress.enrolled_after",
        "happened_on",
        "TT 04/2022 Đ3",
        Text::new(
            format!("Sau một việc đã báo cáo ngày {day}: {}.", said.vi),
            format!("After what was reported of {day}: {}.", said.en),
        ),
        Text::new("Sửa ngày, hoặc đính chính việc đó trước.", "Correct the day, or correct that first."),
    ))
}

fn standing_issues(what: &Happening, on: Date, context: &Context) -> Option<Issue> {
    let has =
        |kind: &str| context.facts.iter().any(|fact| fact.what.kind() == kind && fact.happened_on <= on);
    let issue = |code: &str, problem: Text, remedy: Text| {
        Some(Issue::new(code, "kind", "TT 04/2022", problem, remedy))
    };
    match what {
        Happening::Employed { .. } | Happening::EmploymentEnded | Happening::Annulled { .. }
            if !graduated(context) =>
        {
            issue(
                "progress.not_graduated",
                Text::new("Người học chưa tốt nghiệp.", "The learner has not graduated."),
                Text::new("Báo cáo tốt nghiệp trước.", "Report the graduation first."),
            )
        }
        Happening::Suspended | Happening::Resumed | Happening::Withdrew { .. } | Happening::Placed { .. }
            if has("withdrew") =>
        {
            issue(
                "progress.withdrawn",
                Text::new("Người học đã thôi học.", "The learner has withdrawn."),
                Text::new(
                    "Bỏ dòng này, hoặc đính chính việc thôi học.",
                    "Leave the row out, or correct the withdrawal.",
                ),
            )
        }
        Happening::Withdrew { .. } if graduated(context) => issue(
            "progress.graduated",
            Text::new("Người học đã tốt nghiệp.", "The learner has graduated."),
            Text::new("Kiểm tra người học và ngày.", "Check the learner and the day."),
        ),
        _ => None,
    }
}

fn graduated(context: &Context) -> bool {
    let class = |fact: &&Fact| match &fact.what {
        Happening::Graduated { class, .. } => Some(*class),
        _ => None,
    };
    context.facts.iter().filter_map(class).any(GraduationClass::graduates)
}

fn content_issues(what: &Happening, context: &Context) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut add = |code: &str, place: &str, rule: &str, problem: Text, remedy: Text| {
        issues.push(Issue::new(code, place, rule, problem, remedy));
    };
    match what {
        Happening::HoursDelivered { place, hours } => {
            if *hours == 0 || *hours > MAX_HOURS_A_MONTH {
                add(
                    "progress.hours",
                    "hours",
                    "TT 43/2015/TT-BLĐTBXH",
                    Text::new(
                        format!("{hours} giờ; một tháng có từ 1 đến {MAX_HOURS_A_MONTH} giờ."),
                        format!("{hours} hours; a month has 1 to {MAX_HOURS_A_MONTH}."),
                    ),
                    Text::new("Sửa số giờ.", "Correct the hours."),
                );
            }
            let right_reporter = match place {
                Place::College => context.reporter == context.provider,
                Place::Enterprise => context.hosts.contains(&context.reporter),
            };
            if !right_reporter {
                add(
                    "progress.hours_reporter",
                    "place",
                    "TT 23/2018 (sổ theo dõi đào tạo tại doanh nghiệp)",
                    Text::new(
                        "Giờ tại doanh nghiệp do doanh nghiệp xác nhận, giờ tại trường do trường báo cáo.",
                        "Hours at an enterprise are confirmed by it; hours at the college are reported by the college.",
                    ),
                    Text::new("Để đơn vị đã dạy báo cáo.", "Let whoever taught report them."),
                );
            }
        }
        Happening::Placed { host } if !context.hosts.contains(host) => add(
            "progress.host",
            "host",
            "TT 04/2022 Đ4",
            Text::new(
                "Doanh nghiệp này chưa có thỏa thuận đào tạo với đơn đặt hàng.",
                "No agreement with this host.",
            ),
            Text::new("Ghi nhận thỏa thuận đào tạo trước.", "Record the training agreement first."),
        ),
        Happening::Withdrew { reason } | Happening::Annulled { reason } if clean(reason).is_empty() => add(
            "progress.reason",
            "reason",
            "TT 04/2022",
            Text::new("Thiếu lý do.", "The reason is missing."),
            Text::new("Ghi lý do.", "Give the reason."),
        ),
        Happening::Employed { employer } if clean(employer).is_empty() => add(
            "progress.employer",
            "employer",
            "TT 152/2016 Đ12",
            Text::new("Thiếu nơi làm việc.", "The employer is missing."),
            Text::new("Ghi tên nơi làm việc.", "Name the employer."),
        ),
        _ => {}
    }
    issues
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::{calendar::Moment, ids::FactId};

    const COLLEGE: PartyId = PartyId(1);
    const HOST: PartyId = PartyId(2);

    fn codes(what: &Happening, on: Date, reporter: PartyId, facts: &[Fact]) -> Vec<String> {
        let facts: Vec<&Fact> = facts.iter().collect();
        let context = Context {
            today: date!(2025 - 06 - 30),
            provider: COLLEGE,
            hosts: &[HOST],
            reporter,
            enrolled_on: date!(2025 - 01 - 13),
            facts: &facts,
        };
        check(what, on, &context).into_iter().map(|issue| issue.code).collect()
    }

    #[test]
    fn whoever_taught_the_hours_reports_them() {
        let at = |place, hours| Happening::HoursDelivered { place, hours };
        let day = date!(2025 - 05 - 31);
        assert!(codes(&at(Place::College, 100), day, COLLEGE, &[]).is_empty());
        assert!(codes(&at(Place::Enterprise, 100), day, HOST, &[]).is_empty());
        assert_eq!(codes(&at(Place::Enterprise, 100), day, COLLEGE, &[]), ["progress.hours_reporter"]);
        assert_eq!(codes(&at(Place::College, 249), day, COLLEGE, &[]), ["progress.hours"]);
        assert_eq!(codes(&at(Place::College, 0), day, COLLEGE, &[]), ["progress.hours"]);
    }

    #[test]
    fn days_before_enrolment_or_in_the_future_are_refused() {
        let left = Happening::Withdrew { reason: "chuyển nơi ở".into() };
        assert_eq!(codes(&left, date!(2025 - 01 - 12), COLLEGE, &[]), ["progress.before_enrolment"]);
        assert_eq!(codes(&left, date!(2025 - 07 - 01), COLLEGE, &[]), ["progress.future"]);
    }

    #[test]
    fn a_corrected_day_of_enrolment_is_not_after_what_happened_since() {
        let left = Fact {
            id: FactId(1),
            happened_on: date!(2025 - 03 - 01),
            recorded_at: Moment(0),
            reporter: COLLEGE,
            supersedes: None,
            what: Happening::Withdrew { reason: "ốm".into() },
        };
        let enrolled = |day| codes(&Happening::Enrolled, day, COLLEGE, std::slice::from_ref(&left));
        assert!(enrolled(date!(2025 - 01 - 10)).is_empty(), "earlier than it was told first");
        assert!(enrolled(date!(2025 - 03 - 01)).is_empty());
        assert_eq!(enrolled(date!(2025 - 03 - 02)), ["progress.enrolled_after"]);
    }

    #[test]
    fn a_job_after_training_needs_a_graduation_and_a_withdrawn_learner_does_not_withdraw_again() {
        let job = Happening::Employed { employer: "Bosch".into() };
        assert_eq!(codes(&job, date!(2025 - 06 - 01), COLLEGE, &[]), ["progress.not_graduated"]);
        let left = Fact {
            id: FactId(1),
            happened_on: date!(2025 - 03 - 01),
            recorded_at: Moment(0),
            reporter: COLLEGE,
            supersedes: None,
            what: Happening::Withdrew { reason: "ốm".into() },
        };
        let again = Happening::Withdrew { reason: "ốm".into() };
        assert_eq!(codes(&again, date!(2025 - 04 - 01), COLLEGE, &[left]), ["progress.withdrawn"]);
    }

    #[test]
    fn a_placement_needs_an_agreement() {
        let placed = |host| Happening::Placed { host };
        assert!(codes(&placed(HOST), date!(2025 - 02 - 01), COLLEGE, &[]).is_empty());
        assert_eq!(codes(&placed(PartyId(9)), date!(2025 - 02 - 01), COLLEGE, &[]), ["progress.host"]);
    }
}
