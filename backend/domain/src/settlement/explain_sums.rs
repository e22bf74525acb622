//! The arithmetic of a trace in words, step by step, each with the running number before and after it.

use super::{
    explain::{Step, StepKind},
    explain_words::{decimals, figure, left_over, mode, percent, pick, value},
    scheme::{Base, Part, Scheme},
    trace::{Over, Step as Stage, Times, Trace, Worked},
};
use crate::{
    figures,
    fraction::Fraction,
    grading::GraduationClass,
    money::{Money, Remainder},
    noun,
    text::{Lang, Text},
};

/// Before a step and after it. `None` where the trace contradicts itself.
type Running = (Option<Fraction>, Option<Fraction>);

/// Tells one trace of one scheme.
pub(super) struct Teller<'a> {
    pub trace: &'a Trace,
    pub scheme: &'a Scheme,
    pub part: Option<&'a Part>,
}

impl<'a> Teller<'a> {
    pub fn new(trace: &'a Trace, scheme: &'a Scheme) -> Teller<'a> {
        Teller { trace, scheme, part: scheme.part(&trace.part) }
    }

    pub fn title(&self) -> Text {
        self.part.map_or_else(|| Text::both(&self.trace.part), |part| part.title.clone())
    }

    pub fn law(&self) -> String {
        self.part.map_or_else(String::new, |part| part.law.clone())
    }

    pub fn is_dong(&self) -> bool {
        self.scheme.currency == "VND"
    }

    pub fn exact(&self, money: Money) -> Option<Fraction> {
        self.trace.rounding.exact(money)
    }

    /// Without the unit.
    fn figure(&self, exact: Option<Fraction>, lang: Lang) -> String {
        let Some(exact) = exact else { return "?".to_owned() };
        figure(exact, decimals(self.trace.rounding.smallest, 0).unwrap_or(0), lang)
    }

    pub fn amount(&self, exact: Option<Fraction>, lang: Lang) -> String {
        let unit = if self.is_dong() { "đ" } else { self.scheme.currency.as_str() };
        format!("{} {unit}", self.figure(exact, lang))
    }

    fn equals(&self, exact: Option<Fraction>, lang: Lang) -> String {
        let amount = self.amount(exact, lang);
        if amount.starts_with('≈') { amount } else { format!("= {amount}") }
    }

    pub fn step(&self, kind: StepKind, title: Text, detail: impl Fn(Lang) -> String) -> Step {
        Step { kind, title, detail: Text::told(detail), law: self.law(), passed: None }
    }

    pub fn walk(&self) -> Vec<(&'a Stage, Option<Fraction>, Option<Fraction>)> {
        let mut before = Some(Fraction::ZERO);
        let each = self.trace.base.iter().chain(self.trace.steps.iter()).map(|stage| {
            let after = before.and_then(|exact| stage.apply(exact, self.trace.rounding));
            (stage, std::mem::replace(&mut before, after), after)
        });
        each.collect()
    }

    pub fn stage(&self, stage: &Stage, before: Option<Fraction>, after: Option<Fraction>) -> Option<Step> {
        let running = (before, after);
        Some(match stage {
            Stage::Base { code, worked } => self.base(code, worked, after),
            Stage::AtMost { code, worked } => self.at_most(code, worked, running),
            Stage::Share { weights, leaf, remainder } => {
                let share = weight(weights, *leaf);
                let exact = before.zip(share).and_then(|(whole, share)| whole.times(share));
                self.step(StepKind::Share, self.title(), |lang| {
                    let by = share.map_or_else(|| "?".to_owned(), |share| percent(share, lang));
                    self.portion(
                        &format!("{} × {by}", self.figure(before, lang)),
                        exact,
                        after,
                        *remainder,
                        lang,
                    )
                })
            }
            Stage::Times { what, code, by, worked } => self.times(*what, code, *by, worked.as_ref(), running),
            Stage::Plus { code, worked } => {
                let title = Text::new(format!("Mức tăng: {code}"), format!("Loading: {code}"));
                let sum = |plus: Option<Fraction>, lang: Lang| {
                    format!(
                        "{} + {} {}",
                        self.figure(before, lang),
                        self.figure(plus, lang),
                        self.equals(after, lang)
                    )
                };
                let plus = worked.result.as_number();
                self.step(StepKind::Loading, title, |lang| {
                    self.because(sum(plus, lang), worked, &self.amount(plus, lang), lang)
                })
            }
            Stage::Round => return self.rounded(running),
            Stage::Planned { before: earlier, left, place, remainder } => {
                let open = before.zip(self.exact(*earlier)).and_then(|(whole, earlier)| whole.minus(earlier));
                let months = Fraction::new(i128::from(*left), 1);
                let exact = open.zip(months).and_then(|(open, months)| open.divided_by(months));
                let month = place.saturating_add(1);
                let title = Text::new(
                    format!("Tháng thứ {month} trong {left} tháng được chia"),
                    format!("Month {month} of the {left} it is spread over"),
                );
                self.step(StepKind::Instalment, title, |lang| {
                    let whole = match earlier.is_zero() {
                        true => self.figure(before, lang),
                        false => format!(
                            "({} − {})",
                            self.figure(before, lang),
                            self.figure(self.exact(*earlier), lang)
                        ),
                    };
                    let side = format!("{whole} / {}", noun::MONTH.count(left, lang));
                    self.portion(&side, exact, after, *remainder, lang)
                })
            }
            Stage::Rest { before: earlier } => {
                let title = Text::new("Phần còn lại khi học xong", "What is left at the end");
                self.step(StepKind::Instalment, title, |lang| self.minus(before, *earlier, after, lang))
            }
            Stage::Divided { weights, place, remainder } => {
                let (kth, n) = (place.saturating_add(1), weights.len());
                let title = Text::new(format!("Kỳ {kth} trong {n} kỳ"), format!("Instalment {kth} of {n}"));
                let share = weight(weights, *place);
                let exact = before.zip(share).and_then(|(whole, share)| whole.times(share));
                let equal = weights.windows(2).all(|pair| pair.first() == pair.last());
                self.step(StepKind::Instalment, title, |lang| {
                    let by = match share {
                        Some(share) if !equal => format!("× {}", percent(share, lang)),
                        _ => format!("/ {n}"),
                    };
                    self.portion(
                        &format!("{} {by}", self.figure(before, lang)),
                        exact,
                        after,
                        *remainder,
                        lang,
                    )
                })
            }
            Stage::Less { code, amount, over } => {
                let cap = self.scheme.caps.iter().find(|cap| cap.code == *code);
                let title = match (cap, code.as_str()) {
                    (Some(cap), _) => cap.title.clone(),
                    (None, "latest_back") => Text::new(
                        "Mức mới thấp hơn phần đã hưởng: bớt ở các tháng gần nhất",
                        "More was earned than the new amount: the latest months give it back",
                    ),
                    (None, code) => Text::both(code),
                };
                let step = self.step(StepKind::Cut, title, |lang| {
                    let cut = self.minus(before, *amount, after, lang);
                    let Some(Over { limit, counted }) = over else { return cut };
                    let say = |money: &Money| self.amount(self.exact(*money), lang);
                    let [of, counts] =
                        [pick(lang, "mức trần", "the cap is"), pick(lang, "tính được", "what counts is")];
                    format!("{cut} ({of} {}, {counts} {})", say(limit), say(counted))
                });
                Step { law: cap.map_or(step.law, |cap| cap.law.clone()), ..step }
            }
        })
    }

    pub fn minus(
        &self,
        before: Option<Fraction>,
        less: Money,
        after: Option<Fraction>,
        lang: Lang,
    ) -> String {
        let less = self.figure(self.exact(less), lang);
        format!("{} − {less} {}", self.figure(before, lang), self.equals(after, lang))
    }

    /// With the place of the remainder, where it made a difference.
    fn portion(
        &self,
        side: &str,
        exact: Option<Fraction>,
        after: Option<Fraction>,
        remainder: Remainder,
        lang: Lang,
    ) -> String {
        if exact == after {
            return format!("{side} {}", self.equals(after, lang));
        }
        let rule = left_over(remainder);
        format!("{side} {} → {} ({})", self.equals(exact, lang), self.amount(after, lang), rule.get(lang))
    }

    /// A line of arithmetic, and where its second number comes from.
    fn because(&self, line: String, worked: &Worked, result: &str, lang: Lang) -> String {
        match worked.given.as_slice() {
            [only] if is_name(worked) => format!("{line}; {} = {result}", only.name),
            _ if is_bare(worked) => line,
            _ => format!("{line}; {}", spelled(worked, result, lang)),
        }
    }

    fn base(&self, code: &str, worked: &Worked, after: Option<Fraction>) -> Step {
        let (title, law) = match self.part.map(|part| &part.base) {
            Some(Base::Share { .. }) if worked.formula.trim() == "order.price" => {
                (Text::new("Đơn giá một người học", "Agreed price of one learner"), self.law_of(code))
            }
            Some(Base::Share { .. }) => {
                (Text::new(format!("Khoản “{code}”"), format!("Amount “{code}”")), self.law_of(code))
            }
            Some(Base::Bands { bands, .. }) => {
                let law = self.scheme.bands.get(*bands).map_or_else(|| self.law(), |bands| bands.law.clone());
                let band = code.split_once('.').map_or(code, |(_, band)| band);
                (Text::new(format!("Giá của bậc {band}"), format!("Price of band {band}")), law)
            }
            _ => (self.title(), self.law()),
        };
        let priced = worked.given.iter().any(|given| given.name == "order.price");
        let kind = if priced { StepKind::Price } else { StepKind::Base };
        let step = self.step(kind, title, |lang| derived(worked, &self.amount(after, lang), lang));
        Step { law, ..step }
    }

    /// Of the amount that the part shares, where the code is the amount's.
    fn law_of(&self, code: &str) -> String {
        let amount = match self.part.map(|part| &part.base) {
            Some(Base::Share { amount, .. }) => self.scheme.amounts.get(*amount),
            _ => None,
        };
        amount.filter(|amount| amount.code == code).map_or_else(|| self.law(), |amount| amount.law.clone())
    }

    fn at_most(&self, code: &str, worked: &Worked, (before, after): Running) -> Step {
        let title = Text::new("Mức tối đa", "At most");
        let step = self.step(StepKind::Cap, title, |lang| {
            let cap = derived(worked, &self.amount(worked.result.as_number(), lang), lang);
            let verdict = match before == after {
                true => pick(lang, "không vượt", "is within").to_owned(),
                false => format!("{} {}", pick(lang, "giảm còn", "becomes"), self.amount(after, lang)),
            };
            format!("{cap}; {} {verdict}", self.amount(before, lang))
        });
        Step { law: self.law_of(code), ..step }
    }

    fn times(
        &self,
        what: Times,
        code: &str,
        by: Fraction,
        worked: Option<&Worked>,
        (before, after): Running,
    ) -> Step {
        let factor = self.scheme.factors.iter().find(|factor| factor.code == code);
        let (kind, title) = match (what, factor) {
            (Times::Every, _) => (StepKind::Units, Text::new("Số lần đạt", "Times reached")),
            (Times::Units, _) => (StepKind::Units, Text::new("Số đơn vị", "Units")),
            (Times::Loading, _) => {
                (StepKind::Loading, Text::new(format!("Mức tăng: {code}"), format!("Loading: {code}")))
            }
            (Times::Quality, _) => {
                let class = class_name(code);
                let title =
                    (format!("Hệ số chất lượng: {}", class.vi), format!("Quality factor: {}", class.en));
                (StepKind::Quality, Text::new(title.0, title.1))
            }
            (Times::Milestone, _) => {
                (StepKind::Milestone, Text::new(format!("Mốc “{code}”"), format!("Milestone “{code}”")))
            }
            (Times::Factor, Some(factor)) => (StepKind::Factor, factor.title.clone()),
            (Times::Factor, None) if code == "at_least_zero" => {
                let title = Text::new("Số tiền không âm", "The amount is not below zero");
                return self.step(StepKind::Cap, title, |lang| {
                    format!("{} → {}", self.amount(before, lang), self.amount(after, lang))
                });
            }
            (Times::Factor, None) => (StepKind::Factor, Text::both(code)),
        };
        let law = match (what, factor) {
            (Times::Quality, _) => self.scheme.quality.as_ref().map(|quality| quality.law.clone()),
            (Times::Factor, Some(factor)) => Some(factor.law.clone()),
            _ => None,
        };
        let step = self.step(kind, title, |lang| {
            let by =
                if what == Times::Milestone { percent(by, lang) } else { figures::in_a_sentence(by, lang) };
            let line = format!("{} × {by} {}", self.figure(before, lang), self.equals(after, lang));
            match worked {
                Some(worked) => self.because(line, worked, &by, lang),
                None => line,
            }
        });
        Step { law: law.unwrap_or_else(|| self.law()), ..step }
    }

    /// Nothing where rounding changed nothing.
    fn rounded(&self, (before, after): Running) -> Option<Step> {
        let rounding = self.trace.rounding;
        let unit = rounding.smallest.times(Fraction::whole(rounding.multiple));
        let step = self.step(StepKind::Rounding, Text::new("Làm tròn", "Rounding"), |lang| {
            let unit = format!("{} {}", pick(lang, "đến", "to"), self.amount(unit, lang));
            let (before, after) = (self.amount(before, lang), self.amount(after, lang));
            format!("{before} → {after} ({unit}, {})", mode(rounding.mode).get(lang))
        });
        (before != after).then(|| Step { law: self.scheme.rounding_law.clone(), ..step })
    }

    /// What is paid is rounded, whether or not a step says so.
    pub fn rounded_at_last(&self, walk: &[(&Stage, Option<Fraction>, Option<Fraction>)]) -> Option<Step> {
        let (.., before) = *walk.last()?;
        let after = before.and_then(|exact| self.exact(self.trace.rounding.money(exact)?));
        self.rounded((before, after))
    }

    /// Every cap and cut that took something away.
    pub fn lowered(&self, lang: Lang) -> String {
        let cuts = self.walk().into_iter().filter(|(stage, before, after)| {
            matches!(stage, Stage::Less { .. } | Stage::AtMost { .. }) && before != after
        });
        let steps = cuts.filter_map(|(stage, before, after)| self.stage(stage, before, after));
        steps.map(|step| format!(" {}: {}.", step.title.get(lang), step.detail.get(lang))).collect()
    }
}

pub(super) fn class_name(code: &str) -> Text {
    GraduationClass::parse(code).map_or_else(|| Text::both(code), GraduationClass::name)
}

pub(super) fn weight(weights: &[u64], place: usize) -> Option<Fraction> {
    let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    Fraction::new(i128::from(*weights.get(place)?), total)
}

fn is_bare(worked: &Worked) -> bool {
    worked.formula.trim().trim_start_matches("-(").trim_end_matches(')').parse::<Fraction>().is_ok()
}

/// One name whose value nobody worked out.
fn is_name(worked: &Worked) -> bool {
    matches!(worked.given.as_slice(), [only] if only.name == worked.formula.trim() && only.formula.is_none())
}

/// A formula, what it read, and what came of it; of a bare number or name only what came of it.
pub(super) fn derived(worked: &Worked, result: &str, lang: Lang) -> String {
    if is_bare(worked) || is_name(worked) { result.to_owned() } else { spelled(worked, result, lang) }
}

/// A formula, what it read, and what came of it.
pub(super) fn spelled(worked: &Worked, result: &str, lang: Lang) -> String {
    let in_line = |formula: &str| formula.split_whitespace().collect::<Vec<_>>().join(" ");
    let given = worked.given.iter().map(|given| match &given.formula {
        Some(formula) => format!("{} = {} = {}", given.name, in_line(formula), value(&given.value, lang)),
        None => format!("{} = {}", given.name, value(&given.value, lang)),
    });
    let given = given.collect::<Vec<_>>().join(", ");
    let with = if given.is_empty() { "" } else { pick(lang, ", với ", ", with ") };
    format!("{}{with}{given} → {result}", in_line(&worked.formula))
}
