//! From formula to value.

use std::cmp::Ordering;

use time::Date;

use super::{Arithmetic, Expr, Leaf, Operator};
use crate::{
    calendar::{age, month_ends, whole_months},
    fraction::Fraction,
    money::Rounding,
    text::Text,
    value::Value,
};

/// Why a formula has no value for this learner or this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub code: &'static str,
    pub message: Text,
}

/// Where a formula reads from: the facts as they are, or what a trace recorded of them.
pub trait Leaves {
    fn read(&mut self, leaf: &Leaf) -> Result<Value, Fault>;
    /// How `round` rounds.
    fn rounding(&self) -> Rounding;
}

/// What is needed, in both languages.
const A_NUMBER: (&str, &str) = ("một số", "a number");
const A_DATE: (&str, &str) = ("một ngày", "a date");
const A_NUMBER_OR_DATE: (&str, &str) = ("một số hoặc một ngày", "a number or a date");
const YES_OR_NO: (&str, &str) = ("yes hoặc no", "yes or no");

impl Fault {
    pub fn new(code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Fault {
        Fault { code, message: Text::new(vi, en) }
    }

    pub fn too_large() -> Fault {
        Fault::new("formula.too_large", "Số quá lớn.", "The number is too large.")
    }

    fn kind(expr: &Expr, (vi, en): (&str, &str), found: &Value) -> Fault {
        Fault::new(
            "formula.kind",
            format!("'{expr}' là {found}, cần {vi}."),
            format!("'{expr}' is {found}; {en} is needed."),
        )
    }
}

pub fn eval(expr: &Expr, leaves: &mut impl Leaves) -> Result<Value, Fault> {
    match expr {
        Expr::Literal(value) => Ok(value.clone()),
        Expr::Leaf(leaf) => leaves.read(leaf),
        Expr::Not(inner) => Ok(Value::YesNo(!yes(inner, leaves)?)),
        Expr::Negative(inner) => Ok(Value::Number(number(inner, leaves)?.negated())),
        Expr::Binary(Operator::And, sides) => {
            Ok(Value::YesNo(yes(&sides.0, leaves)? && yes(&sides.1, leaves)?))
        }
        Expr::Binary(Operator::Or, sides) => {
            Ok(Value::YesNo(yes(&sides.0, leaves)? || yes(&sides.1, leaves)?))
        }
        Expr::Binary(operator, sides) => binary(*operator, &sides.0, &sides.1, leaves),
        Expr::OneOf(what, list) => {
            let what = eval(what, leaves)?;
            for item in list {
                if eval(item, leaves)? == what {
                    return Ok(Value::YesNo(true));
                }
            }
            Ok(Value::YesNo(false))
        }
        Expr::If(parts) => {
            if yes(&parts.0, leaves)? {
                eval(&parts.1, leaves)
            } else {
                eval(&parts.2, leaves)
            }
        }
        Expr::Arithmetic(function, arguments) => arithmetic(*function, arguments, leaves),
    }
}

pub fn number(expr: &Expr, leaves: &mut impl Leaves) -> Result<Fraction, Fault> {
    let value = eval(expr, leaves)?;
    value.as_number().ok_or_else(|| Fault::kind(expr, A_NUMBER, &value))
}

pub fn yes(expr: &Expr, leaves: &mut impl Leaves) -> Result<bool, Fault> {
    match eval(expr, leaves)? {
        Value::YesNo(yes) => Ok(yes),
        other => Err(Fault::kind(expr, YES_OR_NO, &other)),
    }
}

pub fn day(expr: &Expr, leaves: &mut impl Leaves) -> Result<Date, Fault> {
    let value = eval(expr, leaves)?;
    value.as_day().ok_or_else(|| Fault::kind(expr, A_DATE, &value))
}

fn binary(operator: Operator, left: &Expr, right: &Expr, leaves: &mut impl Leaves) -> Result<Value, Fault> {
    let (a, b) = (eval(left, leaves)?, eval(right, leaves)?);
    match operator {
        Operator::Plus | Operator::Minus => add(operator, left, right, a, b),
        Operator::Times | Operator::Divided => {
            let a = a.as_number().ok_or_else(|| Fault::kind(left, A_NUMBER, &a))?;
            let b = b.as_number().ok_or_else(|| Fault::kind(right, A_NUMBER, &b))?;
            if operator == Operator::Times {
                return a.times(b).map(Value::Number).ok_or_else(Fault::too_large);
            }
            if b.is_zero() {
                return Err(Fault::new(
                    "formula.division",
                    format!("Chia cho 0: {right}."),
                    format!("Division by 0: {right}."),
                ));
            }
            a.divided_by(b).map(Value::Number).ok_or_else(Fault::too_large)
        }
        Operator::Equal => Ok(Value::YesNo(a == b)),
        Operator::Unequal => Ok(Value::YesNo(a != b)),
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            let order = match (&a, &b) {
                (Value::Number(a), Value::Number(b)) => a.cmp(b),
                (Value::Day(a), Value::Day(b)) => a.cmp(b),
                (Value::Number(_) | Value::Day(_), _) => {
                    return Err(Fault::kind(
                        right,
                        ("một giá trị cùng loại với vế kia", "one of the kind of the other side"),
                        &b,
                    ));
                }
                _ => return Err(Fault::kind(left, A_NUMBER_OR_DATE, &a)),
            };
            Ok(Value::YesNo(match operator {
                Operator::Less => order == Ordering::Less,
                Operator::LessOrEqual => order != Ordering::Greater,
                Operator::Greater => order == Ordering::Greater,
                _ => order != Ordering::Less,
            }))
        }
        Operator::And | Operator::Or => unreachable!("conditions are joined before their sides are read"),
    }
}

fn add(operator: Operator, left: &Expr, right: &Expr, a: Value, b: Value) -> Result<Value, Fault> {
    let minus = operator == Operator::Minus;
    match (&a, &b) {
        (Value::Number(a), Value::Number(b)) => {
            let sum = if minus { a.minus(*b) } else { a.plus(*b) };
            sum.map(Value::Number).ok_or_else(Fault::too_large)
        }
        (Value::Day(a), Value::Day(b)) if minus => Ok(Value::whole((*a - *b).whole_days())),
        (Value::Day(day), Value::Number(days)) => {
            let days = i64::try_from(days.floor()).map_err(|_| Fault::too_large())?;
            let moved = if minus { -days } else { days };
            let duration = time::Duration::seconds(moved.checked_mul(86_400).ok_or_else(Fault::too_large)?);
            day.checked_add(duration).map(Value::Day).ok_or_else(Fault::too_large)
        }
        (Value::Number(_) | Value::Day(_), _) => Err(Fault::kind(right, A_NUMBER, &b)),
        _ => Err(Fault::kind(left, A_NUMBER_OR_DATE, &a)),
    }
}

fn arithmetic(function: Arithmetic, arguments: &[Expr], leaves: &mut impl Leaves) -> Result<Value, Fault> {
    let whole = |number: i128| Fraction::new(number, 1).map(Value::Number).ok_or_else(Fault::too_large);
    let months = |number: i32| Ok(Value::whole(i64::from(number)));
    match function {
        Arithmetic::Min | Arithmetic::Max => extreme(function, arguments, leaves),
        Arithmetic::Abs => {
            let number = number(&arguments[0], leaves)?;
            Ok(Value::Number(if number.is_negative() { number.negated() } else { number }))
        }
        Arithmetic::Floor => whole(number(&arguments[0], leaves)?.floor()),
        Arithmetic::Ceil => whole(number(&arguments[0], leaves)?.ceil()),
        Arithmetic::Trunc => whole(number(&arguments[0], leaves)?.rounded(Rounding::Truncate)),
        Arithmetic::Round => {
            let (what, unit) = (number(&arguments[0], leaves)?, number(&arguments[1], leaves)?);
            let steps = what.divided_by(unit).ok_or_else(Fault::too_large)?.rounded(leaves.rounding());
            let rounded = Fraction::new(steps, 1).and_then(|steps| steps.times(unit));
            rounded.map(Value::Number).ok_or_else(Fault::too_large)
        }
        Arithmetic::Year => months(day(&arguments[0], leaves)?.year()),
        Arithmetic::Age => months(age(day(&arguments[0], leaves)?, day(&arguments[1], leaves)?)),
        Arithmetic::Months => months(whole_months(day(&arguments[0], leaves)?, day(&arguments[1], leaves)?)),
        Arithmetic::MonthEnds => {
            let ends = month_ends(day(&arguments[0], leaves)?, day(&arguments[1], leaves)?);
            months(i32::try_from(ends.count()).unwrap_or(i32::MAX))
        }
    }
}

fn extreme(function: Arithmetic, arguments: &[Expr], leaves: &mut impl Leaves) -> Result<Value, Fault> {
    let mut best = eval(&arguments[0], leaves)?;
    for argument in &arguments[1..] {
        let next = eval(argument, leaves)?;
        let better = match (&best, &next) {
            (Value::Number(a), Value::Number(b)) => (b < a) == (function == Arithmetic::Min),
            (Value::Day(a), Value::Day(b)) => (b < a) == (function == Arithmetic::Min),
            _ => {
                return Err(Fault::kind(
                    argument,
                    ("một giá trị cùng loại với các tham số khác", "one of the kind of the others"),
                    &next,
                ));
            }
        };
        if better {
            best = next;
        }
    }
    Ok(best)
}
