//! Which orders the demonstration places: each pilot occupation and level shared by the licensed colleges, and
//! retraining spread over everybody who may take it. Drawn from the fixtures; nothing here is a fact of the programme.

use std::collections::{BTreeMap, BTreeSet};

use domain::occupation::{Level, Mode};
use time::{Date, Duration, Month, macros::date};

use crate::{error::Error, fixtures::Fixtures};

/// How much of the programme is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Scale {
    /// Five occupations, a handful of learners each: for tests.
    Small,
    /// All 4,800 learners of the pilot and 3,000 retrained workers.
    Default,
    /// All 4,800 and all 300,000.
    Full,
}

/// An order to place with one provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedOrder {
    pub provider: String,
    pub training: bool,
    pub lines: Vec<PlannedLine>,
    pub hosts: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedLine {
    pub occupation: String,
    pub level: Level,
    pub mode: Mode,
    pub quantity: u32,
    pub price_decision: String,
    pub starts_on: Date,
    pub ends_on: Date,
}

/// Training starts here and takes twelve months: a college course for holders of the intermediate diploma of the same
/// trade, or an intermediate course (Luật 74/2014 Đ33). That the pilot's courses are of this kind is an assumption.
pub const TRAINING_STARTS: Date = date!(2025 - 01 - 13);
const TRAINING_ENDS: Date = date!(2026 - 01 - 12);
const WAVES: [Date; 2] = [date!(2025 - 02 - 03), date!(2025 - 06 - 02)];
/// The smallest class a retraining order is worth placing for.
const CLASS: u32 = 35;

impl Scale {
    fn occupations(self) -> usize {
        match self {
            Scale::Small => 5,
            Scale::Default | Scale::Full => 20,
        }
    }

    /// Learners in each occupation and level.
    fn learners(self) -> u32 {
        match self {
            Scale::Small => 12,
            Scale::Default | Scale::Full => 120,
        }
    }

    fn retrained(self) -> u32 {
        match self {
            Scale::Small => 70,
            Scale::Default => 3_000,
            Scale::Full => 300_000,
        }
    }
}

/// All orders of the year, training first.
pub fn orders(fixtures: &Fixtures, scale: Scale) -> Result<Vec<PlannedOrder>, Error> {
    let mut orders = training(fixtures, scale)?;
    orders.extend(retraining(fixtures, scale)?);
    Ok(orders)
}

fn training(fixtures: &Fixtures, scale: Scale) -> Result<Vec<PlannedOrder>, Error> {
    let mut by_provider: BTreeMap<&str, Vec<PlannedLine>> = BTreeMap::new();
    for pilot in fixtures.pilot.iter().take(scale.occupations()) {
        for (code, level) in
            [(&pilot.college_code, Level::College), (&pilot.intermediate_code, Level::Intermediate)]
        {
            let licensed: Vec<&str> = fixtures
                .licences
                .iter()
                .filter(|row| row.applies_to == *code && row.valid_from <= TRAINING_STARTS)
                .map(|row| row.provider_key.as_str())
                .collect();
            let providers = u32::try_from(licensed.len()).unwrap_or(1).max(1);
            for (i, provider) in (0..).zip(licensed) {
                let quantity = scale.learners() / providers + u32::from(i < scale.learners() % providers);
                by_provider.entry(provider).or_default().push(PlannedLine {
                    occupation: code.clone(),
                    level,
                    mode: Mode::WorkStudy,
                    quantity,
                    price_decision: price_of(fixtures, code)?,
                    starts_on: TRAINING_STARTS,
                    ends_on: TRAINING_ENDS,
                });
            }
        }
    }
    let order = |(provider, lines): (&str, Vec<PlannedLine>)| PlannedOrder {
        provider: provider.to_owned(),
        training: true,
        lines,
        hosts: hosts_of(fixtures, provider),
    };
    Ok(by_provider.into_iter().map(order).collect())
}

fn hosts_of(fixtures: &Fixtures, provider: &str) -> Vec<String> {
    let hosts = fixtures.hosts.iter().filter(|row| row.college_key == provider);
    hosts.map(|row| row.enterprise_key.clone()).take(2).collect()
}

/// Each approval takes its part of the total, at least a class and never more than its scale.
fn retraining(fixtures: &Fixtures, scale: Scale) -> Result<Vec<PlannedOrder>, Error> {
    let enterprises: BTreeSet<&str> =
        fixtures.parties.iter().filter(|row| row.kind == "enterprise").map(|row| row.key.as_str()).collect();
    let courses: BTreeMap<&str, (&str, i32)> =
        fixtures.courses.iter().map(|row| (row.code.as_str(), (row.level.as_str(), row.months))).collect();
    let colleges = fixtures.licences.iter().filter(|row| courses.contains_key(row.applies_to.as_str()));
    let checks =
        fixtures.condition_checks.iter().filter(|row| enterprises.contains(row.provider_key.as_str()));
    let usable: Vec<_> = checks.chain(colleges).filter(|row| row.valid_from <= WAVES[0]).collect();
    let capacity: u64 = usable.iter().map(|row| u64::from(scale_of(row.yearly_scale))).sum();
    let wanted = u64::from(scale.retrained());
    let mut left = scale.retrained();
    let mut by_provider: BTreeMap<&str, Vec<PlannedLine>> = BTreeMap::new();
    for (i, row) in usable.iter().enumerate() {
        let limit = scale_of(row.yearly_scale);
        let part = (u64::from(limit) * wanted).div_ceil(capacity.max(1));
        let quantity = u32::try_from(part).unwrap_or(limit).max(CLASS).min(limit).min(left);
        if quantity == 0 {
            break;
        }
        left -= quantity;
        let (level, months) = courses[row.applies_to.as_str()];
        let level = Level::parse(level).ok_or_else(|| Error::fault("courses.csv", "an unknown level"))?;
        let starts_on = WAVES[i % WAVES.len()];
        by_provider.entry(&row.provider_key).or_default().push(PlannedLine {
            occupation: row.applies_to.clone(),
            level,
            mode: Mode::Continuing,
            quantity,
            price_decision: price_of(fixtures, &row.applies_to)?,
            starts_on,
            ends_on: months_later(starts_on, months) - Duration::DAY,
        });
    }
    let order = |(provider, lines): (&str, Vec<PlannedLine>)| PlannedOrder {
        provider: provider.to_owned(),
        training: false,
        lines,
        hosts: Vec::new(),
    };
    Ok(by_provider.into_iter().map(order).collect())
}

fn scale_of(yearly: i32) -> u32 {
    u32::try_from(yearly).unwrap_or(0)
}

fn price_of(fixtures: &Fixtures, code: &str) -> Result<String, Error> {
    let found = fixtures.prices.iter().find(|row| row.applies_to == code);
    found
        .map(|row| row.key.clone())
        .ok_or_else(|| Error::fault("price_decisions.csv", format!("no price for {code}")))
}

/// The same day of the month, so many months later.
pub fn months_later(day: Date, months: i32) -> Date {
    let zero_based = i32::from(u8::from(day.month())) - 1 + months;
    let year = day.year() + zero_based.div_euclid(12);
    let month = u8::try_from(zero_based.rem_euclid(12) + 1).expect("a month is 1 to 12");
    let month = Month::try_from(month).expect("a month is 1 to 12");
    let last = month.length(year);
    Date::from_calendar_date(year, month, day.day().min(last)).expect("the day exists in its month")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_year_orders_what_the_programme_asks_for() {
        let orders = orders(&Fixtures::read().unwrap(), Scale::Default).unwrap();
        let mut by_code: BTreeMap<&str, u32> = BTreeMap::new();
        for line in orders.iter().filter(|order| order.training).flat_map(|order| &order.lines) {
            *by_code.entry(&line.occupation).or_default() += line.quantity;
        }
        assert_eq!(by_code.len(), 40, "20 occupations at two levels");
        assert!(by_code.values().all(|learners| *learners == 120));
        let retrained: u32 = orders
            .iter()
            .filter(|order| !order.training)
            .flat_map(|order| &order.lines)
            .map(|l| l.quantity)
            .sum();
        assert_eq!(retrained, 3_000);
    }

    #[test]
    fn the_full_year_retrains_three_hundred_thousand() {
        let orders = orders(&Fixtures::read().unwrap(), Scale::Full).unwrap();
        let retrained: u32 = orders
            .iter()
            .filter(|order| !order.training)
            .flat_map(|order| &order.lines)
            .map(|l| l.quantity)
            .sum();
        assert_eq!(retrained, 300_000);
    }

    #[test]
    fn months_later_stays_in_the_month() {
        assert_eq!(months_later(date!(2025 - 01 - 31), 1), date!(2025 - 02 - 28));
        assert_eq!(months_later(date!(2025 - 11 - 15), 3), date!(2026 - 02 - 15));
    }
}
