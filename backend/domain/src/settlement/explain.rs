//! The words of a trace, in both languages, from one place: why this amount, why nothing, why negative.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    entitlement::{Outcome, Reason},
    scheme::{Payee, Scheme, Trigger},
    trace::Trace,
};
use crate::{calendar::vietnamese, ids::PartyId, money::Money, text::Text};

/// What a step of the explanation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Facts,
    Gate,
    Price,
    Share,
    Quality,
    Split,
    AlreadySettled,
    Difference,
}

/// One step of the explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub kind: StepKind,
    pub title: Text,
    pub detail: Text,
    /// Law and article, or the word "assumption"; empty where the step is plain arithmetic.
    pub law: String,
    /// `None` where the step is not a gate.
    pub passed: Option<bool>,
}

/// The whole way from facts to the amount. `name` gives a party's name.
pub fn steps(trace: &Trace, scheme: &Scheme, name: impl Fn(PartyId) -> String) -> Vec<Step> {
    let mut steps = facts(trace);
    steps.extend(trace.gates.iter().map(|gate| gate_step(&gate.code, gate.outcome, trace, scheme)));
    steps.extend(arithmetic(trace, scheme));
    steps.extend(split(trace, scheme, &name));
    steps.push(plain(
        StepKind::AlreadySettled,
        Text::new("Đã quyết toán các kỳ trước", "Settled in earlier periods"),
        both(format!("{} đ", trace.settled_before)),
    ));
    steps.push(plain(
        StepKind::Difference,
        Text::new("Chênh lệch kỳ này", "Difference of this period"),
        both(format!("{} − {} = {} đ", trace.entitled, trace.settled_before, trace.due)),
    ));
    steps
}

fn both(text: String) -> Text {
    Text::new(text.clone(), text)
}

fn plain(kind: StepKind, title: Text, detail: Text) -> Step {
    Step { kind, title, detail, law: String::new(), passed: None }
}

fn facts(trace: &Trace) -> Vec<Step> {
    let name = |kind: &str| match kind {
        "enrolled" => Text::new("nhập học", "enrolled"),
        "withdrew" => Text::new("thôi học", "withdrew"),
        "graduated" => Text::new("có kết quả tốt nghiệp", "graduation result"),
        "annulled" => Text::new("văn bằng bị hủy bỏ", "certificate annulled"),
        "employed" => Text::new("có việc làm", "employed"),
        "employment_ended" => Text::new("nghỉ việc", "employment ended"),
        "duplicate_flagged" => Text::new("nghi trùng người học", "possible duplicate"),
        "duplicate_decided" => Text::new("đã xét trùng", "duplicate decided"),
        other => both(other.to_owned()),
    };
    let list = |pick: fn(&Text) -> &str| -> String {
        let told: Vec<String> = trace
            .facts
            .iter()
            .map(|fact| format!("{} {} (#{})", pick(&name(&fact.what)), vietnamese(fact.on), fact.id.0))
            .collect();
        told.join("; ")
    };
    if trace.facts.is_empty() {
        return Vec::new();
    }
    vec![plain(
        StepKind::Facts,
        Text::new("Sự kiện đã dùng", "Facts used"),
        Text::new(list(|text| &text.vi), list(|text| &text.en)),
    )]
}

fn gate_step(code: &str, outcome: Outcome, trace: &Trace, scheme: &Scheme) -> Step {
    let part = scheme.part(&trace.part);
    let trigger = part.and_then(|part| part.triggers.iter().find(|trigger| trigger.code() == code));
    let (title, law) = match (code, trigger) {
        ("enrolled", _) => (Text::new("Đã nhập học", "Enrolled"), "QĐ 1446/QĐ-TTg".to_owned()),
        ("within_quantity", _) => {
            (Text::new("Trong số lượng đặt hàng", "Within the ordered number"), "NĐ 32/2019 Đ12".to_owned())
        }
        ("paid_once", _) => (
            Text::new("Mỗi người một lần cho mỗi nghề và trình độ", "Once per person, occupation and level"),
            "giả định / assumption (QĐ 46/2015)".to_owned(),
        ),
        (_, Some(trigger)) => (condition(*trigger), part.map_or(String::new(), |part| part.law.clone())),
        (other, None) => (both(other.to_owned()), String::new()),
    };
    let detail = match outcome {
        Outcome::Earned => Text::new("Đạt.", "Met."),
        Outcome::Open(reason) | Outcome::Lost(reason) => {
            let (why, remedy) = (reason.why(), reason.remedy());
            Text::new(format!("{} {}", why.vi, remedy.vi), format!("{} {}", why.en, remedy.en))
        }
    };
    Step { kind: StepKind::Gate, title, detail, law, passed: Some(outcome == Outcome::Earned) }
}

/// A trigger in words.
pub fn condition(trigger: Trigger) -> Text {
    match trigger {
        Trigger::Retained { days } => Text::new(
            format!("Còn học sau {days} ngày kể từ ngày nhập học"),
            format!("Still in training {days} days after enrolment"),
        ),
        Trigger::Graduated => {
            Text::new("Đã tốt nghiệp, văn bằng còn giá trị", "Graduated, certificate valid")
        }
        Trigger::Employed { within_days, lasting_days: 0 } => Text::new(
            format!("Có việc làm trong {within_days} ngày sau tốt nghiệp"),
            format!("Employed within {within_days} days after graduation"),
        ),
        Trigger::Employed { within_days, lasting_days } => Text::new(
            format!(
                "Có việc làm trong {within_days} ngày sau tốt nghiệp và làm việc ít nhất {lasting_days} ngày"
            ),
            format!("Employed within {within_days} days after graduation, for at least {lasting_days} days"),
        ),
    }
}

fn arithmetic(trace: &Trace, scheme: &Scheme) -> Vec<Step> {
    let part = scheme.part(&trace.part);
    let share = trace.shares.get(trace.index).copied().unwrap_or_default().normalize();
    let mut steps = vec![
        Step {
            kind: StepKind::Price,
            title: Text::new("Đơn giá một người học", "Agreed price of one learner"),
            detail: both(format!("{} đ", trace.price)),
            law: scheme.price_law.clone(),
            passed: None,
        },
        Step {
            kind: StepKind::Share,
            title: part.map_or_else(|| both(trace.part.clone()), |part| part.title.clone()),
            detail: product(trace.price, share, trace.value),
            law: part.map_or(String::new(), |part| part.law.clone()),
            passed: None,
        },
    ];
    if let (Some(class), Some(quality)) = (trace.class, &scheme.quality) {
        let name = class.name();
        let factor = trace.factor.normalize();
        steps.push(Step {
            kind: StepKind::Quality,
            title: Text::new(
                format!("Hệ số chất lượng: {}", name.vi),
                format!("Quality factor: {}", name.en),
            ),
            detail: product(trace.value, factor, trace.earned),
            law: quality.law.clone(),
            passed: None,
        });
    }
    steps
}

/// Decimals as each language writes them: `0,95` and `0.95`.
fn product(amount: Money, factor: Decimal, result: Money) -> Text {
    let told = |factor: String| format!("{amount} × {factor} = {result} đ");
    Text::new(told(factor.to_string().replace('.', ",")), told(factor.to_string()))
}

fn split(trace: &Trace, scheme: &Scheme, name: &impl Fn(PartyId) -> String) -> Option<Step> {
    let by_hours = scheme.part(&trace.part).is_some_and(|part| part.payee == Payee::ByHours);
    (by_hours && trace.split.len() > 1).then(|| {
        let told = |unit: &str| -> String {
            let parts: Vec<String> = trace
                .split
                .iter()
                .map(|share| format!("{}: {} {unit} → {} đ", name(share.payee), share.hours, share.amount))
                .collect();
            parts.join("; ")
        };
        Step {
            kind: StepKind::Split,
            title: Text::new("Chia theo giờ đã xác nhận", "Split by confirmed hours"),
            detail: Text::new(told("giờ"), told("hours")),
            law: scheme.rounding_law.clone(),
            passed: None,
        }
    })
}

impl StepKind {
    pub fn as_str(self) -> &'static str {
        match self {
            StepKind::Facts => "facts",
            StepKind::Gate => "gate",
            StepKind::Price => "price",
            StepKind::Share => "share",
            StepKind::Quality => "quality",
            StepKind::Split => "split",
            StepKind::AlreadySettled => "already_settled",
            StepKind::Difference => "difference",
        }
    }
}

impl Reason {
    pub fn why(self) -> Text {
        match self {
            Reason::NotEnrolled => Text::new("Chưa có sự kiện nhập học.", "No enrolment is recorded."),
            Reason::BeyondQuantity => Text::new("Vượt số lượng đặt hàng.", "Beyond the ordered number."),
            Reason::DuplicateUndecided => {
                Text::new("Nghi trùng người học, chưa có quyết định.", "Possible duplicate, not decided yet.")
            }
            Reason::DuplicateRefused => {
                Text::new("Trùng người học, không thanh toán.", "A duplicate, not paid.")
            }
            Reason::CensusAhead => Text::new("Chưa đến ngày kiểm đếm.", "The census day has not come."),
            Reason::Suspended => Text::new("Đang bảo lưu.", "Suspended."),
            Reason::WithdrewBeforeCensus => {
                Text::new("Thôi học trước ngày kiểm đếm.", "Withdrew before the census day.")
            }
            Reason::Withdrew => Text::new("Thôi học trước khi tốt nghiệp.", "Withdrew before graduation."),
            Reason::ResultAwaited => Text::new("Chưa có kết quả tốt nghiệp.", "No graduation result yet."),
            Reason::DidNotGraduate => Text::new("Không tốt nghiệp.", "Did not graduate."),
            Reason::Annulled => Text::new("Văn bằng đã bị thu hồi, hủy bỏ.", "The certificate was annulled."),
            Reason::EmploymentAwaited => {
                Text::new("Chưa xác nhận việc làm.", "Employment is not confirmed yet.")
            }
            Reason::EmploymentNotLongEnough => {
                Text::new("Chưa làm việc đủ thời gian.", "Not employed long enough.")
            }
            Reason::NotEmployed => {
                Text::new("Không có việc làm trong thời hạn.", "Not employed within the window.")
            }
            Reason::OrderClosed => Text::new(
                "Hợp đồng đã thanh lý khi chưa đủ điều kiện.",
                "The order was closed before this was met.",
            ),
        }
    }

    pub fn remedy(self) -> Text {
        match self {
            Reason::NotEnrolled => {
                Text::new("Cơ sở đào tạo báo cáo nhập học.", "The provider reports the enrolment.")
            }
            Reason::BeyondQuantity => Text::new(
                "Chỉ có thể thanh toán nếu điều chỉnh đơn đặt hàng.",
                "Payable only if the order is amended.",
            ),
            Reason::DuplicateUndecided => {
                Text::new("Cơ quan đặt hàng xem xét và quyết định.", "The ordering body decides the flag.")
            }
            Reason::CensusAhead | Reason::EmploymentNotLongEnough => {
                Text::new("Sẽ tính lại ở kỳ sau.", "It is computed again next period.")
            }
            Reason::Suspended => {
                Text::new("Báo cáo khi người học trở lại.", "Report when the learner resumes.")
            }
            Reason::ResultAwaited => Text::new("Gửi báo cáo tốt nghiệp.", "Send the graduation report."),
            Reason::EmploymentAwaited => Text::new(
                "Gửi xác nhận việc làm trong thời hạn.",
                "Send the confirmation of employment in time.",
            ),
            Reason::DuplicateRefused
            | Reason::WithdrewBeforeCensus
            | Reason::Withdrew
            | Reason::DidNotGraduate
            | Reason::Annulled
            | Reason::NotEmployed
            | Reason::OrderClosed => {
                Text::new("Nếu thông tin sai, gửi đính chính.", "If this is wrong, send a correction.")
            }
        }
    }
}
