//! The words that `show` is made of: numbers, formulas, facts, roles and every choice of a scheme, in both languages.

use time::Date;

use super::{
    explain_words::kind_name,
    formula::{Expr, Formula, Leaf},
    scheme::{
        Beyond, CapPer, CapYear, Corrections, Cut, Negative, Otherwise, Payee, Per, Rank, Reach, Recovery,
        Refund, RoundingStep, Rule, Stacking, TaxClass,
    },
};
use crate::{
    calendar::vietnamese,
    figures,
    fraction::Fraction,
    money::{Remainder, Rounding},
    text::{Text, say},
    value::Value,
};

/// What a bare number in a formula stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Meant<'a> {
    Number,
    Percent,
    /// An amount in this currency.
    Money(&'a str),
}

pub(super) fn list(texts: impl IntoIterator<Item = Text>, between: &str) -> Text {
    let (vi, en): (Vec<String>, Vec<String>) = texts.into_iter().map(|text| (text.vi, text.en)).unzip();
    Text::new(vi.join(between), en.join(between))
}

/// `1.500.000,5` and `1,500,000.5`.
pub(super) fn number(number: Fraction) -> Text {
    figures::said(number)
}

/// `30 %` where that is short, otherwise the fraction.
pub(super) fn percent(share: Fraction) -> Text {
    let in_hundred = share.times(Fraction::whole(100)).map(|number| (number, number.to_string()));
    match in_hundred {
        Some((hundredths, written)) if written.len() <= 7 && !written.contains('/') => {
            say!("{hundredths} %", "{hundredths} %", hundredths = number(hundredths))
        }
        Some(_) | None => Text::both(format!("{}/{}", share.numerator(), share.denominator())),
    }
}

pub(super) fn money(amount: Fraction, currency: &str) -> Text {
    let unit = if currency == "VND" { Text::new("đồng", "VND") } else { Text::both(currency) };
    say!("{amount} {unit}", "{amount} {unit}", amount = number(amount), unit = unit)
}

pub(super) fn date(day: Date) -> Text {
    Text::both(vietnamese(day))
}

/// A formula in words where it is a single thing, otherwise as it is written.
pub(super) fn words(formula: &Formula, meant: Meant) -> Text {
    match &formula.root {
        Expr::Literal(Value::Number(value)) => match meant {
            Meant::Number => number(*value),
            Meant::Percent => percent(*value),
            Meant::Money(currency) => money(*value, currency),
        },
        Expr::Literal(Value::Day(day)) => date(*day),
        Expr::Leaf(Leaf::Start) => say!("ngày nhập học", "the day of enrolment"),
        Expr::Leaf(Leaf::Term(term)) => match term.as_str() {
            "price" => say!("đơn giá của đơn đặt hàng (order.price)", "the price of the order (order.price)"),
            "quantity" => say!("số lượng đặt hàng (order.quantity)", "the ordered number (order.quantity)"),
            "starts_on" => say!("ngày đầu của đơn đặt hàng", "the first day of the order"),
            "ends_on" => say!("ngày cuối của đơn đặt hàng", "the last day of the order"),
            other => say!(
                "“order.{term}” ghi trong đơn đặt hàng",
                "“order.{term}” as the order states it",
                term = Text::both(other)
            ),
        },
        Expr::Leaf(Leaf::Named(name)) => {
            say!("giá trị “{name}”", "the value “{name}”", name = Text::both(name))
        }
        _ => say!("công thức “{text}”", "the formula “{text}”", text = Text::both(&formula.text)),
    }
}

/// A kind of fact, and its labels where only some count.
pub(super) fn labelled(kind: &str, labels: &[String]) -> Text {
    let fact = fact(kind);
    if labels.is_empty() {
        return fact;
    }
    say!(
        "{fact} có nhãn {labels}",
        "{fact} labelled {labels}",
        fact = fact,
        labels = Text::new(labels.join(" hoặc "), labels.join(" or "))
    )
}

pub(super) fn fact(kind: &str) -> Text {
    let named = kind_name(kind);
    let known = |name: &str| if name == kind { String::new() } else { format!(" ({name})") };
    let known = Text::new(known(&named.vi), known(&named.en));
    say!("sự kiện “{kind}”{known}", "fact “{kind}”{known}", kind = Text::both(kind), known = known)
}

pub(super) fn role(role: &str) -> Text {
    match role {
        "provider" => say!("cơ sở đào tạo", "the provider"),
        "employer" => say!("doanh nghiệp sử dụng lao động", "the employer"),
        "host" => say!("doanh nghiệp tiếp nhận người học", "the host enterprise"),
        "assessor" => say!("tổ chức đánh giá", "the assessor"),
        "learner" => say!("người học", "the learner"),
        other => say!("bên giữ vai trò “{role}”", "the party in the role “{role}”", role = Text::both(other)),
    }
}

pub(super) fn payee(payee: &Payee) -> Text {
    match payee {
        Payee::Role(name) => role(name),
        Payee::ByHours => say!(
            "Cơ sở đào tạo và các doanh nghiệp tiếp nhận, chia theo số giờ đã dạy và được xác nhận",
            "The provider and the host enterprises, by the hours each delivered and the hosts confirmed"
        ),
        Payee::Parts(parts) => list(
            parts.iter().map(|(name, share)| {
                let share = words(share, Meant::Percent);
                say!("{role}: {share}", "{role}: {share}", role = role(name), share = share)
            }),
            "; ",
        ),
    }
}

pub(super) fn per(per: Per) -> Text {
    match per {
        Per::Learner => say!("cho mỗi người học", "for each learner"),
        Per::Order => say!("cho cả đơn đặt hàng", "for the order as a whole"),
    }
}

pub(super) fn stacking(stacking: Stacking) -> Text {
    match stacking {
        Stacking::Add => say!("Cộng lại: 50 % và 30 % là 80 %", "Added: 50 % and 30 % are 80 %"),
        Stacking::Multiply => {
            say!("Nhân lần lượt: 50 % và 30 % là 95 %", "Multiplied in turn: 50 % and 30 % are 95 %")
        }
    }
}

pub(super) fn otherwise(otherwise: Otherwise) -> Text {
    match otherwise {
        Otherwise::Lost => say!("không được trả, trừ khi sự kiện thay đổi", "not paid unless facts change"),
        Otherwise::Open => say!("chưa được trả", "not paid yet"),
        Otherwise::Held => say!("chưa được trả, ghi là tạm giữ", "not paid yet, and listed as held"),
    }
}

pub(super) fn beyond(beyond: Beyond) -> Text {
    match beyond {
        Beyond::Refuse => {
            say!("không được trả, trừ khi có chỗ trống", "not paid unless a place comes free")
        }
        Beyond::Hold => say!("chờ, được trả khi có chỗ trống", "waits, and is paid when a place comes free"),
        Beyond::NextOrder => say!("ghi vào danh sách của đơn đặt hàng sau", "listed for the next order"),
    }
}

pub(super) fn rank(rank: Rank) -> Text {
    match rank {
        Rank::Kept => say!(
            "người đã qua hoặc còn có thể qua ngày kiểm đếm của phần trả thứ nhất",
            "who reached the census of the first component, or still may"
        ),
        Rank::EnrolledOn => say!("người nhập học trước", "who enrolled earlier"),
    }
}

pub(super) fn reach(reach: Reach) -> Text {
    match reach {
        Reach::Order => say!("Trong từng đơn đặt hàng", "Within each order"),
        Reach::Provider => say!("Chung mọi đơn của cơ sở đào tạo", "Over all orders of the provider"),
        Reach::Programme => say!("Chung cả chương trình", "Over the whole programme"),
    }
}

pub(super) fn refund(refund: Refund) -> Text {
    match refund {
        Refund::Highest => say!(
            "Người sau dồn lên, thu lại theo đơn giá của bậc cao nhất đã có người",
            "All behind move up: the price of the highest filled band comes back"
        ),
        Refund::Own => say!(
            "Chỗ để trống, thu lại đúng số đã trả cho người đó",
            "The place stays empty: exactly what was paid for that learner comes back"
        ),
    }
}

pub(super) fn cap_per(per: CapPer) -> Text {
    match per {
        CapPer::Learner => say!("mỗi người học", "each learner"),
        CapPer::Payee => say!("mỗi bên nhận tiền", "each payee"),
        CapPer::Order => say!("mỗi đơn đặt hàng", "each order"),
        CapPer::Provider => say!("mỗi cơ sở đào tạo", "each provider"),
        CapPer::Programme => say!("cả chương trình", "the whole programme"),
    }
}

/// Over which time a ceiling counts. The fiscal year begins in the month given.
pub(super) fn year(year: CapYear, begins: u8) -> Text {
    match year {
        CapYear::None => say!("trong toàn bộ thời gian", "over the whole time"),
        CapYear::Calendar => say!("trong mỗi năm dương lịch", "in each calendar year"),
        CapYear::Fiscal => say!(
            "trong mỗi năm ngân sách (bắt đầu từ tháng {month})",
            "in each fiscal year (beginning in month {month})",
            month = Text::both(begins)
        ),
    }
}

pub(super) fn cut(cut: Cut) -> Text {
    match cut {
        Cut::Latest => say!("khoản muộn nhất trước", "the latest first"),
        Cut::Earliest => say!("khoản sớm nhất trước", "the earliest first"),
        Cut::Largest => say!("khoản lớn nhất trước", "the largest first"),
        Cut::Smallest => say!("khoản nhỏ nhất trước", "the smallest first"),
    }
}

pub(super) fn recovery(recovery: Recovery) -> Text {
    match recovery {
        Recovery::ProRata => say!("Theo tỉ lệ giá trị nghiệm thu", "In proportion to what is accepted"),
        Recovery::First => say!("Từ khối lượng nghiệm thu đầu tiên", "From the first volume accepted"),
    }
}

pub(super) fn negative(negative: Negative, instalments: u16) -> Text {
    match negative {
        Negative::NextStatement => say!(
            "Trừ vào bảng thanh toán sau của đơn đặt hàng đó",
            "Kept from the party's next statement of the order"
        ),
        Negative::SetOff => say!(
            "Trừ vào bảng thanh toán sau của bất kỳ đơn đặt hàng nào của bên đó",
            "Kept from the party's next statement of any order"
        ),
        Negative::Instalments => say!(
            "Thu dần, mỗi tháng một phần {months}",
            "In monthly instalments, each one part in {months}",
            months = Text::both(instalments)
        ),
        Negative::Invoice => {
            say!("Đòi bằng văn bản, không trừ vào khoản nào", "Asked back by invoice; nothing is kept")
        }
    }
}

pub(super) fn corrections(corrections: Corrections) -> Text {
    match corrections {
        Corrections::Net => say!("Một dòng ghi chênh lệch", "One line with the difference"),
        Corrections::Reverse => {
            say!("Thu lại dòng cũ và ghi dòng mới", "The old line is taken back, and the new one paid")
        }
    }
}

/// `rate` is said of the standard class only.
pub(super) fn tax(class: TaxClass, rate: Option<&Formula>) -> Text {
    match class {
        TaxClass::NotSubject => say!(
            "Không chịu thuế giá trị gia tăng (không phải là thuế suất 0 %)",
            "Not subject to value added tax (which is not a rate of 0 %)"
        ),
        TaxClass::Exempt => say!("Được miễn thuế giá trị gia tăng", "Exempt from value added tax"),
        TaxClass::Standard => say!(
            "Chịu thuế giá trị gia tăng, thuế suất theo {rate}, tính một lần trên tổng của bảng thanh toán",
            "Value added tax at {rate}, one amount on the sum of the statement",
            rate = rate.map_or_else(|| Text::both("?"), |rate| words(rate, Meant::Percent))
        ),
    }
}

pub(super) fn rounding(rule: &Rule, currency: &str) -> Text {
    let mode = match rule.mode {
        Rounding::HalfUp => say!("từ một nửa trở lên thì làm tròn lên", "a half and more goes up"),
        Rounding::HalfEven => {
            say!("đúng một nửa thì làm tròn về số chẵn", "an exact half goes to the even number")
        }
        Rounding::Truncate => say!("bỏ phần lẻ", "what is over is cut off"),
    };
    let step = match rule.step {
        RoundingStep::Once => say!("làm tròn một lần ở kết quả", "once, at the product"),
        RoundingStep::Each => say!("làm tròn sau mỗi hệ số", "after each factor"),
    };
    let unit = rule.smallest.times(Fraction::whole(rule.multiple)).unwrap_or(rule.smallest);
    say!(
        "Đến {unit}; {mode}; {step}",
        "To {unit}; {mode}; {step}",
        unit = money(unit, currency),
        mode = mode,
        step = step
    )
}

pub(super) fn remainder(remainder: Remainder) -> Text {
    match remainder {
        Remainder::Largest => say!(
            "Mỗi phần có số lẻ lớn nhất thêm một đơn vị nhỏ nhất, bằng nhau thì phần trước được trước",
            "One smallest unit each to the parts with the largest fractions; ties go to the earlier"
        ),
        Remainder::First => say!("Dồn vào phần đầu", "To the first part"),
        Remainder::Last => say!("Dồn vào phần cuối", "To the last part"),
        Remainder::Separate => say!(
            "Không dồn: mỗi phần làm tròn riêng, tổng là tổng các phần",
            "To nobody: each part is rounded alone, and the parts make the whole"
        ),
    }
}
