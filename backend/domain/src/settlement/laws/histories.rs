//! Random histories: small orders and whatever can happen to them, reported late, twice, wrongly and taken back.

use std::sync::LazyLock;

use rust_decimal::dec;
use time::{Date, Duration, macros::date};

use super::super::{Before, Funds, Input, Learner, Misfit, Order, Scheme, Settlement, settle_together};
use crate::{
    calendar::Moment,
    fact::{Fact, Happening, Place},
    grading::GraduationClass,
    ids::{EnrolmentId, FactId, OrderId, PartyId},
    money::Money,
    value::Value,
};

pub const TRAINING: &str = include_str!("../../../../../fixtures/schemes/qd1446-training.toml");
pub const RETRAINING: &str = include_str!("../../../../../fixtures/schemes/qd1446-retraining.toml");
pub const WIDE: &str = include_str!("../../../../../fixtures/settlements/laws/schemes/wide.toml");

static SCHEMES: LazyLock<[Scheme; 3]> = LazyLock::new(|| [TRAINING, RETRAINING, WIDE].map(parsed));

pub const COLLEGE: PartyId = PartyId(10);
pub const HOSTS: [PartyId; 2] = [PartyId(20), PartyId(30)];
pub const AGENT: PartyId = PartyId(40);
pub const ASSESSOR: PartyId = PartyId(50);
pub const START: Date = date!(2025 - 01 - 13);
pub const END: Date = date!(2026 - 01 - 12);
pub const FOREVER: Moment = Moment(i64::MAX - 1);
/// Why payments are held, in these histories.
pub const HOLD: &str = "on hold";

pub fn parsed(text: &str) -> Scheme {
    Scheme::parse(text).unwrap_or_else(|issues| panic!("{issues:#?}"))
}

/// Which of the three schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    Training = 0,
    Retraining = 1,
    Wide = 2,
}

impl Under {
    pub fn scheme(self) -> &'static Scheme {
        &SCHEMES[self as usize]
    }
}

/// Numbers that look random and are the same every time (splitmix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From `from` to `until`, the last not counted.
    pub fn from(&mut self, from: i64, until: i64) -> i64 {
        let width = u64::try_from(until - from).unwrap();
        from + i64::try_from(self.next() % width).unwrap()
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.from(0, i64::try_from(bound).unwrap())).unwrap()
    }

    pub fn chance(&mut self, percent: i64) -> bool {
        self.from(0, 100) < percent
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

/// Orders, what happened, and the run that is asked for.
#[derive(Debug, Clone)]
pub struct History {
    pub under: Under,
    pub orders: Vec<(Order, Vec<Learner>)>,
    pub as_of: Date,
    pub known_at: Moment,
    pub closing: bool,
    pub funds: Funds,
}

impl History {
    pub fn of(under: Under, dice: &mut Dice) -> History {
        let wide = under == Under::Wide;
        let count = if wide && dice.chance(25) { 2 } else { 1 };
        let mut orders: Vec<(Order, Vec<Learner>)> = Vec::new();
        for o in 0..count {
            let mut order = order(dice, o, wide);
            if let Some((first, _)) = orders.first() {
                // One limit for the programme.
                order.terms.remove("agent_limit");
                let limit =
                    first.terms.get("agent_limit").map(|limit| ("agent_limit".to_owned(), limit.clone()));
                order.terms.extend(limit);
            }
            let size = dice.pick(&[1, 1, 2, 2, 3, 3, 4, 5, 6]);
            order.quantity = u32::try_from(dice.from(1, size + 2)).unwrap();
            let learners = (0..size).map(|i| learner(dice, (o + 1) * 10 + i, wide)).collect();
            orders.push((order, learners));
        }
        let as_of = START + Duration::days(dice.from(0, 800));
        let known_at = match dice.below(3) {
            0 => FOREVER,
            1 => moment(as_of),
            _ => moment(as_of - Duration::days(dice.from(0, 200))),
        };
        let mut funds = Funds::default();
        funds.balances.insert("levy".to_owned(), Money::dong(dice.from(0, 9_000_000)));
        History { under, orders, as_of, known_at, closing: dice.chance(12), funds }
    }

    pub fn scheme(&self) -> &'static Scheme {
        self.under.scheme()
    }

    pub fn inputs(&self) -> Vec<Input<'_>> {
        self.inputs_at(self.as_of, self.known_at)
    }

    pub fn inputs_at(&self, as_of: Date, known_at: Moment) -> Vec<Input<'_>> {
        let input = |(order, learners)| Input {
            scheme: self.scheme(),
            order,
            learners,
            as_of,
            known_at,
            closing: self.closing && as_of == self.as_of,
        };
        self.orders.iter().map(|(order, learners)| input((order, learners.as_slice()))).collect()
    }

    pub fn nothing_before(&self) -> Vec<Before> {
        vec![Before::new(); self.orders.len()]
    }

    /// A run from scratch.
    pub fn settle(&self) -> Vec<Settlement> {
        let mut funds = self.funds.clone();
        sound(settle_together(&self.inputs(), &self.nothing_before(), &mut funds))
    }

    pub fn learners_mut(&mut self) -> impl Iterator<Item = &mut Learner> {
        self.orders.iter_mut().flat_map(|(_, learners)| learners)
    }
}

pub fn sound<T>(result: Result<T, Vec<Misfit>>) -> T {
    result.unwrap_or_else(|misfits| panic!("{misfits:#?}"))
}

pub fn moment(day: Date) -> Moment {
    Moment(day.midnight().assume_utc().unix_timestamp())
}

pub fn bare_order(price: i64, quantity: u32) -> Order {
    Order {
        id: OrderId(1),
        price: Money::dong(price),
        quantity,
        provider: COLLEGE,
        starts_on: START,
        ends_on: END,
        roles: [("agent".to_owned(), AGENT), ("assessor".to_owned(), ASSESSOR)].into(),
        terms: [("units".to_owned(), Value::whole(8)), ("equipped_well".to_owned(), Value::YesNo(true))]
            .into(),
        facts: Vec::new(),
    }
}

fn order(dice: &mut Dice, place: i64, wide: bool) -> Order {
    let price = if dice.chance(20) { dice.from(1, 50) } else { dice.from(1_000_000, 40_000_000) };
    let mut order = Order { id: OrderId(place + 1), ..bare_order(price, 1) };
    if dice.chance(30) {
        order.provider = PartyId(11);
    }
    if wide {
        order.terms.insert("equipped_well".to_owned(), Value::YesNo(dice.chance(50)));
        if dice.chance(50) {
            order.terms.insert("agent_limit".to_owned(), Value::whole(dice.from(0, 900_000)));
        }
    }
    let mut teller =
        Teller { dice, subject: 1000 * (place + 1), provider: order.provider, facts: Vec::new() };
    let count = if wide { teller.dice.from(0, 7) } else { teller.dice.from(0, 3) };
    for _ in 0..count {
        let what = teller.of_order(wide);
        teller.tell_any(what);
    }
    order.facts = teller.facts;
    order
}

fn learner(dice: &mut Dice, enrolment: i64, wide: bool) -> Learner {
    let mut attributes = std::collections::BTreeMap::new();
    if wide {
        for name in ["indigenous", "consent", "levied"] {
            if dice.chance(40) {
                attributes.insert(name.to_owned(), Value::YesNo(dice.chance(60)));
            }
        }
        for (name, most) in [("km", 80), ("priority", 5)] {
            if dice.chance(50) {
                attributes.insert(name.to_owned(), Value::whole(dice.from(0, most)));
            }
        }
        if dice.chance(15) {
            attributes
                .insert("planned_end".to_owned(), Value::Day(START + Duration::days(dice.from(20, 400))));
        }
    }
    let mut teller = Teller { dice, subject: enrolment * 100, provider: COLLEGE, facts: Vec::new() };
    teller.life(wide);
    let facts = teller.facts;
    Learner { enrolment: EnrolmentId(enrolment), facts, attributes }
}

struct Teller<'d> {
    dice: &'d mut Dice,
    /// The first id.
    subject: i64,
    provider: PartyId,
    facts: Vec<Fact>,
}

impl Teller<'_> {
    /// A likely course of things, and whatever else may be reported.
    fn life(&mut self, wide: bool) {
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
        Happening::Noted { fact: fact.to_owned(), value, label, evidence: None }
    }

    fn of_order(&mut self, wide: bool) -> Happening {
        let amended = |term: &str, value| Happening::Noted {
            fact: "amended".to_owned(),
            value: Some(value),
            label: Some(term.to_owned()),
            evidence: None,
        };
        let plain = |kind: &str, value: Option<i64>| Happening::Noted {
            fact: kind.to_owned(),
            value: value.map(Value::whole),
            label: None,
            evidence: None,
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

    fn tell_any(&mut self, what: Happening) {
        let day = if self.dice.chance(50) { self.dice.from(-5, 90) } else { self.dice.from(0, 800) };
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
    Happening::Graduated { class, score: dec!(7.5), certificate: None, decision: "1".to_owned() }
}

fn held(dice: &mut Dice) -> Happening {
    let kind = dice.pick(&["held", "held", "released"]);
    Happening::Noted { fact: kind.to_owned(), value: None, label: Some(HOLD.to_owned()), evidence: None }
}
