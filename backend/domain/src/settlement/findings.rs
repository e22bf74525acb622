//! What is wrong with a scheme or a case, each finding at its line.

use std::ops::Range;

use super::{
    formula::{Expr, Formula, Names, check, parse},
    scheme::Scheme,
};
use crate::{
    file::{At, Exact, Fault, line_of, nearest},
    fraction::Fraction,
    issue::Issue,
    text::Text,
    value::{Type, Value},
};

const RULE: &str = "NĐ 32/2019 Đ24";

/// Collects findings, each at the line of what it is about.
pub(crate) struct Findings<'a> {
    text: &'a str,
    pub issues: Vec<Issue>,
}

impl<'a> Findings<'a> {
    pub fn new(text: &'a str) -> Findings<'a> {
        Findings { text, issues: Vec::new() }
    }

    pub fn faults(&mut self, faults: Vec<Fault>) {
        for fault in faults {
            self.add(
                fault.code,
                &fault.span,
                Text::new(fault.vi, fault.en),
                Text::new(fault.remedy_vi, fault.remedy_en),
            );
        }
    }

    pub fn add(&mut self, code: &str, span: &Range<usize>, problem: Text, remedy: Text) {
        let line = line_of(self.text, span.start);
        self.issues.push(Issue::new(code, format!("line {line}"), RULE, problem, remedy));
    }

    /// In the order of the file, each once.
    pub fn sorted(mut self) -> Vec<Issue> {
        let line = |issue: &Issue| issue.place.trim_start_matches("line ").parse().unwrap_or(0usize);
        self.issues.sort_by(|a, b| (line(a), &a.code).cmp(&(line(b), &b.code)));
        self.issues.dedup();
        self.issues
    }

    pub fn require(&mut self, holds: bool, span: &Range<usize>, name: &str, allowed: &str) {
        if !holds {
            self.add(
                "scheme.value",
                span,
                Text::new(format!("'{name}' không hợp lệ."), format!("'{name}' is not valid.")),
                Text::new(format!("Giá trị cho phép: {allowed}."), format!("Allowed: {allowed}.")),
            );
        }
    }

    pub fn word(&mut self, word: &At<String>, name: &str) {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let valid = !word.is_empty() && word.chars().all(fits);
        self.require(valid, &word.span, name, "a–z, A–Z, 0–9, -, _");
    }

    pub fn law(&mut self, law: &At<String>) {
        if law.trim().is_empty() {
            self.add(
                "scheme.law",
                &law.span,
                Text::new("Tham số không nêu căn cứ.", "The parameter names no law."),
                Text::new(
                    "Ghi điều luật, hoặc chữ \"giả định\".",
                    "Give law and article, or the word \"assumption\".",
                ),
            );
        }
    }

    /// Names every code that stands twice.
    pub fn once<'c>(&mut self, codes: impl Iterator<Item = &'c At<String>>) {
        let mut seen: Vec<&str> = Vec::new();
        for code in codes {
            if seen.contains(&code.value.as_str()) {
                self.add(
                    "scheme.double",
                    &code.span,
                    Text::new(
                        format!("Mã '{}' dùng hai lần.", code.value),
                        format!("The code '{}' is used twice.", code.value),
                    ),
                    Text::new("Đặt mã khác.", "Use another code."),
                );
            }
            seen.push(&code.value);
        }
    }

    /// The place of a code in a list, or a finding.
    pub fn place_of(&mut self, code: &At<String>, known: &[String]) -> usize {
        known.iter().position(|known| *known == code.value).unwrap_or_else(|| {
            self.unknown(code, known);
            0
        })
    }

    pub fn unknown(&mut self, code: &At<String>, known: &[String]) {
        let words: Vec<&str> = known.iter().map(String::as_str).collect();
        let (vi, en) = match nearest(code, &words) {
            Some(guess) => (format!("; có phải '{guess}'?"), format!("; did you mean '{guess}'?")),
            None => (".".to_owned(), ".".to_owned()),
        };
        let list = words.join(", ");
        let remedy = if known.is_empty() {
            Text::new(
                "Chưa khai báo gì; thêm vào, hoặc bỏ đi.",
                "Nothing is declared; declare it, or drop it.",
            )
        } else {
            Text::new(format!("Đã khai báo: {list}."), format!("Declared: {list}."))
        };
        let problem =
            Text::new(format!("Không có '{}'{vi}", code.value), format!("There is no '{}'{en}", code.value));
        self.add("scheme.unknown", &code.span, problem, remedy);
    }

    /// Something that cannot stand as it is, in a sentence of its own: problem and remedy, each in both languages.
    pub fn refuse(&mut self, holds: bool, span: &Range<usize>, problem: (&str, &str), remedy: (&str, &str)) {
        if !holds {
            self.add("scheme.value", span, Text::new(problem.0, problem.1), Text::new(remedy.0, remedy.1));
        }
    }

    pub fn number(&mut self, written: &Exact, span: &Range<usize>) -> Fraction {
        written.as_str().parse().unwrap_or_else(|_| {
            self.require(false, span, written.as_str(), "12, 0.5, 30%");
            Fraction::ONE
        })
    }

    /// Between 0 and 1.
    pub fn part(&mut self, written: &At<Exact>) -> Fraction {
        let value = self.number(written, &written.span);
        let valid = value >= Fraction::ZERO && value <= Fraction::ONE;
        self.require(valid, &written.span, written.as_str(), "0–1");
        if valid { value } else { Fraction::ONE }
    }

    /// More than 0, at most 1.
    pub fn share(&mut self, written: &At<Exact>) -> Fraction {
        let value = self.part(written);
        self.require(!value.is_zero(), &written.span, written.as_str(), "> 0");
        value
    }

    /// A formula of a type, with all names known.
    pub fn formula(&mut self, written: &Exact, span: &Range<usize>, needed: Type, names: &Names) -> Formula {
        match parse(written.as_str()) {
            Ok(formula) => {
                let mut problems = Vec::new();
                let found = check(&formula.root, names, &mut problems);
                if found != needed && found != Type::Any && needed != Type::Any {
                    problems.push(Text::new(
                        format!("Công thức cho {}, cần {}.", found.vi(), needed.vi()),
                        format!("The formula gives a {found}; a {needed} is needed."),
                    ));
                }
                for problem in problems {
                    self.add("scheme.formula", span, problem, remedy());
                }
                formula
            }
            Err(problem) => {
                let place = (problem.at + 1, written.as_str());
                self.add(
                    "scheme.formula",
                    span,
                    Text::new(
                        format!("{} (ký tự {} của \"{}\")", problem.message.vi, place.0, place.1),
                        format!("{} (character {} of \"{}\")", problem.message.en, place.0, place.1),
                    ),
                    remedy(),
                );
                Formula { text: String::new(), root: Expr::Literal(Value::whole(0)) }
            }
        }
    }

    pub fn formula_at(&mut self, written: &At<Exact>, needed: Type, names: &Names) -> Formula {
        self.formula(&written.value, &written.span, needed, names)
    }

    pub fn formula_in(&mut self, written: &Option<At<Exact>>, names: &Names) -> Option<Formula> {
        written.as_ref().map(|written| self.formula_at(written, Type::Number, names))
    }

    pub fn finish(self, scheme: Scheme) -> Result<Scheme, Vec<Issue>> {
        if self.issues.is_empty() { Ok(scheme) } else { Err(self.sorted()) }
    }
}

fn remedy() -> Text {
    Text::new(
        "Xem cách viết công thức trong backend/docs/schemes.md.",
        "backend/docs/schemes.md says how formulas are written.",
    )
}
