//! What keeps a scheme from settling an order line by itself: terms that look across orders, and questions to which an
//! order line of the portal has no answer.

use super::{CapPer, Corrections, Negative, Payee, Per, Reach, Scheme, TaxClass};
use crate::{fraction::Fraction, text::Text};

/// What an order line states, and the facts the portal records. Without a planned end of his own, a learner has the
/// line's last day.
const RECORDED: [&str; 18] = [
    "price",
    "quantity",
    "starts_on",
    "ends_on",
    "planned_end",
    "enrolled",
    "suspended",
    "resumed",
    "withdrew",
    "placed",
    "hours",
    "hours_delivered",
    "graduated",
    "annulled",
    "employed",
    "employment_ended",
    "duplicate_flagged",
    "duplicate_decided",
];

impl Scheme {
    /// Terms, roles, attributes and kinds of facts that are asked for and that the portal does not record.
    fn unsaid(&self) -> Vec<String> {
        let mut unsaid = self.asked_kinds();
        unsaid.retain(|kind| !RECORDED.contains(&kind.as_str()));
        for part in &self.parts {
            match &part.payee {
                Payee::Role(role) => unsaid.push(role.clone()),
                Payee::Parts(parts) => unsaid.extend(parts.iter().map(|(role, _)| role.clone())),
                Payee::ByHours => {}
            }
        }
        unsaid.retain(|asked| asked != "provider");
        unsaid.sort();
        unsaid.dedup();
        unsaid
    }

    /// Why an order line of its own cannot be settled by this scheme: terms that look across orders, or at what an
    /// order line does not state.
    pub fn beyond_one_line(&self) -> Vec<Text> {
        let mut found = Vec::new();
        let mut add = |holds: bool, vi: &str, en: &str| {
            if holds {
                found.push(Text::new(vi, en));
            }
        };
        add(self.currency != "VND", "tiền tệ không phải VND", "a currency other than VND");
        add(
            self.rounding.smallest != Fraction::ONE,
            "đơn vị làm tròn khác 1 đồng",
            "a smallest amount other than 1 đồng",
        );
        let unsaid = self.unsaid();
        let listed = unsaid.join(", ");
        add(
            !unsaid.is_empty(),
            &format!("điều mà dòng đặt hàng không ghi: {listed}"),
            &format!("what an order line does not say: {listed}"),
        );
        add(
            self.parts.iter().any(|part| part.per == Per::Order),
            "phần trả cho cả đơn",
            "components of the order",
        );
        add(!self.sources.is_empty(), "nguồn kinh phí theo thứ tự", "sources of money in order");
        add(
            self.bands.iter().any(|bands| bands.scope != Reach::Order),
            "dải số lượng tính chung nhiều đơn",
            "bands across orders",
        );
        add(
            self.caps.iter().any(|cap| !matches!(cap.per, CapPer::Learner | CapPer::Order)),
            "mức trần tính chung nhiều đơn",
            "caps across orders",
        );
        add(
            self.netting.negative != Negative::NextStatement
                || self.netting.corrections != Corrections::Net
                || self.netting.contest_days > 0,
            "cách thu hồi khác",
            "another way of recovering",
        );
        add(self.tax.class == TaxClass::Standard, "thuế giá trị gia tăng", "value added tax");
        found
    }
}
