//! What a part comes to once it is earned: base × units, loadings, quality and factors, at most the cap.

use std::borrow::Cow;

use time::Date;

use super::{
    formula::{Fault, Formula},
    plan::{base, work},
    scheme::{Extra, Part, RoundingStep, Stacking},
    scope::Scope,
    trace::{Step, Times, Worked},
};
use crate::{fraction::Fraction, value::Value};

/// What a part starts from, where that is not its own formula or share.
#[derive(Debug, Clone)]
pub(super) struct Start {
    pub code: String,
    pub exact: Fraction,
    pub worked: Worked,
}

/// The product, not yet rounded. `event` is the day whose terms a share of an amount takes.
pub(super) fn product(
    scope: &mut Scope,
    part: &Part,
    event: Date,
    start: Option<&Start>,
    times: i64,
    units: Option<Fraction>,
    mut steps: Option<&mut Vec<Step>>,
) -> Result<Fraction, Fault> {
    let mut exact = match start {
        Some(start) => {
            if let Some(steps) = &mut steps {
                steps.push(Step::Base { code: start.code.clone(), worked: start.worked.clone() });
            }
            start.exact
        }
        None => {
            let now = std::mem::replace(&mut scope.as_of, event);
            let exact = base(scope, part, steps.as_deref_mut());
            scope.as_of = now;
            exact?
        }
    };
    if times != 1 {
        let times = Fraction::whole(times);
        exact = multiply(part, exact, times, Times::Every, Cow::Borrowed("every"), None, &mut steps)?;
    }
    match (&part.units, units) {
        (_, Some(units)) => {
            exact = multiply(part, exact, units, Times::Units, Cow::Borrowed("units"), None, &mut steps)?;
        }
        (Some(formula), None) => {
            let (units, worked) = work(scope, formula, steps.is_some())?;
            exact = multiply(part, exact, units, Times::Units, Cow::Borrowed("units"), worked, &mut steps)?;
        }
        (None, None) => {}
    }
    exact = loaded(scope, part, exact, &mut steps)?;
    exact = weighed(scope, part, exact, &mut steps)?;
    if let Some(cap) = &part.cap {
        exact = at_most(scope, &part.code, cap, exact, &mut steps)?;
    }
    if !part.deduction && exact.is_negative() {
        exact = Fraction::ZERO;
        if let Some(steps) = steps {
            steps.push(Step::Times {
                what: Times::Factor,
                code: Cow::Borrowed("at_least_zero"),
                by: Fraction::ZERO,
                worked: None,
            });
        }
    }
    Ok(exact)
}

fn at_most(
    scope: &mut Scope,
    code: &str,
    cap: &Formula,
    exact: Fraction,
    steps: &mut Option<&mut Vec<Step>>,
) -> Result<Fraction, Fault> {
    let (cap, worked) = work(scope, cap, steps.is_some())?;
    if let (Some(steps), Some(worked)) = (steps, worked) {
        steps.push(Step::AtMost { code: code.to_owned(), worked });
    }
    Ok(exact.min(cap))
}

/// Multiplies, and rounds where the scheme rounds after each factor.
fn multiply(
    part: &Part,
    exact: Fraction,
    by: Fraction,
    what: Times,
    code: Cow<'static, str>,
    worked: Option<Worked>,
    steps: &mut Option<&mut Vec<Step>>,
) -> Result<Fraction, Fault> {
    let product = exact.times(by).ok_or_else(Fault::too_large)?;
    if let Some(steps) = steps {
        steps.push(Step::Times { what, code, by, worked });
    }
    if part.rounding.step == RoundingStep::Once {
        return Ok(product);
    }
    if let Some(steps) = steps {
        steps.push(Step::Round);
    }
    let rounded = part.rounding.money(product).and_then(|money| part.rounding.exact(money));
    rounded.ok_or_else(Fault::too_large)
}

fn loaded(
    scope: &mut Scope,
    part: &Part,
    mut exact: Fraction,
    steps: &mut Option<&mut Vec<Step>>,
) -> Result<Fraction, Fault> {
    if part.loadings.is_empty() {
        return Ok(exact);
    }
    let traced = steps.is_some();
    let mut sum = Fraction::ZERO;
    let mut names = Vec::new();
    let mut amounts = Vec::new();
    for loading in &part.loadings {
        if !scope.yes(&loading.when)? {
            continue;
        }
        match &loading.extra {
            Extra::Percent(formula) => {
                let percent = scope.number(formula)?;
                if part.stacking == Stacking::Multiply {
                    let by = Fraction::ONE.plus(percent).ok_or_else(Fault::too_large)?;
                    exact = multiply(
                        part,
                        exact,
                        by,
                        Times::Loading,
                        Cow::Owned(loading.code.clone()),
                        None,
                        steps,
                    )?;
                } else {
                    sum = sum.plus(percent).ok_or_else(Fault::too_large)?;
                    names.push(loading.code.as_str());
                }
            }
            Extra::Amount(formula) => {
                let (amount, worked) = work(scope, formula, traced)?;
                amounts.push((loading.code.clone(), amount, worked));
            }
        }
    }
    if !names.is_empty() {
        let by = Fraction::ONE.plus(sum).ok_or_else(Fault::too_large)?;
        exact = multiply(part, exact, by, Times::Loading, Cow::Owned(names.join(" + ")), None, steps)?;
    }
    for (code, amount, worked) in amounts {
        exact = exact.plus(amount).ok_or_else(Fault::too_large)?;
        if let (Some(steps), Some(worked)) = (steps.as_deref_mut(), worked) {
            steps.push(Step::Plus { code, worked });
        }
    }
    Ok(exact)
}

fn weighed(
    scope: &mut Scope,
    part: &Part,
    mut exact: Fraction,
    steps: &mut Option<&mut Vec<Step>>,
) -> Result<Fraction, Fault> {
    let scheme = scope.plan.input.scheme;
    if let (true, Some(quality), Some(class)) =
        (part.by_quality, &scheme.quality, scope.view.and_then(|view| view.class()))
    {
        let factor = Fraction::from(quality.factor(class));
        exact = multiply(part, exact, factor, Times::Quality, Cow::Borrowed(class.as_str()), None, steps)?;
    }
    for factor in part.factors.iter().map(|place| &scheme.factors[*place]) {
        let (mut by, mut worked) = work(scope, &factor.value, steps.is_some())?;
        if let Some(cap) = &factor.cap {
            let cap = scope.number(cap)?;
            if by > cap {
                by = cap;
                worked = worked.map(|_| literal(cap));
            }
        }
        exact = multiply(part, exact, by, Times::Factor, Cow::Owned(factor.code.clone()), worked, steps)?;
    }
    Ok(exact)
}

/// A number that stands for itself.
pub(super) fn literal(number: Fraction) -> Worked {
    let formula = if number.is_negative() { format!("-({})", number.negated()) } else { number.to_string() };
    Worked { formula, given: Vec::new(), result: Value::Number(number) }
}

/// A share of the band's price, with the formula that says so.
pub(super) fn band_price(
    bands: &str,
    band: &str,
    price: Fraction,
    worked: Option<Worked>,
    share: Option<Fraction>,
) -> Result<Start, Fault> {
    let exact = price.times(share.unwrap_or(Fraction::ONE)).ok_or_else(Fault::too_large)?;
    let worked = match (share, worked) {
        (Some(share), Some(worked)) => Worked {
            formula: format!("({}) * {share}", worked.formula),
            result: Value::Number(exact),
            ..worked
        },
        (_, worked) => worked.unwrap_or_else(|| literal(exact)),
    };
    Ok(Start { code: format!("{bands}.{band}"), exact, worked })
}
