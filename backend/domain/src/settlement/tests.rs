//! What the engine answers beside its lines: volumes, fingerprints, and what it can say of one learner.

use std::collections::BTreeMap;

use time::{Date, macros::date};

use super::{by_learner::ByLearner, scheme::CapYear, *};
use crate::{
    case::{Case, read},
    fact::Happening,
    ids::FactId,
};

/// One learner who graduated, under the terms of the programme.
fn case() -> Case {
    let text = r#"
title = "One learner"
about = "For tests of the engine."
scheme = "the terms of the programme"
[[parties]]
code = "college"
name = "Trường Cao đẳng A"
[[orders]]
provider = "college"
quantity = 2
price = "10000000"
starts_on = 2025-01-13
ends_on = 2026-01-30
[[learners]]
code = "an"
facts = [
  { on = 2025-01-13, kind = "enrolled" },
  { on = 2026-01-20, kind = "graduated", label = "good" },
]
[[runs]]
as_of = 2026-01-31
"#;
    let scheme = include_str!("../../../../fixtures/schemes/qd1446-training.toml");
    read(text, Some(scheme)).unwrap().unwrap()
}

const AS_OF: Date = date!(2026 - 01 - 31);

fn input<'c>(scheme: &'c Scheme, order: &'c Order, learners: &'c [Learner]) -> Input<'c> {
    Input { scheme, order, learners, as_of: AS_OF, known_at: Moment(i64::MAX), closing: false }
}

fn dong(amount: i64) -> Money {
    Money::dong(amount)
}

fn volume_of(numbers: [i64; 7]) -> Volume {
    let [ordered, accepted, rejected, outstanding, beside, places_open, places_lost] = numbers.map(dong);
    Volume { ordered, accepted, rejected, outstanding, beside, places_open, places_lost }
}

#[test]
fn volumes_are_added_field_by_field() {
    let mut sum = volume_of([6, 1, 2, 3, 4, 5, 7]);
    sum += volume_of([60, 10, 20, 30, 40, 50, 70]);
    assert_eq!(sum, volume_of([66, 11, 22, 33, 44, 55, 77]));
    assert!(sum.adds_up());
    assert!(!volume_of([5, 1, 2, 3, 4, 5, 7]).adds_up());
}

#[test]
fn another_value_changes_what_is_outstanding_before_what_is_rejected() {
    let volume = volume_of([100, 60, 10, 30, 0, 0, 0]);
    assert_eq!(volume.of_value(dong(120)), volume_of([120, 60, 10, 50, 0, 0, 0]));
    assert_eq!(volume.of_value(dong(65)), volume_of([65, 60, 5, 0, 0, 0, 0]));
}

#[test]
fn a_fingerprint_changes_with_everything_it_is_made_of() {
    let case = case();
    let (order, learners) = &case.input[0];
    let given = input(&case.scheme, order, learners);
    let print = |input: Input| settle(&input, &Before::new()).unwrap().fingerprint;
    let fact = |id: i64, recorded_at: i64| Fact {
        id: FactId(id),
        happened_on: date!(2025 - 02 - 01),
        recorded_at: Moment(recorded_at),
        reporter: order.provider,
        supersedes: None,
        what: Happening::Suspended,
    };
    let with = |more: Fact| {
        let mut learners = learners.clone();
        learners[0].facts.push(more);
        learners
    };
    let orders = [
        Order { price: dong(10_000_001), ..order.clone() },
        Order { quantity: 3, ..order.clone() },
        Order { provider: PartyId(77), ..order.clone() },
        Order { ends_on: date!(2026 - 02 - 28), ..order.clone() },
        Order { roles: BTreeMap::from([("host".to_owned(), PartyId(78))]), ..order.clone() },
        Order { terms: BTreeMap::from([("hours".to_owned(), Value::whole(5))]), ..order.clone() },
        Order { facts: vec![fact(90, 5)], ..order.clone() },
    ];
    let mut prints: Vec<[u8; 32]> = orders.iter().map(|order| print(Input { order, ..given })).collect();
    let (one, other) = (with(fact(90, 5)), with(fact(91, 5)));
    let later = with(fact(90, 6));
    let renamed = vec![Learner { enrolment: EnrolmentId(500), ..learners[0].clone() }];
    for learners in [&one, &other, &later, &renamed] {
        prints.push(print(Input { learners, ..given }));
    }
    prints.push(print(Input { as_of: date!(2026 - 02 - 01), ..given }));
    prints.push(print(Input { closing: true, ..given }));
    prints.push(print(Input { known_at: Moment(i64::MAX - 1), ..given }));
    prints.push(print(given));
    let all = prints.len();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), all);
    // What was recorded later than is asked for was not there yet.
    let known_at = Moment(i64::MAX - 2);
    let late = with(fact(90, i64::MAX - 1));
    let late_order = Order { facts: vec![fact(91, i64::MAX - 1)], ..order.clone() };
    let before = print(Input { known_at, ..given });
    assert_eq!(print(Input { known_at, learners: &late, ..given }), before);
    assert_eq!(print(Input { known_at, order: &late_order, ..given }), before);
}

#[test]
fn the_class_is_that_known_on_the_day() {
    let case = case();
    let learner = &case.input[0].1[0];
    let class = |as_of, known_at| class_of(learner, as_of, Moment(known_at));
    assert_eq!(class(AS_OF, i64::MAX), Some(GraduationClass::Good));
    assert_eq!(class(date!(2026 - 01 - 19), i64::MAX), None);
    assert_eq!(class(AS_OF, i64::MIN), None);
}

#[test]
fn an_entitlement_has_as_many_learners_as_its_order() {
    let case = case();
    let (order, learners) = &case.input[0];
    let entitled = entitlements(&[input(&case.scheme, order, learners)]).unwrap().remove(0);
    assert_eq!((entitled.learners.len(), entitled.learners.is_empty()), (1, false));
    assert_eq!(entitled.learners.iter().count(), 1);
    assert!(entitled.learners.get(1).is_none());
    assert!(ByLearner::default().is_empty());
}

#[test]
fn one_more_graduate_is_worth_the_same_until_a_rule_says_otherwise() {
    let case = case();
    let (order, learners) = &case.input[0];
    let [enrolled, graduated] = &learners[0].facts[..] else { panic!("two facts") };
    let learner = |id: i64, facts: Vec<&Fact>| {
        let facts = facts.into_iter().cloned().zip(0..);
        let facts = facts.map(|(fact, n)| Fact { id: FactId(id * 10 + n), ..fact }).collect();
        Learner { enrolment: EnrolmentId(id), facts, attributes: BTreeMap::new() }
    };
    let withdrew = Fact { what: Happening::Withdrew { reason: "ốm".to_owned() }, ..graduated.clone() };
    let learners = [
        learner(1, vec![enrolled]),
        learner(2, vec![enrolled, graduated]),
        learner(3, vec![enrolled, &withdrew]),
        learner(4, vec![]),
        learner(5, vec![enrolled]),
    ];
    let order = Order { quantity: 9, ..order.clone() };
    let given = input(&case.scheme, &order, &learners);
    assert_eq!(cliffs::kinds(&learners), ["graduated"]);
    assert_eq!(cliffs::steps(&given, "employed").unwrap(), []);
    let steps = cliffs::steps(&given, "graduated").unwrap();
    // Who was never enrolled and who withdrew cannot graduate: two more can, beside the one who did.
    let told: Vec<(usize, i64, i64, bool)> = steps
        .iter()
        .map(|step| (step.learners, step.total.as_dong(), step.marginal.as_dong(), step.cliff))
        .collect();
    let (census, each) = (4 * 3_000_000, 4_500_000);
    assert_eq!(
        told,
        [
            (0, census, 0, false),
            (1, census + each, each, false),
            (2, census + 2 * each, each, false),
            (3, census + 3 * each, each, false),
        ]
    );
}

#[test]
fn a_preview_tells_what_changes_and_what_must_come_back() {
    let case = case();
    let (order, learners) = &case.input[0];
    let given = input(&case.scheme, order, learners);
    let without: Vec<Learner> =
        learners.iter().map(|one| Learner { facts: one.facts[..1].to_vec(), ..one.clone() }).collect();
    let none = Before::new();
    let before = settle(&Input { learners: &without, ..given }, &none).unwrap();
    let after = settle(&given, &none).unwrap();
    let effect = preview::effect(&case.scheme, &[before], &[after]);
    let parts: Vec<(&str, i64, i64)> = effect
        .parts
        .iter()
        .map(|part| (part.part.as_str(), part.before.as_dong(), part.after.as_dong()))
        .collect();
    assert_eq!(parts, [("graduation", 0, 4_500_000)]);
    assert_eq!((effect.due_before, effect.due_after), (dong(3_000_000), dong(7_500_000)));
    assert_eq!((effect.back_before, effect.back_after, effect.taken_back()), (dong(0), dong(0), dong(0)));

    // Settled once, and then the result is taken back.
    let settled = |part: &str, amount| Settled {
        part: part.to_owned(),
        label: String::new(),
        payee: order.provider,
        amount: dong(amount),
        payers: Vec::new(),
    };
    let paid = vec![settled("enrolment", 3_000_000), settled("graduation", 4_500_000)];
    let settled = Before::from([(Some(learners[0].enrolment), paid)]);
    let before = settle(&given, &settled).unwrap();
    let after = settle(&Input { learners: &without, ..given }, &settled).unwrap();
    let effect = preview::effect(&case.scheme, &[before], &[after]);
    assert_eq!((effect.back_before, effect.back_after), (dong(0), dong(4_500_000)));
    assert_eq!((effect.due_before, effect.due_after), (dong(0), dong(0)));
    assert_eq!(effect.taken_back(), dong(4_500_000));
    assert!(effect.asks(dong(4_500_000)) && !effect.asks(dong(4_500_001)));
}

#[test]
fn a_fiscal_year_begins_in_its_month() {
    let year = |year, day| cap::year_of(year, 4, day);
    let (march, april) = (Some(date!(2026 - 03 - 31)), Some(date!(2026 - 04 - 01)));
    assert_eq!((year(CapYear::Fiscal, march), year(CapYear::Fiscal, april)), (2025, 2026));
    assert_eq!((year(CapYear::Calendar, march), year(CapYear::Calendar, april)), (2026, 2026));
    assert_eq!((year(CapYear::None, march), year(CapYear::Fiscal, None)), (0, 0));
}

#[test]
fn a_formula_is_constant_while_nothing_it_reads_can_move() {
    let constant = |text: &str, moved: &[&str]| {
        let value = |name: &str| (name == "doubled").then(|| formula::parse("order.hours * 2").unwrap());
        formula::parse(text).unwrap().is_constant(&value, moved)
    };
    for text in ["1 + 2", "order.price", "doubled", "filled(a, 'A', 3)", "scale(qualifying, order.hours)"] {
        assert!(constant(text, &[]), "{text}");
    }
    for text in
        ["learner.age", "unknown", "count(visit)", "start", "days_in_learning()", "order.price + learner.age"]
    {
        assert!(!constant(text, &[]), "{text}");
    }
    assert!(!constant("order.price", &["price"]) && constant("order.price", &["hours"]));
    assert!(!constant("doubled", &["hours"]) && constant("doubled", &["price"]));
    assert!(!constant("filled(a, 'A', 3)", &["price"]));
}

/// A part with a condition, shared by two in hundreds; and groups of which some find no place.
const SMALL: &str = r#"
id = "small"
version = 1
title = { vi = "Nhỏ", en = "Small" }
governs_from = "2025-01-01"
currency = "VND"

[[bands]]
code = "groups"
steps = [{ code = "A", capacity = "2", price = "1000" }]
beyond = "hold"
law = "assumption"

[[components]]
code = "visit"
title = { vi = "Thăm", en = "Visit" }
amount = "order.price"
trigger = { kind = "fact", fact = "visited" }
payee = [{ role = "provider", share = "1/2" }, { role = "host", share = "1/2" }]
gates = [{ code = "far", test = "learner.km > 10", otherwise = "lost", say = { vi = "Quá gần", en = "Too near" } }]
rounding = { unit = "100", law = "assumption" }
law = "assumption"

[[components]]
code = "groups"
title = { vi = "Nhóm", en = "Groups" }
per = "order"
bands = "groups"
units = "order.groups"
trigger = { kind = "always" }
law = "assumption"

[rounding]
unit = "1"
mode = "half_up"
remainder = "largest"
law = "assumption"
"#;

fn small() -> (Scheme, Order, Vec<Learner>) {
    let scheme = Scheme::parse(SMALL).unwrap_or_else(|issues| panic!("{issues:#?}"));
    let fact = |id: i64, day: Date, what: Happening| Fact {
        id: FactId(id),
        happened_on: day,
        recorded_at: Moment(0),
        reporter: PartyId(1),
        supersedes: None,
        what,
    };
    let visited = || Happening::Noted { fact: "visited".to_owned(), note: Box::default() };
    let learner = |id: i64, km: i64, comes: bool| {
        let mut facts = vec![fact(id * 10, date!(2025 - 01 - 13), Happening::Enrolled)];
        facts.extend(comes.then(|| fact(id * 10 + 1, date!(2025 - 02 - 13), visited())));
        let attributes = BTreeMap::from([("km".to_owned(), Value::whole(km))]);
        Learner { enrolment: EnrolmentId(id), facts, attributes }
    };
    let order = Order {
        id: OrderId(1),
        price: dong(1_050),
        quantity: 3,
        provider: PartyId(1),
        starts_on: date!(2025 - 01 - 13),
        ends_on: date!(2025 - 12 - 31),
        roles: BTreeMap::from([("host".to_owned(), PartyId(2))]),
        terms: BTreeMap::from([("groups".to_owned(), Value::whole(5))]),
        facts: Vec::new(),
    };
    (scheme, order, vec![learner(1, 30, true), learner(2, 30, false), learner(3, 5, true)])
}

#[test]
fn each_learner_is_told_of_the_gates_that_were_tried_for_them() {
    let (scheme, order, learners) = small();
    let told = explained(&[input(&scheme, &order, &learners)]).unwrap().remove(0);
    let gates: Vec<Vec<&str>> = told
        .learners
        .parts()
        .iter()
        .map(|part| part.basis.as_ref().unwrap().how.gates.iter().map(|gate| &*gate.code).collect())
        .collect();
    let tried = ["enrolled", "paid_once", "visited"];
    let all: Vec<&str> = tried.into_iter().chain(["far"]).collect();
    assert_eq!(gates, [all.clone(), tried.to_vec(), all]);
}

#[test]
fn two_payees_share_in_multiples_too() {
    let (scheme, order, learners) = small();
    let shares = |order: &Order| -> Vec<(i64, i64)> {
        let entitled = entitlements(&[input(&scheme, order, &learners)]).unwrap().remove(0);
        let split = &entitled.learners[0][0].split;
        split.iter().map(|share| (share.payee.0, share.amount.as_dong())).collect()
    };
    // 1,050 is 1,100 in hundreds; of eleven hundreds the first has six.
    assert_eq!(shares(&order), [(1, 600), (2, 500)]);
    // A party in two roles is one payee.
    let alone = Order { roles: BTreeMap::from([("host".to_owned(), PartyId(1))]), ..order.clone() };
    let lines = settle(&input(&scheme, &alone, &learners), &Before::new()).unwrap().lines;
    let visits: Vec<i64> =
        lines.iter().filter(|line| line.part == "visit").map(|line| line.due.as_dong()).collect();
    assert_eq!(visits, [1_100]);
}

#[test]
fn who_finds_no_band_waits_until_the_order_is_closed() {
    let (scheme, order, learners) = small();
    let beyond = |closing: bool| {
        let given = Input { closing, ..input(&scheme, &order, &learners) };
        let entitled = entitlements(&[given]).unwrap().remove(0);
        let found = entitled.order.iter().find(|part| &*part.label == "beyond").unwrap();
        (found.outcome, found.unplaced().unwrap().to_string())
    };
    assert_eq!(beyond(false), (Outcome::Open(Reason::PlaceAwaited), "3".to_owned()));
    assert_eq!(beyond(true), (Outcome::Lost(Reason::OrderClosed), "3".to_owned()));
}

#[test]
fn a_code_is_a_part_with_or_without_its_instalment() {
    for (part, label, code) in [("graduation", "", "graduation"), ("course", "2025-03", "course@2025-03")] {
        assert_eq!(trace::code(part, label), code);
        assert_eq!(trace::parts_of(code), (part, label));
    }
    let (scheme, order, learners) = small();
    let lines = settle(&input(&scheme, &order, &learners), &Before::new()).unwrap().lines;
    let codes: Vec<(String, String)> = lines.iter().map(|line| (line.code(), line.trace.code())).collect();
    assert_eq!(codes.first(), Some(&("visit".to_owned(), "visit".to_owned())));
    assert_eq!(codes.last(), Some(&("groups@A".to_owned(), "groups@A".to_owned())));
}

#[test]
fn money_that_no_source_can_be_asked_for_says_which_line_of_which_order() {
    let (_, order, learners) = small();
    let sources = r#"
[[sources]]
code = "state"
share = "order.missing"
law = "assumption"

[[sources]]
code = "employer"
rest = true
law = "assumption"

[rounding]"#;
    let scheme = Scheme::parse(&SMALL.replace("[rounding]", sources));
    let scheme = scheme.unwrap_or_else(|issues| panic!("{issues:#?}"));
    let misfits = settle(&input(&scheme, &order, &learners), &Before::new()).unwrap_err();
    let told: Vec<_> = misfits.iter().map(|one| (one.order, one.enrolment, one.part.as_str())).collect();
    assert_eq!(told, [(0, None, "groups")]);
}

#[test]
fn facts_are_the_same_when_each_of_them_is() {
    let used = |id: i64| trace::Used { id: FactId(id), on: AS_OF, what: "visited".into(), value: None };
    let facts = |ids: &[i64]| trace::Facts::from(ids.iter().map(|id| used(*id)).collect::<Vec<_>>());
    assert_eq!(facts(&[1, 2]), facts(&[1, 2]));
    assert_ne!(facts(&[1, 2]), facts(&[1, 3]));
    assert_ne!(facts(&[1]), facts(&[1, 2]));
    assert!(facts(&[]).is_empty() && !facts(&[1]).is_empty());
}

/// The small scheme with these lines before its rounding.
fn with(terms: &str) -> Scheme {
    let scheme = Scheme::parse(&SMALL.replace("[rounding]\n", &format!("{terms}\n[rounding]\n")));
    scheme.unwrap_or_else(|issues| panic!("{issues:#?}"))
}

const CAPS: &str = r#"
[[caps]]
code = "of_one"
title = { vi = "Của một người", en = "Of one" }
per = "learner"
components = ["visit"]
amount = "750"
cut = "latest"
over = "lost"
law = "assumption"

[[caps]]
code = "of_the_order"
title = { vi = "Cả đơn", en = "Of the order" }
per = "order"
components = ["visit"]
amount = "1300"
cut = "latest"
over = "lost"
law = "assumption"
"#;

#[test]
fn caps_cut_one_after_another() {
    let (_, order, mut learners) = small();
    learners[1].facts =
        learners[0].facts.iter().map(|f| Fact { id: FactId(f.id.0 + 100), ..f.clone() }).collect();
    let scheme = with(CAPS);
    let told = explained(&[input(&scheme, &order, &learners)]).unwrap().remove(0);
    let earned: Vec<i64> = told.learners.parts().iter().map(|part| part.earned.as_dong()).collect();
    // Each has 750 of 1,100, and the order allows 1,300: the second is cut once more.
    assert_eq!(earned, [750, 550, 0]);
    let steps = &told.learners[1][0].basis.as_ref().unwrap().how.steps;
    // Rounded as every part, and once more before the first cut; between cuts there is nothing to round.
    let cuts: Vec<String> = steps
        .iter()
        .filter_map(|step| match step {
            trace::Step::Less { code, amount, over: Some(over) } => {
                let [amount, counted, limit] = [*amount, over.counted, over.limit].map(Money::as_dong);
                Some(format!("{code} {amount}: {counted} of {limit}"))
            }
            trace::Step::Round => Some("rounded".to_owned()),
            _ => None,
        })
        .collect();
    assert_eq!(cuts, ["rounded", "rounded", "of_one 350: 1100 of 750", "of_the_order 200: 1500 of 1300"]);
}

#[test]
fn of_an_order_the_worst_condition_decides() {
    let outcome = |fair: bool, paid: bool, named: &str, closing: bool| {
        let gates = format!(
            r#"gates = [
  {{ code = "fair", test = "order.fair", otherwise = "held", say = {{ vi = "A", en = "B" }} }},
  {{ code = "paid", test = "order.paid", otherwise = "{named}", say = {{ vi = "C", en = "D" }} }},
]
units = "order.groups""#
        );
        let scheme = Scheme::parse(&SMALL.replace("units = \"order.groups\"", &gates)).unwrap();
        let (_, order, learners) = small();
        let terms = [("groups", Value::whole(1)), ("fair", Value::YesNo(fair)), ("paid", Value::YesNo(paid))];
        let terms = terms.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let order = Order { terms, ..order };
        let given = Input { closing, ..input(&scheme, &order, &learners) };
        let told = explained(&[given]).unwrap().remove(0);
        let part = &told.order[0];
        let tried = part.basis.as_ref().unwrap().how.gates.len();
        (part.outcome, part.held.as_dong(), part.earned.as_dong(), tried)
    };
    let (open, lost) = (Outcome::Open(Reason::Condition), Outcome::Lost(Reason::Condition));
    assert_eq!(outcome(true, true, "lost", false), (Outcome::Earned, 0, 1_000, 3));
    assert_eq!(outcome(false, true, "lost", false), (open, 1_000, 0, 3));
    assert_eq!(outcome(false, false, "held", false), (open, 1_000, 0, 3));
    assert_eq!(outcome(false, false, "lost", false), (lost, 0, 0, 3));
    assert_eq!(outcome(false, false, "open", false), (open, 0, 0, 3));
    assert_eq!(outcome(true, false, "open", false), (open, 0, 0, 3));
    assert_eq!(outcome(false, true, "lost", true), (Outcome::Lost(Reason::OrderClosed), 0, 0, 3));
}

#[test]
fn an_instalment_is_earned_by_who_leaves_on_its_day() {
    let (_, order, learners) = small();
    let spread = "spread = { kind = \"instalments\", n = \"2\", every = \"month\" }\nrounding =";
    let scheme =
        Scheme::parse(&SMALL.replace("rounding =", spread)).unwrap_or_else(|issues| panic!("{issues:#?}"));
    let earned = |left: Date| {
        let mut learner = learners[0].clone();
        let what = Happening::Withdrew { reason: "ốm".to_owned() };
        learner.facts.push(Fact { id: FactId(99), happened_on: left, what, ..learner.facts[0].clone() });
        let learners = [learner];
        let told = entitlements(&[input(&scheme, &order, &learners)]).unwrap().remove(0);
        told.learners.parts().iter().map(|part| part.earned.as_dong()).sum::<i64>()
    };
    assert_eq!((earned(date!(2025 - 03 - 12)), earned(date!(2025 - 03 - 13))), (600, 1_100));
}

#[test]
fn a_class_that_no_quality_is_given_for_counts_whole() {
    let case = case();
    assert_eq!(case.scheme.factor(GraduationClass::FairlyGood).to_string(), "0.95");
    assert_eq!(small().0.factor(GraduationClass::FairlyGood), rust_decimal::Decimal::ONE);
}

#[test]
fn a_part_of_the_order_may_rest_on_what_learners_earned() {
    let (_, order, mut learners) = small();
    learners[1].facts =
        learners[0].facts.iter().map(|f| Fact { id: FactId(f.id.0 + 100), ..f.clone() }).collect();
    let scheme = with(
        r#"
[[components]]
code = "bonus"
title = { vi = "Thưởng", en = "Bonus" }
per = "order"
amount = "total(visit) * 10%"
trigger = { kind = "always" }
law = "assumption"
"#,
    );
    let told = entitlements(&[input(&scheme, &order, &learners)]).unwrap().remove(0);
    let bonus = told.order.iter().find(|part| part.code(&scheme) == "bonus").unwrap();
    assert_eq!(bonus.earned, dong(220));
}

#[test]
fn a_learner_beyond_the_last_band_waits_until_the_order_is_closed() {
    let scheme = with(
        r#"
[[components]]
code = "start"
title = { vi = "Vào học", en = "Start" }
bands = "groups"
trigger = { kind = "enrolled" }
law = "assumption"
"#,
    );
    let (_, order, learners) = small();
    let outcomes = |closing: bool| -> Vec<Outcome> {
        let given = Input { closing, ..input(&scheme, &order, &learners) };
        let told = entitlements(&[given]).unwrap().remove(0);
        let of =
            |parts: &[Entitled]| parts.iter().find(|part| part.code(&scheme) == "start").unwrap().outcome;
        told.learners.iter().map(of).collect()
    };
    let earned = Outcome::Earned;
    assert_eq!(outcomes(false), [earned, earned, Outcome::Open(Reason::PlaceAwaited)]);
    assert_eq!(outcomes(true), [earned, earned, Outcome::Lost(Reason::OrderClosed)]);
}

#[test]
fn a_preview_tells_the_difference_of_what_comes_back() {
    let effect = preview::Effect { back_before: dong(5), back_after: dong(7), ..preview::Effect::default() };
    assert_eq!(effect.taken_back(), dong(2));
}

#[test]
fn who_finishes_early_has_the_rest_and_who_left_before_has_not() {
    let spread = "spread = { kind = \"monthly\", early = \"balance\" }\n# ";
    let monthly = SMALL
        .replace("trigger = { kind = \"fact\", fact = \"visited\" }", "trigger = { kind = \"enrolled\" }");
    let monthly = monthly.replace("rounding = {", &format!("{spread}rounding = {{"));
    let scheme = Scheme::parse(&monthly).unwrap_or_else(|issues| panic!("{issues:#?}"));
    let (_, order, learners) = small();
    let order = Order { price: dong(1_200), ..order };
    let completed = || Happening::Noted { fact: "completed".to_owned(), note: Box::default() };
    let withdrew = || Happening::Withdrew { reason: "ốm".to_owned() };
    let earned = |more: &[(Date, Happening)]| {
        let mut learner = Learner { facts: learners[0].facts[..1].to_vec(), ..learners[0].clone() };
        for ((day, what), id) in more.iter().zip(50..) {
            let (happened_on, what) = (*day, what.clone());
            learner.facts.push(Fact { id: FactId(id), happened_on, what, ..learner.facts[0].clone() });
        }
        let learners = [learner];
        let told = entitlements(&[input(&scheme, &order, &learners)]).unwrap().remove(0);
        told.learners.parts().iter().map(|part| part.earned.as_dong()).sum::<i64>()
    };
    let (day, before) = (date!(2025 - 06 - 10), date!(2025 - 06 - 09));
    assert_eq!(earned(&[]), 1_200);
    assert_eq!(earned(&[(day, completed())]), 1_200);
    assert_eq!(earned(&[(day, withdrew())]), 500);
    assert_eq!(earned(&[(before, withdrew()), (day, completed())]), 500);
    assert_eq!(earned(&[(day, completed()), (day, withdrew())]), 1_200);
    assert_eq!(earned(&[(day, completed()), (date!(2025 - 06 - 11), withdrew())]), 1_200);
}

#[test]
fn a_scale_gives_the_value_of_the_point_that_is_reached() {
    let value = |terms: &str, at: i64| {
        let scheme = with(&format!("[[scales]]\ncode = \"s\"\n{terms}\nlaw = \"assumption\"\n"));
        let scale = scheme.scales.values().next().unwrap();
        scale.value(crate::fraction::Fraction::whole(at)).unwrap().to_string()
    };
    let points = "points = [{ at = \"10\", value = \"1\" }, { at = \"20\", value = \"2\" }, { at = \"40\", value = \"6\" }]";
    let all = |kind: &str| -> Vec<String> {
        [9, 10, 11, 20, 25, 40, 41].into_iter().map(|at| value(&format!("{kind}\n{points}"), at)).collect()
    };
    assert_eq!(all("bound = \"at_least\""), ["0", "1", "1", "2", "2", "6", "6"]);
    assert_eq!(all("bound = \"more_than\""), ["0", "0", "1", "1", "2", "2", "6"]);
    assert_eq!(all("kind = \"line\""), ["1", "1", "1.1", "2", "3", "6", "6"]);
}
