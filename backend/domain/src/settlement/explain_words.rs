//! What an explanation is put together from: reasons and remedies, conditions, kinds of facts, figures.

use super::{
    entitlement::Reason,
    scheme::{Bound, Days, FactTrigger, Trigger},
};
use crate::{
    calendar::vietnamese,
    fraction::Fraction,
    money::{Remainder, Rounding},
    text::{Lang, Text},
    value::Value,
};

/// The same sentence, made for each language.
pub(super) fn told(say: impl Fn(Lang) -> String) -> Text {
    Text::new(say(Lang::Vi), say(Lang::En))
}

pub(super) fn both(text: &str) -> Text {
    Text::new(text, text)
}

pub(super) fn pick(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// With exactly one full stop.
pub(super) fn ended(sentence: &str) -> String {
    format!("{}.", sentence.trim_end_matches('.'))
}

/// How many decimals a number needs, not fewer than so many. `None` when it never ends.
pub(super) fn decimals(number: Fraction, at_least: usize) -> Option<usize> {
    (at_least..=12).find(|places| power(*places) % number.denominator() == 0)
}

fn power(places: usize) -> i128 {
    (0..places).fold(1, |power, _| power * 10)
}

/// An amount with at least so many decimals. One that never ends is cut short, and says so: `≈333,3333`.
pub(super) fn figure(exact: Fraction, at_least: usize, (thousands, point): (char, char)) -> String {
    let ends = decimals(exact, at_least);
    let places = ends.unwrap_or(at_least + 4);
    let scaled = Fraction::new(power(places), 1).and_then(|scale| exact.times(scale));
    let Some(scaled) = scaled else { return exact.to_string() };
    let digits = scaled.rounded(Rounding::HalfUp);
    let (sign, size) = (if digits < 0 { "-" } else { "" }, digits.unsigned_abs());
    let unit = power(places).unsigned_abs();
    let whole = grouped(&(size / unit).to_string(), thousands);
    let about = if ends.is_none() { "≈" } else { "" };
    match places {
        0 => format!("{about}{sign}{whole}"),
        _ => format!("{about}{sign}{whole}{point}{:0>places$}", size % unit),
    }
}

fn grouped(digits: &str, separator: char) -> String {
    let mut written = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            written.push(separator);
        }
        written.push(digit);
    }
    written
}

/// A bare number: in English as formulas write it, `12000.5`; in Vietnamese `12.000,5`, but a year stays `2025`.
pub(super) fn number(number: Fraction, lang: Lang) -> String {
    let written = number.to_string();
    if lang == Lang::En || written.contains('/') {
        return written;
    }
    let (whole, decimals) = written.split_once('.').unwrap_or((written.as_str(), ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let whole = if digits.len() > 4 { grouped(digits, '.') } else { digits.to_owned() };
    let point = if decimals.is_empty() { "" } else { "," };
    format!("{sign}{whole}{point}{decimals}")
}

/// `40 %`, or `1/3` where percent would never end.
pub(super) fn percent(share: Fraction, lang: Lang) -> String {
    match share.times(Fraction::whole(100)) {
        Some(percent) if decimals(percent, 0).is_some() => format!("{} %", number(percent, lang)),
        _ => number(share, lang),
    }
}

pub(super) fn value(value: &Value, lang: Lang) -> String {
    match value {
        Value::Number(exact) => number(*exact, lang),
        Value::Day(day) => vietnamese(*day),
        Value::Text(text) => format!("'{text}'"),
        Value::YesNo(true) => pick(lang, "có", "yes").to_owned(),
        Value::YesNo(false) => pick(lang, "không", "no").to_owned(),
    }
}

pub(super) fn mode(mode: Rounding) -> Text {
    match mode {
        Rounding::HalfUp => Text::new("nửa đơn vị làm tròn lên", "halves up"),
        Rounding::HalfEven => Text::new("nửa đơn vị làm tròn về số chẵn", "halves to even"),
        Rounding::Truncate => Text::new("bỏ phần lẻ", "cut off"),
    }
}

/// Where the units go that a division leaves over.
pub(super) fn left_over(remainder: Remainder) -> Text {
    match remainder {
        Remainder::Largest => {
            Text::new("số dư vào phần có phần lẻ lớn nhất", "what is left goes to the largest fractions")
        }
        Remainder::First => Text::new("số dư vào phần đầu", "what is left goes to the first"),
        Remainder::Last => Text::new("số dư vào phần cuối", "what is left goes to the last"),
        Remainder::Separate => Text::new("mỗi phần làm tròn riêng", "each is rounded alone"),
    }
}

pub(super) fn kind_name(kind: &str) -> Text {
    match kind {
        "enrolled" => Text::new("nhập học", "enrolled"),
        "suspended" => Text::new("bảo lưu", "suspended"),
        "resumed" => Text::new("học trở lại", "resumed"),
        "withdrew" => Text::new("thôi học", "withdrew"),
        "placed" => Text::new("được bố trí thực tập", "placed at a host"),
        "hours" | "hours_delivered" => Text::new("giờ đã dạy", "hours delivered"),
        "completed" => Text::new("học xong", "completed"),
        "graduated" => Text::new("có kết quả tốt nghiệp", "graduation result"),
        "annulled" => Text::new("văn bằng bị hủy bỏ", "certificate annulled"),
        "employed" => Text::new("có việc làm", "employed"),
        "employment_ended" => Text::new("nghỉ việc", "employment ended"),
        "duplicate_flagged" => Text::new("nghi trùng người học", "possible duplicate"),
        "duplicate_decided" => Text::new("đã xét trùng", "duplicate decided"),
        "held" => Text::new("tạm giữ thanh toán", "payments held"),
        "released" => Text::new("thôi giữ thanh toán", "payments released"),
        "amended" => Text::new("điều chỉnh đơn đặt hàng", "order amended"),
        "retracted" => Text::new("rút lại", "retracted"),
        other => both(other),
    }
}

/// A trigger in words.
pub fn condition(trigger: &Trigger) -> Text {
    match trigger {
        Trigger::Enrolled => Text::new("Đã nhập học", "Enrolled"),
        Trigger::Retained { days: Days::Share(share), first_day } => Text::new(
            format!(
                "Còn học sau {} thời gian đào tạo dự kiến{}",
                percent(*share, Lang::Vi),
                counted(*first_day).vi
            ),
            format!(
                "Still in training after {} of the planned days{}",
                percent(*share, Lang::En),
                counted(*first_day).en
            ),
        ),
        Trigger::Retained { days, first_day } => {
            let (days, counted) = (days.told(), counted(*first_day));
            Text::new(
                format!("Còn học sau {days} ngày kể từ ngày nhập học{}", counted.vi),
                format!("Still in training {days} days after enrolment{}", counted.en),
            )
        }
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
        Trigger::Fact(wanted) => told(|lang| reported(wanted, lang)),
        Trigger::Reached { fact, labels, bound, every, total } => told(|lang| {
            let total = total.as_ref().map_or("1", |total| total.text.as_str());
            let bound = match bound {
                Bound::Number(bound) => number(*bound, lang),
                Bound::Percent(share) => format!("{} × {total}", percent(*share, lang)),
            };
            let often = match every {
                true => pick(lang, "Mỗi lần đủ", "Each time the number reaches"),
                false => pick(lang, "Số lượng đạt ít nhất", "The number is at least"),
            };
            format!("{often} {bound}: {}{}", kind_name(fact).get(lang), labelled(labels))
        }),
        Trigger::Date { on, even_if_ended } => {
            let anyway = match even_if_ended {
                true => Text::new(", kể cả khi đã kết thúc học", ", even if learning has ended"),
                false => both(""),
            };
            Text::new(
                format!("Đã đến ngày {}{}", on.text, anyway.vi),
                format!("The day {} has come{}", on.text, anyway.en),
            )
        }
        Trigger::Always => Text::new("Không kèm sự kiện nào", "Depends on no event"),
    }
}

fn counted(first_day: bool) -> Text {
    match first_day {
        true => Text::new(" (tính cả ngày đó)", " (that day counted)"),
        false => both(""),
    }
}

fn labelled(labels: &[String]) -> String {
    if labels.is_empty() { String::new() } else { format!(" ({})", labels.join(", ")) }
}

fn reported(wanted: &FactTrigger, lang: Lang) -> String {
    let mut told = format!(
        "{}: {}{}",
        pick(lang, "Có sự kiện", "Reported"),
        kind_name(&wanted.fact).get(lang),
        labelled(&wanted.labels)
    );
    if let Some(role) = &wanted.by {
        told += &match lang {
            Lang::Vi => format!(", do '{role}' báo cáo"),
            Lang::En => format!(", by '{role}'"),
        };
    }
    if wanted.evidence {
        told += pick(lang, ", có minh chứng", ", with evidence");
    }
    if let Some(days) = wanted.within_days {
        told += &match lang {
            Lang::Vi => format!(", trong {days} ngày kể từ khi bắt đầu"),
            Lang::En => format!(", within {days} days from the start"),
        };
    }
    if wanted.last {
        told += pick(lang, ", tính lần cuối", ", the last one counts");
    }
    told
}

impl Days {
    fn told(&self) -> String {
        match self {
            Days::Fixed(days) => days.to_string(),
            Days::Formula(formula) => format!("({})", formula.text),
            Days::Share(share) => share.to_string(),
        }
    }
}

impl Reason {
    pub fn why(self) -> Text {
        match self {
            Reason::NotEnrolled => Text::new("Chưa có sự kiện nhập học.", "No enrolment is recorded."),
            Reason::BeyondQuantity => Text::new("Vượt số lượng đặt hàng.", "Beyond the ordered number."),
            Reason::PlaceAwaited => Text::new(
                "Vượt số lượng hoặc bậc cuối, đang chờ chỗ.",
                "Beyond the number or the last band; waits for a place.",
            ),
            Reason::NextOrder => Text::new(
                "Vượt số lượng, đã ghi cho đơn đặt hàng sau.",
                "Beyond the number; listed for the next order.",
            ),
            Reason::BeyondBands => Text::new("Vượt bậc số lượng cuối cùng.", "Beyond the last band."),
            Reason::BelowMinimum => {
                Text::new("Chưa đủ số người học tối thiểu.", "Fewer learners than the minimum.")
            }
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
            Reason::Ended => Text::new("Kết thúc học trước ngày này.", "Learning ended before this day."),
            Reason::DayAhead => Text::new("Chưa đến ngày được hưởng.", "The day has not come."),
            Reason::FactAwaited => {
                Text::new("Chưa có báo cáo về sự kiện này.", "The event has not been reported.")
            }
            Reason::TooLate => {
                Text::new("Không diễn ra trong số ngày cho phép.", "Not within the days allowed.")
            }
            Reason::Condition => Text::new(
                "Chưa đáp ứng một điều kiện thanh toán.",
                "A condition of the payment terms does not hold.",
            ),
            Reason::Capped => Text::new("Đã hết mức trần.", "A cap is used up."),
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
            Reason::BeyondQuantity | Reason::BeyondBands | Reason::Capped => Text::new(
                "Chỉ có thể thanh toán nếu điều chỉnh đơn đặt hàng.",
                "Payable only if the order is amended.",
            ),
            Reason::PlaceAwaited => Text::new(
                "Được thanh toán khi có chỗ trống hoặc đơn đặt hàng tăng số lượng.",
                "Paid when a place comes free or the order grows.",
            ),
            Reason::NextOrder => Text::new(
                "Cơ quan đặt hàng xét ở đơn đặt hàng sau.",
                "The ordering body takes it up in the next order.",
            ),
            Reason::BelowMinimum => {
                Text::new("Báo cáo nhập học nếu còn thiếu.", "Report enrolments that are missing.")
            }
            Reason::DuplicateUndecided => {
                Text::new("Cơ quan đặt hàng xem xét và quyết định.", "The ordering body decides the flag.")
            }
            Reason::CensusAhead | Reason::EmploymentNotLongEnough | Reason::DayAhead => {
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
            Reason::FactAwaited => Text::new(
                "Gửi báo cáo, kèm minh chứng nếu cần.",
                "Report it, with evidence where it is asked for.",
            ),
            Reason::Condition => Text::new(
                "Bổ sung hoặc đính chính thông tin của điều kiện này.",
                "Complete or correct what the condition reads.",
            ),
            Reason::DuplicateRefused
            | Reason::WithdrewBeforeCensus
            | Reason::Withdrew
            | Reason::DidNotGraduate
            | Reason::Annulled
            | Reason::NotEmployed
            | Reason::Ended
            | Reason::TooLate
            | Reason::OrderClosed => {
                Text::new("Nếu thông tin sai, gửi đính chính.", "If this is wrong, send a correction.")
            }
        }
    }
}
