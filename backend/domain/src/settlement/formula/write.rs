//! A formula written out again, in one way only: what a trace shows, and the key under which it records a leaf.

use std::fmt;

use super::{Arithmetic, Expr, FactField, Kind, Leaf, Operator};

struct Commas<'a>(&'a [Expr]);

impl fmt::Display for Commas<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, item) in self.0.iter().enumerate() {
            write!(f, "{}{item}", if i == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Literal(value) => write!(f, "{value}"),
            Expr::Not(inner) => write!(f, "not ({inner})"),
            Expr::Negative(inner) => write!(f, "-({inner})"),
            Expr::Binary(operator, sides) => {
                write!(f, "({} {} {})", sides.0, operator.sign(), sides.1)
            }
            Expr::OneOf(what, list) => write!(f, "({what} in [{}])", Commas(list)),
            Expr::If(parts) => write!(f, "if({}, {}, {})", parts.0, parts.1, parts.2),
            Expr::Arithmetic(function, arguments) => {
                write!(f, "{}({})", function.name(), Commas(arguments))
            }
            Expr::Leaf(leaf) => write!(f, "{leaf}"),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.of_order { "order." } else { "" }, self.name)
    }
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let with_body =
            |f: &mut fmt::Formatter<'_>, name: &str, kind: &Kind, body: &Option<Box<Expr>>| match body {
                Some(body) => write!(f, "{name}({kind}, {body})"),
                None => write!(f, "{name}({kind})"),
            };
        match self {
            Leaf::Term(name) => write!(f, "order.{name}"),
            Leaf::Attribute(name) => write!(f, "learner.{name}"),
            Leaf::Named(name) => f.write_str(name),
            Leaf::AsOf => f.write_str("as_of"),
            Leaf::Start => f.write_str("start"),
            Leaf::Fact(field) => f.write_str(field.name()),
            Leaf::Has(kind) => write!(f, "has({kind})"),
            Leaf::Count(kind, body) => with_body(f, "count", kind, body),
            Leaf::Sum(kind, body) => with_body(f, "sum", kind, body),
            Leaf::Highest(kind, body) => with_body(f, "highest", kind, body),
            Leaf::First(kind) => write!(f, "first({kind})"),
            Leaf::Last(kind) => write!(f, "last({kind})"),
            Leaf::ValueOf(kind) => write!(f, "value({kind})"),
            Leaf::LabelOf(kind) => write!(f, "label({kind})"),
            Leaf::Given(sides) => write!(f, "given({}, {})", sides.0, sides.1),
            Leaf::InLearning(day) => write!(f, "in_learning({day})"),
            Leaf::LearningEnded => f.write_str("learning_ended()"),
            Leaf::DaysInLearning => f.write_str("days_in_learning()"),
            Leaf::Lookup { table, on: None, keys } => write!(f, "lookup('{table}', {})", Commas(keys)),
            Leaf::Lookup { table, on: Some(on), keys } => {
                write!(f, "lookup_on('{table}', {on}, {})", Commas(keys))
            }
            Leaf::Scale(code, number) => write!(f, "scale('{code}', {number})"),
            Leaf::Cohort(name) => write!(f, "cohort({name})"),
            Leaf::CohortSum(name) => write!(f, "cohort_sum({name})"),
            Leaf::Filled { bands, band, number } => write!(f, "filled('{bands}', '{band}', {number})"),
            Leaf::Poured { bands, number } => write!(f, "poured('{bands}', {number})"),
            Leaf::Total(component) => write!(f, "total('{component}')"),
        }
    }
}

impl Operator {
    pub(super) fn sign(self) -> &'static str {
        match self {
            Operator::Or => "or",
            Operator::And => "and",
            Operator::Equal => "=",
            Operator::Unequal => "!=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
            Operator::Divided => "/",
        }
    }
}

impl Arithmetic {
    pub(super) fn name(self) -> &'static str {
        Arithmetic::ALL.iter().find(|(known, ..)| *known == self).map_or("", |(_, name, ..)| *name)
    }
}

impl FactField {
    pub(super) fn name(self) -> &'static str {
        FactField::ALL.iter().find(|(known, _)| *known == self).map_or("", |(_, name)| *name)
    }
}
