//! Formulas: numbers, days, words and conditions that depend on an order and a learner. Read once, checked for names
//! and types before there is a learner, and sure to end: no loops, no definitions that go round.

mod check;
mod eval;
mod parse;
mod write;

pub use self::{
    check::{Names, check},
    eval::{Fault, Leaves, eval},
    parse::{Problem, parse},
};
use crate::value::Value;

/// A formula as it was written, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    pub text: String,
    pub root: Expr,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    Literal(Value),
    Not(Box<Expr>),
    Negative(Box<Expr>),
    Binary(Operator, Box<(Expr, Expr)>),
    OneOf(Box<Expr>, Vec<Expr>),
    If(Box<(Expr, Expr, Expr)>),
    /// `min`, `max` and the like: arithmetic on the arguments alone.
    Arithmetic(Arithmetic, Vec<Expr>),
    /// Read from order, learner, facts, tables: what a trace records.
    Leaf(Leaf),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divided,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    Min,
    Max,
    Abs,
    Floor,
    Ceil,
    Trunc,
    Round,
    Year,
    Age,
    Months,
    MonthEnds,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaf {
    /// `order.price`
    Term(String),
    /// `learner.age`
    Attribute(String),
    /// A name of `[values]`.
    Named(String),
    AsOf,
    Start,
    Fact(FactField),
    Has(Kind),
    Count(Kind, Option<Box<Expr>>),
    Sum(Kind, Option<Box<Expr>>),
    Highest(Kind, Option<Box<Expr>>),
    First(Kind),
    Last(Kind),
    ValueOf(Kind),
    LabelOf(Kind),
    Given(Box<(Expr, Expr)>),
    InLearning(Box<Expr>),
    LearningEnded,
    DaysInLearning,
    Lookup {
        table: String,
        on: Option<Box<Expr>>,
        keys: Vec<Expr>,
    },
    Scale(String, Box<Expr>),
    Cohort(String),
    CohortSum(String),
    Filled {
        bands: String,
        band: String,
        number: Box<Expr>,
    },
    Poured {
        bands: String,
        number: Box<Expr>,
    },
    Total(String),
}

/// A kind of fact, of the learner or of the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    pub of_order: bool,
    pub name: String,
}

/// What `sum`, `count` and `highest` may ask of the fact at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactField {
    Value,
    Label,
    On,
    By,
    Evidence,
}

impl Formula {
    /// Whether the formula gives the same for every learner and every day of an order that says something new of the
    /// `moved` terms in its course.
    pub fn is_constant(&self, values: &dyn Fn(&str) -> Option<Formula>, moved: &[&str]) -> bool {
        constant(&self.root, values, moved)
    }

    /// Every leaf, those inside arguments too.
    pub fn leaves(&self) -> Vec<&Leaf> {
        let mut found = Vec::new();
        walk(&self.root, &mut |leaf| found.push(leaf));
        found
    }
}

impl Leaf {
    /// The kind of fact that this reads, whether as facts or as what the latest of them says.
    pub fn asks_kind(&self) -> Option<&str> {
        match self {
            Leaf::Term(name) | Leaf::Attribute(name) => Some(name),
            Leaf::Has(kind)
            | Leaf::Count(kind, _)
            | Leaf::Sum(kind, _)
            | Leaf::Highest(kind, _)
            | Leaf::First(kind)
            | Leaf::Last(kind)
            | Leaf::ValueOf(kind)
            | Leaf::LabelOf(kind) => Some(&kind.name),
            _ => None,
        }
    }
}

fn constant(expr: &Expr, values: &dyn Fn(&str) -> Option<Formula>, moved: &[&str]) -> bool {
    let mut constant = true;
    walk(expr, &mut |leaf| {
        constant &= match leaf {
            Leaf::Term(name) => !moved.contains(&name.as_str()),
            Leaf::Lookup { .. } | Leaf::Scale(..) => true,
            // Capacities and prices of bands may rest on any term.
            Leaf::Filled { .. } | Leaf::Poured { .. } => moved.is_empty(),
            Leaf::Named(name) => values(name).is_some_and(|formula| formula.is_constant(values, moved)),
            _ => false,
        };
    });
    constant
}

fn walk<'e>(expr: &'e Expr, found: &mut dyn FnMut(&'e Leaf)) {
    match expr {
        Expr::Literal(_) => {}
        Expr::Not(inner) | Expr::Negative(inner) => walk(inner, found),
        Expr::Binary(_, sides) => {
            walk(&sides.0, found);
            walk(&sides.1, found);
        }
        Expr::OneOf(what, list) => {
            walk(what, found);
            list.iter().for_each(|item| walk(item, found));
        }
        Expr::If(parts) => {
            walk(&parts.0, found);
            walk(&parts.1, found);
            walk(&parts.2, found);
        }
        Expr::Arithmetic(_, arguments) => arguments.iter().for_each(|argument| walk(argument, found)),
        Expr::Leaf(leaf) => {
            found(leaf);
            leaf.arguments().into_iter().for_each(|argument| walk(argument, found));
        }
    }
}

impl Leaf {
    /// Whether facts of a learner are looked at one by one.
    pub fn reads_facts(&self) -> bool {
        match self {
            Leaf::Attribute(_) => true,
            Leaf::Has(kind)
            | Leaf::Count(kind, _)
            | Leaf::Sum(kind, _)
            | Leaf::Highest(kind, _)
            | Leaf::First(kind)
            | Leaf::Last(kind)
            | Leaf::ValueOf(kind)
            | Leaf::LabelOf(kind) => !kind.of_order,
            _ => false,
        }
    }

    /// The formulas inside the leaf.
    pub fn arguments(&self) -> Vec<&Expr> {
        match self {
            Leaf::Count(_, body) | Leaf::Sum(_, body) | Leaf::Highest(_, body) => {
                body.as_deref().into_iter().collect()
            }
            Leaf::Given(sides) => vec![&sides.0, &sides.1],
            Leaf::InLearning(day) => vec![day],
            Leaf::Lookup { on, keys, .. } => on.as_deref().into_iter().chain(keys).collect(),
            Leaf::Scale(_, number) | Leaf::Filled { number, .. } | Leaf::Poured { number, .. } => {
                vec![number]
            }
            Leaf::Term(_)
            | Leaf::Attribute(_)
            | Leaf::Named(_)
            | Leaf::AsOf
            | Leaf::Start
            | Leaf::Fact(_)
            | Leaf::Has(_)
            | Leaf::First(_)
            | Leaf::Last(_)
            | Leaf::ValueOf(_)
            | Leaf::LabelOf(_)
            | Leaf::LearningEnded
            | Leaf::DaysInLearning
            | Leaf::Cohort(_)
            | Leaf::CohortSum(_)
            | Leaf::Total(_) => Vec::new(),
        }
    }
}

impl FactField {
    pub const ALL: [(FactField, &'static str); 5] = [
        (FactField::Value, "value"),
        (FactField::Label, "label"),
        (FactField::On, "on"),
        (FactField::By, "by"),
        (FactField::Evidence, "evidence"),
    ];
}

impl Arithmetic {
    /// Name, fewest and most arguments.
    pub const ALL: [(Arithmetic, &'static str, usize, usize); 11] = [
        (Arithmetic::Min, "min", 1, usize::MAX),
        (Arithmetic::Max, "max", 1, usize::MAX),
        (Arithmetic::Abs, "abs", 1, 1),
        (Arithmetic::Floor, "floor", 1, 1),
        (Arithmetic::Ceil, "ceil", 1, 1),
        (Arithmetic::Trunc, "trunc", 1, 1),
        (Arithmetic::Round, "round", 2, 2),
        (Arithmetic::Year, "year", 1, 1),
        (Arithmetic::Age, "age", 2, 2),
        (Arithmetic::Months, "months", 2, 2),
        (Arithmetic::MonthEnds, "month_ends", 2, 2),
    ];
}
