//! Orders with learners, the same at every run.

use std::collections::BTreeMap;

use domain::{
    calendar::Moment,
    fact::{Fact, Happening, Place, Recognition},
    grading::GraduationClass,
    ids::{EnrolmentId, FactId, OrderId, PartyId},
    money::Money,
    settlement::{Input, Learner, Order, Scheme},
    value::Value,
};
use time::{Date, Duration, macros::date};

use crate::floors::Plain;

/// What the learners have behind them.
#[derive(Clone, Copy, PartialEq)]
pub enum Told {
    /// Enrolled, placed, hours of three months at the college and at the host, graduated, employed.
    Ten,
    /// Enrolled, hours at the college, graduated, employed.
    Four,
    /// Ten facts, and attributes of the learner and terms of the order that formulas read.
    Wide,
}

pub struct Orders {
    pub scheme: Scheme,
    orders: Vec<(Order, Vec<Learner>)>,
    /// The learners as plain numbers, for the loops written by hand.
    pub plain: Vec<Vec<Plain>>,
}

const STARTS_ON: Date = date!(2025 - 09 - 01);
const ENDS_ON: Date = date!(2026 - 06 - 30);
const AS_OF: Date = date!(2027 - 09 - 30);
const CLASSES: [(GraduationClass, i64); 5] = [
    (GraduationClass::Excellent, 100),
    (GraduationClass::VeryGood, 100),
    (GraduationClass::Good, 100),
    (GraduationClass::FairlyGood, 95),
    (GraduationClass::Average, 90),
];

impl Orders {
    /// `learners` in orders of 333 or 334.
    pub fn new(scheme: Scheme, told: Told, learners: usize) -> Orders {
        let count = (learners * 900).div_ceil(300_000);
        let mut made = Orders { scheme, orders: Vec::with_capacity(count), plain: Vec::with_capacity(count) };
        for o in 0..count {
            let places = learners * o / count..learners * (o + 1) / count;
            let order = order(o, places.len(), told);
            let (learners, plain) = places.map(|i| learner(i, &order, told)).unzip();
            made.orders.push((order, learners));
            made.plain.push(plain);
        }
        made
    }

    pub fn inputs<'o>(&'o self) -> Vec<Input<'o>> {
        let input = |of: &'o (Order, Vec<Learner>)| Input {
            scheme: &self.scheme,
            order: &of.0,
            learners: &of.1,
            as_of: AS_OF,
            known_at: Moment(i64::MAX),
            closing: false,
        };
        self.orders.iter().map(input).collect()
    }
}

fn order(o: usize, learners: usize, told: Told) -> Order {
    let number = i64::try_from(o).expect("a small number");
    let word = |even, odd| Value::text(if o.is_multiple_of(2) { even } else { odd });
    let mut terms = BTreeMap::new();
    let mut roles = BTreeMap::new();
    if told == Told::Wide {
        roles.insert("agency".to_owned(), PartyId(9_000));
        terms.insert("cap".to_owned(), Value::whole(20_000_000));
        terms.insert("region".to_owned(), word("north", "south"));
        terms.insert("level".to_owned(), word("college", "intermediate"));
    }
    // Every tenth order of the widest scheme has more learners than places.
    let beyond = if told == Told::Wide && o.is_multiple_of(10) { 10 } else { 0 };
    Order {
        id: OrderId(number),
        price: Money::dong(18_000_001 + number * 7_919),
        quantity: u32::try_from(learners - beyond).expect("a small number"),
        provider: PartyId(10_000 + number),
        starts_on: STARTS_ON,
        ends_on: ENDS_ON,
        roles,
        terms,
        facts: Vec::new(),
    }
}

fn learner(i: usize, order: &Order, told: Told) -> (Learner, Plain) {
    let number = i64::try_from(i).expect("a small number");
    let (left_early, idle) = (i % 20 == 7, i % 15 == 4);
    let (class, factor) = CLASSES[i % CLASSES.len()];
    let host = PartyId(20_000 + number % 500);
    let days = |days: i64| STARTS_ON + Duration::days(days);
    let college = [40 + u32::try_from(i % 7).expect("small"), 44, 52];
    let enterprise = [31, 36 + u32::try_from(i % 11).expect("small"), 28];
    let hours = |place, hours| Happening::HoursDelivered { place, hours };

    let mut facts = Facts {
        next: number * 16,
        reporter: order.provider,
        facts: Vec::with_capacity(if told == Told::Four { 4 } else { 10 }),
    };
    facts.add(days(number % 5), Happening::Enrolled);
    if left_early {
        facts.add(days(20), Happening::Withdrew { reason: "moved away".to_owned() });
    } else {
        if told == Told::Four {
            facts.add(days(60), hours(Place::College, college[0]));
        } else {
            facts.add(days(40), Happening::Placed { host });
            for (day, (college, enterprise)) in
                [60, 90, 120].into_iter().zip(college.into_iter().zip(enterprise))
            {
                facts.add(days(day), hours(Place::College, college));
                facts.reporter = host;
                facts.add(days(day), hours(Place::Enterprise, enterprise));
                facts.reporter = order.provider;
            }
        }
        facts.add(
            days(290),
            Happening::graduated(
                class,
                80.into(),
                Recognition { certificate: None, decision: "12/QĐ".to_owned() },
            ),
        );
        if !idle {
            facts.add(days(330), Happening::Employed { employer: "Việt Hải".to_owned() });
        }
    }
    let mut attributes = BTreeMap::new();
    if told == Told::Wide {
        attributes.insert("age".to_owned(), Value::whole(18 + number % 6));
        attributes.insert("km".to_owned(), Value::whole(number % 30));
        attributes.insert("consent".to_owned(), Value::YesNo(i % 50 != 3));
        if i.is_multiple_of(9) {
            attributes.insert("poor".to_owned(), Value::YesNo(true));
        }
    }
    let (college, host) = match told {
        Told::Four => (i64::from(college[0]), 0),
        _ => (college.iter().map(|h| i64::from(*h)).sum(), enterprise.iter().map(|h| i64::from(*h)).sum()),
    };
    let plain = Plain {
        price: order.price.as_dong(),
        factor,
        college,
        host,
        kept: !left_early,
        graduated: !left_early,
        hired: !left_early && !idle,
    };
    (Learner { enrolment: EnrolmentId(number), facts: facts.facts, attributes }, plain)
}

struct Facts {
    next: i64,
    reporter: PartyId,
    facts: Vec<Fact>,
}

impl Facts {
    fn add(&mut self, happened_on: Date, what: Happening) {
        let id = FactId(self.next);
        self.next += 1;
        let recorded_at = Moment(1_700_000_000 + id.0);
        self.facts.push(Fact {
            id,
            happened_on,
            recorded_at,
            reporter: self.reporter,
            supersedes: None,
            what,
        });
    }
}
