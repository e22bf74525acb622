//! Placing an order: the gates it must pass before anything is reserved, all of them tried, each with its law.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    calendar::vietnamese,
    ids::PartyId,
    issue::Issue,
    money::Money,
    noun,
    occupation::{Level, Mode},
    party::PartyKind,
    text::{Text, say},
};

/// An order as a planner typed or sent it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Key of the programme, such as `qd1446`.
    pub programme: String,
    pub provider: PartyId,
    pub lines: Vec<LineDraft>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineDraft {
    /// Code of the occupation or course.
    pub occupation: String,
    pub mode: Mode,
    pub quantity: u32,
    /// Key of the price decision.
    pub price_decision: String,
    pub starts_on: Date,
    pub ends_on: Date,
    /// What was agreed for one learner, where that is less than the price decision allows.
    #[serde(default)]
    pub price: Option<Money>,
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Submitted,
    Approved,
    Rejected,
    Accepted,
    Closed,
    /// Taken back by the ordering body before the provider accepted.
    Cancelled,
    /// Sent back to be placed again in another form: by an approver, or because the provider proposed one.
    Returned,
    /// The provider answered an approved order with a proposal of its own.
    Proposed,
}

/// What the system knows about a line's occupation, price, approval and money.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineContext {
    pub level: Option<Level>,
    pub price: Option<Price>,
    pub approval: Option<Approval>,
    pub appropriation: Option<Appropriation>,
    /// Id of the scheme that would govern the line.
    pub scheme: Option<String>,
}

/// A unit price and the decision that set it (NĐ 32/2019 Đ12; NĐ 60/2021 Đ4–5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    pub occupation: String,
    pub amount: Money,
    pub authority: String,
    pub number: String,
    pub valid_from: Date,
    pub valid_until: Date,
}

/// A licence, or the ordering body's written check of an enterprise's conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub kind: ApprovalKind,
    pub number: String,
    pub valid_from: Date,
    pub yearly_scale: u32,
    /// Learners already ordered under it for the year in which the line starts.
    pub already_ordered: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalKind {
    Licence,
    /// Văn bản kiểm tra điều kiện đào tạo (TT 43/2015 Đ7).
    ConditionCheck,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appropriation {
    pub key: String,
    /// Not yet reserved by any order.
    pub available: Money,
}

/// One gate and how it went, kept with the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    pub code: String,
    pub passed: bool,
    pub place: String,
    pub rule: String,
    pub finding: Text,
    pub remedy: Text,
}

const CATALOGUE_RULE: &str = "NĐ 32/2019/NĐ-CP, Phụ lục I Biểu 01 mục II";
const PRICE_RULE: &str = "NĐ 32/2019 Đ12; NĐ 60/2021 Đ4–5";
const CHANNEL_RULE: &str = "QĐ 1446/QĐ-TTg; Luật GDNN Đ51–52";
const LICENCE_RULE: &str = "NĐ 32/2019 Đ12; Luật GDNN Đ19";
const CHECK_RULE: &str = "TT 43/2015/TT-BLĐTBXH Đ7";
const BUDGET_RULE: &str = "NĐ 32/2019 Đ12; Luật NSNN Đ12";
const DURATION_RULE: &str = "Luật GDNN Đ33; TT 04/2022 Đ3; TT 42/2015 Đ4; QĐ 1446/QĐ-TTg";

impl State {
    pub const ALL: [State; 8] = [
        State::Submitted,
        State::Approved,
        State::Rejected,
        State::Accepted,
        State::Closed,
        State::Cancelled,
        State::Returned,
        State::Proposed,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            State::Submitted => "submitted",
            State::Approved => "approved",
            State::Rejected => "rejected",
            State::Accepted => "accepted",
            State::Closed => "closed",
            State::Cancelled => "cancelled",
            State::Returned => "returned",
            State::Proposed => "proposed",
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
            State::Accepted => Text::new("đang thực hiện", "running"),
            State::Closed => Text::new("đã thanh lý", "closed"),
            State::Cancelled => Text::new("đã hủy", "cancelled"),
            State::Returned => Text::new("trả lại để sửa", "returned for correction"),
            State::Proposed => Text::new("cơ sở đề nghị khác", "counter-proposal"),
        }
    }

    /// Refused, sent back or taken back: nothing of it was or will be ordered.
    pub fn is_void(self) -> bool {
        matches!(self, State::Rejected | State::Cancelled | State::Returned)
    }

    /// The states that may follow. The picture is in backend/docs/states.md.
    pub fn may_become(self, next: State) -> bool {
        matches!(
            (self, next),
            (State::Submitted, State::Approved | State::Rejected | State::Cancelled | State::Returned)
                | (State::Approved, State::Accepted | State::Rejected | State::Cancelled | State::Proposed)
                | (State::Proposed, State::Returned | State::Cancelled)
                | (State::Accepted, State::Closed)
        )
    }
}

impl ApprovalKind {
    pub fn as_str(self) -> &'static str {
        match self {
            ApprovalKind::Licence => "licence",
            ApprovalKind::ConditionCheck => "condition_check",
        }
    }

    pub fn parse(text: &str) -> Option<ApprovalKind> {
        [ApprovalKind::Licence, ApprovalKind::ConditionCheck].into_iter().find(|kind| kind.as_str() == text)
    }
}

impl Gate {
    pub fn issue(&self) -> Option<Issue> {
        (!self.passed).then(|| Issue {
            code: format!("order.{}", self.code),
            place: self.place.clone(),
            rule: self.rule.clone(),
            problem: self.finding.clone(),
            remedy: self.remedy.clone(),
        })
    }
}

/// Tries every gate on every line. Lines that share a licence or an appropriation are added up in their order.
pub fn gates(draft: &Draft, provider: PartyKind, lines: &[LineContext], placed_on: Date) -> Vec<Gate> {
    let mut reserved: BTreeMap<&str, Money> = BTreeMap::new();
    let mut ordered: BTreeMap<(&str, i32), u32> = BTreeMap::new();
    let mut gates = Vec::new();
    if draft.lines.is_empty() {
        gates.push(gate(
            "lines",
            "lines",
            false,
            "NĐ 32/2019 Đ12",
            Text::new("Đơn chưa có dòng đặt hàng nào.", "The order has no line."),
            Text::new("Thêm ít nhất một dòng.", "Add at least one line."),
        ));
    }
    for (i, (line, context)) in draft.lines.iter().zip(lines).enumerate() {
        let place = |field: &str| format!("lines[{i}].{field}");
        gates.push(catalogue(line, context, place("occupation")));
        gates.push(quantity(line, place("quantity")));
        gates.push(price(line, context, placed_on, place("price_decision")));
        let Some(level) = context.level else { continue };
        gates.push(channel(level, provider, place("occupation")));
        gates.push(duration(line, level, placed_on, place("ends_on")));
        let year = line.starts_on.year();
        let scale = ordered.entry((&line.occupation, year)).or_default();
        *scale = scale.saturating_add(line.quantity);
        gates.push(approval(line, context, provider, *scale, place("quantity")));
        gates.push(scheme(context, lines.first(), place("occupation")));
        let price = line.price.or(context.price.as_ref().map(|price| price.amount));
        let value = price.map_or(Money::ZERO, |price| price.times(line.quantity));
        let key = context.appropriation.as_ref().map_or("", |a| a.key.as_str());
        let total = reserved.entry(key).or_default();
        *total += value;
        gates.push(appropriation(context, *total, place("quantity")));
    }
    gates
}

fn gate(code: &str, place: impl Into<String>, passed: bool, rule: &str, finding: Text, remedy: Text) -> Gate {
    Gate { code: code.to_owned(), passed, place: place.into(), rule: rule.to_owned(), finding, remedy }
}

fn catalogue(line: &LineDraft, context: &LineContext, place: String) -> Gate {
    let finding = match context.level {
        Some(level) => {
            let name = level.name();
            Text::new(
                format!("{}: {} thuộc danh mục dịch vụ đặt hàng.", line.occupation, name.vi),
                format!("{}: {} is in the catalogue of services to order.", line.occupation, name.en),
            )
        }
        None => Text::new(
            format!("Mã nghề {} không có trong danh mục.", line.occupation),
            format!("Occupation code {} is not in the catalogue.", line.occupation),
        ),
    };
    let remedy = Text::new("Chọn mã nghề trong danh mục TT 26/2020.", "Choose a code of TT 26/2020.");
    gate("catalogue", place, context.level.is_some(), CATALOGUE_RULE, finding, remedy)
}

fn quantity(line: &LineDraft, place: String) -> Gate {
    let finding = say!(
        "Số lượng đặt hàng: {learners}.",
        "Quantity ordered: {learners}.",
        learners = noun::LEARNER.counted(line.quantity)
    );
    let remedy = Text::new("Đặt hàng ít nhất một người học.", "Order at least one learner.");
    gate("quantity", place, line.quantity > 0, "NĐ 32/2019 Đ12", finding, remedy)
}

fn price(line: &LineDraft, context: &LineContext, on: Date, place: String) -> Gate {
    let remedy = Text::new(
        "Chọn quyết định giá còn hiệu lực, có cơ quan ban hành, số và ngày.",
        "Choose a price decision in force, with authority, number and date.",
    );
    let Some(price) = &context.price else {
        let finding = Text::new("Chưa có quyết định giá.", "There is no price decision.");
        return gate("price", place, false, PRICE_RULE, finding, remedy);
    };
    let in_force = price.valid_from <= on && on <= price.valid_until;
    let fits = price.occupation == line.occupation;
    let complete = !price.number.is_empty() && !price.authority.is_empty() && price.amount > Money::ZERO;
    let state = match (fits, in_force) {
        (false, _) => Text::new("không phải của nghề này", "is for another occupation"),
        (true, false) => Text::new("không còn hoặc chưa có hiệu lực", "is not in force"),
        (true, true) => Text::new("đang có hiệu lực", "is in force"),
    };
    let agreed = line.price.map_or(Text::new("", ""), |agreed| {
        say!(" Giá thỏa thuận {agreed} đ.", " Agreed price {agreed} đ.", agreed = agreed.said())
    });
    let Price { number, authority, .. } = price;
    let finding = say!(
        "{number} của {authority}: {amount} đ/người học, {state}.{agreed}",
        "{number} of {authority}: {amount} đ a learner, {state}.{agreed}",
        amount = price.amount.said(),
        state = state,
        agreed = agreed
    );
    let within = line.price.is_none_or(|agreed| agreed > Money::ZERO && agreed <= price.amount);
    gate("price", place, fits && in_force && complete && within, PRICE_RULE, finding, remedy)
}

fn channel(level: Level, provider: PartyKind, place: String) -> Gate {
    let passed = match provider {
        PartyKind::College => true,
        PartyKind::Enterprise => !level.is_training(),
        PartyKind::OrderingBody | PartyKind::Department | PartyKind::Auditor => false,
    };
    let (level_name, kind) = (level.name(), provider.name());
    let may = if passed {
        Text::new("được nhận", "may take")
    } else {
        Text::new("không được nhận", "may not take")
    };
    let finding = Text::new(
        format!("Cơ sở đào tạo là {}: {} đặt hàng trình độ {}.", kind.vi, may.vi, level_name.vi),
        format!("The provider is a {}: it {} orders at {} level.", kind.en, may.en, level_name.en),
    );
    let remedy = Text::new(
        "Cao đẳng, trung cấp: chọn cơ sở giáo dục nghề nghiệp.",
        "For college and intermediate levels choose a licensed college.",
    );
    gate("channel", place, passed, CHANNEL_RULE, finding, remedy)
}

fn duration(line: &LineDraft, level: Level, placed_on: Date, place: String) -> Gate {
    let passed = level.duration_fits(line.starts_on, line.ends_on) && line.starts_on >= placed_on;
    let (from, until) = (vietnamese(line.starts_on), vietnamese(line.ends_on));
    let (at_least, less_than) = level.months();
    let limit = less_than.map_or(String::new(), |months| format!("–<{months}"));
    let name = level.name();
    let finding = Text::new(
        format!(
            "Thời gian {from}–{until}; trình độ {}: {at_least}{limit} tháng, bắt đầu không trước ngày đặt.",
            name.vi
        ),
        format!(
            "Dates {from}–{until}; {} level takes {at_least}{limit} months, from the order's day on.",
            name.en
        ),
    );
    let remedy = Text::new("Sửa ngày bắt đầu hoặc kết thúc.", "Correct the start or the end.");
    gate("duration", place, passed, DURATION_RULE, finding, remedy)
}

fn approval(line: &LineDraft, context: &LineContext, provider: PartyKind, here: u32, place: String) -> Gate {
    let (code, rule) = match provider {
        PartyKind::Enterprise => ("condition_check", CHECK_RULE),
        _ => ("licence", LICENCE_RULE),
    };
    let remedy = Text::new(
        "Giảm số lượng, chọn cơ sở khác, hoặc bổ sung giấy phép.",
        "Lower the quantity, choose another provider, or add the missing approval.",
    );
    let Some(approval) = context.approval.as_ref().filter(|a| a.valid_from <= line.starts_on) else {
        let finding = Text::new(
            format!("Không có giấy chứng nhận hoặc văn bản kiểm tra điều kiện cho {}.", line.occupation),
            format!("There is no licence or condition check for {}.", line.occupation),
        );
        return gate(code, place, false, rule, finding, remedy);
    };
    let total = approval.already_ordered.saturating_add(here);
    let finding = Text::new(
        format!("{}: quy mô {}/năm; đã và đang đặt {total}.", approval.number, approval.yearly_scale),
        format!(
            "{}: scale {} a year; {total} ordered with this line.",
            approval.number, approval.yearly_scale
        ),
    );
    gate(code, place, total <= approval.yearly_scale, rule, finding, remedy)
}

/// A scheme governs the line, and one scheme governs the whole order, because an advance is paid per order.
fn scheme(context: &LineContext, first: Option<&LineContext>, place: String) -> Gate {
    let same = first.is_none_or(|first| first.scheme == context.scheme);
    let finding = match (&context.scheme, same) {
        (Some(name), true) => {
            Text::new(format!("Quy chế thanh toán: {name}."), format!("Payment scheme: {name}."))
        }
        (Some(name), false) => Text::new(
            format!("Quy chế {name} khác với dòng đầu của đơn."),
            format!("Scheme {name} is not that of the order's first line."),
        ),
        (None, _) => Text::new(
            "Chương trình chưa có quy chế thanh toán cho trình độ này.",
            "The programme has no payment scheme for this level.",
        ),
    };
    let remedy = Text::new(
        "Công bố quy chế trước, hoặc tách thành hai đơn.",
        "Publish a scheme first, or place two orders.",
    );
    gate("scheme", place, context.scheme.is_some() && same, "NĐ 32/2019 Đ24", finding, remedy)
}

fn appropriation(context: &LineContext, total: Money, place: String) -> Gate {
    let remedy =
        Text::new("Giảm số lượng, hoặc bổ sung dự toán.", "Lower the quantity, or add to the appropriation.");
    let Some(line) = &context.appropriation else {
        let finding = Text::new(
            "Không có dòng dự toán cho trình độ và năm này.",
            "No appropriation for this level and year.",
        );
        return gate("appropriation", place, false, BUDGET_RULE, finding, remedy);
    };
    let finding = say!(
        "Dự toán {key}: còn {left} đ, đơn này cần {needed} đ.",
        "Appropriation {key}: {left} đ left, this order needs {needed} đ.",
        key = Text::both(&line.key),
        left = line.available.said(),
        needed = total.said()
    );
    gate("appropriation", place, total <= line.available, BUDGET_RULE, finding, remedy)
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
