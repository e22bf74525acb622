//! The file behind a scheme: its shape, and the checks that need a line number.

use std::{collections::BTreeMap, ops::Range};

use rust_decimal::Decimal;
use serde::Deserialize;
use time::Date;
use toml::Spanned;

use super::scheme::{Advance, Part, Payee, Quality, Scheme, Trigger};
use crate::{
    grading::GraduationClass,
    issue::Issue,
    money::{Remainder, Rounding},
    text::Text,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: Spanned<String>,
    version: Spanned<u32>,
    title: Text,
    governs_from: Date,
    currency: Spanned<String>,
    price: PriceTerms,
    components: Spanned<Vec<Spanned<Component>>>,
    quality: Option<Spanned<QualityTerms>>,
    advance: Option<Spanned<AdvanceTerms>>,
    rounding: RoundingTerms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PriceTerms {
    base: Spanned<String>,
    unit: Spanned<String>,
    law: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Component {
    code: Spanned<String>,
    title: Text,
    share: Spanned<String>,
    trigger: Trigger,
    #[serde(default)]
    by_quality: bool,
    payee: Payee,
    retention: Option<Retention>,
    law: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Retention {
    title: Text,
    share: Spanned<String>,
    release: Trigger,
    law: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QualityTerms {
    factors: Spanned<BTreeMap<Spanned<String>, Spanned<String>>>,
    law: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdvanceTerms {
    percent: Spanned<String>,
    ceiling: Spanned<String>,
    recovered_at: Spanned<String>,
    law: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoundingTerms {
    mode: Rounding,
    remainder: Remainder,
    law: Spanned<String>,
}

/// Collects findings, each at the line of what it is about.
struct Findings<'a> {
    text: &'a str,
    issues: Vec<Issue>,
}

const RULE: &str = "NĐ 32/2019 Đ24";

pub(super) fn parse(text: &str) -> Result<Scheme, Vec<Issue>> {
    let mut findings = Findings { text, issues: Vec::new() };
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let message = error.message().to_owned();
            findings.add(
                "scheme.syntax",
                &span,
                Text::new(
                    format!("Tệp quy chế không đọc được: {message}."),
                    format!("The file cannot be read: {message}."),
                ),
                Text::new(
                    "Sửa dòng này theo mẫu trong fixtures/schemes.",
                    "Mend this line; fixtures/schemes has examples.",
                ),
            );
            return Err(findings.issues);
        }
    };
    let scheme = compile(file, &mut findings);
    if findings.issues.is_empty() { Ok(scheme) } else { Err(findings.issues) }
}

fn compile(file: File, findings: &mut Findings) -> Scheme {
    findings.word(&file.id, "id");
    findings.require(file.version.get_ref() > &0, &file.version.span(), "version", "≥ 1");
    findings.require(file.currency.get_ref() == "VND", &file.currency.span(), "currency", "VND");
    findings.require(file.price.base.get_ref() == "agreed", &file.price.base.span(), "price.base", "agreed");
    findings.require(
        file.price.unit.get_ref() == "learner",
        &file.price.unit.span(),
        "price.unit",
        "learner",
    );
    findings.law(&file.price.law);
    findings.law(&file.rounding.law);
    let components_span = file.components.span();
    let components = file.components.into_inner();
    let by_quality = components.iter().any(|component| component.get_ref().by_quality);
    let mut parts: Vec<Part> = Vec::new();
    let mut sum = Decimal::ZERO;
    for component in components {
        let component = component.into_inner();
        if parts.iter().any(|part| part.code == *component.code.get_ref()) {
            findings.double(&component.code);
        }
        sum += compile_component(component, &mut parts, findings);
    }
    if sum != Decimal::ONE {
        findings.add(
            "scheme.shares",
            &components_span,
            Text::new(
                format!("Các tỉ lệ cộng lại bằng {}, không phải 1.", sum.normalize()),
                format!("The shares sum to {}, not to 1.", sum.normalize()),
            ),
            Text::new("Sửa tỉ lệ để tổng đúng bằng 1.", "Correct the shares so that they sum to exactly 1."),
        );
    }
    if by_quality && file.quality.is_none() {
        findings.add(
            "scheme.quality_missing",
            &components_span,
            Text::new(
                "Có phần trả theo chất lượng nhưng thiếu bảng [quality].",
                "A component is paid by quality, but [quality] is missing.",
            ),
            Text::new("Thêm bảng hệ số theo xếp loại.", "Add the factors by class."),
        );
    }
    Scheme {
        id: file.id.into_inner(),
        version: file.version.into_inner(),
        title: file.title,
        governs_from: file.governs_from,
        price_law: file.price.law.into_inner(),
        parts,
        quality: file.quality.map(|terms| compile_quality(terms, findings)),
        advance: file.advance.map(|terms| compile_advance(terms, findings)),
        rounding: file.rounding.mode,
        remainder: file.rounding.remainder,
        rounding_law: file.rounding.law.into_inner(),
    }
}

/// Adds the component's one or two parts; returns its share.
fn compile_component(component: Component, parts: &mut Vec<Part>, findings: &mut Findings) -> Decimal {
    findings.word(&component.code, "code");
    findings.law(&component.law);
    let share = findings.fraction(&component.share);
    let code = component.code.into_inner();
    let base = Part {
        code: code.clone(),
        title: component.title,
        share,
        triggers: vec![component.trigger],
        by_quality: component.by_quality,
        payee: component.payee,
        law: component.law.into_inner(),
    };
    match component.retention {
        None => parts.push(base),
        Some(retention) => {
            findings.law(&retention.law);
            let retained = share * findings.fraction(&retention.share);
            parts.push(Part { share: share - retained, ..base.clone() });
            parts.push(Part {
                code: format!("{code}.retained"),
                title: retention.title,
                share: retained,
                triggers: vec![component.trigger, retention.release],
                law: retention.law.into_inner(),
                ..base
            });
        }
    }
    share
}

fn compile_quality(terms: Spanned<QualityTerms>, findings: &mut Findings) -> Quality {
    let terms = terms.into_inner();
    findings.law(&terms.law);
    let table_span = terms.factors.span();
    let mut factors = BTreeMap::new();
    for (class, factor) in terms.factors.into_inner() {
        let span = class.span();
        match GraduationClass::ALL.into_iter().find(|known| known.as_str() == class.get_ref()) {
            Some(class) => {
                let factor = findings.fraction_from_zero(&factor);
                if !class.graduates() && !factor.is_zero() {
                    findings.require(false, &span, class.as_str(), "0");
                }
                factors.insert(class.as_str(), factor);
            }
            None => findings.require(
                false,
                &span,
                class.get_ref(),
                "excellent, very_good, good, fairly_good, average, passed, weak, failed",
            ),
        }
    }
    let missing: Vec<&str> = GraduationClass::ALL
        .iter()
        .map(|class| class.as_str())
        .filter(|class| !factors.contains_key(class))
        .collect();
    if !missing.is_empty() {
        let list = missing.join(", ");
        findings.add(
            "scheme.factor_missing",
            &table_span,
            Text::new(format!("Thiếu hệ số cho: {list}."), format!("No factor for: {list}.")),
            Text::new("Mỗi xếp loại cần một hệ số từ 0 đến 1.", "Give every class a factor between 0 and 1."),
        );
        for class in missing {
            factors.insert(class, Decimal::ZERO);
        }
    }
    Quality { factors, law: terms.law.into_inner() }
}

fn compile_advance(terms: Spanned<AdvanceTerms>, findings: &mut Findings) -> Advance {
    let span = terms.span();
    let terms = terms.into_inner();
    findings.law(&terms.law);
    let advance = Advance {
        percent: findings.fraction(&terms.percent),
        ceiling: findings.fraction(&terms.ceiling),
        recovered_at: findings.fraction(&terms.recovered_at),
        law: terms.law.into_inner(),
    };
    if advance.percent > advance.ceiling {
        findings.require(false, &span, "advance.percent", "≤ advance.ceiling");
    }
    if advance.recovered_at < advance.percent {
        findings.require(false, &span, "advance.recovered_at", "≥ advance.percent");
    }
    advance
}

impl Findings<'_> {
    fn add(&mut self, code: &str, span: &Range<usize>, problem: Text, remedy: Text) {
        let line = self.text[..span.start.min(self.text.len())].matches('\n').count() + 1;
        self.issues.push(Issue::new(code, format!("line {line}"), RULE, problem, remedy));
    }

    fn require(&mut self, holds: bool, span: &Range<usize>, name: &str, allowed: &str) {
        if !holds {
            self.add(
                "scheme.value",
                span,
                Text::new(format!("'{name}' không hợp lệ."), format!("'{name}' is not valid.")),
                Text::new(format!("Giá trị cho phép: {allowed}."), format!("Allowed: {allowed}.")),
            );
        }
    }

    fn word(&mut self, word: &Spanned<String>, name: &str) {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        let valid = !word.get_ref().is_empty() && word.get_ref().chars().all(fits);
        self.require(valid, &word.span(), name, "a–z, 0–9, - , _");
    }

    fn law(&mut self, law: &Spanned<String>) {
        if law.get_ref().trim().is_empty() {
            self.add(
                "scheme.law",
                &law.span(),
                Text::new("Tham số không nêu căn cứ.", "The parameter names no law."),
                Text::new(
                    "Ghi điều luật, hoặc chữ \"giả định\".",
                    "Give law and article, or the word \"assumption\".",
                ),
            );
        }
    }

    fn double(&mut self, code: &Spanned<String>) {
        let name = code.get_ref().clone();
        self.add(
            "scheme.double",
            &code.span(),
            Text::new(format!("Mã '{name}' dùng hai lần."), format!("The code '{name}' is used twice.")),
            Text::new("Đặt mã khác.", "Use another code."),
        );
    }

    /// More than 0, at most 1, at most four decimals. Written as text, so that it is exact.
    fn fraction(&mut self, text: &Spanned<String>) -> Decimal {
        let value = self.fraction_from_zero(text);
        self.require(!value.is_zero(), &text.span(), text.get_ref(), "> 0");
        value
    }

    fn fraction_from_zero(&mut self, text: &Spanned<String>) -> Decimal {
        match text.get_ref().parse::<Decimal>() {
            Ok(value)
                if value >= Decimal::ZERO && value <= Decimal::ONE && value.normalize().scale() <= 4 =>
            {
                value
            }
            _ => {
                self.require(false, &text.span(), text.get_ref(), "\"0.0000\"–\"1\"");
                Decimal::ONE
            }
        }
    }
}

#[cfg(test)]
#[path = "scheme_tests.rs"]
mod tests;
