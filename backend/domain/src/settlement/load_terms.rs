//! Everything of a scheme that is not a component: tables, scales, bands, caps, sources, advance and the rest.

use std::{cmp::Ordering, collections::BTreeMap};

use rust_decimal::Decimal;
use time::Date;

use super::{
    findings::Findings,
    formula::Names,
    scheme::{
        Advance, Band, Bands, Cap, Factor, Gives, Negative, Netting, Part, Quality, Quantity, Rank, Row,
        Scale, Source, Table, Tax, TaxClass, Trigger,
    },
    scheme_file::{
        AdvanceTerms, BandTerms, CapTerms, FactorTerms, NettingTerms, QualityTerms, QuantityTerms, RowTerms,
        ScaleBound, ScaleKind, ScaleTerms, SourceTerms, TableTerms, TaxTerms,
    },
    scheme_load::{decimal, learner},
};
use crate::{file::At, fraction::Fraction, grading::GraduationClass, text::Text, value::Type, value::Value};

pub(super) fn table(terms: &At<TableTerms>, found: &mut Findings) -> (String, Table) {
    found.word(&terms.code, "code");
    found.law(&terms.law);
    let mut rows: Vec<Row> = Vec::with_capacity(terms.rows.len());
    for row in &terms.rows {
        let read = read_row(row, found);
        let (has, wants) = (row.key.len(), terms.keys.len());
        found.refuse(
            has == wants,
            &row.span,
            (
                &format!("Dòng này có {has} cột khóa, bảng '{}' có {wants}.", terms.code.value),
                &format!("This row has {has} columns of key; the table '{}' has {wants}.", terms.code.value),
            ),
            (
                &format!("Khóa gồm: {}.", terms.keys.join(", ")),
                &format!("The key is: {}.", terms.keys.join(", ")),
            ),
        );
        found.refuse(
            begins(&read) <= ends(&read),
            &row.span,
            ("Dòng này hết hiệu lực trước khi bắt đầu.", "This row ends before it begins."),
            ("Đổi chỗ from và until.", "Change from and until round."),
        );
        if rows.iter().any(|other| other.key == read.key && meet(other, &read)) {
            let key: Vec<String> = read.key.iter().map(ToString::to_string).collect();
            let key = key.join(", ");
            found.add(
                "scheme.double_key",
                &row.span,
                Text::new(
                    format!("Khóa {key} có hai dòng cùng hiệu lực."),
                    format!("The key {key} has two rows in force at once."),
                ),
                Text::new(
                    "Bỏ một dòng, hoặc cho hai dòng hai thời hạn khác nhau.",
                    "Drop one, or give the two rows terms that do not overlap.",
                ),
            );
        }
        rows.push(read);
    }
    gaps(terms, &rows, found);
    (terms.code.value.clone(), Table { keys: terms.keys.clone(), rows, law: terms.law.value.clone() })
}

fn read_row(row: &At<RowTerms>, found: &mut Findings) -> Row {
    Row {
        key: row.key.iter().map(|key| Value::read(key.as_str())).collect(),
        value: found.number(&row.value.value.value, &row.value.value.span),
        from: row.from.map(|day| day.0),
        until: row.until.map(|day| day.0),
    }
}

fn begins(row: &Row) -> Date {
    row.from.unwrap_or(Date::MIN)
}

fn ends(row: &Row) -> Date {
    row.until.unwrap_or(Date::MAX)
}

fn meet(a: &Row, b: &Row) -> bool {
    begins(a) <= ends(b) && begins(b) <= ends(a)
}

/// A key that has several turns must not leave days between them without a rate.
fn gaps(terms: &At<TableTerms>, rows: &[Row], found: &mut Findings) {
    for (row, written) in rows.iter().zip(&terms.rows) {
        let later = rows.iter().filter(|other| {
            other.key == row.key
                && begins(other) > ends(row)
                && begins(row) <= ends(row)
                && begins(other) <= ends(other)
        });
        let Some(next) = later.map(begins).min() else { continue };
        let goes_on =
            |other: &Row| other.key == row.key && begins(other) <= ends(row) && ends(other) > ends(row);
        if rows.iter().any(goes_on) {
            continue;
        }
        if ends(row).next_day() != Some(next) {
            found.add(
                "scheme.gap",
                &written.span,
                Text::new(
                    format!("Từ sau {} đến trước {next} không có mức nào.", ends(row)),
                    format!("There is no rate after {} and before {next}.", ends(row)),
                ),
                Text::new("Nối liền hai thời hạn.", "Let the next row begin the day after."),
            );
        }
    }
}

pub(super) fn scale(terms: &At<ScaleTerms>, found: &mut Findings) -> (String, Scale) {
    found.word(&terms.code, "code");
    found.law(&terms.law);
    found.require(!terms.points.is_empty(), &terms.points.span, "points", "≥ 1");
    let steps = terms.kind == ScaleKind::Steps;
    let mut points: Vec<(Fraction, Fraction)> = Vec::new();
    for point in terms.points.iter() {
        let read = (
            found.number(&point.at.value, &point.at.span),
            found.number(&point.value.value.value, &point.value.value.span),
        );
        if let Some((at, value)) = points.last() {
            match at.cmp(&read.0) {
                Ordering::Less if steps && *value == read.1 => found.add(
                    "scheme.step",
                    &point.span,
                    Text::new("Bậc này không thay đổi gì.", "This step changes nothing."),
                    Text::new("Bỏ bậc này.", "Drop it."),
                ),
                Ordering::Less => {}
                Ordering::Equal | Ordering::Greater => found.add(
                    "scheme.step",
                    &point.span,
                    Text::new("Không bao giờ đến được bậc này.", "This step can never be reached."),
                    Text::new("Xếp các bậc tăng dần.", "Put the steps in ascending order."),
                ),
            }
        }
        points.push(read);
    }
    let scale = Scale {
        line: !steps,
        at_least: terms.bound == ScaleBound::AtLeast,
        points,
        law: terms.law.value.clone(),
    };
    (terms.code.value.clone(), scale)
}

pub(super) fn bands(terms: &At<BandTerms>, names: &Names, found: &mut Findings) -> Bands {
    found.word(&terms.code, "code");
    found.law(&terms.law);
    found.require(!terms.steps.is_empty(), &terms.steps.span, "steps", "≥ 1");
    found.once(terms.steps.iter().map(|step| &step.code));
    let steps = terms
        .steps
        .iter()
        .map(|step| {
            let fixed: Result<Fraction, _> = step.capacity.as_str().parse();
            if let Ok(capacity) = fixed {
                found.require(
                    capacity.is_whole() && capacity > Fraction::ZERO,
                    &step.capacity.span,
                    step.capacity.as_str(),
                    "1, 2, 3 …",
                );
            }
            Band {
                code: step.code.value.clone(),
                capacity: found.formula_at(&step.capacity, Type::Number, names),
                price: found.formula_at(&step.price, Type::Number, names),
            }
        })
        .collect();
    Bands {
        code: terms.code.value.clone(),
        steps,
        scope: terms.scope,
        refund: terms.refund,
        beyond: terms.beyond,
        law: terms.law.value.clone(),
    }
}

pub(super) fn factor(terms: &At<FactorTerms>, names: &Names, found: &mut Findings) -> Factor {
    found.word(&terms.code, "code");
    found.law(&terms.law);
    let names = learner(names);
    Factor {
        code: terms.code.value.clone(),
        title: terms.title.clone(),
        value: found.formula_at(&terms.value.value, Type::Number, &names),
        cap: found.formula_in(&terms.cap, &names),
        law: terms.law.value.clone(),
    }
}

pub(super) fn quality(terms: &At<QualityTerms>, found: &mut Findings) -> Quality {
    found.law(&terms.law);
    let mut factors: BTreeMap<&'static str, Decimal> = BTreeMap::new();
    for (class, written) in terms.factors.iter() {
        let Some(known) = GraduationClass::ALL.into_iter().find(|known| known.as_str() == class.value) else {
            let all: Vec<&str> = GraduationClass::ALL.iter().map(|class| class.as_str()).collect();
            found.require(false, &class.span, &class.value, &all.join(", "));
            continue;
        };
        let factor = found.part(written);
        found.require(known.graduates() || factor.is_zero(), &written.span, known.as_str(), "0");
        factors.insert(known.as_str(), decimal(factor));
    }
    let missing: Vec<&str> = GraduationClass::ALL
        .iter()
        .map(|class| class.as_str())
        .filter(|class| !factors.contains_key(class))
        .collect();
    if !missing.is_empty() {
        let list = missing.join(", ");
        found.add(
            "scheme.factor_missing",
            &terms.factors.span,
            Text::new(format!("Thiếu hệ số cho: {list}."), format!("No factor for: {list}.")),
            Text::new("Mỗi xếp loại cần một hệ số từ 0 đến 1.", "Give every class a factor between 0 and 1."),
        );
    }
    Quality { factors, law: terms.law.value.clone() }
}

pub(super) fn quantity(terms: &At<QuantityTerms>, parts: &[Part], found: &mut Findings) -> Quantity {
    found.law(&terms.law);
    let census =
        parts.first().is_some_and(|part| matches!(part.triggers.first(), Some(Trigger::Retained { .. })));
    found.require(
        census || !terms.rank.contains(&Rank::Kept),
        &terms.span,
        "kept",
        "first component: retained",
    );
    Quantity {
        beyond: terms.beyond,
        rank: terms.rank.clone(),
        minimum: terms.minimum,
        below: terms.below,
        law: terms.law.value.clone(),
    }
}

pub(super) fn cap(terms: &At<CapTerms>, names: &Names, codes: &[String], found: &mut Findings) -> Cap {
    found.word(&terms.code, "code");
    found.law(&terms.law);
    let places = |list: &[At<String>], found: &mut Findings| {
        list.iter().map(|code| found.place_of(code, codes)).collect()
    };
    Cap {
        code: terms.code.value.clone(),
        title: terms.title.clone().unwrap_or_else(|| Text::new(&*terms.code.value, &*terms.code.value)),
        per: terms.per,
        year: terms.year,
        parts: places(&terms.components, found),
        payee: terms.payee.clone(),
        amount: found.formula_at(&terms.amount, Type::Number, names),
        cut: terms.cut,
        cut_first: places(&terms.cut_first, found),
        over: terms.over,
        law: terms.law.value.clone(),
    }
}

pub(super) fn sources(list: &[At<SourceTerms>], names: &Names, found: &mut Findings) -> Vec<Source> {
    let names = learner(names);

    list
        .iter()
        .enumerate()
        .map(|(i, terms)| {
            found.word(&terms.code, "code");
            let last = i + 1 == list.len();
            let code = &terms.code.value;
            found.refuse(
                !last || (terms.rest && terms.when.is_none() && terms.ceiling.is_none()),
                &terms.span,
                (
                    &format!("Nguồn cuối '{code}' phải trả mọi phần còn lại, cho mọi người."),
                    &format!("The last source '{code}' must pay whatever is left, for everybody."),
                ),
                ("Đặt rest = true, không kèm when hay ceiling.", "Write rest = true, without when and ceiling."),
            );
            found.refuse(
                last || !terms.rest,
                &terms.span,
                (
                    &format!("Nguồn '{code}' trả hết phần còn lại nên không còn gì cho nguồn sau."),
                    &format!("The source '{code}' pays whatever is left, so nothing is left for those after it."),
                ),
                ("Chỉ nguồn cuối có rest = true; ở đây dùng draws hoặc share.", "Only the last has rest = true; use draws or share here."),
            );
            let gives = match (&terms.draws, &terms.share, terms.rest) {
                (Some(balance), None, false) => Gives::Draws(balance.clone()),
                (None, Some(share), false) => Gives::Share(found.formula_at(share, Type::Number, &names)),
                (None, None, true) => Gives::Rest,
                _ => {
                    found.refuse(
                        false,
                        &terms.span,
                        (
                            &format!("Nguồn '{code}' phải nêu đúng một trong ba: draws, share, rest."),
                            &format!("The source '{code}' must give exactly one of draws, share and rest."),
                        ),
                        (
                            "draws: rút từ một số dư; share: một phần của số còn lại; rest: mọi phần còn lại.",
                            "draws: from a balance; share: a part of what is left; rest: whatever is left.",
                        ),
                    );
                    Gives::Rest
                }
            };
            Source {
                code: terms.code.value.clone(),
                title: terms
                    .title
                    .clone()
                    .unwrap_or_else(|| Text::new(&*terms.code.value, &*terms.code.value)),
                gives,
                when: terms.when.as_ref().map(|when| found.formula_at(when, Type::YesNo, &names)),
                ceiling: found.formula_in(&terms.ceiling, &names),
                per_year: terms.per_year,
                law: terms.law.clone().unwrap_or_default(),
            }
        })
        .collect()
}

pub(super) fn advance(terms: &At<AdvanceTerms>, found: &mut Findings) -> Advance {
    found.law(&terms.law);
    let (percent, ceiling) = (found.share(&terms.percent), found.share(&terms.ceiling));
    let recovered_at = found.share(&terms.recovered_at);
    found.require(percent <= ceiling, &terms.percent.span, "advance.percent", "≤ advance.ceiling");
    found.require(
        recovered_at >= percent,
        &terms.recovered_at.span,
        "advance.recovered_at",
        "≥ advance.percent",
    );
    Advance {
        percent: decimal(percent),
        ceiling: decimal(ceiling),
        recovered_at: decimal(recovered_at),
        recovery: terms.recovery,
        law: terms.law.value.clone(),
    }
}

pub(super) fn netting(terms: &At<NettingTerms>, found: &mut Findings) -> Netting {
    found.law(&terms.law);
    let by_instalments = terms.negative == Negative::Instalments;
    found.require(
        by_instalments == (terms.instalments > 0),
        &terms.span,
        "netting.instalments",
        "negative = \"instalments\" and instalments ≥ 1",
    );
    Netting {
        negative: terms.negative,
        instalments: terms.instalments,
        monthly_ceiling: terms
            .monthly_ceiling
            .as_ref()
            .map(|ceiling| found.number(&ceiling.value, &ceiling.span)),
        contest_days: terms.contest_days,
        corrections: terms.corrections,
        law: terms.law.value.clone(),
    }
}

pub(super) fn tax(terms: &At<TaxTerms>, names: &Names, found: &mut Findings) -> Tax {
    found.law(&terms.law);
    let standard = terms.class == TaxClass::Standard;
    found.require(
        standard == terms.rate.is_some(),
        &terms.span,
        "tax.rate",
        "class = \"standard\" with a rate",
    );
    Tax { class: terms.class, rate: found.formula_in(&terms.rate, names), law: terms.law.value.clone() }
}
