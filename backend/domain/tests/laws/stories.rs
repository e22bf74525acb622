//! What can happen to a learner and to an order, one fact after another.

use rust_decimal::dec;
use time::Duration;

use super::histories::{COLLEGE, Dice, END, HOLD, HOSTS, START, moment};
use domain::{
    fact::{Fact, Happening, Note, Place, Recognition},
    grading::GraduationClass,
    ids::{EnrolmentId, FactId, PartyId},
    value::Value,
};

/// Days after a fact on which something may just come in time, or just too late.
pub const BOUNDS: [i64; 13] = [0, 14, 15, 16, 29, 30, 31, 89, 90, 91, 364, 365, 366];

pub struct Teller<'d> {
    pub dice: &'d mut Dice,
    /// The first id.
    pub subject: i64,
    pub provider: PartyId,
    pub facts: Vec<Fact>,
}

impl Teller<'_> {
    /// A likely course of things, and whatever else may be reported.
    pub fn life(&mut self, wide: bool) {
        let begins = self.dice.from(0, 20);
        if !self.dice.chance(8) {
            self.tell(begins, self.provider, Happening::Enrolled);
        }
        if self.dice.chance(60) {
            let end = begins + self.dice.from(300, 380);
            let what = graduated(self.dice);
            self.tell(end, self.provider, what);
            if self.dice.chance(70) {
                let on = end + self.dice.from(-40, 400);
                self.tell(on, self.provider, Happening::Employed { employer: "A".to_owned() });
            }
        }
        let most = self.dice.pick(&[3, 4, 5, 6, 8, 10, 15]);
        for _ in self.facts.len()..most {
            let what = if wide && self.dice.chance(50) { self.noted() } else { self.of_learner() };
            self.tell_any(what);
        }
    }

    fn of_learner(&mut self) -> Happening {
        let reason = || "reason".to_owned();
        match self.dice.below(22) {
            0 => Happening::Enrolled,
            1..=3 => Happening::Suspended,
            4..=6 => Happening::Resumed,
            7 => Happening::Withdrew { reason: reason() },
            8 | 9 => Happening::Placed { host: self.dice.pick(&[HOSTS[0], HOSTS[1], COLLEGE]) },
            10..=12 => Happening::HoursDelivered { place: Place::Enterprise, hours: self.hours() },
            13 | 14 => Happening::HoursDelivered { place: Place::College, hours: self.hours() },
            15 => graduated(self.dice),
            16 => Happening::Annulled { reason: reason() },
            17 | 18 => Happening::Employed { employer: "B".to_owned() },
            19 => Happening::EmploymentEnded,
            20 => Happening::DuplicateFlagged { other: EnrolmentId(1) },
            _ => Happening::DuplicateDecided { pay: self.dice.chance(60), reason: reason() },
        }
    }

    fn hours(&mut self) -> u32 {
        u32::try_from(self.dice.from(0, 200)).unwrap()
    }

    fn noted(&mut self) -> Happening {
        let day = Value::Day(START + Duration::days(self.dice.from(20, 420)));
        let number = Value::whole(self.dice.from(0, 80));
        let price = Value::whole(self.dice.from(1, 70_000));
        let yes = Value::YesNo(self.dice.chance(50));
        let label = |dice: &mut Dice, of: &[&'static str]| Some(dice.pick(of).to_owned());
        let (fact, value, label) = match self.dice.below(15) {
            0 | 1 => ("completed", None, None),
            2 => ("paper_missing", None, None),
            3 => ("audit", None, label(self.dice, &["failed", "passed"])),
            4..=7 => ("unit_passed", None, label(self.dice, &["theory", "practice", "sport"])),
            8 | 9 => ("material", Some(price), label(self.dice, &["dear", "cheap"])),
            10 => ("price_changed", None, label(self.dice, &["total", "residual"])),
            11 => ("km", Some(number), None),
            12 => ("planned_end", Some(day), None),
            13 => (self.dice.pick(&["consent", "indigenous", "levied"]), Some(yes), None),
            _ => return held(self.dice),
        };
        Happening::noted(fact, Note { value, label, evidence: None })
    }

    pub fn of_order(&mut self, wide: bool) -> Happening {
        let amended = |term: &str, value| {
            let label = Some(term.to_owned());
            Happening::noted("amended", Note { value: Some(value), label, evidence: None })
        };
        let plain = |kind: &str, value: Option<i64>| {
            Happening::noted(kind, Note { value: value.map(Value::whole), label: None, evidence: None })
        };
        match self.dice.below(if wide { 8 } else { 4 }) {
            0 => amended("price", Value::whole(self.dice.from(1, 30_000_000))),
            1 => amended("quantity", Value::whole(self.dice.from(0, 7))),
            2 => amended("ends_on", Value::Day(END + Duration::days(self.dice.from(-90, 90)))),
            3 => held(self.dice),
            4 | 5 => plain(self.dice.pick(&["started", "started", "stopped"]), Some(self.dice.from(0, 5))),
            6 => plain("equipped", None),
            _ => plain("late_report", None),
        }
    }

    pub fn tell_any(&mut self, what: Happening) {
        let day = match self.facts.len() {
            known if known > 0 && self.dice.chance(20) => {
                let from = self.facts[self.dice.below(known)].happened_on;
                (from - START).whole_days() + self.dice.pick(&BOUNDS)
            }
            _ if self.dice.chance(50) => self.dice.from(-5, 90),
            _ => self.dice.from(0, 800),
        };
        let by = self.dice.pick(&[self.provider, HOSTS[0], HOSTS[1]]);
        self.tell(day, by, what);
    }

    fn tell(&mut self, day: i64, reporter: PartyId, what: Happening) {
        let happened_on = START + Duration::days(day);
        let late = if self.dice.chance(30) { self.dice.from(0, 120) } else { 0 };
        let id = FactId(self.subject + i64::try_from(self.facts.len()).unwrap());
        let known = self.facts.len();
        let supersedes = (known > 0 && self.dice.chance(12)).then(|| self.facts[self.dice.below(known)].id);
        let what = match supersedes {
            Some(_) if self.dice.chance(40) => Happening::Retracted { reason: "mistaken".to_owned() },
            _ => what,
        };
        let recorded_at = moment(happened_on + Duration::days(late));
        self.facts.push(Fact { id, happened_on, recorded_at, reporter, supersedes, what });
    }
}

fn graduated(dice: &mut Dice) -> Happening {
    let class = dice.pick(&GraduationClass::ALL);
    Happening::graduated(class, dec!(7.5), Recognition { certificate: None, decision: "1".to_owned() })
}

fn held(dice: &mut Dice) -> Happening {
    let kind = dice.pick(&["held", "held", "released"]);
    Happening::noted(kind, Note { value: None, label: Some(HOLD.to_owned()), evidence: None })
}
