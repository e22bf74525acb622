//! From the file to the scheme, with every check that can be made before a learner exists.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{
    findings::Findings,
    formula::{Formula, Leaf, Names},
    load_parts, load_terms,
    scheme::{Netting, Rule, Scheme, Tax},
    scheme_file::{ScaleKind, SchemeFile},
};
use crate::{
    file::{At, Exact, Fault, mended},
    fraction::Fraction,
    issue::Issue,
    text::Text,
    value::Type,
};

pub(super) fn parse(text: &str) -> Result<Scheme, Vec<Issue>> {
    let mut findings = Findings::new(text);
    let (file, faults) = mended::<SchemeFile>(text);
    findings.faults(faults);
    match file {
        Some(file) => load(file, findings),
        None => Err(findings.sorted()),
    }
}

/// A scheme that stands inside another file, such as a case, with the slips found in it.
pub(crate) fn inside(file: SchemeFile, slips: Vec<Fault>, text: &str) -> Result<Scheme, Vec<Issue>> {
    let mut findings = Findings::new(text);
    findings.faults(slips);
    load(file, findings)
}

fn load(file: SchemeFile, mut findings: Findings) -> Result<Scheme, Vec<Issue>> {
    let found = &mut findings;
    head(&file, found);
    let mut names = names(&file, found);
    let values = values(&file, &mut names, found);
    let rounding = Rule {
        smallest: file.rounding.unit.as_ref().map_or(Fraction::ONE, |unit| positive(unit, found)),
        multiple: 1,
        mode: file.rounding.mode,
        remainder: file.rounding.remainder,
        step: file.rounding.step,
    };
    found.law(&file.rounding.law);
    let tables = file.tables.iter().map(|table| load_terms::table(table, found)).collect();
    let scales = file.scales.iter().map(|scale| load_terms::scale(scale, found)).collect();
    let bands = file.bands.iter().map(|bands| load_terms::bands(bands, &names, found)).collect();
    let factors = file.factors.iter().map(|factor| load_terms::factor(factor, &names, found)).collect();
    let (amounts, parts) = load_parts::parts(&file, &names, rounding, found);
    let codes: Vec<String> = parts.iter().map(|part| part.code.clone()).collect();
    let scheme = Scheme {
        replaces: file.replaces.as_ref().map(|replaces| (replaces.version, replaces.changes.clone())),
        values,
        tables,
        scales,
        bands,
        amounts,
        quality: file.quality.as_ref().map(|terms| load_terms::quality(terms, found)),
        factors,
        quantity: file.quantity.as_ref().map(|terms| load_terms::quantity(terms, &parts, found)),
        caps: file.caps.iter().map(|cap| load_terms::cap(cap, &names, &codes, found)).collect(),
        sources: load_terms::sources(&file.sources, &names, found),
        draw_order: file
            .draw_order
            .iter()
            .map(|by| found.formula_at(by, Type::Any, &learner(&names)))
            .collect(),
        advance: file.advance.as_ref().map(|terms| load_terms::advance(terms, found)),
        netting: file
            .netting
            .as_ref()
            .map_or_else(Netting::default, |terms| load_terms::netting(terms, found)),
        tax: file.tax.as_ref().map_or_else(
            || Tax { class: Default::default(), rate: None, law: String::new() },
            |terms| load_terms::tax(terms, &names, found),
        ),
        year_begins: year_begins(&file, found),
        parts,
        rounding,
        rounding_law: file.rounding.law.value.clone(),
        id: file.id.value,
        version: file.version.value,
        title: file.title,
        governs_from: file.governs_from.0,
        currency: file.currency.value,
    };
    findings.finish(scheme)
}

fn head(file: &SchemeFile, found: &mut Findings) {
    found.word(&file.id, "id");
    found.require(file.version.value > 0, &file.version.span, "version", "≥ 1");
    let currency = file.currency.len() == 3 && file.currency.chars().all(|c| c.is_ascii_uppercase());
    found.require(currency, &file.currency.span, "currency", "VND, GBP, …");
    match &file.replaces {
        None if file.version.value > 1 => found.add(
            "scheme.replaces",
            &file.version.span,
            Text::new(
                "Phiên bản mới phải nói thay phiên bản nào và thay đổi những gì.",
                "A new version must say which one it replaces, and what changes.",
            ),
            Text::new("Thêm bảng [replaces].", "Add the table [replaces]."),
        ),
        Some(replaces) => {
            found.require(
                replaces.version < file.version.value,
                &replaces.span,
                "replaces.version",
                "< version",
            );
        }
        None => {}
    }
    found.once(
        file.components.iter().map(|component| &component.code).chain(file.sanctions.iter().map(|s| &s.code)),
    );
    found.once(file.amounts.iter().map(|amount| &amount.code));
    found.once(file.tables.iter().map(|table| &table.code));
    found.once(file.scales.iter().map(|scale| &scale.code));
    found.once(file.bands.iter().map(|bands| &bands.code));
    found.once(file.factors.iter().map(|factor| &factor.code));
    found.once(file.caps.iter().map(|cap| &cap.code));
    found.once(file.sources.iter().map(|source| &source.code));
}

fn year_begins(file: &SchemeFile, found: &mut Findings) -> u8 {
    let Some(year) = &file.year else { return 1 };
    let valid = (1..=12).contains(&year.first_month);
    found.require(valid, &year.span, "year.first_month", "1–12");
    if valid { year.first_month } else { 1 }
}

fn positive(written: &At<Exact>, found: &mut Findings) -> Fraction {
    let number = found.number(written, &written.span);
    let valid = number > Fraction::ZERO;
    found.require(valid, &written.span, written.as_str(), "> 0");
    if valid { number } else { Fraction::ONE }
}

/// Names for a formula that may ask about a learner.
pub(super) fn learner(names: &Names) -> Names {
    Names { learner: true, ..names.clone() }
}

fn names(file: &SchemeFile, found: &mut Findings) -> Names {
    for scale in &file.scales {
        found.require(
            scale.kind == ScaleKind::Steps || scale.points.len() > 1,
            &scale.span,
            &scale.code,
            "≥ 2 points",
        );
    }
    Names {
        tables: file.tables.iter().map(|table| (table.code.value.clone(), table.keys.len())).collect(),
        scales: file.scales.iter().map(|scale| scale.code.value.clone()).collect(),
        bands: file
            .bands
            .iter()
            .map(|bands| {
                (bands.code.value.clone(), bands.steps.iter().map(|step| step.code.value.clone()).collect())
            })
            .collect(),
        ..Names::default()
    }
}

/// Values may name each other, but not in a circle: each is read once those it names are.
fn values(file: &SchemeFile, names: &mut Names, found: &mut Findings) -> BTreeMap<String, Formula> {
    let mut formulas = BTreeMap::new();
    let mut left: BTreeSet<&String> = file.values.keys().collect();
    let parsed: BTreeMap<&String, Option<Formula>> = file
        .values
        .iter()
        .map(|(name, written)| (name, super::formula::parse(written.as_str()).ok()))
        .collect();
    while !left.is_empty() {
        let ready: Vec<&String> = left
            .iter()
            .copied()
            .filter(|name| parsed[*name].as_ref().is_none_or(|formula| !waits(formula, &left)))
            .collect();
        let circular = |name: &&String| goes_round(name, &parsed);
        for name in
            if ready.is_empty() { left.iter().copied().filter(circular).collect() } else { ready.clone() }
        {
            let written = &file.values[name];
            if ready.is_empty() {
                names.values.insert(name.clone(), Type::Any);
                found.add(
                    "scheme.circle",
                    &written.span,
                    Text::new(
                        format!("Giá trị '{name}' dùng chính nó."),
                        format!("The value '{name}' goes round in a circle."),
                    ),
                    Text::new("Bỏ vòng tham chiếu.", "Break the circle."),
                );
            } else {
                let mut seen = learner(names);
                seen.components =
                    file.components.iter().map(|component| component.code.value.clone()).collect();
                let formula = found.formula_at(written, Type::Any, &seen);
                let kind = super::formula::check(&formula.root, &seen, &mut Vec::new());
                names.values.insert(name.clone(), kind);
                formulas.insert(name.clone(), formula);
            }
            left.remove(name);
        }
    }
    formulas
}

/// Whether a value needs itself, by way of others or at once.
fn goes_round(name: &str, parsed: &BTreeMap<&String, Option<Formula>>) -> bool {
    let mut needed: BTreeSet<&str> = BTreeSet::new();
    let mut next = vec![name];
    while let Some(one) = next.pop() {
        let Some(Some(formula)) = parsed.get(&one.to_owned()) else { continue };
        for leaf in formula.leaves() {
            let (Leaf::Named(other) | Leaf::Cohort(other) | Leaf::CohortSum(other)) = leaf else { continue };
            if needed.insert(other) {
                next.push(other);
            }
        }
    }
    needed.contains(name)
}

fn waits(formula: &Formula, left: &BTreeSet<&String>) -> bool {
    formula.leaves().iter().any(|leaf| match leaf {
        Leaf::Named(name) | Leaf::Cohort(name) | Leaf::CohortSum(name) => left.contains(name),
        _ => false,
    })
}

/// A share or percentage as a decimal, for what is stored and shown as one.
pub(super) fn decimal(fraction: Fraction) -> Decimal {
    fraction.to_string().parse().unwrap_or_else(|_| {
        Decimal::from_i128_with_scale(fraction.numerator(), 0)
            / Decimal::from_i128_with_scale(fraction.denominator(), 0)
    })
}

#[cfg(test)]
#[path = "scheme_tests.rs"]
mod tests;
