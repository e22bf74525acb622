//! What formulas read: order, learner, facts, tables, cohort. With a recorder, everything that was read is kept.

use time::Date;

use super::{
    formula::{Expr, FactField, Fault, Formula, Kind, Leaf, Leaves, eval},
    plan::Plan,
    scheme::{Row, Scale},
    trace::{Given, Used},
    view::{View, is_kind},
};
use crate::{
    fact::{Fact, Happening},
    fraction::Fraction,
    money::{Money, Rounding},
    value::Value,
};

/// Where a formula stands.
pub(super) struct Scope<'a, 'f> {
    pub plan: &'a Plan<'f>,
    pub view: Option<&'a View<'f>>,
    /// What happened later is not seen.
    pub as_of: Date,
    pub fact: Option<&'a Fact>,
    /// Earned so far, by part.
    pub totals: &'a [Money],
    pub recorder: Option<&'a mut Recorder>,
}

/// What formulas read, for the trace.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    pub given: Vec<Given>,
    pub facts: Vec<Used>,
}

impl Scope<'_, '_> {
    pub fn number(&mut self, formula: &Formula) -> Result<Fraction, Fault> {
        let value = eval(&formula.root, self)?;
        value.as_number().ok_or_else(|| self.wrong(formula, &value, "một số", "a number"))
    }

    pub fn yes(&mut self, formula: &Formula) -> Result<bool, Fault> {
        match eval(&formula.root, self)? {
            Value::YesNo(yes) => Ok(yes),
            other => Err(self.wrong(formula, &other, "yes/no", "yes/no")),
        }
    }

    pub fn day(&mut self, formula: &Formula) -> Result<Date, Fault> {
        let value = eval(&formula.root, self)?;
        value.as_day().ok_or_else(|| self.wrong(formula, &value, "một ngày", "a date"))
    }

    fn wrong(&self, formula: &Formula, value: &Value, vi: &str, en: &str) -> Fault {
        Fault::new(
            "formula.kind",
            format!("\"{}\" cho {value}, cần {vi}.", formula.text),
            format!("\"{}\" gives {value}; {en} is needed.", formula.text),
        )
    }

    fn facts<'s>(&'s self, kind: &'s Kind) -> impl DoubleEndedIterator<Item = &'s Fact> {
        self.facts_named(kind.of_order, &kind.name)
    }

    fn facts_named<'s>(
        &'s self,
        of_order: bool,
        name: &'s str,
    ) -> impl DoubleEndedIterator<Item = &'s Fact> + use<'s> {
        let all: &[&Fact] = match (of_order, self.view) {
            (true, _) => &self.plan.facts,
            (false, Some(view)) => &view.facts,
            (false, None) => &[],
        };
        all.iter().copied().filter(move |fact| fact.happened_on <= self.as_of && is_kind(fact, name))
    }

    /// The facts that a leaf reads, for the trace.
    fn used(&self, leaf: &Leaf) -> Vec<Used> {
        match leaf {
            Leaf::Has(kind)
            | Leaf::Count(kind, _)
            | Leaf::Sum(kind, _)
            | Leaf::Highest(kind, _)
            | Leaf::First(kind)
            | Leaf::Last(kind)
            | Leaf::ValueOf(kind)
            | Leaf::LabelOf(kind) => self.facts(kind).map(Used::of).collect(),
            Leaf::Attribute(name) => self.facts_named(false, name).map(Used::of).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a term or an attribute is missing, without the words that a fault takes.
    fn is_missing(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Leaf(Leaf::Attribute(name)) => {
                self.view.is_some_and(|view| view.attribute(name, self.as_of).is_none())
            }
            Expr::Leaf(Leaf::Term(name)) => self.plan.term(name, self.as_of).is_none(),
            _ => false,
        }
    }

    fn view(&self, leaf: &Leaf) -> Result<&View<'_>, Fault> {
        self.view.ok_or_else(|| unknown(leaf))
    }

    /// Reads a formula inside a leaf, recording nothing of it by itself.
    fn inside<'s>(&'s self, fact: Option<&'s Fact>) -> Scope<'s, 's> {
        Scope {
            plan: self.plan,
            view: self.view,
            as_of: self.as_of,
            fact: fact.or(self.fact),
            totals: self.totals,
            recorder: None,
        }
    }

    fn inner_number(&self, expr: &Expr) -> Result<Fraction, Fault> {
        let value = eval(expr, &mut self.inside(None))?;
        value.as_number().ok_or_else(|| {
            Fault::new(
                "formula.kind",
                format!("'{expr}' là {value}, cần một số."),
                format!("'{expr}' is {value}; a number is needed."),
            )
        })
    }

    fn inner_day(&self, expr: &Expr) -> Result<Date, Fault> {
        let value = eval(expr, &mut self.inside(None))?;
        value.as_day().ok_or_else(|| {
            Fault::new(
                "formula.kind",
                format!("'{expr}' là {value}, cần một ngày."),
                format!("'{expr}' is {value}; a date is needed."),
            )
        })
    }

    /// The body of an aggregate over one fact; without a body, its value.
    fn over(&self, fact: &Fact, body: Option<&Expr>) -> Result<Value, Fault> {
        match body {
            Some(body) => eval(body, &mut self.inside(Some(fact))),
            None => Ok(fact.what.value().unwrap_or(Value::whole(0))),
        }
    }

    fn aggregate(&self, kind: &Kind, body: Option<&Expr>, highest: bool) -> Result<Value, Fault> {
        let mut result = Fraction::ZERO;
        for (i, fact) in self.facts(kind).enumerate() {
            let value = self.over(fact, body)?;
            let number = value.as_number().ok_or_else(|| {
                Fault::new(
                    "formula.kind",
                    format!("Sự kiện {kind} ngày {} có giá trị {value}, cần một số.", fact.happened_on),
                    format!(
                        "The fact {kind} of {} has the value {value}; a number is needed.",
                        fact.happened_on
                    ),
                )
            })?;
            result = match highest {
                true if i == 0 => number,
                true => result.max(number),
                false => result.plus(number).ok_or_else(Fault::too_large)?,
            };
        }
        Ok(Value::Number(result))
    }

    fn value_of(&mut self, leaf: &Leaf) -> Result<Value, Fault> {
        match leaf {
            Leaf::Term(name) => self.plan.term(name, self.as_of).ok_or_else(|| unknown(leaf)),
            Leaf::Attribute(name) => {
                self.view(leaf)?.attribute(name, self.as_of).ok_or_else(|| unknown(leaf))
            }
            Leaf::Named(name) => match self.plan.input.scheme.values.get(name) {
                Some(formula) => eval(&formula.root, self),
                None => Err(unknown(leaf)),
            },
            Leaf::AsOf => Ok(Value::Day(self.as_of)),
            Leaf::Start => self.view(leaf)?.start().map(Value::Day).ok_or_else(|| unknown(leaf)),
            Leaf::Fact(field) => self.field(*field).ok_or_else(|| unknown(leaf)),
            Leaf::Has(kind) => Ok(Value::YesNo(self.facts(kind).next().is_some())),
            Leaf::Count(kind, body) => {
                let mut count = 0;
                for fact in self.facts(kind) {
                    let counts = match body.as_deref() {
                        Some(body) => self.over(fact, Some(body))? == Value::YesNo(true),
                        None => true,
                    };
                    count += i64::from(counts);
                }
                Ok(Value::whole(count))
            }
            Leaf::Sum(kind, body) => self.aggregate(kind, body.as_deref(), false),
            Leaf::Highest(kind, body) => self.aggregate(kind, body.as_deref(), true),
            Leaf::First(kind) => {
                self.facts(kind).next().map(|fact| Value::Day(fact.happened_on)).ok_or_else(|| unknown(leaf))
            }
            Leaf::Last(kind) => self
                .facts(kind)
                .next_back()
                .map(|fact| Value::Day(fact.happened_on))
                .ok_or_else(|| unknown(leaf)),
            Leaf::ValueOf(kind) => {
                self.facts(kind).next_back().and_then(|fact| fact.what.value()).ok_or_else(|| unknown(leaf))
            }
            Leaf::LabelOf(kind) => self
                .facts(kind)
                .next_back()
                .and_then(|fact| fact.what.label().map(Value::text))
                .ok_or_else(|| unknown(leaf)),
            Leaf::Given(sides) if self.is_missing(&sides.0) => eval(&sides.1, &mut self.inside(None)),
            Leaf::Given(sides) => match eval(&sides.0, &mut self.inside(None)) {
                Err(fault) if fault.code == UNKNOWN => eval(&sides.1, &mut self.inside(None)),
                known => known,
            },
            Leaf::InLearning(day) => {
                let day = self.inner_day(day)?;
                Ok(Value::YesNo(self.view(leaf)?.in_learning(day, false)))
            }
            Leaf::LearningEnded => {
                let ended = self.view(leaf)?.ended();
                Ok(Value::YesNo(ended.is_some_and(|fact| fact.happened_on <= self.as_of)))
            }
            Leaf::DaysInLearning => Ok(Value::whole(self.view(leaf)?.days_in_learning(self.as_of))),
            Leaf::Lookup { table, on, keys } => self.lookup(table, on.as_deref(), keys),
            Leaf::Scale(code, number) => {
                let number = self.inner_number(number)?;
                let scale = self.plan.input.scheme.scales.get(code).ok_or_else(|| unknown(leaf))?;
                scale.value(number).map(Value::Number).ok_or_else(Fault::too_large)
            }
            Leaf::Cohort(name) | Leaf::CohortSum(name) => {
                self.plan.cohort.get(name).copied().map(Value::Number).ok_or_else(|| unknown(leaf))
            }
            Leaf::Filled { bands, band, number } => {
                let number = self.inner_number(number)?;
                let (bands, filled) = self.plan.pour(bands, number).ok_or_else(|| unknown(leaf))?;
                let place =
                    bands.steps.iter().position(|step| step.code == *band).ok_or_else(|| unknown(leaf))?;
                Ok(Value::Number(filled[place]))
            }
            Leaf::Poured { bands, number } => {
                let number = self.inner_number(number)?;
                let (bands, filled) = self.plan.pour(bands, number).ok_or_else(|| unknown(leaf))?;
                let mut sum = Fraction::ZERO;
                for (step, filled) in bands.steps.iter().zip(filled) {
                    let price = self.inside(None).number(&step.price)?;
                    sum = price.times(filled).and_then(|part| sum.plus(part)).ok_or_else(Fault::too_large)?;
                }
                Ok(Value::Number(sum))
            }
            Leaf::Total(component) => {
                let scheme = self.plan.input.scheme;
                let prefix = format!("{component}.");
                let parts = scheme.parts.iter().zip(self.totals);
                let total: Money = parts
                    .filter(|(part, _)| part.code == *component || part.code.starts_with(&prefix))
                    .map(|(_, total)| *total)
                    .sum();
                scheme.rounding.exact(total).map(Value::Number).ok_or_else(Fault::too_large)
            }
        }
    }

    fn field(&self, field: FactField) -> Option<Value> {
        let fact = self.fact?;
        match field {
            FactField::Value => fact.what.value(),
            FactField::Label => Some(Value::text(fact.what.label().unwrap_or_default())),
            FactField::On => Some(Value::Day(fact.happened_on)),
            FactField::By => Some(Value::text(self.plan.role_of(fact.reporter))),
            FactField::Evidence => Some(Value::YesNo(fact.what.has_evidence())),
        }
    }

    fn lookup(&self, table: &str, on: Option<&Expr>, keys: &[Expr]) -> Result<Value, Fault> {
        let mut key = Vec::with_capacity(keys.len());
        for expr in keys {
            key.push(eval(expr, &mut self.inside(None))?);
        }
        let day = on.map(|on| self.inner_day(on)).transpose()?;
        let rows = self.plan.input.scheme.tables.get(table).map_or(&[][..], |table| &table.rows);
        let in_force = |row: &&Row| match day {
            Some(day) => {
                row.from.is_none_or(|from| from <= day) && row.until.is_none_or(|until| day <= until)
            }
            None => true,
        };
        let mut found = rows.iter().filter(|row| row.key == key).filter(in_force);
        let written = || key.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        match (found.next(), found.next()) {
            (Some(row), None) => Ok(Value::Number(row.value)),
            (None, _) => Err(Fault::new(
                "formula.no_row",
                format!("Bảng '{table}' không có dòng cho {}.", written()),
                format!("The table '{table}' has no row for {}.", written()),
            )),
            (Some(_), Some(_)) => Err(Fault::new(
                "formula.two_rows",
                format!("Bảng '{table}' có nhiều dòng cho {}; dùng lookup_on với một ngày.", written()),
                format!("The table '{table}' has several rows for {}; use lookup_on with a date.", written()),
            )),
        }
    }
}

const UNKNOWN: &str = "formula.unknown";

fn unknown(leaf: &Leaf) -> Fault {
    Fault::new(
        UNKNOWN,
        format!("Chưa biết '{leaf}'."),
        format!("'{leaf}' is not known; say given(…, otherwise) where it may be missing."),
    )
}

impl Leaves for Scope<'_, '_> {
    fn read(&mut self, leaf: &Leaf) -> Result<Value, Fault> {
        if self.recorder.is_none() {
            return self.value_of(leaf);
        }
        let mut used = self.used(leaf);
        if let Some(recorder) = &mut self.recorder {
            recorder.facts.append(&mut used);
        }
        let value = self.value_of(leaf)?;
        let formula = match leaf {
            Leaf::Named(name) => self.plan.input.scheme.values.get(name).map(|formula| formula.text.clone()),
            _ => None,
        };
        if let Some(recorder) = &mut self.recorder {
            let name = leaf.to_string();
            if !recorder.given.iter().any(|given| given.name == name) {
                recorder.given.push(Given { name, value: value.clone(), formula });
            }
        }
        Ok(value)
    }

    fn rounding(&self) -> Rounding {
        self.plan.input.scheme.rounding.mode
    }
}

impl Scale {
    /// `None` when a number grows too large.
    pub fn value(&self, at: Fraction) -> Option<Fraction> {
        let reached = |point: &(Fraction, Fraction)| {
            if self.at_least || self.line { point.0 <= at } else { point.0 < at }
        };
        let below = self.points.iter().rposition(reached);
        if !self.line {
            return Some(below.map_or(Fraction::ZERO, |place| self.points[place].1));
        }
        let Some(place) = below else { return self.points.first().map(|point| point.1) };
        let (x0, y0) = self.points[place];
        let Some((x1, y1)) = self.points.get(place + 1).copied() else { return Some(y0) };
        let slope = y1.minus(y0)?.divided_by(x1.minus(x0)?)?;
        at.minus(x0)?.times(slope)?.plus(y0)
    }
}

/// The latest word on payments being held, if they are.
pub(super) fn holding(fact: Option<&Fact>) -> Option<String> {
    match fact.map(|fact| &fact.what) {
        Some(Happening::Noted { fact, note }) if fact == "held" => {
            Some(note.label.clone().unwrap_or_default())
        }
        _ => None,
    }
}
