//! Names and types of a formula, checked before there is a learner.

use std::collections::{BTreeMap, BTreeSet};

use super::{Arithmetic, Expr, FactField, Kind, Leaf, Operator};
use crate::{file::nearest, text::Text, value::Type};

/// What a formula may name where it stands.
#[derive(Debug, Clone, Default)]
pub struct Names {
    pub values: BTreeMap<String, Type>,
    /// Tables, with the number of their keys.
    pub tables: BTreeMap<String, usize>,
    pub scales: BTreeSet<String>,
    /// Bands, with the codes of their steps.
    pub bands: BTreeMap<String, Vec<String>>,
    /// Components whose totals are known by then.
    pub components: BTreeSet<String>,
    /// Whether there is a learner to ask.
    pub learner: bool,
    /// Whether there is a fact at hand.
    pub fact: bool,
}

/// The type of the formula; what is wrong with it goes to `problems`.
pub fn check(expr: &Expr, names: &Names, problems: &mut Vec<Text>) -> Type {
    match expr {
        Expr::Literal(value) => value.kind(),
        Expr::Not(inner) => {
            need(inner, Type::YesNo, names, problems);
            Type::YesNo
        }
        Expr::Negative(inner) => {
            need(inner, Type::Number, names, problems);
            Type::Number
        }
        Expr::Binary(operator, sides) => binary(*operator, &sides.0, &sides.1, names, problems),
        Expr::OneOf(what, list) => {
            let kind = check(what, names, problems);
            for item in list {
                alike(item, check(item, names, problems), kind, problems);
            }
            Type::YesNo
        }
        Expr::If(parts) => {
            need(&parts.0, Type::YesNo, names, problems);
            let kind = check(&parts.1, names, problems);
            let other = check(&parts.2, names, problems);
            alike(&parts.2, other, kind, problems);
            if kind == Type::Any { other } else { kind }
        }
        Expr::Arithmetic(function, arguments) => arithmetic(*function, arguments, names, problems),
        Expr::Leaf(leaf) => self::leaf(leaf, names, problems),
    }
}

fn need(expr: &Expr, kind: Type, names: &Names, problems: &mut Vec<Text>) {
    let found = check(expr, names, problems);
    alike(expr, found, kind, problems);
}

fn alike(expr: &Expr, found: Type, needed: Type, problems: &mut Vec<Text>) {
    if found != needed && found != Type::Any && needed != Type::Any {
        problems.push(Text::new(
            format!("'{expr}' là {}, cần {}.", found.vi(), needed.vi()),
            format!("'{expr}' is a {found}; a {needed} is needed."),
        ));
    }
}

fn binary(operator: Operator, left: &Expr, right: &Expr, names: &Names, problems: &mut Vec<Text>) -> Type {
    match operator {
        Operator::And | Operator::Or => {
            need(left, Type::YesNo, names, problems);
            need(right, Type::YesNo, names, problems);
            Type::YesNo
        }
        Operator::Times | Operator::Divided => {
            need(left, Type::Number, names, problems);
            need(right, Type::Number, names, problems);
            Type::Number
        }
        Operator::Plus | Operator::Minus => {
            let (a, b) = (check(left, names, problems), check(right, names, problems));
            match (a, b) {
                (Type::Day, Type::Day) if operator == Operator::Minus => Type::Number,
                (Type::Day, Type::Number) => Type::Day,
                (Type::Day, Type::Any) | (Type::Any, _) => Type::Any,
                _ => {
                    alike(left, a, Type::Number, problems);
                    alike(right, b, Type::Number, problems);
                    Type::Number
                }
            }
        }
        Operator::Equal | Operator::Unequal => {
            let kind = check(left, names, problems);
            alike(right, check(right, names, problems), kind, problems);
            Type::YesNo
        }
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            let (a, b) = (check(left, names, problems), check(right, names, problems));
            alike(right, b, a, problems);
            if matches!(a, Type::Text | Type::YesNo) {
                alike(left, a, Type::Number, problems);
            }
            Type::YesNo
        }
    }
}

fn arithmetic(function: Arithmetic, arguments: &[Expr], names: &Names, problems: &mut Vec<Text>) -> Type {
    match function {
        Arithmetic::Min | Arithmetic::Max => {
            let kinds: Vec<Type> =
                arguments.iter().map(|argument| check(argument, names, problems)).collect();
            let kind = kinds.iter().copied().find(|kind| *kind != Type::Any).unwrap_or(Type::Any);
            for (argument, found) in arguments.iter().zip(kinds) {
                alike(argument, found, kind, problems);
            }
            kind
        }
        Arithmetic::Abs | Arithmetic::Floor | Arithmetic::Ceil | Arithmetic::Trunc | Arithmetic::Round => {
            arguments.iter().for_each(|argument| need(argument, Type::Number, names, problems));
            Type::Number
        }
        Arithmetic::Year | Arithmetic::Age | Arithmetic::Months | Arithmetic::MonthEnds => {
            arguments.iter().for_each(|argument| need(argument, Type::Day, names, problems));
            Type::Number
        }
    }
}

fn unknown(what: (&str, &str), name: &str, known: Vec<&String>, problems: &mut Vec<Text>) {
    let list = |none: &str| {
        if known.is_empty() {
            return none.to_owned();
        }
        known.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let words: Vec<&str> = known.iter().map(|name| name.as_str()).collect();
    let (vi, en) = nearest(name, &words)
        .map(|guess| (format!("; có phải '{guess}'?"), format!("; did you mean '{guess}'?")))
        .unwrap_or_else(|| (".".to_owned(), ".".to_owned()));
    problems.push(Text::new(
        format!("Không có {} '{name}'{vi} Đã khai báo: {}.", what.0, list("chưa có gì")),
        format!("There is no {} '{name}'{en} Declared are: {}.", what.1, list("none")),
    ));
}

fn asks_learner(leaf: &Leaf, names: &Names, problems: &mut Vec<Text>) {
    if !names.learner {
        problems.push(Text::new(
            format!("'{leaf}' hỏi về một người học, nhưng ở đây chỉ có đơn đặt hàng."),
            format!("'{leaf}' asks about a learner, but there is only the order here."),
        ));
    }
}

fn asks_kind(kind: &Kind, leaf: &Leaf, names: &Names, problems: &mut Vec<Text>) {
    if !kind.of_order {
        asks_learner(leaf, names, problems);
    }
}

fn leaf(leaf: &Leaf, names: &Names, problems: &mut Vec<Text>) -> Type {
    match leaf {
        Leaf::Term(name) => match name.as_str() {
            "price" | "quantity" => Type::Number,
            "starts_on" | "ends_on" => Type::Day,
            _ => Type::Any,
        },
        Leaf::Attribute(_) => {
            asks_learner(leaf, names, problems);
            Type::Any
        }
        Leaf::Named(name) => match names.values.get(name) {
            Some(kind) => *kind,
            None => {
                unknown(("giá trị", "value"), name, names.values.keys().collect(), problems);
                Type::Any
            }
        },
        Leaf::AsOf => Type::Day,
        Leaf::Start => {
            asks_learner(leaf, names, problems);
            Type::Day
        }
        Leaf::Fact(field) => fact(*field, leaf, names, problems),
        Leaf::Has(kind) => {
            asks_kind(kind, leaf, names, problems);
            Type::YesNo
        }
        Leaf::Count(kind, body) | Leaf::Sum(kind, body) | Leaf::Highest(kind, body) => {
            asks_kind(kind, leaf, names, problems);
            let inside = Names { fact: true, ..names.clone() };
            let needed = if matches!(leaf, Leaf::Count(..)) { Type::YesNo } else { Type::Number };
            if let Some(body) = body {
                need(body, needed, &inside, problems);
            }
            Type::Number
        }
        Leaf::First(kind) | Leaf::Last(kind) => {
            asks_kind(kind, leaf, names, problems);
            Type::Day
        }
        Leaf::ValueOf(kind) => {
            asks_kind(kind, leaf, names, problems);
            Type::Any
        }
        Leaf::LabelOf(kind) => {
            asks_kind(kind, leaf, names, problems);
            Type::Text
        }
        Leaf::Given(sides) => {
            let kind = check(&sides.0, names, problems);
            let other = check(&sides.1, names, problems);
            alike(&sides.1, other, kind, problems);
            if kind == Type::Any { other } else { kind }
        }
        Leaf::InLearning(day) => {
            asks_learner(leaf, names, problems);
            need(day, Type::Day, names, problems);
            Type::YesNo
        }
        Leaf::LearningEnded => {
            asks_learner(leaf, names, problems);
            Type::YesNo
        }
        Leaf::DaysInLearning => {
            asks_learner(leaf, names, problems);
            Type::Number
        }
        Leaf::Lookup { table, on, keys } => {
            if let Some(day) = on {
                need(day, Type::Day, names, problems);
            }
            keys.iter().for_each(|key| {
                check(key, names, problems);
            });
            match names.tables.get(table) {
                None => unknown(("bảng", "table"), table, names.tables.keys().collect(), problems),
                Some(count) if *count != keys.len() => problems.push(Text::new(
                    format!("Bảng '{table}' có {count} khóa, ở đây cho {}.", keys.len()),
                    format!("The table '{table}' has {count} keys; {} are given here.", keys.len()),
                )),
                Some(_) => {}
            }
            Type::Number
        }
        Leaf::Scale(code, number) => {
            need(number, Type::Number, names, problems);
            if !names.scales.contains(code) {
                unknown(("thang", "scale"), code, names.scales.iter().collect(), problems);
            }
            Type::Number
        }
        Leaf::Cohort(name) | Leaf::CohortSum(name) => {
            match names.values.get(name) {
                Some(kind) => {
                    let needed = if matches!(leaf, Leaf::Cohort(_)) { Type::YesNo } else { Type::Number };
                    alike(&Expr::Leaf(Leaf::Named(name.clone())), *kind, needed, problems);
                }
                None => unknown(("giá trị", "value"), name, names.values.keys().collect(), problems),
            }
            Type::Number
        }
        Leaf::Filled { bands, band, number } => {
            need(number, Type::Number, names, problems);
            match names.bands.get(bands) {
                None => unknown(("dải", "set of bands"), bands, names.bands.keys().collect(), problems),
                Some(codes) if !codes.contains(band) => {
                    unknown(("bậc", "band"), band, codes.iter().collect(), problems);
                }
                Some(_) => {}
            }
            Type::Number
        }
        Leaf::Poured { bands, number } => {
            need(number, Type::Number, names, problems);
            if !names.bands.contains_key(bands) {
                unknown(("dải", "set of bands"), bands, names.bands.keys().collect(), problems);
            }
            Type::Number
        }
        Leaf::Total(component) => {
            if !names.components.contains(component) {
                unknown(
                    ("phần trả trước đó", "earlier component"),
                    component,
                    names.components.iter().collect(),
                    problems,
                );
            }
            Type::Number
        }
    }
}

fn fact(field: FactField, leaf: &Leaf, names: &Names, problems: &mut Vec<Text>) -> Type {
    if !names.fact {
        problems.push(Text::new(
            format!("'{leaf}' chỉ dùng được bên trong sum, count hoặc highest."),
            format!("'{leaf}' can only be used inside sum, count or highest."),
        ));
    }
    match field {
        FactField::Value => Type::Any,
        FactField::Label | FactField::By => Type::Text,
        FactField::On => Type::Day,
        FactField::Evidence => Type::YesNo,
    }
}
