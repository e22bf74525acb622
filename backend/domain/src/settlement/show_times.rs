//! When a part is earned and over which instalments, in words.

use super::{
    formula::Formula,
    scheme::{
        AfterBreak, Bound, Change, Days, Early, EndDay, Every, FactTrigger, Monthly, NoMonthEnd, Overpaid,
        Spread, Trigger,
    },
    show_words::{Meant, fact, labelled, list, number, percent, role, words},
};
use crate::{
    noun,
    text::{Text, say},
};

/// A trigger in words.
pub fn trigger_words(trigger: &Trigger) -> Text {
    match trigger {
        Trigger::Enrolled => say!("Vào ngày nhập học", "On the day of enrolment"),
        Trigger::Retained { days, first_day } => retained(days, *first_day),
        Trigger::Graduated => say!("Đã tốt nghiệp, văn bằng còn giá trị", "Graduated, certificate valid"),
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
        Trigger::Fact(wanted) => on_fact(wanted),
        Trigger::Reached { fact, labels, bound, every, total } => {
            let fact = labelled(fact, labels);
            let much = match (bound, total) {
                (Bound::Percent(share), Some(total)) => say!(
                    "{share} của {total}",
                    "{share} of {total}",
                    share = percent(*share),
                    total = words(total, Meant::Number)
                ),
                (Bound::Percent(share), None) => percent(*share),
                (Bound::Number(count), Some(_) | None) => number(*count),
            };
            if *every {
                say!(
                    "Số lần có {fact} cứ đủ thêm {much} thì được trả thêm một lần",
                    "Once more each time the count of {fact} grows by {much}",
                    fact = fact,
                    much = much
                )
            } else {
                say!(
                    "Khi số lần có {fact} đạt ít nhất {much}",
                    "When the count of {fact} is at least {much}",
                    fact = fact,
                    much = much
                )
            }
        }
        Trigger::Date { on, even_if_ended } => {
            let ended = if *even_if_ended {
                say!("kể cả khi việc học đã kết thúc trước đó", "even if learning ended before")
            } else {
                say!("nếu việc học không kết thúc trước đó", "unless learning ended before")
            };
            say!("Vào {on}, {ended}", "On {on}, {ended}", on = on_day(on), ended = ended)
        }
        Trigger::Always => say!("Từ ngày đầu của đơn đặt hàng", "From the first day of the order"),
    }
}

pub(super) fn on_day(formula: &Formula) -> Text {
    let day = words(formula, Meant::Number);
    if day.vi.starts_with("ngày") {
        day
    } else if day.vi.starts_with(|first: char| first.is_ascii_digit()) {
        Text::new(format!("ngày {}", day.vi), day.en)
    } else {
        say!("ngày theo {day}", "the day given by {day}", day = day)
    }
}

fn retained(days: &Days, first_day: bool) -> Text {
    let first = if first_day {
        say!(", tính cả ngày nhập học", ", the day of enrolment counted")
    } else {
        Text::new("", "")
    };
    match days {
        Days::Fixed(days) => say!(
            "Còn học sau {days} kể từ ngày nhập học{first}",
            "Still in training {days} after enrolment{first}",
            days = noun::DAY.counted(days),
            first = first
        ),
        Days::Formula(formula) => say!(
            "Còn học sau số ngày bằng {days} kể từ ngày nhập học{first}",
            "Still in training after as many days from enrolment as {days} says{first}",
            days = words(formula, Meant::Number),
            first = first
        ),
        Days::Share(share) => say!(
            "Còn học sau {share} số ngày theo kế hoạch (bỏ phần lẻ của ngày) kể từ ngày nhập học{first}",
            "Still in training {share} of the planned days (cut to whole days) after enrolment{first}",
            share = percent(*share),
            first = first
        ),
    }
}

fn on_fact(wanted: &FactTrigger) -> Text {
    let fact = labelled(&wanted.fact, &wanted.labels);
    let day = if wanted.last {
        say!("Vào ngày có {fact} lần cuối", "On the day of the last {fact}", fact = fact)
    } else {
        say!("Vào ngày có {fact} lần đầu", "On the day of the first {fact}", fact = fact)
    };
    let by = wanted.by.as_ref().map(|by| say!("do {role} báo cáo", "reported by {role}", role = role(by)));
    let evidence = wanted.evidence.then(|| say!("có minh chứng kèm theo", "with evidence"));
    let within = wanted.within_days.map(|days| {
        say!(
            "trong {days} kể từ ngày bắt đầu",
            "within {days} after the start",
            days = noun::DAY.counted(days)
        )
    });
    list([Some(day), by, evidence, within].into_iter().flatten(), ", ")
}

/// What the instalments are, and what happens when things go otherwise: each with its heading.
pub(super) fn spread(spread: Option<&Spread>) -> Vec<(Text, Text)> {
    let heading = say!("Chia kỳ", "Instalments");
    match spread {
        None => vec![(heading, say!("Trả một lần", "One sum"))],
        Some(Spread::Monthly(monthly)) => by_month(monthly, heading),
        Some(Spread::Instalments { number, every, units }) => {
            let every = match every {
                Every::Month => say!("một tháng", "a month"),
                Every::Quarter => say!("một quý", "a quarter"),
                Every::Year => say!("một năm", "a year"),
            };
            let what = if *units {
                say!(
                    "số đơn vị được chia theo đơn vị nguyên, mỗi kỳ tính tiền riêng",
                    "the units are divided, in whole units, and each instalment is priced by itself"
                )
            } else {
                say!("số tiền được chia đều", "the amount is divided equally")
            };
            let said = say!(
                "Số kỳ: {number}; {what}; kỳ đầu vào ngày đến hạn, các kỳ sau cách nhau {every}",
                "Number of instalments: {number}; {what}; the first on the day it is earned, each of the others {every} after the one before",
                number = words(number, Meant::Number),
                what = what,
                every = every,
            );
            vec![(heading, said)]
        }
        Some(Spread::Milestones(milestones)) => milestones
            .iter()
            .map(|milestone| {
                let heading =
                    say!("Mốc “{label}”", "Milestone “{label}”", label = Text::both(&milestone.label));
                let share = percent(milestone.share);
                (
                    heading,
                    say!("{share} vào {on}", "{share} on {on}", share = share, on = on_day(&milestone.on)),
                )
            })
            .collect(),
        Some(Spread::Facts(kind)) => {
            vec![(heading, say!("Mỗi {fact} là một kỳ", "One for each {fact}", fact = fact(kind)))]
        }
    }
}

fn by_month(monthly: &Monthly, heading: Text) -> Vec<(Text, Text)> {
    let from = monthly.from.as_ref().map(|from| words(from, Meant::Number));
    let until = monthly.until.as_ref().map(|until| words(until, Meant::Number));
    let early = match monthly.early {
        Early::Balance => say!(
            "Phần còn lại trả một lần trong tháng học xong",
            "The rest is one balancing instalment in the month of finishing"
        ),
        Early::Lost => say!("Phần còn lại không được trả", "The rest is lost"),
    };
    let change = match monthly.change {
        Change::Total => say!(
            "Số mới thay số cũ, phần đã được hưởng tính vào số mới; chỉ tính lại các tháng sau",
            "The new one replaces the old, what was earned counts against it; only later months change"
        ),
        Change::Residual => say!(
            "Số mới là phần còn lại kể từ lúc thay đổi",
            "The new one is what is left from the change on"
        ),
        Change::AsRecorded => say!(
            "Theo nhãn của {fact}: “total” là số mới thay số cũ, “residual” là phần còn lại",
            "As the label of {fact} says: “total” replaces the old one, “residual” is what is left",
            fact = fact(monthly.change_fact.as_deref().unwrap_or_default())
        ),
    };
    let overpaid = match monthly.overpaid {
        Overpaid::Negative => say!("Các tháng sau mang số âm", "The months that follow are negative"),
        Overpaid::LatestBack => {
            say!("Trừ lùi từ tháng gần nhất trở về trước", "Taken from the latest months first")
        }
    };
    let after_break = match monthly.after_break {
        AfterBreak::Respread => say!(
            "Phần của những tháng bảo lưu dồn sang các tháng còn lại",
            "The part of those months moves to the months left"
        ),
        AfterBreak::Keep => {
            say!("Phần của những tháng bảo lưu không được trả", "The part of those months is lost")
        }
    };
    let end_day = match monthly.end_day {
        EndDay::Out => say!("Không tính là ngày học", "Not a day in learning"),
        EndDay::In => say!("Vẫn tính là ngày học", "Still a day in learning"),
    };
    let no_month_end = match monthly.no_month_end {
        NoMonthEnd::Nothing => say!(
            "Không có kỳ theo tháng; học xong thì tính phần còn lại như khi học xong sớm",
            "Nothing by month; finishing is settled as finishing early"
        ),
        NoMonthEnd::Once => {
            say!(
                "Trả toàn bộ một lần trong tháng của ngày cuối",
                "The whole at once in the month of the last day"
            )
        }
    };
    vec![
        (
            heading,
            say!(
                "Theo tháng: mỗi ngày cuối tháng còn đang học, từ {from} đến {until}, được (tổng số − phần đã được) chia số tháng còn lại",
                "By month: each month-end in learning, from {from} to {until}, earns (the whole − what was earned) divided by the months left",
                from = from.unwrap_or_else(|| say!("ngày nhập học", "the day of enrolment")),
                until = until.unwrap_or_else(|| say!("ngày kết thúc theo kế hoạch", "the planned end")),
            ),
        ),
        (say!("Học xong sớm", "Finishing early"), early),
        (say!("Khi số tiền thay đổi", "When the amount changes"), change),
        (say!("Khi đã hưởng quá số mới", "When more was earned than the new amount"), overpaid),
        (say!("Thời gian bảo lưu", "Suspension"), after_break),
        (say!("Ngày kết thúc việc học", "The day learning ends"), end_day),
        (say!("Không qua ngày cuối tháng nào", "Without a month-end"), no_month_end),
    ]
}
