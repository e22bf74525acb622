//! What settling costs: time and memory of one learner, against the same arithmetic written by hand.
//! `cargo bench -p domain` prints a table; `-- quick` the same of fewer learners; `-- only 'default, 10 facts' settled`
//! one row over and over, to look at with a profiler.

#[path = "settlement/floors.rs"]
mod floors;
#[path = "settlement/learners.rs"]
mod learners;

use std::{
    hint::black_box,
    process::Command,
    time::{Duration, Instant},
};

use domain::{
    money::Money,
    settlement::{Before, Entitlement, Input, Scheme, entitlements, explained, settle},
};
use rust_decimal::Decimal;

use crate::learners::{Orders, Told};

const LEARNERS: usize = 300_000;
const RUNS: usize = 7;
/// The widest scheme takes some thirty times as long, and its traces fill memory.
const WIDEST: &str = "widest, 10 facts";

#[derive(Clone, Copy, PartialEq)]
enum What {
    Entitlements,
    Explained,
    Settled,
    InDecimal,
    InI64,
}

const SETTLING: [What; 3] = [What::Entitlements, What::Explained, What::Settled];

impl What {
    fn name(self) -> &'static str {
        match self {
            What::Entitlements => "entitlements",
            What::Explained => "entitlements with traces",
            What::Settled => "settled, lines with traces",
            What::InDecimal => "by hand, rust_decimal",
            What::InI64 => "by hand, i64",
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["memory", scheme, what, learners] => memory(scheme, what, learners.parse().expect("a number")),
        ["only", scheme, what] => only(scheme, what, LEARNERS / 10),
        ["only", scheme, what, learners] => only(scheme, what, learners.parse().expect("a number")),
        ["quick"] => table(LEARNERS / 10),
        _ => table(LEARNERS),
    }
}

fn orders(scheme: &str, learners: usize) -> Orders {
    let default = include_str!("../../../fixtures/schemes/qd1446-training.toml");
    let (text, told) = match scheme {
        "default, 10 facts" => (default, Told::Ten),
        "default, 4 facts" => (default, Told::Four),
        _ => (include_str!("wide.toml"), Told::Wide),
    };
    let scheme = Scheme::parse(text).unwrap_or_else(|found| panic!("{found:#?}"));
    Orders::new(scheme, told, learners)
}

fn table(learners: usize) {
    println!(
        "{learners} learners in orders of 333; medians of {RUNS} runs, of the widest scheme {}; nanoseconds per learner",
        RUNS.div_ceil(3)
    );
    for scheme in ["default, 10 facts", "default, 4 facts", WIDEST] {
        let runs = if scheme == WIDEST { RUNS.div_ceil(3) } else { RUNS };
        let whole = orders(scheme, learners);
        let half = orders(scheme, learners / 2);
        let mut rows: Vec<(What, usize, &Orders, usize)> = Vec::new();
        if scheme != WIDEST {
            check(&whole);
            rows.extend([(What::InI64, 1, &whole, learners), (What::InDecimal, 1, &whole, learners)]);
        }
        for what in SETTLING {
            rows.push((what, 1, &whole, learners));
            rows.push((what, 2, &whole, learners));
            rows.push((what, 1, &half, learners / 2));
        }
        // Round by round, so that a busy moment of the machine meets all of them.
        let mut times: Vec<Vec<Duration>> = vec![Vec::new(); rows.len()];
        for _ in 0..runs {
            for ((what, threads, orders, _), times) in rows.iter().zip(&mut times) {
                times.push(time(*what, *threads, orders));
            }
        }
        let fastest: Vec<u128> =
            times.iter().map(|times| times.iter().min().map_or(0, Duration::as_nanos)).collect();
        let medians: Vec<u128> = times.into_iter().map(median).collect();
        let of = |what: What, threads: usize, count: usize| {
            let place = rows.iter().position(|row| (row.0, row.1, row.3) == (what, threads, count));
            place.map(|place| (medians[place], fastest[place]))
        };
        println!(
            "\n{scheme}\n{:28} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
            "", "1 thread", "fastest", "2 threads", "× i64", "× decimal", "2n ÷ n"
        );
        for what in [What::InI64, What::InDecimal, What::Entitlements, What::Explained, What::Settled] {
            let Some((one, fastest)) = of(what, 1, learners) else { continue };
            let ratio = |by: Option<(u128, u128)>| by.map_or_else(String::new, |(by, _)| tenths(one, by));
            let two =
                of(what, 2, learners).map_or_else(String::new, |(two, _)| tenths(two, learners as u128));
            let half = of(what, 1, learners / 2);
            println!(
                "{:28} {:>9} {:>9} {two:>9} {:>9} {:>9} {:>9}",
                what.name(),
                tenths(one, learners as u128),
                tenths(fastest, learners as u128),
                ratio(of(What::InI64, 1, learners)),
                ratio(of(What::InDecimal, 1, learners)),
                half.map_or_else(String::new, |(half, _)| hundredths(one, half)),
            );
        }
        remembered(scheme, if scheme == WIDEST { learners / 10 } else { learners });
    }
}

fn only(scheme: &str, what: &str, learners: usize) {
    let orders = orders(scheme, learners);
    let what = SETTLING.into_iter().find(|known| known.name() == what).unwrap_or(What::Settled);
    for _ in 0..(RUNS * LEARNERS).div_ceil(learners) {
        println!("{}", tenths(time(what, 1, &orders).as_nanos(), learners as u128));
    }
}

/// A ratio with one decimal.
fn tenths(a: u128, b: u128) -> String {
    let tenths = (a * 10 + b / 2) / b.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn hundredths(a: u128, b: u128) -> String {
    let hundredths = (a * 100 + b / 2) / b.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn median(mut times: Vec<Duration>) -> u128 {
    times.sort_unstable();
    times[times.len() / 2].as_nanos()
}

/// Order by order, as a settlement run does; what an order comes to is dropped before the next.
fn time(what: What, threads: usize, orders: &Orders) -> Duration {
    let inputs = orders.inputs();
    let of_thread = |thread: usize| {
        for (input, plain) in inputs.iter().zip(&orders.plain).skip(thread).step_by(threads) {
            match what {
                What::Entitlements => drop(black_box(entitled(input, false))),
                What::Explained => drop(black_box(entitled(input, true))),
                What::Settled => drop(black_box(settle(input, &Before::new()).expect("it settles"))),
                What::InDecimal => drop(black_box(floors::in_decimal(black_box(plain)))),
                What::InI64 => drop(black_box(floors::in_i64(black_box(plain)))),
            }
        }
    };
    let start = Instant::now();
    match threads {
        1 => of_thread(0),
        _ => std::thread::scope(|scope| {
            for thread in 0..threads {
                let of_thread = &of_thread;
                scope.spawn(move || of_thread(thread));
            }
        }),
    }
    start.elapsed()
}

fn entitled(input: &Input, traced: bool) -> Entitlement {
    let inputs = std::slice::from_ref(input);
    let of_order = if traced { explained(inputs) } else { entitlements(inputs) };
    of_order.expect("it settles").pop().expect("one order")
}

/// All three ways come to the same amounts, learner by learner.
fn check(orders: &Orders) {
    for (input, plain) in orders.inputs().iter().zip(&orders.plain) {
        let entitled = entitled(input, false);
        let ways = entitled.learners.iter().zip(floors::in_i64(plain)).zip(floors::in_decimal(plain));
        for ((parts, by_hand), in_decimal) in ways {
            let split = |place: usize, payee: usize| {
                parts[place].split.get(payee).map_or(Money::ZERO, |share| share.amount)
            };
            let amounts = [
                (split(0, 0), by_hand.enrolment, in_decimal.enrolment),
                (split(1, 0), by_hand.graduation[0], in_decimal.graduation[0]),
                (split(1, 1), by_hand.graduation[1], in_decimal.graduation[1]),
                (split(2, 0), by_hand.retained[0], in_decimal.retained[0]),
                (split(2, 1), by_hand.retained[1], in_decimal.retained[1]),
                (split(3, 0), by_hand.employment[0], in_decimal.employment[0]),
                (split(3, 1), by_hand.employment[1], in_decimal.employment[1]),
            ];
            for (engine, by_hand, in_decimal) in amounts {
                assert_eq!(engine.as_dong(), by_hand);
                assert_eq!(Decimal::from(by_hand), in_decimal);
            }
        }
    }
}

/// Bytes per learner, each measured in a process of its own so that nothing freed before is used again.
fn remembered(scheme: &str, learners: usize) {
    println!(
        "{:28} {:>13} {:>13} {:>13} {:>13}",
        "bytes per learner:", "kept, n/2", "kept, n", "peak, n/2", "peak, n"
    );
    for what in SETTLING {
        let measured = [learners / 2, learners].map(|count| {
            let program = std::env::current_exe().expect("this program has a path");
            let mut command = Command::new(program);
            command.args(["memory", scheme, what.name(), &count.to_string()]);
            let output = command.output().expect("this program runs");
            String::from_utf8_lossy(&output.stdout).into_owned()
        });
        let figure = |place: usize, word: usize| {
            measured[place].split_whitespace().nth(word).unwrap_or("?").to_owned()
        };
        println!(
            "{:28} {:>13} {:>13} {:>13} {:>13}",
            what.name(),
            figure(0, 0),
            figure(1, 0),
            figure(0, 1),
            figure(1, 1)
        );
    }
}

/// Prints what the results of all orders keep in memory, and the most that was in use on the way, per learner.
fn memory(scheme: &str, what: &str, learners: usize) {
    let orders = orders(scheme, learners);
    let inputs = orders.inputs();
    // The first settlement sets up what the process keeps anyway.
    drop(black_box(entitled(&inputs[0], true)));
    let begin = status("VmRSS:");
    match SETTLING.into_iter().find(|known| known.name() == what) {
        Some(What::Settled) => {
            let settled: Vec<_> =
                inputs.iter().map(|input| settle(input, &Before::new()).expect("it settles")).collect();
            report(begin, learners);
            drop(black_box(settled));
        }
        what => {
            let traced = what == Some(What::Explained);
            let entitled: Vec<_> = inputs.iter().map(|input| entitled(input, traced)).collect();
            report(begin, learners);
            drop(black_box(entitled));
        }
    }
}

fn report(begin: usize, learners: usize) {
    let per_learner = |kibibytes: usize| kibibytes.saturating_sub(begin) * 1024 / learners;
    println!("{} {}", per_learner(status("VmRSS:")), per_learner(status("VmHWM:")));
}

/// KiB, as Linux counts them; 0 elsewhere.
fn status(name: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
}
