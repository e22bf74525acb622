//! Hours of work-study: what a month and the plan allow, and how a college contests what a host reported.
//! Pure; the facts given are those in effect, without the one that a report replaces.

use time::{Date, Duration};

use crate::{
    calendar::vietnamese,
    fact::{Fact, Happening, Place, in_effect},
    ids::{FactId, PartyId},
    issue::Issue,
    month::Month,
    noun,
    text::{Text, clean, say},
};

/// Most hours of one learner on one day (TT 43/2015/TT-BLĐTBXH; Bộ luật Lao động Đ105).
pub const HOURS_A_DAY: u32 = 8;
const LOG_RULE: &str = "TT 23/2018/TT-BLĐTBXH (sổ theo dõi đào tạo tại doanh nghiệp)";
const DAY_RULE: &str = "TT 43/2015/TT-BLĐTBXH; Bộ luật Lao động Đ105";
const PLAN_RULE: &str = "TT 04/2022/TT-BLĐTBXH Đ4";

/// Hours of one learner over the whole course, as college and hosts planned them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    pub college: u32,
    pub enterprise: u32,
}

impl Plan {
    pub fn at(self, place: Place) -> u32 {
        match place {
            Place::College => self.college,
            Place::Enterprise => self.enterprise,
        }
    }
}

/// What the check of one learner's hours needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The organisation that taught the hours and reports them.
    pub reporter: PartyId,
    pub enrolled_on: Date,
    pub plan: Option<Plan>,
    pub facts: &'a [&'a Fact],
}

/// Every fault of the hours that one learner had in one month at one place.
pub fn check(place: Place, hours: u32, month: Month, context: &Context) -> Vec<Issue> {
    let begins = match place {
        Place::College => Some(context.enrolled_on),
        Place::Enterprise => placed_on(context),
    };
    let Some(begins) = begins.filter(|day| *day <= month.last()) else {
        return vec![not_placed(month)];
    };
    if let Some(left) = withdrawn_on(context).filter(|day| *day < month.first()) {
        return vec![withdrawn(left)];
    }
    let mut issues = Vec::new();
    let own = here(place, context.reporter, context.facts, month) + u64::from(hours);
    let days = days_present(begins, month, context);
    let all = everywhere(month, context.facts) + u64::from(hours);
    let enrolled = days_present(context.enrolled_on, month, context);
    if own > limit(days) {
        issues.push(beyond_the_month(own, days));
    } else if all > limit(enrolled) {
        issues.push(beyond_the_month_together(all, enrolled));
    }
    if let Some(plan) = context.plan {
        let total = planned_so_far(place, context.facts) + u64::from(hours);
        if total > u64::from(plan.at(place)) {
            issues.push(beyond_the_plan(total, plan.at(place)));
        }
    }
    issues
}

/// A plan covers what was taught already. `delivered`: the most hours that any learner has at each place.
pub fn check_plan(plan: Plan, delivered: Plan) -> Vec<Issue> {
    let mut issues = Vec::new();
    for (place, field) in [(Place::College, "hours_college"), (Place::Enterprise, "hours_enterprise")] {
        let (planned, had) = (plan.at(place), delivered.at(place));
        if planned < had {
            issues.push(Issue::new(
                "plan.below_delivered",
                field,
                PLAN_RULE,
                Text::new(
                    format!("Kế hoạch {planned} giờ; đã có người học được ghi nhận {had} giờ."),
                    format!("{planned} hours are planned; a learner already has {had}."),
                ),
                Text::new("Tăng số giờ kế hoạch.", "Plan more hours."),
            ));
        }
    }
    if plan.college == 0 && plan.enterprise == 0 {
        issues.push(Issue::new(
            "plan.empty",
            "hours_college",
            PLAN_RULE,
            Text::new("Kế hoạch chưa có giờ nào.", "The plan has no hours."),
            Text::new("Ghi số giờ theo chương trình đào tạo.", "Write the hours of the training programme."),
        ));
    }
    issues
}

/// Whether a college may contest a fact, among all facts of the learner, and every reason why not.
pub fn check_contest(
    contested: FactId,
    reason: &str,
    reporter: PartyId,
    provider: PartyId,
    facts: &[Fact],
) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut add = |code: &str, place: &str, problem: Text, remedy: Text| {
        issues.push(Issue::new(code, place, LOG_RULE, problem, remedy));
    };
    let reload = || Text::new("Tải lại trang.", "Reload the page.");
    let superseded = facts.iter().any(|fact| fact.supersedes == Some(contested));
    let found = facts.iter().find(|fact| fact.id == contested);
    let of_a_host = found.is_some_and(|fact| {
        matches!(fact.what, Happening::HoursDelivered { place: Place::Enterprise, .. })
            && fact.reporter != provider
    });
    if !of_a_host || superseded {
        add(
            "contest.not_open",
            "fact",
            Text::new(
                "Chỉ phản đối được giờ mà nơi thực tập đã báo cáo và còn hiệu lực.",
                "Only hours that a host reported and that still count can be contested.",
            ),
            reload(),
        );
    }
    if found.is_some_and(|fact| answers_a_contest(fact, facts)) {
        add(
            "contest.answered",
            "fact",
            Text::new(
                "Nơi thực tập đã trả lời phản đối về giờ này.",
                "The host has answered a contest of these hours.",
            ),
            Text::new(
                "Hai bên đối chiếu sổ theo dõi; nơi thực tập đính chính nếu sai.",
                "Compare the training logs; the host corrects what is wrong.",
            ),
        );
    }
    if reporter != provider {
        add(
            "contest.reporter",
            "fact",
            Text::new("Chỉ cơ sở đào tạo được phản đối.", "Only the provider may contest."),
            reload(),
        );
    }
    if clean(reason).is_empty() {
        add(
            "contest.reason",
            "reason",
            Text::new("Thiếu lý do phản đối.", "The reason is missing."),
            Text::new("Ghi chỗ khác với sổ theo dõi đào tạo.", "Say where it differs from the training log."),
        );
    }
    issues
}

/// Hours that a host reported in place of contested ones.
pub fn answers_a_contest(fact: &Fact, facts: &[Fact]) -> bool {
    let before = fact.supersedes.and_then(|id| facts.iter().find(|old| old.id == id));
    before.is_some_and(|old| matches!(old.what, Happening::HoursContested { .. }))
}

/// The newest word on the hours of one party in one month: what counts, or a contest that waits for an answer.
pub fn standing(facts: &[Fact], party: PartyId, place: Place, month: Month, today: Date) -> Option<&Fact> {
    let known = in_effect(facts, today, crate::calendar::Moment(i64::MAX));
    known.into_iter().rfind(|fact| match &fact.what {
        Happening::HoursDelivered { place: at, .. } => {
            *at == place && fact.reporter == party && month.contains(fact.happened_on)
        }
        Happening::HoursContested { .. } => {
            place == Place::Enterprise
                && month.contains(fact.happened_on)
                && contested_party(fact, facts) == Some(party)
        }
        _ => false,
    })
}

/// Whose hours a contest is about.
pub fn contested_party(contest: &Fact, facts: &[Fact]) -> Option<PartyId> {
    facts.iter().find(|fact| Some(fact.id) == contest.supersedes).map(|fact| fact.reporter)
}

fn placed_on(context: &Context) -> Option<Date> {
    let here = |fact: &&&Fact| matches!(fact.what, Happening::Placed { host } if host == context.reporter);
    context.facts.iter().filter(here).map(|fact| fact.happened_on).min()
}

fn withdrawn_on(context: &Context) -> Option<Date> {
    let left = |fact: &&&Fact| matches!(fact.what, Happening::Withdrew { .. });
    context.facts.iter().filter(left).map(|fact| fact.happened_on).min()
}

/// Days of the month from a day on, until the withdrawal, without those of a suspension.
fn days_present(begins: Date, month: Month, context: &Context) -> u32 {
    let from = begins.max(month.first());
    let until = withdrawn_on(context).map_or(month.last(), |left| left.min(month.last()));
    let days = std::iter::successors(Some(from), |day| day.checked_add(Duration::DAY))
        .take_while(|day| *day <= until)
        .filter(|day| !suspended(*day, context.facts));
    u32::try_from(days.count()).unwrap_or(0)
}

fn suspended(day: Date, facts: &[&Fact]) -> bool {
    let mut told = facts.iter().filter(|fact| fact.happened_on <= day);
    let last = told.rfind(|fact| matches!(fact.what, Happening::Suspended | Happening::Resumed));
    last.is_some_and(|fact| fact.what == Happening::Suspended)
}

fn here(place: Place, party: PartyId, facts: &[&Fact], month: Month) -> u64 {
    hours(facts.iter().filter(|fact| fact.reporter == party && month.contains(fact.happened_on)), Some(place))
}

fn everywhere(month: Month, facts: &[&Fact]) -> u64 {
    hours(facts.iter().filter(|fact| month.contains(fact.happened_on)), None)
}

fn planned_so_far(place: Place, facts: &[&Fact]) -> u64 {
    hours(facts.iter(), Some(place))
}

fn hours<'a>(facts: impl Iterator<Item = &'a &'a Fact>, only: Option<Place>) -> u64 {
    facts
        .filter_map(|fact| match fact.what {
            Happening::HoursDelivered { place, hours } if only.is_none_or(|only| only == place) => {
                Some(u64::from(hours))
            }
            _ => None,
        })
        .sum()
}

fn limit(days: u32) -> u64 {
    u64::from(HOURS_A_DAY) * u64::from(days)
}

fn not_placed(month: Month) -> Issue {
    let name = month.name();
    Issue::new(
        "hours.not_placed",
        "hours",
        PLAN_RULE,
        Text::new(
            format!("Trong {} người học không có mặt tại đơn vị này.", name.vi),
            format!("The learner was not with this organisation in {}.", name.en),
        ),
        Text::new(
            "Trường bố trí thực tập trước, rồi báo cáo giờ.",
            "The college places the learner first; then report hours.",
        ),
    )
}

fn withdrawn(left: Date) -> Issue {
    let day = vietnamese(left);
    Issue::new(
        "hours.withdrawn",
        "hours",
        "TT 04/2022/TT-BLĐTBXH",
        Text::new(format!("Người học đã thôi học ngày {day}."), format!("The learner withdrew on {day}.")),
        Text::new(
            "Để trống, hoặc trường đính chính việc thôi học.",
            "Leave it empty, or have the college correct the withdrawal.",
        ),
    )
}

fn beyond_the_month(hours: u64, days: u32) -> Issue {
    Issue::new(
        "hours.month",
        "hours",
        DAY_RULE,
        say!(
            "{hours}; {days} có mặt trong tháng cho nhiều nhất {limit} giờ.",
            "{hours}; at most {limit} for {days} in the month.",
            hours = noun::HOUR.counted(hours),
            days = noun::DAY.counted(days),
            limit = Text::both(limit(days))
        ),
        Text::new("Sửa số giờ theo sổ theo dõi.", "Correct the hours by the log."),
    )
}

fn beyond_the_month_together(hours: u64, days: u32) -> Issue {
    Issue::new(
        "hours.month_together",
        "hours",
        DAY_RULE,
        say!(
            "Cộng mọi nơi là {hours}; {days} học trong tháng cho nhiều nhất {limit} giờ.",
            "All places together make {hours}; at most {limit} for {days} of training.",
            hours = noun::HOUR.counted(hours),
            days = noun::DAY.counted(days),
            limit = Text::both(limit(days))
        ),
        Text::new(
            "Đối chiếu với đơn vị kia rồi sửa số giờ.",
            "Compare with the other organisation, and correct the hours.",
        ),
    )
}

fn beyond_the_plan(total: u64, planned: u32) -> Issue {
    Issue::new(
        "hours.plan",
        "hours",
        PLAN_RULE,
        say!(
            "Tổng cộng {total}; kế hoạch của lớp là {planned} giờ.",
            "That makes {total}; the cohort's plan has {planned}.",
            total = noun::HOUR.counted(total)
        ),
        Text::new(
            "Sửa số giờ, hoặc trường sửa kế hoạch.",
            "Correct the hours, or have the college change the plan.",
        ),
    )
}

#[cfg(test)]
#[path = "work_study_tests.rs"]
mod tests;
