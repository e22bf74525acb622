//! A new version of an accepted order: what it changes line by line, from which day, and what stands in its way. What it
//! is worth is asked of the settlement engine, because what was earned before keeps its price.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    calendar::vietnamese,
    fact::{Happening, Note},
    issue::Issue,
    money::Money,
    noun,
    text::{Text, say},
    value::Value,
};

/// Where an amendment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Submitted,
    Approved,
    Rejected,
    Accepted,
    /// The provider does not take it; the order goes on as it was.
    Declined,
    /// Taken back by the planner before the provider took it.
    Withdrawn,
}

/// What a line states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub quantity: u32,
    pub price: Money,
    pub starts_on: Date,
    pub ends_on: Date,
}

/// One line of an amendment, and what the rules need to know about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub before: Terms,
    pub after: Terms,
    /// Learners on the line.
    pub enrolled: u32,
    /// What the price decision allows for one learner.
    pub price_at_most: Money,
    /// What the licence or condition check still leaves for this line's year, the line's own number not counted.
    pub scale_left: u32,
    /// Whether the level allows the new dates.
    pub duration_fits: bool,
}

/// A field that an amendment changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// As formulas and fields call it: `quantity`, `price`, `starts_on`, `ends_on`.
    pub field: &'static str,
    pub before: Value,
    pub after: Value,
}

/// Volume and price may change within authority and budget; the article is not verified.
const RULE: &str = "NĐ 32/2019 Đ12, Đ24";

impl State {
    pub const ALL: [State; 6] = [
        State::Submitted,
        State::Approved,
        State::Rejected,
        State::Accepted,
        State::Declined,
        State::Withdrawn,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            State::Submitted => "submitted",
            State::Approved => "approved",
            State::Rejected => "rejected",
            State::Accepted => "accepted",
            State::Declined => "declined",
            State::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(text: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            State::Submitted => Text::new("chờ duyệt", "to approve"),
            State::Approved => Text::new("chờ cơ sở nhận", "offered"),
            State::Rejected => Text::new("không duyệt", "rejected"),
            State::Accepted => Text::new("có hiệu lực", "in force"),
            State::Declined => Text::new("cơ sở không nhận", "declined by the provider"),
            State::Withdrawn => Text::new("đã rút", "withdrawn"),
        }
    }

    /// Somebody still has to act on it; an order has one such amendment at most.
    pub fn is_open(self) -> bool {
        matches!(self, State::Submitted | State::Approved)
    }

    /// The states that may follow. The picture is in backend/docs/states.md.
    pub fn may_become(self, next: State) -> bool {
        matches!(
            (self, next),
            (State::Submitted, State::Approved | State::Rejected | State::Withdrawn)
                | (State::Approved, State::Accepted | State::Declined | State::Withdrawn)
        )
    }
}

impl Terms {
    /// Field by field, in the order in which a line is read.
    pub fn changes(&self, after: &Terms) -> Vec<Change> {
        let number = |quantity: u32| Value::whole(i64::from(quantity));
        let money = |price: Money| Value::whole(price.as_dong());
        [
            ("quantity", number(self.quantity), number(after.quantity)),
            ("price", money(self.price), money(after.price)),
            ("starts_on", Value::Day(self.starts_on), Value::Day(after.starts_on)),
            ("ends_on", Value::Day(self.ends_on), Value::Day(after.ends_on)),
        ]
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| Change { field, before, after })
        .collect()
    }

    pub fn value(&self) -> Money {
        self.price.times(self.quantity)
    }
}

impl Change {
    /// As the settlement engine reads it.
    pub fn happening(&self) -> Happening {
        let note =
            Note { value: Some(self.after.clone()), label: Some(self.field.to_owned()), evidence: None };
        Happening::noted("amended", note)
    }
}

/// Everything that stands in the way of an amendment, but for the budget. One that is only `revalued` changes no term, but
/// what the order is worth: where late reports of the time before count at the price of that time.
pub fn check(
    lines: &[Line],
    governs_from: Date,
    placed_on: Date,
    reason: &str,
    revalued: bool,
) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut add = |code: &str, place: String, rule: &str, problem: Text, remedy: Text| {
        issues.push(Issue::new(code, place, rule, problem, remedy));
    };
    let last = lines.iter().map(|line| line.after.ends_on.max(line.before.ends_on)).max();
    if governs_from < placed_on || last.is_none_or(|last| governs_from > last) {
        add(
            "amendment.day",
            "governs_from".to_owned(),
            RULE,
            Text::new(
                format!("Điều chỉnh có hiệu lực trong thời gian của đơn, từ {}.", vietnamese(placed_on)),
                format!("An amendment governs within the order's time, from {}.", vietnamese(placed_on)),
            ),
            Text::new("Sửa ngày có hiệu lực.", "Correct the day from which it governs."),
        );
    }
    if reason.is_empty() {
        add(
            "amendment.reason",
            "reason".to_owned(),
            RULE,
            Text::new("Thiếu lý do điều chỉnh.", "The reason of the amendment is missing."),
            Text::new(
                "Ghi lý do để người duyệt và cơ sở đào tạo biết.",
                "Say why, for the approver and the provider.",
            ),
        );
    }
    issues.extend(
        check_lines(lines).into_iter().filter(|issue| !(revalued && issue.code == "amendment.nothing")),
    );
    issues
}

/// Everything in the way of the lines alone: also those of a provider's proposal.
pub fn check_lines(lines: &[Line]) -> Vec<Issue> {
    let mut issues = Vec::new();
    if lines.iter().all(|line| line.before == line.after) {
        issues.push(Issue::new(
            "amendment.nothing",
            "lines",
            RULE,
            Text::new(
                "Không có gì thay đổi so với bản đang có hiệu lực.",
                "Nothing differs from the version in force.",
            ),
            Text::new("Sửa ít nhất một ô.", "Change at least one field."),
        ));
    }
    for (i, line) in lines.iter().enumerate() {
        issues.extend(of_line(line).into_iter().map(|issue| issue.within(&format!("lines[{i}]"))));
    }
    issues
}

fn of_line(line: &Line) -> Vec<Issue> {
    let (before, after) = (&line.before, &line.after);
    let mut issues = Vec::new();
    let mut add = |code: &str, place: &str, rule: &str, problem: Text, remedy: Text| {
        issues.push(Issue::new(code, place, rule, problem, remedy));
    };
    if after.quantity < line.enrolled.max(1) {
        add(
            "amendment.enrolled",
            "quantity",
            RULE,
            Text::new(
                format!("Đã có {} người nhập học; số lượng không thấp hơn và ít nhất là 1.", line.enrolled),
                format!("{} have enrolled; the quantity is not below that and at least 1.", line.enrolled),
            ),
            Text::new("Ghi số lượng từ số đã nhập học trở lên.", "Write at least the number enrolled."),
        );
    }
    if after.quantity > before.quantity && after.quantity > line.scale_left {
        add(
            "amendment.licence",
            "quantity",
            "NĐ 32/2019 Đ12; Luật GDNN Đ19; TT 43/2015 Đ7",
            say!(
                "Vượt quy mô được phép: còn {left} cho dòng này.",
                "Beyond the licensed scale: {left} left for this line.",
                left = noun::LEARNER.counted(line.scale_left)
            ),
            Text::new("Giảm số lượng, hoặc bổ sung giấy phép.", "Lower the quantity, or add a licence."),
        );
    }
    if after.price > line.price_at_most || after.price <= Money::ZERO {
        add(
            "amendment.price",
            "price",
            "NĐ 32/2019 Đ12; NĐ 60/2021 Đ4–5",
            say!(
                "Đơn giá phải lớn hơn 0 và không vượt {most} đ của quyết định giá.",
                "The price is above 0 and not above the {most} đ of the price decision.",
                most = line.price_at_most.said()
            ),
            Text::new("Ghi đơn giá trong mức của quyết định giá.", "Write a price within the decision."),
        );
    }
    if after.starts_on != before.starts_on && line.enrolled > 0 {
        add(
            "amendment.begun",
            "starts_on",
            RULE,
            Text::new("Lớp đã có người học, không đổi ngày bắt đầu.", "Learners are there; the start stays."),
            Text::new("Để nguyên ngày bắt đầu.", "Leave the start as it is."),
        );
    }
    if after.starts_on >= after.ends_on || !line.duration_fits {
        add(
            "amendment.duration",
            "ends_on",
            "Luật GDNN Đ33; TT 04/2022 Đ3; TT 42/2015 Đ4",
            Text::new("Thời gian không hợp với trình độ.", "The dates do not fit the level."),
            Text::new("Sửa ngày bắt đầu hoặc kết thúc.", "Correct the start or the end."),
        );
    }
    issues
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn line() -> Line {
        let before = Terms {
            quantity: 30,
            price: Money::dong(18_000_000),
            starts_on: date!(2025 - 01 - 13),
            ends_on: date!(2026 - 01 - 30),
        };
        let after = Terms { quantity: 28, ..before };
        Line {
            before,
            after,
            enrolled: 20,
            price_at_most: Money::dong(18_000_000),
            scale_left: 40,
            duration_fits: true,
        }
    }

    fn found(lines: &[Line], from: Date, reason: &str) -> Vec<String> {
        let found = check(lines, from, date!(2025 - 01 - 03), reason, false);
        found.iter().map(|issue| format!("{} {}", issue.place, issue.code)).collect()
    }

    #[test]
    fn what_changes_is_told_field_by_field() {
        let line = line();
        let after = Terms { price: Money::dong(16_000_000), ..line.after };
        let changes = line.before.changes(&after);
        assert_eq!(changes.iter().map(|change| change.field).collect::<Vec<_>>(), ["quantity", "price"]);
        assert_eq!(changes[1].after, Value::whole(16_000_000));
        assert_eq!(changes[1].happening().label(), Some("price"));
        assert_eq!(line.before.changes(&line.before), []);
    }

    #[test]
    fn everything_in_the_way_is_told_at_once() {
        assert_eq!(found(&[line()], date!(2025 - 06 - 01), "ít người học"), Vec::<String>::new());
        let mut wrong = line();
        wrong.after = Terms {
            quantity: 19,
            price: Money::dong(18_000_001),
            starts_on: date!(2025 - 02 - 01),
            ends_on: date!(2025 - 02 - 01),
        };
        let mut beyond = line();
        beyond.after.quantity = 41;
        let mut same = line();
        same.after = same.before;
        assert_eq!(
            found(&[wrong, beyond, same.clone()], date!(2025 - 01 - 02), ""),
            [
                "governs_from amendment.day",
                "reason amendment.reason",
                "lines[0].quantity amendment.enrolled",
                "lines[0].price amendment.price",
                "lines[0].starts_on amendment.begun",
                "lines[0].ends_on amendment.duration",
                "lines[1].quantity amendment.licence",
            ]
        );
        assert_eq!(found(&[same], date!(2025 - 06 - 01), "x"), ["lines amendment.nothing"]);
    }

    #[test]
    fn an_order_has_one_open_amendment_and_what_is_over_stays_so() {
        for state in State::ALL {
            let open = State::ALL.into_iter().any(|next| state.may_become(next));
            assert_eq!(open, state.is_open(), "{state:?}");
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
    }

    #[test]
    fn a_volume_of_another_value_adds_up_and_keeps_what_was_accepted() {
        let dong = Money::dong;
        let volume = crate::settlement::Volume {
            ordered: dong(100),
            accepted: dong(40),
            rejected: dong(20),
            outstanding: dong(40),
            ..Default::default()
        };
        let parts = |value: i64| {
            let of = volume.of_value(dong(value));
            assert!(of.adds_up() && of.ordered == dong(value) && of.accepted == dong(40));
            (of.rejected, of.outstanding)
        };
        assert_eq!(parts(130), (dong(20), dong(70)));
        assert_eq!(parts(90), (dong(20), dong(30)));
        assert_eq!(parts(50), (dong(10), Money::ZERO));
    }
}
