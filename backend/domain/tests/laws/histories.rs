//! Random histories: small orders and whatever can happen to them, reported late, twice, wrongly and taken back.

use std::sync::LazyLock;

use time::{Date, Duration, macros::date};

use super::stories::{BOUNDS, Teller};
use domain::{
    calendar::Moment,
    ids::{EnrolmentId, OrderId, PartyId},
    money::Money,
    settlement::{Before, Funds, Input, Learner, Misfit, Order, Scheme, Settlement, settle_together},
    value::Value,
};

pub const TRAINING: &str = include_str!("../../../../fixtures/schemes/qd1446-training.toml");
pub const RETRAINING: &str = include_str!("../../../../fixtures/schemes/qd1446-retraining.toml");
pub const WIDE: &str = include_str!("../../../../fixtures/settlements/laws/schemes/wide.toml");

static SCHEMES: LazyLock<[Scheme; 4]> =
    LazyLock::new(|| [parsed(TRAINING), parsed(RETRAINING), parsed(WIDE), rewritten(WIDE, OTHERWISE)]);

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

/// A scheme with some of its text replaced; what is replaced must be there.
pub fn rewritten(text: &str, changes: &[(&str, &str)]) -> Scheme {
    let mut text = text.to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    parsed(&text)
}

/// The wide scheme with the other choices of each primitive.
const OTHERWISE: &[(&str, &str)] = &[
    ("id = \"wide\"", "id = \"wide-otherwise\""),
    ("corrections = \"net\"", "corrections = \"reverse\""),
    ("mode = \"half_up\"\nremainder = \"largest\"", "mode = \"half_even\"\nremainder = \"last\""),
    (
        "change = \"as_recorded\", change_fact = \"price_changed\", overpaid = \"latest_back\"",
        "change = \"total\", after_break = \"keep\", early = \"lost\", end_day = \"in\", no_month_end = \"once\"",
    ),
    ("on = \"start + 60\"", "on = \"start + 60\", even_if_ended = true"),
    ("n = \"3\"", "n = \"4\", every = \"quarter\""),
    (
        "units = \"hours\"",
        "units = \"hours\"\nspread = { kind = \"instalments\", n = \"3\", what = \"units\" }",
    ),
    ("fact = \"completed\", within_days = 500", "fact = \"completed\", by = \"provider\", last = true"),
    ("stacking = \"multiply\"", "stacking = \"add\""),
    (
        "beyond = \"hold\"\nrank = [\"kept\", \"enrolled_on\"]",
        "beyond = \"next_order\"\nrank = [\"enrolled_on\"]",
    ),
    ("below = \"held\"", "below = \"open\""),
    ("scope = \"programme\"\nrefund = \"highest\"", "scope = \"provider\"\nrefund = \"own\""),
    ("kind = \"line\"", "kind = \"steps\"\nbound = \"more_than\""),
    ("cut = \"largest\"\nover = \"lost\"", "cut = \"latest\"\nover = \"held\""),
    ("per = \"programme\"\ncomponents", "per = \"provider\"\ncomponents"),
];

/// Which of the schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    Training = 0,
    Retraining = 1,
    Wide = 2,
    Otherwise = 3,
}

impl Under {
    pub fn scheme(self) -> &'static Scheme {
        &SCHEMES[self as usize]
    }

    pub fn is_wide(self) -> bool {
        matches!(self, Under::Wide | Under::Otherwise)
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
        let wide = under.is_wide();
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
            let size = dice.pick(if wide { &[1, 2, 2, 3, 3, 4] } else { &[1, 1, 2, 2, 3, 3, 4, 5, 6] });
            order.quantity = u32::try_from(dice.from(1, size + 2)).unwrap();
            let learners = (0..size).map(|i| learner(dice, (o + 1) * 10 + i, wide)).collect();
            orders.push((order, learners));
        }
        let facts: Vec<Date> =
            orders[0].1.iter().flat_map(|one| &one.facts).map(|one| one.happened_on).collect();
        let as_of = match facts.len() {
            known if known > 0 && dice.chance(25) => {
                facts[dice.below(known)] + Duration::days(dice.pick(&BOUNDS))
            }
            _ => START + Duration::days(dice.from(0, 800)),
        };
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
    let price = if dice.chance(if wide { 8 } else { 20 }) {
        dice.from(1, 50)
    } else {
        dice.from(1_000_000, 40_000_000)
    };
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
