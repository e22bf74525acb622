//! A second calculator, in another language and by another hand, must come to the same amounts.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    process::Command,
};

use serde_json::{Value, json};

use super::{
    DEFAULT, each_part, histories,
    histories::{Dice, History, sound},
};
use domain::{
    fact::{Fact, Happening, Place},
    settlement::{Learner, settle},
};

fn fact(fact: &Fact) -> Value {
    let mut told = json!({
        "id": fact.id.0,
        "on": fact.happened_on.to_string(),
        "recorded": fact.recorded_at.0,
        "by": fact.reporter.0,
        "kind": fact.what.kind(),
    });
    if let Some(superseded) = fact.supersedes {
        told["supersedes"] = superseded.0.into();
    }
    match &fact.what {
        Happening::Graduated { class, .. } => told["class"] = class.as_str().into(),
        Happening::Placed { host } => told["host"] = host.0.into(),
        Happening::HoursDelivered { place, hours } => {
            told["kind"] = "hours".into();
            told["hours"] = (*hours).into();
            told["place"] = if *place == Place::College { "college".into() } else { "enterprise".into() };
        }
        Happening::DuplicateDecided { pay, .. } => told["pay"] = (*pay).into(),
        _ => {}
    }
    told
}

fn learner(learner: &Learner) -> Value {
    json!({ "enrolment": learner.enrolment.0, "facts": learner.facts.iter().map(fact).collect::<Vec<_>>() })
}

/// One case as `calculator.py compare` reads it, with what the engine makes of it.
fn case(number: u64) -> Value {
    let mut dice = Dice::new(number + 1_000_000_007);
    let under = dice.pick(&DEFAULT);
    let mut history = History::of(under, &mut dice);
    // The second calculator knows learners, not what happens to an order.
    history.orders[0].0.facts.clear();
    let inputs = history.inputs();
    let settled = sound(settle(&inputs[0], &Default::default()));
    let (entitled, volume) = ([settled.entitled], settled.volume);
    let mut amounts = Vec::new();
    each_part(&history, &entitled, |_, enrolment, part| {
        let code = &history.scheme().parts[part.part].code;
        for share in part.split.iter().filter(|share| !share.amount.is_zero()) {
            amounts.push(json!([enrolment.unwrap().0, code, share.payee.0, share.amount.as_dong()]));
        }
    });
    let (order, learners) = &history.orders[0];
    json!({
        "scheme": format!("fixtures/schemes/{}.toml", history.scheme().id),
        "order": {
            "price": order.price.as_dong(),
            "quantity": order.quantity,
            "provider": order.provider.0,
            "ends_on": order.ends_on.to_string(),
        },
        "learners": learners.iter().map(learner).collect::<Vec<_>>(),
        "as_of": history.as_of.to_string(),
        "known_at": history.known_at.0,
        "closing": history.closing,
        "entitled": amounts,
        "accepted": volume.accepted.as_dong(),
        "rejected": volume.rejected.as_dong(),
        "outstanding": volume.outstanding.as_dong(),
    })
}

#[test]
fn a_second_calculator_agrees() {
    let count = histories();
    let path = std::env::temp_dir().join(format!("dathang-laws-{}.jsonl", std::process::id()));
    let mut file = BufWriter::new(File::create(&path).unwrap());
    for number in 0..count {
        writeln!(file, "{}", case(number)).unwrap();
    }
    file.into_inner().unwrap().sync_all().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/calculator/calculator.py");
    let run = Command::new("python3").arg(script).arg("compare").arg(&path).output();
    std::fs::remove_file(&path).unwrap();
    let run = run.unwrap_or_else(|why| {
        panic!("This test runs a second calculator in Python and needs python3 on the path (3.11 or later): {why}.")
    });
    let (said, errors) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "The second calculator does not agree:\n{said}\n{errors}");
    assert_eq!(said.trim(), format!("{count} cases agree"), "{errors}");
}
