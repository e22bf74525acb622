//! What was reached: counted against the targets, and summed by occupation and level.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    ids::OrderLineId,
    money::Money,
    occupation::Level,
    programme::{Certainty, Measure, Programme},
    settlement::Volume,
};

use crate::{
    actions::{
        tally::Learners,
        views::{Coded, OccupationProgress, ProgrammeTotals, TargetView},
    },
    storage::{
        orders::Line,
        registry::{Occupation, PriceDecision},
    },
};

/// What stands against the targets, counted from orders that were not refused.
#[derive(Default)]
pub struct Counted {
    /// By occupation and level of college and intermediate training: learners enrolled, and graduated.
    trained: BTreeMap<i64, (u64, u64)>,
    retrained: (u64, u64),
}

pub fn counted(
    lines: &[(&Line, Volume)],
    learners: &Learners,
    occupations: &HashMap<i64, Occupation>,
) -> Counted {
    let mut counted = Counted::default();
    for (line, _) in lines {
        let training = occupations.get(&line.occupation_id).is_some_and(|o| o.level.is_training());
        let to = if training {
            counted.trained.entry(line.occupation_id).or_default()
        } else {
            &mut counted.retrained
        };
        to.0 += learners.enrolled(line.id);
        to.1 += learners.graduated(line.id);
    }
    counted
}

pub fn targets(
    programme: &Programme,
    counted: &Counted,
    occupations: &HashMap<i64, Occupation>,
) -> Vec<TargetView> {
    // A pair of codes of one trade shares its last six digits (TT 26/2020: the first tells the level).
    let trades: BTreeSet<&str> = counted
        .trained
        .keys()
        .filter_map(|id| occupations.get(id))
        .map(|o| o.code.get(1..).unwrap_or(&o.code))
        .collect();
    let lowest = counted.trained.values().min().copied().unwrap_or_default();
    let trained = counted.trained.values().fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
    programme
        .targets
        .iter()
        .map(|target| {
            let (actual, graduated) = match target.measure {
                Measure::Occupations => (Some(trades.len() as u64), None),
                Measure::LearnersPerOccupationLevel => (Some(lowest.0), Some(lowest.1)),
                Measure::LearnersTrained => (Some(trained.0), Some(trained.1)),
                Measure::PersonTimesRetrained => (Some(counted.retrained.0), Some(counted.retrained.1)),
                Measure::Networks | Measure::Reported => (None, None),
            };
            TargetView {
                code: target.code.clone(),
                label: target.label.clone().into(),
                comparison: target.comparison.clone(),
                value: target.value,
                decimals: target.decimals,
                unit: target.unit.clone(),
                by_year: target.by_year,
                responsible: target.responsible.clone(),
                source: target.source.clone(),
                certainty: target.status.into(),
                actual,
                graduated,
                lowest: target.measure == Measure::LearnersPerOccupationLevel,
            }
        })
        .collect()
}

struct Row {
    learners: [u64; 3],
    volume: Volume,
    paid: Money,
    price: Certainty,
}

/// The lines of a programme by level and code.
pub fn by_occupation(
    lines: &[(&Line, Volume)],
    learners: &Learners,
    occupations: &HashMap<i64, Occupation>,
    prices: &HashMap<i64, PriceDecision>,
    paid: &HashMap<OrderLineId, Money>,
) -> Vec<OccupationProgress> {
    let mut rows: BTreeMap<(Level, &str), (&Occupation, Row)> = BTreeMap::new();
    for (line, volume) in lines {
        let Some(occupation) = occupations.get(&line.occupation_id) else { continue };
        let empty = Row {
            learners: [0; 3],
            volume: Volume::default(),
            paid: Money::ZERO,
            price: Certainty::Verified,
        };
        let (_, row) = rows.entry((occupation.level, &occupation.code)).or_insert((occupation, empty));
        row.learners[0] += u64::from(line.quantity);
        row.learners[1] += learners.enrolled(line.id);
        row.learners[2] += learners.graduated(line.id);
        row.volume += *volume;
        row.paid += paid.get(&line.id).copied().unwrap_or_default();
        let price = prices.get(&line.price_decision_id).map_or(Certainty::Assumption, |price| price.status);
        row.price = row.price.max(price);
    }
    let view = |(occupation, row): (&Occupation, Row)| OccupationProgress {
        code: occupation.code.clone(),
        name: occupation.name.clone().into(),
        level: Coded::new(occupation.level.as_str(), occupation.level.name()),
        learners_ordered: row.learners[0],
        learners_enrolled: row.learners[1],
        learners_graduated: row.learners[2],
        ordered_dong: row.volume.ordered.as_dong(),
        accepted_dong: row.volume.accepted.as_dong(),
        paid_dong: row.paid.as_dong(),
        code_certainty: occupation.status.into(),
        price_certainty: row.price.into(),
    };
    rows.into_values().map(view).collect()
}

pub fn totals(rows: &[OccupationProgress]) -> ProgrammeTotals {
    rows.iter().fold(ProgrammeTotals::default(), |sum, row| ProgrammeTotals {
        learners_ordered: sum.learners_ordered + row.learners_ordered,
        learners_enrolled: sum.learners_enrolled + row.learners_enrolled,
        learners_graduated: sum.learners_graduated + row.learners_graduated,
        ordered_dong: sum.ordered_dong + row.ordered_dong,
        accepted_dong: sum.accepted_dong + row.accepted_dong,
        paid_dong: sum.paid_dong + row.paid_dong,
    })
}
