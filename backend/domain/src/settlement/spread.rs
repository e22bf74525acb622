//! One part over several instalments.

use time::Date;

use super::{
    amount::{Start, product},
    formula::Fault,
    plan::Plan,
    scheme::{
        AfterBreak, Change, Early, EndDay, Every, Milestone, Monthly, NoMonthEnd, Overpaid, Part, Spread,
    },
    scope::Scope,
    trace::{Rounded, Step, Times},
    trigger::{Met, planned_end},
    view::{View, is_kind},
};
use crate::{
    calendar::{month_ends, plus_months},
    fact::Fact,
    fraction::Fraction,
    ids::FactId,
    money::{Money, Remainder},
};

/// One instalment.
#[derive(Debug)]
pub(super) struct Piece {
    pub label: String,
    pub balancing: bool,
    pub on: Date,
    pub money: Money,
    pub steps: Vec<Step>,
}

/// Instalments that have come, and what the whole part would come to.
#[derive(Debug, Default)]
pub(super) struct Spreaded {
    pub pieces: Vec<Piece>,
    pub whole: Money,
}

/// What an instalment is worked out from.
pub(super) struct Of<'a, 'f> {
    pub plan: &'a Plan<'f>,
    pub view: Option<&'a View<'f>>,
    pub part: &'a Part,
    pub totals: &'a [Money],
    pub met: Met,
    pub start: Option<&'a Start>,
    pub traced: bool,
}

impl<'a, 'f> Of<'a, 'f> {
    fn scope(&self, on: Date) -> Scope<'a, 'f> {
        self.plan.scope(self.view, on, self.totals)
    }

    /// What the part comes to as known on a day, and how.
    fn target(&self, on: Date, units: Option<Fraction>) -> Result<(Fraction, Vec<Step>), Fault> {
        let mut steps = Vec::new();
        let told = self.traced.then_some(&mut steps);
        let exact = product(&mut self.scope(on), self.part, on, self.start, self.met.times, units, told)?;
        Ok((exact, steps))
    }

    fn money(&self, exact: Fraction) -> Result<Money, Fault> {
        self.part.rounding.money(exact).ok_or_else(Fault::too_large)
    }

    /// The instalment that a last step makes of a target.
    fn piece(
        &self,
        label: String,
        on: Date,
        exact: Fraction,
        mut steps: Vec<Step>,
        last: Step,
    ) -> Result<Piece, Fault> {
        if self.traced {
            steps.push(last);
        }
        Ok(Piece { label, balancing: false, on, money: self.money(exact)?, steps })
    }
}

pub(super) fn spread(of: &Of, spread: &Spread, first: Date) -> Result<Spreaded, Fault> {
    match (spread, of.view) {
        (Spread::Monthly(terms), Some(view)) => monthly(of, view, terms),
        (Spread::Monthly(_), None) => Ok(Spreaded::default()),
        (Spread::Instalments { number, every, units }, _) => {
            let number = of.scope(of.plan.input.as_of).number(number)?;
            let number =
                number.to_whole().and_then(|n| usize::try_from(n).ok()).filter(|n| (1..=1200).contains(n));
            let number = number.ok_or_else(|| {
                Fault::new(
                    "spread.number",
                    "Số kỳ phải là số nguyên từ 1 đến 1200.",
                    "The number of instalments must be whole, from 1 to 1200.",
                )
            })?;
            let days = |place: usize| plus_months(first, i32::try_from(place).unwrap_or(0) * every.months());
            if *units { by_units(of, number, days) } else { equal(of, number, days) }
        }
        (Spread::Milestones(milestones), _) => at_milestones(of, milestones),
        (Spread::Facts(kind), _) => by_facts(of, kind),
    }
}

impl Every {
    fn months(self) -> i32 {
        match self {
            Every::Month => 1,
            Every::Quarter => 3,
            Every::Year => 12,
        }
    }
}

/// Who left, and when: instalments after that day are not earned.
fn gone(of: &Of, day: Date) -> bool {
    of.view.is_some_and(|view| view.withdrew.is_some_and(|fact| fact.happened_on < day))
}

fn equal(of: &Of, number: usize, day: impl Fn(usize) -> Option<Date>) -> Result<Spreaded, Fault> {
    let as_of = of.plan.input.as_of;
    let (exact, steps) = of.target(as_of, None)?;
    let rounding = Rounded::from(of.part.rounding);
    let weights = if of.traced { vec![1; number] } else { Vec::new() };
    let remainder = of.part.rounding.remainder;
    let parts = u64::try_from(number).map_err(|_| Fault::too_large())?;
    let mut spreaded = Spreaded { pieces: Vec::new(), whole: of.money(exact)? };
    for place in 0..number {
        let on = day(place).ok_or_else(Fault::too_large)?;
        if on > as_of || gone(of, on) {
            break;
        }
        let part = rounding.equal_part(exact, parts, place, remainder).ok_or_else(Fault::too_large)?;
        let last = Step::Divided { weights: weights.clone(), place, remainder };
        spreaded.pieces.push(of.piece((place + 1).to_string(), on, part, steps.clone(), last)?);
    }
    Ok(spreaded)
}

fn by_units(of: &Of, number: usize, day: impl Fn(usize) -> Option<Date>) -> Result<Spreaded, Fault> {
    let as_of = of.plan.input.as_of;
    let Some(formula) = &of.part.units else { return equal(of, number, day) };
    let units = of.scope(as_of).number(formula)?;
    let whole = i64::try_from(units.floor()).map_err(|_| Fault::too_large())?;
    let parts = Money::dong(whole).allocate(&vec![1; number], of.part.rounding.remainder);
    let mut spreaded = Spreaded { pieces: Vec::new(), whole: of.money(of.target(as_of, None)?.0)? };
    for (place, units) in parts.into_iter().enumerate() {
        let on = day(place).ok_or_else(Fault::too_large)?;
        if on > as_of || gone(of, on) {
            break;
        }
        let (exact, steps) = of.target(as_of, Some(Fraction::whole(units.as_dong())))?;
        spreaded.pieces.push(of.piece((place + 1).to_string(), on, exact, steps, Step::Round)?);
    }
    Ok(spreaded)
}

fn at_milestones(of: &Of, milestones: &[Milestone]) -> Result<Spreaded, Fault> {
    let as_of = of.plan.input.as_of;
    let (exact, steps) = of.target(as_of, None)?;
    let mut spreaded = Spreaded { pieces: Vec::new(), whole: of.money(exact)? };
    for milestone in milestones {
        let on = of.scope(as_of).day(&milestone.on)?;
        if on > as_of || gone(of, on) {
            continue;
        }
        let part = exact.times(milestone.share).ok_or_else(Fault::too_large)?;
        let last = Step::Times {
            what: Times::Milestone,
            code: milestone.label.clone().into(),
            by: milestone.share,
            worked: None,
        };
        spreaded.pieces.push(of.piece(milestone.label.clone(), on, part, steps.clone(), last)?);
    }
    Ok(spreaded)
}

fn by_facts(of: &Of, kind: &str) -> Result<Spreaded, Fault> {
    let facts = of.view.map_or(&of.plan.facts, |view| &view.facts);
    let mut spreaded = Spreaded::default();
    for fact in facts.iter().filter(|fact| is_kind(fact, kind)) {
        let mut scope = Scope { fact: Some(fact), ..of.scope(of.plan.input.as_of) };
        let mut steps = Vec::new();
        let told = of.traced.then_some(&mut steps);
        let exact = product(&mut scope, of.part, fact.happened_on, of.start, of.met.times, None, told)?;
        let month = month_label(fact.happened_on);
        let same = spreaded.pieces.iter().filter(|piece: &&Piece| piece.label.starts_with(&month)).count();
        let label = if same == 0 { month } else { format!("{month}/{}", same + 1) };
        let piece = of.piece(label, fact.happened_on, exact, steps, Step::Round)?;
        spreaded.whole += piece.money;
        spreaded.pieces.push(piece);
    }
    Ok(spreaded)
}

pub(super) fn month_label(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), u8::from(day.month()))
}

/// What the months left are worked out from, until something changes.
struct Course {
    target: Fraction,
    until: Date,
    /// The fact that said so, where changes are recorded as facts.
    said: Option<FactId>,
    /// Earned before, of what counts against the target.
    before: Money,
    /// Earned under amounts that a residual amount replaced.
    aside: Money,
    first: Date,
    left: u64,
}

fn monthly(of: &Of, view: &View, terms: &Monthly) -> Result<Spreaded, Fault> {
    let as_of = of.plan.input.as_of;
    let until = |on: Date| match &terms.until {
        Some(formula) => of.scope(on).day(formula),
        None => Ok(planned_end(of.plan, view, on)),
    };
    let from = match &terms.from {
        Some(formula) => of.scope(as_of).day(formula)?,
        None => view.start().unwrap_or(of.plan.input.order.starts_on),
    };
    let (whole, steps) = of.target(as_of, None)?;
    let mut spreaded = Spreaded { pieces: Vec::new(), whole: of.money(whole)? };
    if terms.no_month_end == NoMonthEnd::Once && month_ends(from, until(as_of)?).next().is_none() {
        let last = until(as_of)?;
        let on = view.ended().map_or(last, |end| end.happened_on.min(last));
        let left_early = view.withdrew.is_some_and(|fact| fact.happened_on < last);
        if on <= as_of && !left_early {
            spreaded.pieces.push(of.piece(month_label(last), on, whole, steps, Step::Round)?);
        }
        return Ok(spreaded);
    }
    let mut course: Option<Course> = None;
    let mut away = false;
    for day in month_ends(from, as_of) {
        let until = until(day)?;
        if day > until {
            continue;
        }
        if !view.in_learning(day, terms.end_day == EndDay::In) {
            away = true;
            continue;
        }
        let (target, steps) = of.target(day, None)?;
        let respread = away && terms.after_break == AfterBreak::Respread;
        let said = said(view, terms, day).map(|fact| fact.id);
        let as_before =
            |course: &Course| course.target == target && course.until == until && course.said == said;
        let same = course.as_ref().is_some_and(as_before);
        if !same || respread {
            course = Some(planned(of, view, terms, course, target, day, until, &mut spreaded.pieces)?);
        }
        away = false;
        let Some(course) = &course else { continue };
        let place = month_ends(course.first, day).count().saturating_sub(1);
        let rounding = Rounded::from(of.part.rounding);
        let (before, left, remainder) = (course.before, course.left, of.part.rounding.remainder);
        let open =
            rounding.exact(before).and_then(|before| target.minus(before)).ok_or_else(Fault::too_large)?;
        let part = rounding.equal_part(open, left, place, remainder).ok_or_else(Fault::too_large)?;
        let last = Step::Planned { before, left, place, remainder };
        spreaded.pieces.push(of.piece(month_label(day), day, part, steps, last)?);
    }
    if terms.early == Early::Balance {
        balance(of, view, course.as_ref(), until, &mut spreaded.pieces)?;
    }
    Ok(spreaded)
}

fn sum(pieces: &[Piece]) -> Money {
    pieces.iter().map(|piece| piece.money).sum()
}

/// The latest fact that says what the amount is, and whether it replaces the whole or what is left.
fn said<'f>(view: &View<'f>, terms: &Monthly, day: Date) -> Option<&'f Fact> {
    let kind = terms.change_fact.as_ref().filter(|_| terms.change == Change::AsRecorded)?;
    view.facts.iter().rfind(|fact| fact.happened_on <= day && is_kind(fact, kind)).copied()
}

/// Works out anew what the months left are paid, because amount, dates or presence changed.
#[expect(clippy::too_many_arguments, reason = "what changed and what was before meet here once")]
fn planned(
    of: &Of,
    view: &View,
    terms: &Monthly,
    old: Option<Course>,
    target: Fraction,
    day: Date,
    until: Date,
    pieces: &mut [Piece],
) -> Result<Course, Fault> {
    let by = said(view, terms, day);
    let said = by.map(|fact| fact.id);
    let changed = old.as_ref().is_some_and(|old| old.target != target || old.said != said);
    let residual = changed
        && match terms.change {
            Change::Residual => true,
            Change::AsRecorded => by.is_some_and(|fact| fact.what.label() == Some("residual")),
            Change::Total => false,
        };
    let aside = match old {
        _ if residual => sum(pieces),
        Some(old) if !changed => old.aside,
        _ => Money::ZERO,
    };
    let mut before = sum(pieces) - aside;
    let over = before - of.money(target)?;
    if terms.overpaid == Overpaid::LatestBack && over > Money::ZERO {
        let mut left = over;
        for piece in pieces.iter_mut().rev() {
            let eaten = left.min(piece.money.at_least_zero());
            piece.money -= eaten;
            left -= eaten;
            if of.traced && !eaten.is_zero() {
                piece.steps.push(Step::Round);
                piece.steps.push(Step::Less { code: "latest_back".to_owned(), amount: eaten, over: None });
            }
        }
        before = sum(pieces) - aside;
    }
    let left = u64::try_from(month_ends(day, until).count()).map_err(|_| Fault::too_large())?;
    Ok(Course { target, until, said, before, aside, first: day, left })
}

/// What is left when somebody finishes by the planned end: one instalment in that month.
fn balance(
    of: &Of,
    view: &View,
    course: Option<&Course>,
    until: impl Fn(Date) -> Result<Date, Fault>,
    pieces: &mut Vec<Piece>,
) -> Result<(), Fault> {
    let finished = [view.completed, view.graduated].into_iter().flatten().map(|fact| fact.happened_on).min();
    let Some(day) = finished else { return Ok(()) };
    if view.withdrew.is_some_and(|fact| fact.happened_on < day) || day > until(day)? {
        return Ok(());
    }
    let (target, mut steps) = of.target(day, None)?;
    let before = sum(pieces) - course.map_or(Money::ZERO, |course| course.aside);
    let open = of
        .part
        .rounding
        .exact(before)
        .and_then(|before| target.minus(before))
        .ok_or_else(Fault::too_large)?;
    let money = of.money(open)?;
    if money.is_zero() || of.part.rounding.remainder == Remainder::Separate && is_dust(of, pieces, money) {
        return Ok(());
    }
    if of.traced {
        steps.push(Step::Rest { before });
    }
    let label = if pieces.iter().any(|piece| piece.label == month_label(day)) {
        format!("{}/balancing", month_label(day))
    } else {
        month_label(day)
    };
    pieces.push(Piece { label, balancing: true, on: day, money, steps });
    Ok(())
}

/// Instalments rounded alone leave less than half a unit each: that is no balance.
fn is_dust(of: &Of, pieces: &[Piece], money: Money) -> bool {
    let units = i64::try_from(pieces.len()).unwrap_or(i64::MAX).saturating_mul(of.part.rounding.multiple);
    money.as_dong().abs() <= units
}
