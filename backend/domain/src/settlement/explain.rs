//! The words of a trace, in both languages, from one place: why this amount, why nothing, why negative.
//! The running number is worked out anew from the trace, so the words cannot differ from the amount.

use serde::{Deserialize, Serialize};

pub use super::explain_words::condition;
use super::{
    entitlement::{Outcome, Reason},
    explain_sums::{Teller, class_name, spelled, weight},
    explain_words::{ended, kind_name, percent, pick, value},
    scheme::{Base, Cap, Gate, Payee, Scheme, Spread, Trigger},
    trace::{Checked, Put, Step as Stage, Times, Trace},
    trigger::ONCE,
};
use crate::{
    calendar::vietnamese,
    figures,
    fraction::Fraction,
    ids::PartyId,
    money::Money,
    noun,
    text::{Lang, Text, say},
    value::Value,
};

/// What a step of the explanation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Facts,
    Gate,
    /// The agreed price of the order.
    Price,
    /// Any other amount that the arithmetic begins with.
    Base,
    Cap,
    Share,
    Units,
    Loading,
    Quality,
    Factor,
    Milestone,
    Rounding,
    Instalment,
    Cut,
    Split,
    AlreadySettled,
    Difference,
}

/// One step of the explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub kind: StepKind,
    pub title: Text,
    pub detail: Text,
    /// Law and article, or the word "assumption"; empty where the step is plain arithmetic.
    pub law: String,
    /// `None` where the step is not a gate.
    pub passed: Option<bool>,
}

/// The whole way from facts to the amount. `name` gives a party's name.
pub fn steps(trace: &Trace, scheme: &Scheme, name: impl Fn(PartyId) -> String) -> Vec<Step> {
    let teller = Teller::new(trace, scheme);
    let mut steps: Vec<Step> = facts(trace).into_iter().collect();
    steps.extend(trace.gates.iter().map(|gate| teller.gate(gate)));
    let walk = teller.walk();
    steps.extend(walk.iter().filter_map(|(stage, before, after)| teller.stage(stage, *before, *after)));
    steps.extend(teller.rounded_at_last(&walk));
    steps.extend(teller.unearned(&walk));
    steps.extend(teller.split(&name));
    steps.push(plain(
        StepKind::AlreadySettled,
        Text::new("Đã quyết toán các kỳ trước", "Settled in earlier periods"),
        Text::told(|lang| teller.amount(teller.exact(trace.settled_before), lang)),
    ));
    steps.push(teller.difference());
    steps
}

/// One line: why this amount, why nothing, why less.
pub fn sentence(trace: &Trace, scheme: &Scheme) -> Text {
    let teller = Teller::new(trace, scheme);
    let (settled_before, due) = (trace.settled_before, trace.due);
    let say = |money: Money, lang| teller.amount(teller.exact(money), lang);
    if let Some((why, remedy)) = why(trace, scheme) {
        return Text::told(|lang| {
            let settled = say(settled_before, lang);
            let head = match (settled_before.is_zero(), trace.outcome, lang) {
                (true, Outcome::Open(_), _) => pick(lang, "Chưa thanh toán", "Not paid yet").to_owned(),
                (true, ..) => pick(lang, "Không thanh toán", "Not paid").to_owned(),
                (false, _, Lang::Vi) => format!("Đã quyết toán {settled}, nay không còn được hưởng"),
                (false, _, Lang::En) => format!("{settled} was settled, and it is no longer due"),
            };
            format!("{head}: {} {}", why.get(lang), remedy.get(lang))
        });
    }
    let basis = basis(trace, scheme);
    Text::told(|lang| {
        let basis = basis.get(lang).trim_end_matches('.');
        let (entitled, settled) = (say(trace.entitled, lang), say(settled_before, lang));
        let back = teller.amount(teller.exact(due).map(Fraction::negated), lang);
        let main = match (trace.put, lang) {
            (Put::Back, Lang::Vi) => format!("Thu lại dòng cũ {settled}, trả lại bằng dòng mới"),
            (Put::Back, Lang::En) => format!("The old line of {settled} is taken back; a new one pays anew"),
            (Put::Anew, Lang::Vi) => format!("{basis}: trả lại bằng dòng mới {entitled}"),
            (Put::Anew, Lang::En) => format!("{basis}: {entitled} is paid anew"),
            (Put::Net, Lang::Vi) if due.is_zero() && settled_before.is_zero() => {
                format!("{basis}: số tiền tính ra bằng 0")
            }
            (Put::Net, Lang::En) if due.is_zero() && settled_before.is_zero() => {
                format!("{basis}: the amount comes to 0")
            }
            (Put::Net, Lang::Vi) if due.is_zero() => {
                format!("Đã quyết toán đủ {settled}, không còn chênh lệch")
            }
            (Put::Net, Lang::En) if due.is_zero() => {
                format!("{settled} was settled in full; there is no difference")
            }
            (Put::Net, Lang::Vi) if due.is_negative() && settled_before.is_zero() => {
                format!("{basis}: khấu trừ {back}")
            }
            (Put::Net, Lang::En) if due.is_negative() && settled_before.is_zero() => {
                format!("{basis}: {back} is deducted")
            }
            (Put::Net, Lang::Vi) if due.is_negative() => format!(
                "Trước đây đã quyết toán {settled}, nay chỉ được hưởng {entitled} ({basis}), nên phải thu hồi {back}"
            ),
            (Put::Net, Lang::En) if due.is_negative() => format!(
                "{settled} was settled before, but only {entitled} is due now ({basis}), so {back} must come back"
            ),
            (Put::Net, Lang::Vi) if settled_before.is_zero() => {
                format!("{basis}: được hưởng {entitled}, chưa quyết toán lần nào")
            }
            (Put::Net, Lang::En) if settled_before.is_zero() => {
                format!("{basis}: {entitled} is due, and nothing was settled before")
            }
            (Put::Net, Lang::Vi) => {
                format!(
                    "{basis}: được hưởng {entitled}, đã quyết toán {settled}, kỳ này thêm {}",
                    say(due, lang)
                )
            }
            (Put::Net, Lang::En) => format!(
                "{basis}: {entitled} is due, {settled} was settled before, this period adds {}",
                say(due, lang)
            ),
        };
        format!("{main}.{}", teller.lowered(lang))
    })
}

/// Why it is not earned, and what to do about it, in the scheme's own words where it has them.
pub fn why(trace: &Trace, scheme: &Scheme) -> Option<(Text, Text)> {
    let (Outcome::Open(reason) | Outcome::Lost(reason)) = trace.outcome else { return None };
    let gate = trace.gates.iter().find(|gate| gate.outcome == trace.outcome);
    Some(Teller::new(trace, scheme).refusal(gate, trace.outcome, reason))
}

/// What an earned amount rests on, in a few words: the class and its factor, or the condition met.
pub fn basis(trace: &Trace, scheme: &Scheme) -> Text {
    let teller = Teller::new(trace, scheme);
    let quality = trace.steps.iter().find_map(|stage| match stage {
        Stage::Times { what: Times::Quality, code, by, .. } => Some((class_name(code), *by)),
        _ => None,
    });
    let trigger = teller.part.and_then(|part| part.triggers.last());
    let basis = match (quality, trigger) {
        (Some((class, by)), _) => Text::new(
            format!("{}, hệ số {}", class.vi, figures::in_a_sentence(by, Lang::Vi)),
            format!("{}, factor {}", class.en, figures::in_a_sentence(by, Lang::En)),
        ),
        (None, Some(trigger)) if *trigger != Trigger::Always => condition(trigger),
        (None, _) => teller.title(),
    };
    if trace.label.is_empty() {
        return basis;
    }
    let spread = teller.part.and_then(|part| part.spread.as_ref());
    let one = match (teller.part.map(|part| &part.base), spread) {
        (Some(Base::Bands { .. }), _) => Text::new("bậc", "band"),
        (_, Some(Spread::Milestones { .. })) => Text::new("mốc", "milestone"),
        _ => Text::new("kỳ", "instalment"),
    };
    Text::told(|lang| format!("{}, {} {}", basis.get(lang), one.get(lang), trace.label))
}

fn plain(kind: StepKind, title: Text, detail: Text) -> Step {
    Step { kind, title, detail, law: String::new(), passed: None }
}

fn facts(trace: &Trace) -> Option<Step> {
    let detail = Text::told(|lang| {
        let each = trace.facts.iter().map(|fact| {
            let class = |known: &Value| match known {
                Value::Text(class) if fact.what == "graduated" => class_name(class).get(lang).to_owned(),
                known => value(known, lang),
            };
            let known = fact.value.as_ref().map(|known| format!(": {}", class(known))).unwrap_or_default();
            format!("{} {} (#{}){known}", kind_name(&fact.what).get(lang), vietnamese(fact.on), fact.id.0)
        });
        each.collect::<Vec<_>>().join("; ")
    });
    let title = Text::new("Sự kiện đã dùng", "Facts used");
    (!trace.facts.is_empty()).then(|| plain(StepKind::Facts, title, detail))
}

impl<'a> Teller<'a> {
    fn gate(&self, gate: &Checked) -> Step {
        let (title, law) = self.heading(gate);
        let verdict = match gate.outcome {
            Outcome::Earned => Text::new("Đạt.", "Met."),
            Outcome::Open(reason) | Outcome::Lost(reason) => {
                let (why, remedy) = self.refusal(Some(gate), gate.outcome, reason);
                Text::told(|lang| format!("{} {}", why.get(lang), remedy.get(lang)))
            }
        };
        let detail = match &gate.worked {
            Some(worked) => Text::told(|lang| {
                format!("{} {}", verdict.get(lang), spelled(worked, &value(&worked.result, lang), lang))
            }),
            None => verdict,
        };
        Step { kind: StepKind::Gate, title, detail, law, passed: Some(gate.outcome == Outcome::Earned) }
    }

    fn heading(&self, gate: &Checked) -> (Text, String) {
        let quantity = self.scheme.quantity.as_ref();
        let of_quantity = || quantity.map_or_else(|| self.law(), |quantity| quantity.law.clone());
        if let Some(own) = self.own(gate) {
            let title = Text::new(format!("Điều kiện “{}”", own.code), format!("Condition “{}”", own.code));
            return (title, self.law());
        }
        match &*gate.code {
            "enrolled" => (Text::new("Đã nhập học", "Enrolled"), self.law()),
            "within_quantity" => {
                (Text::new("Trong số lượng đặt hàng", "Within the ordered number"), of_quantity())
            }
            "paid_once" => (
                Text::new(
                    "Mỗi người một lần cho mỗi nghề và trình độ",
                    "Once per person, occupation and level",
                ),
                ONCE.to_owned(),
            ),
            "minimum" => {
                let least = quantity.and_then(|quantity| quantity.minimum).unwrap_or(0);
                let title =
                    say!("Có ít nhất {least}", "At least {least}", least = noun::LEARNER.counted(least));
                (title, of_quantity())
            }
            "within_bands" => {
                let bands = match self.part.map(|part| &part.base) {
                    Some(Base::Bands { bands, .. }) => self.scheme.bands.get(*bands),
                    _ => None,
                };
                let law = bands.map_or_else(|| self.law(), |bands| bands.law.clone());
                (Text::new("Trong các bậc số lượng", "Within the bands"), law)
            }
            "held" => (Text::new("Thanh toán không bị tạm giữ", "Payments are not held"), self.law()),
            code => {
                let mut triggers = self.part.into_iter().flat_map(|part| &part.triggers);
                let trigger = triggers.find(|trigger| trigger.code() == code);
                let cap = self.scheme.caps.iter().find(|cap| cap.code == code);
                match (trigger, cap) {
                    (Some(trigger), _) => (condition(trigger), self.law()),
                    (None, Some(cap)) => (cap.title.clone(), cap.law.clone()),
                    (None, None) => (Text::both(code), String::new()),
                }
            }
        }
    }

    /// The gate of the scheme, told from what is built in by its formula.
    fn own(&self, gate: &Checked) -> Option<&'a Gate> {
        let mut own = self.part.filter(|_| gate.worked.is_some())?.gates.iter();
        own.find(|own| own.code == gate.code)
    }

    fn refusal(&self, gate: Option<&Checked>, outcome: Outcome, reason: Reason) -> (Text, Text) {
        let (why, remedy) = (reason.why(), reason.remedy(matches!(outcome, Outcome::Lost(_))));
        if let Some(own) = gate.and_then(|gate| self.own(gate)) {
            let remedy = own.remedy.as_ref().unwrap_or(&remedy);
            return (Text::told(|lang| ended(own.say.get(lang))), Text::told(|lang| ended(remedy.get(lang))));
        }
        match self.caps().next().filter(|_| reason == Reason::Capped) {
            Some(cap) => {
                let why =
                    |lang| format!("{}: {}", why.get(lang).trim_end_matches('.'), ended(cap.title.get(lang)));
                (Text::told(why), remedy)
            }
            None => (why, remedy),
        }
    }

    /// What it would come to, and that none of it is paid.
    fn unearned(&self, walk: &[(&Stage, Option<Fraction>, Option<Fraction>)]) -> Option<Step> {
        let (why, _) = why(self.trace, self.scheme)?;
        let (.., worth) = *walk.last()?;
        let title = Text::told(|lang| why.get(lang).trim_end_matches('.').to_owned());
        let step = self.step(StepKind::Cut, title, |lang| {
            format!("{} → {}", self.amount(worth, lang), self.amount(Some(Fraction::ZERO), lang))
        });
        (worth != Some(Fraction::ZERO)).then_some(step)
    }

    /// Caps that took something away, the last first.
    fn caps(&self) -> impl Iterator<Item = &'a Cap> {
        let scheme = self.scheme;
        self.trace.steps.iter().rev().filter_map(move |stage| match stage {
            Stage::Less { code, .. } => scheme.caps.iter().find(|cap| cap.code == *code),
            _ => None,
        })
    }

    fn split(&self, name: &impl Fn(PartyId) -> String) -> Option<Step> {
        let fixed = self.part.is_some_and(|part| matches!(part.payee, Payee::Parts(_)));
        // Where a cap took from one payee, the amounts themselves are the weights.
        let capped = self.caps().any(|cap| cap.payee.is_some());
        let weights: Vec<u64> = self.trace.split.iter().map(|share| share.hours).collect();
        let title = match (capped, fixed) {
            (true, _) => Text::new("Chia giữa các bên", "Split among the parties"),
            (false, true) => Text::new("Chia theo tỉ lệ cố định", "Split in fixed parts"),
            (false, false) => Text::new("Chia theo giờ đã xác nhận", "Split by confirmed hours"),
        };
        let step = self.step(StepKind::Split, title, |lang| {
            let each = self.trace.split.iter().enumerate().map(|(place, share)| {
                let by = match weight(&weights, place).filter(|_| fixed) {
                    _ if capped => String::new(),
                    Some(weight) => format!("{} → ", percent(weight, lang)),
                    None => format!("{} → ", noun::HOUR.count(share.hours, lang)),
                };
                format!("{}: {by}{}", name(share.payee), self.amount(self.exact(share.amount), lang))
            });
            each.collect::<Vec<_>>().join("; ")
        });
        let law = if fixed { self.law() } else { self.scheme.rounding_law.clone() };
        (weights.len() > 1).then_some(Step { law, ..step })
    }

    fn difference(&self) -> Step {
        let (trace, due) = (self.trace, self.exact(self.trace.due));
        let (title, detail) = match trace.put {
            Put::Net => (
                Text::new("Chênh lệch kỳ này", "Difference of this period"),
                Text::told(|lang| self.minus(self.exact(trace.entitled), trace.settled_before, due, lang)),
            ),
            Put::Back => (
                Text::new("Thu lại dòng cũ", "The old line is taken back"),
                Text::told(|lang| {
                    let anew = pick(lang, "dòng mới trả lại toàn bộ", "a new line pays the whole anew");
                    format!("{}; {anew}", self.amount(due, lang))
                }),
            ),
            Put::Anew => (
                Text::new("Trả lại bằng dòng mới", "Paid anew"),
                Text::told(|lang| {
                    let back = pick(lang, "dòng cũ đã thu lại", "the old line is taken back");
                    format!("{}; {back}", self.amount(due, lang))
                }),
            ),
        };
        plain(StepKind::Difference, title, detail)
    }
}

impl StepKind {
    pub fn as_str(self) -> &'static str {
        match self {
            StepKind::Facts => "facts",
            StepKind::Gate => "gate",
            StepKind::Price => "price",
            StepKind::Base => "base",
            StepKind::Cap => "cap",
            StepKind::Share => "share",
            StepKind::Units => "units",
            StepKind::Loading => "loading",
            StepKind::Quality => "quality",
            StepKind::Factor => "factor",
            StepKind::Milestone => "milestone",
            StepKind::Rounding => "rounding",
            StepKind::Instalment => "instalment",
            StepKind::Cut => "cut",
            StepKind::Split => "split",
            StepKind::AlreadySettled => "already_settled",
            StepKind::Difference => "difference",
        }
    }
}
