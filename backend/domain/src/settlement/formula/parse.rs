//! From text to formula.

use super::{Arithmetic, Expr, FactField, Formula, Kind, Leaf, Operator};
use crate::{
    file::nearest,
    text::Text,
    value::{Value, day},
};

/// What is wrong, and how many bytes into the formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub at: usize,
    pub message: Text,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Literal(Value),
    Name(String),
    Sign(&'static str),
    End,
}

/// Deeper formulas than this are refused, so that reading one cannot exhaust the stack.
const DEEPEST: usize = 60;

const SIGNS: [&str; 17] =
    ["!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ",", "×", "·"];

pub fn parse(text: &str) -> Result<Formula, Problem> {
    let mut parser = Parser { tokens: tokens(text)?, next: 0, depth: 0 };
    let root = parser.expression(0)?;
    match parser.peek() {
        Token::End => Ok(Formula { text: text.to_owned(), root }),
        _ => Err(parser.problem("Thừa chữ ở đây.", "There is more here than one formula.")),
    }
}

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Problem> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let (token, length) = if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if first.is_ascii_digit() {
            number_or_day(rest, at)?
        } else if first == '\'' || first == '"' {
            let end = rest[1..].find(first).ok_or_else(|| Problem {
                at,
                message: Text::new("Chuỗi chưa đóng ngoặc kép.", "The text is not closed by its quote."),
            })?;
            (Token::Literal(Value::text(&rest[1..=end])), end + 2)
        } else if first.is_ascii_alphabetic() || first == '_' {
            let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
            let length = rest.find(|c| !fits(c)).unwrap_or(rest.len());
            (Token::Name(rest[..length].to_owned()), length)
        } else if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            (Token::Sign(if matches!(sign, "×" | "·") { "*" } else { sign }), sign.len())
        } else {
            return Err(Problem {
                at,
                message: Text::new(
                    format!("Không hiểu ký tự '{first}'."),
                    format!("'{first}' means nothing here."),
                ),
            });
        };
        found.push((at, token));
        at += length;
    }
    found.push((text.len(), Token::End));
    Ok(found)
}

fn number_or_day(rest: &str, at: usize) -> Result<(Token, usize), Problem> {
    if let Some(written) = rest.get(..10).filter(|written| looks_like_a_day(written)) {
        // Read as numbers, a day that does not exist would be a subtraction.
        let day = day(written).ok_or_else(|| Problem {
            at,
            message: Text::new(format!("Không có ngày {written}."), format!("There is no day {written}.")),
        })?;
        return Ok((Token::Literal(Value::Day(day)), 10));
    }
    let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let length = if rest[length..].starts_with('%') { length + 1 } else { length };
    match rest[..length].parse() {
        Ok(number) => Ok((Token::Literal(Value::Number(number)), length)),
        Err(_) => Err(Problem {
            at,
            message: Text::new(
                format!("'{}' không phải là số.", &rest[..length]),
                format!("'{}' is not a number.", &rest[..length]),
            ),
        }),
    }
}

/// `2025-02-30`
fn looks_like_a_day(written: &str) -> bool {
    let fits = |(place, byte): (usize, u8)| {
        if matches!(place, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
    };
    written.len() == 10 && written.bytes().enumerate().all(fits)
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        &self.tokens[self.next].1
    }

    fn take(&mut self) -> Token {
        let token = self.tokens[self.next].1.clone();
        if token != Token::End {
            self.next += 1;
        }
        token
    }

    fn problem(&self, vi: &str, en: &str) -> Problem {
        Problem { at: self.tokens[self.next].0, message: Text::new(vi, en) }
    }

    fn problem_at(&self, token: usize, vi: String, en: String) -> Problem {
        Problem { at: self.tokens[token].0, message: Text::new(vi, en) }
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), Problem> {
        if *self.peek() == Token::Sign(sign) {
            self.take();
            return Ok(());
        }
        Err(self.problem(&format!("Thiếu '{sign}' ở đây."), &format!("'{sign}' is missing here.")))
    }

    /// Operators that bind at least as strongly as `floor`.
    fn expression(&mut self, floor: u8) -> Result<Expr, Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.problem("Công thức lồng quá sâu.", "The formula is nested too deeply."));
        }
        let mut left = self.operand()?;
        loop {
            if let (true, Token::Name(name)) = (floor <= 3, self.peek())
                && name == "in"
            {
                self.take();
                left = Expr::OneOf(Box::new(left), self.list()?);
                continue;
            }
            let Some((operator, strength)) = operator(self.peek()) else { break };
            if strength < floor {
                break;
            }
            self.take();
            let right = self.expression(strength + 1)?;
            left = Expr::Binary(operator, Box::new((left, right)));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expr, Problem> {
        let start = self.next;
        match self.take() {
            Token::Literal(value) => Ok(Expr::Literal(value)),
            Token::Sign("(") => {
                let inner = self.expression(0)?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Sign("-") => Ok(Expr::Negative(Box::new(self.expression(6)?))),
            Token::Name(name) if name == "not" => Ok(Expr::Not(Box::new(self.expression(3)?))),
            Token::Name(name) if name == "yes" || name == "no" => {
                Ok(Expr::Literal(Value::YesNo(name == "yes")))
            }
            Token::Name(name) if *self.peek() == Token::Sign("(") => self.call(&name, start),
            Token::Name(name) => self.name(&name, start),
            _ => {
                self.next = start;
                Err(self.problem(
                    "Cần một số, một tên hoặc một hàm ở đây.",
                    "A number, a name or a function is needed here.",
                ))
            }
        }
    }

    fn name(&self, name: &str, at: usize) -> Result<Expr, Problem> {
        let field = FactField::ALL.into_iter().find(|(_, known)| *known == name);
        let leaf = match (name.split_once('.'), field) {
            (Some(("order", term)), _) if !term.is_empty() => Leaf::Term(term.to_owned()),
            (Some(("learner", attribute)), _) if !attribute.is_empty() => {
                Leaf::Attribute(attribute.to_owned())
            }
            (Some(_), _) => {
                return Err(self.problem_at(
                    at,
                    format!("Không có '{name}'; chỉ có order.… và learner.…."),
                    format!("There is no '{name}'; only order.… and learner.… exist."),
                ));
            }
            (None, Some((field, _))) => Leaf::Fact(field),
            (None, None) if name == "as_of" => Leaf::AsOf,
            (None, None) if name == "start" => Leaf::Start,
            (None, None) => Leaf::Named(name.to_owned()),
        };
        Ok(Expr::Leaf(leaf))
    }

    fn list(&mut self) -> Result<Vec<Expr>, Problem> {
        self.expect("[")?;
        let mut items = vec![self.expression(0)?];
        while *self.peek() == Token::Sign(",") {
            self.take();
            items.push(self.expression(0)?);
        }
        self.expect("]")?;
        Ok(items)
    }

    /// A code that stands as an argument: a plain name, or text where it has a hyphen.
    fn code(&mut self) -> Result<String, Problem> {
        let start = self.next;
        match self.take() {
            Token::Name(name) => Ok(name),
            Token::Literal(Value::Text(text)) => Ok(text),
            _ => {
                self.next = start;
                Err(self.problem("Cần một tên ở đây.", "A name is needed here."))
            }
        }
    }

    fn kind(&mut self) -> Result<Kind, Problem> {
        let code = self.code()?;
        Ok(match code.strip_prefix("order.") {
            Some(name) => Kind { of_order: true, name: name.to_owned() },
            None => Kind { of_order: false, name: code },
        })
    }

    fn body(&mut self) -> Result<Option<Box<Expr>>, Problem> {
        if *self.peek() != Token::Sign(",") {
            return Ok(None);
        }
        self.take();
        Ok(Some(Box::new(self.expression(0)?)))
    }

    fn after_comma(&mut self) -> Result<Expr, Problem> {
        self.expect(",")?;
        self.expression(0)
    }

    fn rest(&mut self) -> Result<Vec<Expr>, Problem> {
        let mut more = Vec::new();
        while *self.peek() == Token::Sign(",") {
            self.take();
            more.push(self.expression(0)?);
        }
        Ok(more)
    }

    fn call(&mut self, name: &str, at: usize) -> Result<Expr, Problem> {
        self.expect("(")?;
        let leaf = match name {
            "has" => Leaf::Has(self.kind()?),
            "count" => Leaf::Count(self.kind()?, self.body()?),
            "sum" => Leaf::Sum(self.kind()?, self.body()?),
            "highest" => Leaf::Highest(self.kind()?, self.body()?),
            "first" => Leaf::First(self.kind()?),
            "last" => Leaf::Last(self.kind()?),
            "value" => Leaf::ValueOf(self.kind()?),
            "label" => Leaf::LabelOf(self.kind()?),
            "given" => Leaf::Given(Box::new((self.expression(0)?, self.after_comma()?))),
            "in_learning" => Leaf::InLearning(Box::new(self.expression(0)?)),
            "learning_ended" => Leaf::LearningEnded,
            "days_in_learning" => Leaf::DaysInLearning,
            "lookup" => Leaf::Lookup { table: self.code()?, on: None, keys: self.rest()? },
            "lookup_on" => Leaf::Lookup {
                table: self.code()?,
                on: Some(Box::new(self.after_comma()?)),
                keys: self.rest()?,
            },
            "scale" => Leaf::Scale(self.code()?, Box::new(self.after_comma()?)),
            "cohort" => Leaf::Cohort(self.code()?),
            "cohort_sum" => Leaf::CohortSum(self.code()?),
            "filled" => {
                let bands = self.code()?;
                self.expect(",")?;
                let band = self.code()?;
                Leaf::Filled { bands, band, number: Box::new(self.after_comma()?) }
            }
            "poured" => Leaf::Poured { bands: self.code()?, number: Box::new(self.after_comma()?) },
            "total" => Leaf::Total(self.code()?),
            _ => return self.arithmetic(name, at),
        };
        self.expect(")")?;
        Ok(Expr::Leaf(leaf))
    }

    fn arithmetic(&mut self, name: &str, at: usize) -> Result<Expr, Problem> {
        if name == "if" {
            let parts = (self.expression(0)?, self.after_comma()?, self.after_comma()?);
            self.expect(")")?;
            return Ok(Expr::If(Box::new(parts)));
        }
        let Some((function, _, fewest, most)) =
            Arithmetic::ALL.into_iter().find(|(_, known, ..)| *known == name)
        else {
            let (vi, en) = nearest(name, &functions())
                .map(|guess| (format!("; có phải '{guess}'?"), format!("; did you mean '{guess}'?")))
                .unwrap_or_else(|| (".".to_owned(), ".".to_owned()));
            return Err(self.problem_at(
                at,
                format!("Không có hàm '{name}'{vi}"),
                format!("There is no function '{name}'{en}"),
            ));
        };
        let mut arguments = vec![self.expression(0)?];
        arguments.extend(self.rest()?);
        if arguments.len() < fewest || arguments.len() > most {
            return Err(self.problem_at(
                at,
                format!("'{name}' cần {fewest} tham số."),
                format!("'{name}' takes {fewest} arguments."),
            ));
        }
        self.expect(")")?;
        Ok(Expr::Arithmetic(function, arguments))
    }
}

fn functions() -> Vec<&'static str> {
    let others = "has count sum highest first last value label given in_learning learning_ended days_in_learning lookup \
                  lookup_on scale cohort cohort_sum filled poured total if";
    others
        .split(' ')
        .filter(|name| !name.is_empty())
        .chain(Arithmetic::ALL.into_iter().map(|(_, name, ..)| name))
        .collect()
}

fn operator(token: &Token) -> Option<(Operator, u8)> {
    Some(match token {
        Token::Name(name) if name == "or" => (Operator::Or, 1),
        Token::Name(name) if name == "and" => (Operator::And, 2),
        Token::Sign("=") => (Operator::Equal, 3),
        Token::Sign("!=") => (Operator::Unequal, 3),
        Token::Sign("<") => (Operator::Less, 3),
        Token::Sign("<=") => (Operator::LessOrEqual, 3),
        Token::Sign(">") => (Operator::Greater, 3),
        Token::Sign(">=") => (Operator::GreaterOrEqual, 3),
        Token::Sign("+") => (Operator::Plus, 4),
        Token::Sign("-") => (Operator::Minus, 4),
        Token::Sign("*") => (Operator::Times, 5),
        Token::Sign("/") => (Operator::Divided, 5),
        _ => return None,
    })
}
