//! What an explanation is put together from: reasons and remedies, conditions, kinds of facts, figures.

use super::{
    entitlement::Reason,
    scheme::{Days, Trigger},
    show_times::{on_day, trigger_words},
};
use crate::{
    calendar::vietnamese,
    figures,
    fraction::Fraction,
    money::{Remainder, Rounding},
    noun,
    text::{Lang, Text, say},
    value::Value,
};

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
pub(super) fn figure(exact: Fraction, at_least: usize, lang: Lang) -> String {
    let ends = decimals(exact, at_least);
    let places = ends.unwrap_or(at_least + 4);
    let scaled = Fraction::new(power(places), 1).and_then(|scale| exact.times(scale));
    let Some(scaled) = scaled else { return exact.to_string() };
    let digits = scaled.rounded(Rounding::HalfUp);
    let (sign, size) = (if digits < 0 { "-" } else { "" }, digits.unsigned_abs());
    let unit = power(places).unsigned_abs();
    let about = if ends.is_none() { "≈" } else { "" };
    let written = match places {
        0 => format!("{sign}{size}"),
        _ => format!("{sign}{}.{:0>places$}", size / unit, size % unit),
    };
    format!("{about}{}", figures::decimal(&written, lang))
}

/// `40 %`, or `1/3` where percent would never end.
pub(super) fn percent(share: Fraction, lang: Lang) -> String {
    match share.times(Fraction::whole(100)) {
        Some(percent) if decimals(percent, 0).is_some() => {
            format!("{} %", figures::in_a_sentence(percent, lang))
        }
        _ => figures::in_a_sentence(share, lang),
    }
}

pub(super) fn value(value: &Value, lang: Lang) -> String {
    match value {
        Value::Number(exact) => figures::in_a_sentence(*exact, lang),
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
            Text::new("số lẻ vào phần có phần lẻ lớn nhất", "what is left goes to the largest fractions")
        }
        Remainder::First => Text::new("số lẻ vào phần đầu", "what is left goes to the first"),
        Remainder::Last => Text::new("số lẻ vào phần cuối", "what is left goes to the last"),
        Remainder::Separate => Text::new("mỗi phần làm tròn riêng", "each is rounded alone"),
    }
}

pub(super) fn kind_name(kind: &str) -> Text {
    match kind {
        "enrolled" => Text::new("nhập học", "enrolment"),
        "suspended" => Text::new("bảo lưu", "suspension"),
        "resumed" => Text::new("trở lại học", "return from suspension"),
        "withdrew" => Text::new("thôi học", "withdrawal"),
        "placed" => Text::new("đến học tại doanh nghiệp", "placement at an enterprise"),
        "hours" | "hours_delivered" => Text::new("giờ đã dạy", "hours delivered"),
        "completed" => Text::new("học xong", "completion"),
        "certified" => Text::new("được cấp chứng chỉ", "certification"),
        "achieved" => Text::new("đạt kết quả", "achievement"),
        "graduated" => Text::new("có kết quả tốt nghiệp", "graduation result"),
        "annulled" => Text::new("văn bằng bị hủy bỏ", "certificate annulled"),
        "employed" => Text::new("có việc làm", "employment"),
        "employment_ended" => Text::new("nghỉ việc", "end of employment"),
        "duplicate_flagged" => Text::new("nghi trùng người học", "possible duplicate"),
        "duplicate_decided" => Text::new("đã xét trùng", "duplicate decided"),
        "held" => Text::new("tạm giữ thanh toán", "payments held"),
        "released" => Text::new("thôi giữ thanh toán", "payments released"),
        "amended" => Text::new("điều chỉnh đơn đặt hàng", "order amended"),
        "retracted" => Text::new("rút lại", "retracted"),
        other => Text::both(other),
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
            say!(
                "Còn học sau {days} kể từ ngày nhập học{counted}",
                "Still in training {days} after enrolment{counted}",
                days = noun::DAY.counted(days),
                counted = counted
            )
        }
        Trigger::Graduated => {
            Text::new("Đã tốt nghiệp, văn bằng còn giá trị", "Graduated, certificate valid")
        }
        Trigger::Employed { within_days, lasting_days: 0 } => say!(
            "Có việc làm trong {within} sau tốt nghiệp",
            "Employed within {within} after graduation",
            within = noun::DAY.counted(within_days)
        ),
        Trigger::Employed { within_days, lasting_days } => say!(
            "Có việc làm trong {within} sau tốt nghiệp và làm việc ít nhất {lasting}",
            "Employed within {within} after graduation, for at least {lasting}",
            within = noun::DAY.counted(within_days),
            lasting = noun::DAY.counted(lasting_days)
        ),
        Trigger::Fact(_) | Trigger::Reached { .. } => trigger_words(trigger),
        Trigger::Date { on, even_if_ended } => {
            let anyway = match even_if_ended {
                true => Text::new(", kể cả khi đã kết thúc học", ", even if learning has ended"),
                false => Text::both(""),
            };
            let day = on_day(on);
            Text::new(
                format!("Đã đến {}{}", day.vi, anyway.vi),
                format!("On or after {}{}", day.en, anyway.en),
            )
        }
        Trigger::Always => Text::new("Không kèm sự kiện nào", "Depends on no event"),
    }
}

fn counted(first_day: bool) -> Text {
    match first_day {
        true => Text::new(", tính cả ngày nhập học", ", the day of enrolment counted"),
        false => Text::both(""),
    }
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
                "Vượt số lượng hoặc bậc cuối, đã ghi cho đơn đặt hàng sau.",
                "Beyond the number or the last band; listed for the next order.",
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
            Reason::Withdrew => {
                Text::new("Thôi học trước khi đủ điều kiện.", "Withdrew before this was earned.")
            }
            Reason::ResultAwaited => Text::new("Chưa có kết quả tốt nghiệp.", "No graduation result yet."),
            Reason::DidNotGraduate => Text::new("Không tốt nghiệp.", "Did not graduate."),
            Reason::Annulled => Text::new("Văn bằng đã bị thu hồi, hủy bỏ.", "The certificate was annulled."),
            Reason::EmploymentAwaited => {
                Text::new("Chưa có việc làm đáp ứng điều kiện.", "No job that qualifies is confirmed yet.")
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
            Reason::TooFew => Text::new("Chưa đủ số lượng yêu cầu.", "Fewer than are asked for."),
            Reason::NoLongerGiven => Text::new(
                "Theo các sự kiện hiện nay, không còn kỳ trả này.",
                "The facts no longer give this instalment.",
            ),
            Reason::TooLate => {
                Text::new("Không diễn ra trong số ngày cho phép.", "Not within the days allowed.")
            }
            Reason::Condition => Text::new(
                "Chưa đáp ứng một điều kiện thanh toán.",
                "A condition of the payment terms does not hold.",
            ),
            Reason::Capped => Text::new("Đã hết mức trần.", "A cap is used up."),
            Reason::OrderClosed => Text::new(
                "Đơn đặt hàng đã thanh lý khi chưa đủ điều kiện.",
                "The order was liquidated before this was met.",
            ),
        }
    }

    /// What can be done about it; `lost`: it will not come by waiting.
    pub fn remedy(self, lost: bool) -> Text {
        match self {
            Reason::NotEnrolled => {
                Text::new("Cơ sở đào tạo báo cáo nhập học.", "The provider reports the enrolment.")
            }
            Reason::BeyondQuantity => Text::new(
                "Chỉ được thanh toán nếu có chỗ trống hoặc đơn đặt hàng tăng số lượng.",
                "Paid only if a place comes free or the order grows.",
            ),
            Reason::BeyondBands => {
                Text::new("Chỉ được thanh toán nếu có chỗ trống.", "Paid only if a place comes free.")
            }
            Reason::PlaceAwaited => {
                Text::new("Được thanh toán khi có chỗ trống.", "Paid when a place comes free.")
            }
            Reason::Capped => Text::new(
                "Được tính lại nếu phần đã tính vào mức trần giảm đi.",
                "It is computed again if less counts against the cap.",
            ),
            Reason::EmploymentNotLongEnough if lost => correction(),
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
            Reason::FactAwaited | Reason::TooFew => Text::new(
                "Gửi báo cáo, kèm minh chứng nếu cần.",
                "Report it, with evidence where it is asked for.",
            ),
            Reason::Condition if lost => correction(),
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
            | Reason::NoLongerGiven
            | Reason::OrderClosed => correction(),
        }
    }
}

fn correction() -> Text {
    Text::new("Nếu thông tin sai, gửi đính chính.", "If this is wrong, send a correction.")
}
