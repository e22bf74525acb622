//! Approval by amount: which roles approve a thing of some value, one after another. The bands are a dated setting;
//! a thing keeps those that governed on the day it was made.

use serde::{Deserialize, Serialize};

use crate::{
    issue::Issue,
    money::Money,
    permission::{Deed, Reach, Role, reach},
    text::Text,
};

/// What is approved by amount. An amendment is approved as its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Order,
    Statement,
}

/// Above this amount these roles approve, in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    pub above: Money,
    pub roles: Vec<Role>,
}

/// Assumption: no law names the amount from which the head signs; a body delegates by rules of its own.
const HEAD_ABOVE: Money = Money::dong(500_000_000);

impl Subject {
    pub const ALL: [Subject; 2] = [Subject::Order, Subject::Statement];

    pub fn as_str(self) -> &'static str {
        match self {
            Subject::Order => "order",
            Subject::Statement => "statement",
        }
    }

    pub fn parse(text: &str) -> Option<Subject> {
        Subject::ALL.into_iter().find(|subject| subject.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            Subject::Order => Text::new("đơn đặt hàng và điều chỉnh", "orders and amendments"),
            Subject::Statement => Text::new("bảng thanh toán", "statements"),
        }
    }

    pub fn deed(self) -> Deed {
        match self {
            Subject::Order => Deed::ApproveOrder,
            Subject::Statement => Deed::ApproveStatement,
        }
    }

    /// The roles that may stand in a chain: those whose deed it is.
    pub fn roles(self) -> Vec<Role> {
        Role::ALL.into_iter().filter(|role| reach(*role, self.deed()) == Reach::Everything).collect()
    }

    /// What holds until a body sets bands of its own.
    pub fn defaults(self) -> Vec<Band> {
        let first = match self {
            Subject::Order => Role::Approver,
            Subject::Statement => Role::ChiefAccountant,
        };
        vec![
            Band { above: Money::ZERO, roles: vec![first] },
            Band { above: HEAD_ABOVE, roles: vec![first, Role::Head] },
        ]
    }
}

/// The chain for an amount. What is worth nothing still needs the first band; money to come back weighs as much as
/// money to pay.
pub fn chain(bands: &[Band], amount: Money) -> Vec<Role> {
    let size = amount.max(Money::ZERO - amount);
    let fitting = bands.iter().rfind(|band| size > band.above).or(bands.first());
    fitting.map_or_else(Vec::new, |band| band.roles.clone())
}

/// Everything wrong with bands somebody proposes.
pub fn check(subject: Subject, bands: &[Band]) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut add = |code: &str, place: String, problem: Text, remedy: Text| {
        issues.push(Issue::new(code, place, "assumption", problem, remedy));
    };
    if bands.first().is_none_or(|band| !band.above.is_zero()) {
        add(
            "band.first",
            "bands[0].above".to_owned(),
            Text::new("Mức đầu phải bắt đầu từ 0 đồng.", "The first band begins at 0."),
            Text::new("Ghi 0 ở mức đầu tiên.", "Write 0 in the first band."),
        );
    }
    for (i, band) in bands.iter().enumerate() {
        if i > 0 && bands[i - 1].above >= band.above {
            add(
                "band.order",
                format!("bands[{i}].above"),
                Text::new("Các mức phải tăng dần.", "Bands rise one after another."),
                Text::new("Ghi số tiền lớn hơn mức trước.", "Write more than in the band before."),
            );
        }
        let mut sorted: Vec<Role> = band.roles.clone();
        sorted.sort_unstable();
        sorted.dedup();
        let repeated = sorted.len() != band.roles.len();
        let foreign = band.roles.iter().any(|role| !subject.roles().contains(role));
        if band.roles.is_empty() || repeated || foreign {
            add(
                "band.roles",
                format!("bands[{i}].first"),
                Text::new(
                    "Mỗi mức cần ít nhất một vai trò được duyệt, mỗi vai trò một lần.",
                    "A band needs at least one role that may approve, each once.",
                ),
                Text::new("Chọn các vai trò theo thứ tự duyệt.", "Choose the roles in their order."),
            );
        }
    }
    issues
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_amount_decides_who_approves_and_who_comes_last() {
        let bands = Subject::Order.defaults();
        let roles = |amount| chain(&bands, Money::dong(amount));
        assert_eq!(roles(500_000_000), [Role::Approver]);
        assert_eq!(roles(500_000_001), [Role::Approver, Role::Head]);
        assert_eq!(roles(0), [Role::Approver]);
        assert_eq!(roles(-500_000_001), [Role::Approver, Role::Head]);
        assert_eq!(chain(&[], Money::dong(1)), []);
    }

    #[test]
    fn everything_wrong_with_bands_is_told_at_once() {
        let bands = [
            Band { above: Money::dong(5), roles: vec![Role::Planner] },
            Band { above: Money::dong(5), roles: vec![Role::Head, Role::Head] },
            Band { above: Money::dong(9), roles: Vec::new() },
        ];
        let found = check(Subject::Order, &bands);
        let codes: Vec<String> = found.iter().map(|i| format!("{} {}", i.place, i.code)).collect();
        assert_eq!(
            codes,
            [
                "bands[0].above band.first",
                "bands[0].first band.roles",
                "bands[1].above band.order",
                "bands[1].first band.roles",
                "bands[2].first band.roles",
            ]
        );
        for subject in Subject::ALL {
            assert_eq!(check(subject, &subject.defaults()), []);
        }
    }
}
