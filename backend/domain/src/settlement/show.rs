//! A scheme in plain words, for those who are paid by it and those who check it: what, when, to whom, on what
//! condition, by which law.

use serde::{Deserialize, Serialize};

pub use super::show_times::trigger_words;
use super::{
    scheme::{Base, Extra, Gate, Loading, Part, Scheme, Trigger},
    show_terms::{
        advance, amounts, bands, cap, factors, netting, quality, quantity, roundings, scale, sources, table,
        taxes, values, versions,
    },
    show_times::spread,
    show_words::{Meant, fact, list, otherwise, payee, per, percent, remainder, rounding, stacking, words},
};
use crate::{
    fraction::Fraction,
    text::{Lang, Text, say},
};

/// The widest line of the plain text.
const COLUMNS: usize = 100;

/// What belongs together: one part that is paid, or one matter such as rounding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub title: Text,
    pub rows: Vec<Row>,
}

/// One thing that the scheme says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub what: Text,
    pub said: Text,
    /// Law and article, or the word "assumption"; empty where it stands in a row above, or where nothing was written.
    pub law: String,
}

/// The whole scheme: first what is paid, then what that rests on, then how money comes and goes.
pub fn show(scheme: &Scheme) -> Vec<Section> {
    let sanction = |part: &&Part| matches!(part.base, Base::Sanction { .. });
    let parts = scheme.parts.iter().filter(|part| !sanction(part)).map(|part| paid(part, scheme));
    let sanctions = scheme.parts.iter().filter(sanction);
    let matters = [
        (say!("Các khoản để chia", "Amounts that are shared"), amounts(scheme)),
        (
            say!("Hệ số chất lượng theo xếp loại tốt nghiệp", "Quality factor by graduation class"),
            quality(scheme),
        ),
        (say!("Hệ số khác", "Other factors"), factors(scheme)),
        (say!("Bảng mức", "Tables"), scheme.tables.iter().map(|(code, rates)| table(code, rates)).collect()),
        (say!("Thang bậc", "Scales"), scheme.scales.iter().map(|(code, steps)| scale(code, steps)).collect()),
        (say!("Giá trị dùng trong công thức", "Values used in formulas"), values(scheme)),
        (say!("Số lượng", "Quantity"), quantity(scheme)),
        (say!("Đơn giá theo bậc số lượng", "Prices by volume"), bands(scheme)),
        (say!("Mức trần", "Caps"), scheme.caps.iter().map(|terms| cap(terms, scheme)).collect()),
        (
            say!("Chế tài", "Sanctions"),
            sanctions.map(|part| row(part.title.clone(), base(part, scheme), &part.law)).collect(),
        ),
        (say!("Nguồn kinh phí, theo thứ tự", "Sources of money, in order"), sources(scheme)),
        (say!("Tạm ứng", "Advance"), advance(scheme.advance.as_ref())),
        (say!("Thu hồi và điều chỉnh", "Recovery and corrections"), netting(scheme)),
        (say!("Thuế", "Tax"), taxes(scheme)),
        (say!("Làm tròn", "Rounding"), roundings(scheme)),
        (say!("Phiên bản", "Version"), versions(scheme)),
    ];
    let matters = matters.into_iter().map(|(title, rows)| Section { title, rows });
    let head = Section {
        title: scheme.title.clone(),
        rows: vec![
            row(
                say!("Quy chế", "Scheme"),
                say!("Mã “{code}”", "Code “{code}”", code = Text::both(&scheme.id)),
                "",
            ),
            row(
                say!("Tiền tệ", "Currency"),
                say!("Tính bằng {unit}", "In {unit}", unit = Text::both(&scheme.currency)),
                "",
            ),
        ],
    };
    std::iter::once(head).chain(parts).chain(matters).filter(|section| !section.rows.is_empty()).collect()
}

/// The same as plain text for a terminal.
pub fn text(scheme: &Scheme, lang: Lang) -> String {
    let law = say!("Căn cứ", "Law");
    let mut out = String::new();
    for section in show(scheme) {
        if !out.is_empty() {
            out.push('\n');
        }
        wrapped(section.title.get(lang), 0, 0, &mut out);
        for row in &section.rows {
            wrapped(&format!("{}: {}", row.what.get(lang), row.said.get(lang)), 2, 6, &mut out);
            if !row.law.is_empty() {
                wrapped(&format!("[{}: {}]", law.get(lang), row.law), 6, 6, &mut out);
            }
        }
    }
    out
}

/// Breaks at spaces, but not before `%`, and inside a word only when it is longer than a line.
fn wrapped(text: &str, first: usize, next: usize, out: &mut String) {
    const KEPT: char = '\u{a0}';
    let text = text.replace(" %", &format!("{KEPT}%"));
    let broken = format!("\n{}", " ".repeat(next));
    out.push_str(&" ".repeat(first));
    let (mut column, mut fresh) = (first, true);
    for word in
        text.split(|letter: char| letter.is_whitespace() && letter != KEPT).filter(|word| !word.is_empty())
    {
        if !fresh && column + 1 + word.chars().count() > COLUMNS {
            out.push_str(&broken);
            column = next;
        } else if !fresh {
            out.push(' ');
            column += 1;
        }
        for letter in word.chars() {
            if column == COLUMNS {
                out.push_str(&broken);
                column = next;
            }
            out.push(if letter == KEPT { ' ' } else { letter });
            column += 1;
        }
        fresh = false;
    }
    out.push('\n');
}

pub(super) fn row(what: Text, said: Text, law: &str) -> Row {
    Row { what, said: Text::new(capital(&said.vi), capital(&said.en)), law: law.to_owned() }
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn titles<'a>(parts: impl IntoIterator<Item = &'a Part>) -> Text {
    list(parts.into_iter().map(|part| say!("“{title}”", "“{title}”", title = part.title.clone())), ", ")
}

pub(super) fn places(places: &[usize], scheme: &Scheme) -> Text {
    titles(places.iter().filter_map(|place| scheme.parts.get(*place)))
}

fn more(loading: &Loading, currency: Meant) -> Row {
    let extra = match &loading.extra {
        Extra::Percent(formula) => words(formula, Meant::Percent),
        Extra::Amount(formula) => words(formula, currency),
    };
    let said = say!(
        "Thêm {extra} nếu thỏa “{when}”",
        "{extra} more where “{when}” holds",
        extra = extra,
        when = Text::both(&loading.when.text)
    );
    row(say!("Mức tăng “{code}”", "Loading “{code}”", code = Text::both(&loading.code)), said, &loading.law)
}

fn paid(part: &Part, scheme: &Scheme) -> Section {
    let currency = Meant::Money(&scheme.currency);
    let mut rows = vec![row(say!("Trả bao nhiêu", "How much"), base(part, scheme), &part.law)];
    if let Some(units) = &part.units {
        let units = words(units, Meant::Number);
        rows.push(row(
            say!("Số đơn vị", "Units"),
            say!("Nhân với {units}", "Times {units}", units = units),
            "",
        ));
    }
    rows.extend(part.loadings.iter().map(|loading| more(loading, currency)));
    let mut add = |what: Text, said: Text| rows.push(row(what, said, ""));
    if part.loadings.len() > 1 {
        add(say!("Nhiều mức tăng", "Several loadings"), stacking(part.stacking));
    }
    if part.by_quality {
        add(
            say!("Chất lượng", "Quality"),
            say!("Nhân với hệ số theo xếp loại tốt nghiệp", "Times the factor of the graduation class"),
        );
    }
    for factor in part.factors.iter().filter_map(|place| scheme.factors.get(*place)) {
        let title = factor.title.clone();
        add(say!("Hệ số", "Factor"), say!("Nhân với “{title}”", "Times “{title}”", title = title));
    }
    if let Some(cap) = &part.cap {
        let said = say!("{cap}, {per}", "{cap}, {per}", cap = words(cap, currency), per = per(part.per));
        add(say!("Không quá", "At most"), said);
    }
    if part.deduction {
        let said = say!("Có thể là số âm, làm giảm số được trả", "May be negative: it reduces what is paid");
        add(say!("Giảm trừ", "Deduction"), said);
    }
    for (place, trigger) in part.triggers.iter().enumerate() {
        let when = if place == 0 { say!("Khi nào", "When") } else { say!("Và đồng thời", "And also") };
        add(when, trigger_words(trigger));
        if matches!(trigger, Trigger::Retained { .. }) {
            let said = say!(
                "Ngày bảo lưu không tính; thôi học trước ngày đó thì không được trả",
                "Days of suspension do not count; who withdrew before that day loses it"
            );
            add(say!("Cách tính ngày", "How days count"), said);
        }
    }
    for (what, said) in spread(part.spread.as_ref()) {
        add(what, said);
    }
    if part.spread.is_some() {
        add(say!("Số lẻ khi chia kỳ", "What instalments leave over"), remainder(part.rounding.remainder));
    }
    add(say!("Trả cho ai", "To whom"), payee(&part.payee));
    for terms in &part.gates {
        add(say!("Điều kiện “{code}”", "Condition “{code}”", code = Text::both(&terms.code)), gate(terms));
    }
    if part.rounding != scheme.rounding {
        let rule = rounding(&part.rounding, &scheme.currency);
        add(say!("Làm tròn riêng", "Rounding of its own"), rule);
        if part.spread.is_none() {
            add(say!("Số lẻ còn lại", "What is left over"), remainder(part.rounding.remainder));
        }
    }
    let code = Text::both(&part.code);
    let title = say!("{title} ({code})", "{title} ({code})", title = part.title.clone(), code = code);
    Section { title, rows }
}

fn gate(terms: &Gate) -> Text {
    let said = say!(
        "Phải thỏa “{test}”. Nếu không: {say} – {otherwise}.",
        "“{test}” must hold. If not: {say} – {otherwise}.",
        test = Text::both(&terms.test.text),
        say = terms.say.clone(),
        otherwise = otherwise(terms.otherwise)
    );
    let remedy = terms
        .remedy
        .clone()
        .map(|remedy| say!("Cách khắc phục: {remedy}.", "What can be done: {remedy}.", remedy = remedy));
    list([Some(said), remedy].into_iter().flatten(), " ")
}

/// What the rest of a part works on.
fn base(part: &Part, scheme: &Scheme) -> Text {
    let whose = per(part.per);
    match &part.base {
        Base::Share { amount, leaf: _, share } => {
            let whole = scheme.amounts.get(*amount).map_or_else(
                || Text::both("?"),
                |amount| {
                    let value = words(&amount.value, Meant::Money(&scheme.currency));
                    say!(
                        "“{code}”: {value}",
                        "“{code}”: {value}",
                        code = Text::both(&amount.code),
                        value = value
                    )
                },
            );
            say!(
                "{share} của khoản {whole}; {whose}",
                "{share} of the amount {whole}; {whose}",
                share = percent(*share),
                whole = whole,
                whose = whose
            )
        }
        Base::Formula(formula) => {
            let value = words(formula, Meant::Money(&scheme.currency));
            say!("{value}, {whose}", "{value}, {whose}", value = value, whose = whose)
        }
        Base::Bands { bands, share, fills } => {
            let code = Text::both(scheme.bands.get(*bands).map_or("?", |bands| bands.code.as_str()));
            let price = say!(
                "{share} đơn giá của bậc số lượng “{code}” mà chỗ được xếp vào; {whose}",
                "{share} of the price of the band of “{code}” that the place falls in; {whose}",
                share = percent(share.unwrap_or(Fraction::ONE)),
                code = code,
                whose = whose
            );
            let filled = fills.as_ref().map(|fills| {
                say!(
                    "{fact} lấp các bậc lần lượt từ bậc đầu, phần không còn chỗ thì không được trả",
                    "{fact} fills the bands from the first, and what does not fit is lost",
                    fact = fact(&fills.fills)
                )
            });
            let emptied = fills.as_ref().and_then(|fills| fills.empties.as_ref()).map(|empties| {
                let fact = fact(empties);
                say!("{fact} rút ra từ bậc cao nhất", "{fact} empties them, the highest first", fact = fact)
            });
            list([Some(price), filled, emptied].into_iter().flatten(), "; ")
        }
        Base::Sanction { percent: part_of, of, ceiling } => {
            let taken = say!(
                "Trừ theo {percent} tính trên {parts}",
                "{percent} of {parts} is taken away",
                percent = words(part_of, Meant::Percent),
                parts = places(of, scheme)
            );
            let ceiling = ceiling
                .map(|ceiling| say!("không quá {ceiling}", "at most {ceiling}", ceiling = percent(ceiling)));
            list([Some(taken), ceiling].into_iter().flatten(), "; ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settlement::{scheme::Days, show_words::number};

    #[test]
    fn a_census_keeps_the_words_of_its_trace() {
        let trigger = Trigger::Retained { days: Days::Fixed(30), first_day: false };
        let said =
            Text::new("Còn học sau 30 ngày kể từ ngày nhập học", "Still in training 30 days after enrolment");
        assert_eq!(trigger_words(&trigger), said);
    }

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        let read = |written: &str| written.parse::<Fraction>().unwrap();
        assert_eq!(percent(read("0.3")), Text::both("30 %"));
        assert_eq!(percent(read("0.125")), Text::new("12,5 %", "12.5 %"));
        assert_eq!(percent(read("1/3")), Text::both("1/3"));
        assert_eq!(number(read("1500000.5")), Text::new("1.500.000,5", "1,500,000.5"));
    }

    #[test]
    fn long_lines_break_and_long_words_too() {
        let mut out = String::new();
        wrapped(&format!("{} {}", "a".repeat(60), "b".repeat(160)), 2, 6, &mut out);
        let widths: Vec<usize> = out.lines().map(str::len).collect();
        assert_eq!(widths, [62, 100, 72]);
    }
}
