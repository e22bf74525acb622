//! That the histories meet everything, so that no law holds only because nothing ever happens.

use std::collections::BTreeSet;

use super::{
    each_part, earlier_runs,
    histories::{Dice, History, Under, sound},
};
use domain::settlement::{Entitlement, Outcome, Reason, settle_together, trace::Step};

#[test]
fn the_histories_meet_every_part_reason_cap_and_source() {
    let mut met: BTreeSet<String> = BTreeSet::new();
    for number in 0..3000 {
        let mut dice = Dice::new(number);
        let under = dice.pick(&[Under::Training, Under::Wide, Under::Otherwise]);
        let history = History::of(under, &mut dice);
        let (before, mut funds) = earlier_runs(&history, &mut dice, 1);
        let run = sound(settle_together(&history.inputs(), &before, &mut funds));
        let entitled: Vec<Entitlement> = run.iter().map(|one| one.entitled.clone()).collect();
        each_part(&history, &entitled, |_, _, part| {
            let code = &history.scheme().parts[part.part].code;
            if !part.earned.is_zero() {
                met.insert(format!("{under:?} {code}"));
            }
            if !part.held.is_zero() {
                met.insert("held".to_owned());
            }
            if let Outcome::Open(reason) | Outcome::Lost(reason) = part.outcome {
                met.insert(reason.code());
            }
            for step in part.basis.iter().flat_map(|basis| basis.how.steps.iter()) {
                if let Step::Less { code, .. } = step {
                    met.insert(format!("cut {code}"));
                }
            }
        });
        for line in run.iter().flat_map(|one| &one.lines) {
            let way = if line.due.is_negative() { "back" } else { "paid" };
            met.extend(line.payers.iter().map(|(source, _)| format!("{way} {source}")));
            met.insert(format!("{:?} {way}", line.trace.put));
            if let Outcome::Open(reason) | Outcome::Lost(reason) = line.trace.outcome {
                met.insert(reason.code());
            }
        }
    }
    let schemes = [Under::Training, Under::Wide, Under::Otherwise];
    let parts =
        schemes.map(|under| under.scheme().parts.iter().map(move |part| format!("{under:?} {}", part.code)));
    let caps = Under::Wide.scheme().caps.iter().map(|cap| format!("cut {}", cap.code));
    let sources =
        ["levy", "state", "employer"].map(|source| [format!("paid {source}"), format!("back {source}")]);
    let reasons = [
        Reason::NotEnrolled,
        Reason::BeyondQuantity,
        Reason::PlaceAwaited,
        Reason::NextOrder,
        Reason::BeyondBands,
        Reason::BelowMinimum,
        Reason::DuplicateUndecided,
        Reason::DuplicateRefused,
        Reason::CensusAhead,
        Reason::Suspended,
        Reason::WithdrewBeforeCensus,
        Reason::Withdrew,
        Reason::Ended,
        Reason::DayAhead,
        Reason::FactAwaited,
        Reason::TooFew,
        Reason::TooLate,
        Reason::ResultAwaited,
        Reason::DidNotGraduate,
        Reason::Annulled,
        Reason::EmploymentAwaited,
        Reason::EmploymentNotLongEnough,
        Reason::NotEmployed,
        Reason::Condition,
        Reason::Capped,
        Reason::OrderClosed,
        Reason::NoLongerGiven,
    ];
    let ways =
        ["held", "Net paid", "Net back", "Back back", "Anew paid", "cut latest_back"].map(str::to_owned);
    let wanted = parts.into_iter().flatten().chain(caps).chain(sources.into_iter().flatten()).chain(ways);
    let missing: Vec<String> =
        wanted.chain(reasons.map(Reason::code)).filter(|wanted| !met.contains(wanted)).collect();
    assert!(missing.is_empty(), "never met: {missing:?}");
}
