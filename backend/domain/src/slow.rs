//! Orders that fall behind: told to the office before money or learners are lost. The days are assumptions; no published
//! rule of the programme sets any.

use time::Date;

use crate::{
    noun,
    order::State,
    text::{Text, say},
};

/// Working through an order should not take longer than this (assumption).
const DECIDED_WITHIN: i64 = 15;
/// By then a course that began should have its learners (assumption; TT 04/2022 has late enrolments within a month).
const ENROLLED_WITHIN: i64 = 30;
/// Of the ordered number, in hundredths (assumption).
const ENROLLED_AT_LEAST: u64 = 80;
/// Results are decided within two months of the end (assumption).
const RESULTS_WITHIN: i64 = 60;
/// An order is liquidated within three months of its last course (assumption).
const LIQUIDATED_WITHIN: i64 = 90;

/// What an order looks like from outside.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    pub state: State,
    /// Since when it has been in that state.
    pub since: Date,
    pub first_start: Date,
    pub last_end: Date,
    pub ordered: u64,
    pub enrolled: u64,
    /// Of the enrolled, those past the end of their course without any result.
    pub results_awaited: u64,
    /// Whether its liquidation was prepared.
    pub liquidated: bool,
}

/// The step that is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Approval,
    Acceptance,
    Enrolment,
    Results,
    Liquidation,
}

impl Step {
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Approval => "approval",
            Step::Acceptance => "acceptance",
            Step::Enrolment => "enrolment",
            Step::Results => "results",
            Step::Liquidation => "liquidation",
        }
    }

    pub fn name(self) -> Text {
        match self {
            Step::Approval => Text::new("đơn chờ duyệt", "orders to approve"),
            Step::Acceptance => Text::new("đơn chờ cơ sở nhận", "orders to accept"),
            Step::Enrolment => Text::new("đơn thiếu người học", "orders short of learners"),
            Step::Results => Text::new("đơn thiếu kết quả", "orders without results"),
            Step::Liquidation => Text::new("đơn chưa thanh lý", "orders not liquidated"),
        }
    }
}

/// One way of being late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slow {
    pub kind: Step,
    /// The day on which it became late.
    pub since: Date,
    pub what: Text,
}

/// Every way in which an order is late on a day.
pub fn slow(pace: &Pace, today: Date) -> Vec<Slow> {
    let mut found = Vec::new();
    let mut late = |kind: Step, from: Date, days: i64, what: Text| {
        let since = from + time::Duration::days(days);
        if since < today {
            found.push(Slow { kind, since, what });
        }
    };
    match pace.state {
        State::Submitted => late(
            Step::Approval,
            pace.since,
            DECIDED_WITHIN,
            Text::new("Chưa được duyệt.", "Not approved yet."),
        ),
        State::Approved => late(
            Step::Acceptance,
            pace.since,
            DECIDED_WITHIN,
            Text::new("Cơ sở đào tạo chưa nhận đơn.", "The provider has not accepted it."),
        ),
        State::Accepted => {
            let (enrolled, ordered) = (pace.enrolled, pace.ordered);
            if enrolled * 100 < ordered * ENROLLED_AT_LEAST {
                late(
                    Step::Enrolment,
                    pace.first_start,
                    ENROLLED_WITHIN,
                    Text::new(
                        format!("Mới nhập học {enrolled} trong {ordered} người đặt hàng."),
                        format!("{enrolled} enrolled of {ordered} ordered."),
                    ),
                );
            }
            let waiting = pace.results_awaited;
            if waiting > 0 {
                late(
                    Step::Results,
                    pace.last_end,
                    RESULTS_WITHIN,
                    say!(
                        "{waiting} hết khóa chưa có kết quả.",
                        "{waiting} past the end without a result.",
                        waiting = noun::LEARNER.counted(waiting)
                    ),
                );
            }
            if !pace.liquidated {
                late(
                    Step::Liquidation,
                    pace.last_end,
                    LIQUIDATED_WITHIN,
                    Text::new("Hết khóa, chưa thanh lý.", "The courses are over; not liquidated."),
                );
            }
        }
        _ => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const PACE: Pace = Pace {
        state: State::Accepted,
        since: date!(2025 - 01 - 10),
        first_start: date!(2025 - 02 - 01),
        last_end: date!(2025 - 12 - 31),
        ordered: 100,
        enrolled: 79,
        results_awaited: 5,
        liquidated: false,
    };

    fn codes(pace: Pace, today: Date) -> Vec<(&'static str, Date)> {
        slow(&pace, today).into_iter().map(|slow| (slow.kind.as_str(), slow.since)).collect()
    }

    #[test]
    fn each_step_has_its_day() {
        let submitted = Pace { state: State::Submitted, ..PACE };
        assert_eq!(codes(submitted, date!(2025 - 01 - 25)), []);
        assert_eq!(codes(submitted, date!(2025 - 01 - 26)), [("approval", date!(2025 - 01 - 25))]);
        let approved = Pace { state: State::Approved, ..PACE };
        assert_eq!(codes(approved, date!(2025 - 01 - 26)), [("acceptance", date!(2025 - 01 - 25))]);
        assert_eq!(codes(PACE, date!(2025 - 03 - 03)), []);
        assert_eq!(codes(PACE, date!(2025 - 03 - 04)), [("enrolment", date!(2025 - 03 - 03))]);
    }

    #[test]
    fn an_order_may_be_late_in_several_ways_and_a_finished_one_in_none() {
        let late: Vec<_> = codes(PACE, date!(2026 - 06 - 01)).into_iter().map(|(code, _)| code).collect();
        assert_eq!(late, ["enrolment", "results", "liquidation"]);
        let fine = Pace { enrolled: 80, results_awaited: 0, liquidated: true, ..PACE };
        assert_eq!(codes(fine, date!(2026 - 06 - 01)), []);
        for state in [State::Closed, State::Rejected, State::Cancelled] {
            assert_eq!(codes(Pace { state, ..PACE }, date!(2026 - 06 - 01)), []);
        }
    }
}
