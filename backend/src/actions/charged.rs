//! Which budget lines a statement is charged to, and with how much of each amount.

use std::collections::BTreeMap;

use domain::{money::Money, statement::over_budget_lines};
use sea_orm::ConnectionTrait;

use crate::{
    error::Error,
    storage::{
        money::{self, Statement},
        orders,
    },
};

/// What a statement accepts on each budget line, and what its order was placed for on each; by the id of the line.
pub(super) struct Charges {
    accepted: BTreeMap<i64, Money>,
    ordered: BTreeMap<i64, Money>,
}

impl Charges {
    pub async fn of(db: &impl ConnectionTrait, statement: &Statement) -> Result<Charges, Error> {
        let mut ordered: BTreeMap<i64, Money> = BTreeMap::new();
        for line in orders::lines(db, statement.order).await? {
            *ordered.entry(line.appropriation_id).or_default() += line.placed.value();
        }
        Ok(Charges { accepted: money::accepted_by_budget_line(db, statement.id).await?, ordered })
    }

    /// Money that goes out.
    pub fn paid(&self, amount: Money) -> Vec<(i64, Money)> {
        over_budget_lines(amount, false, &self.accepted, &self.ordered)
    }

    /// Money that comes back because something accepted was taken back.
    pub fn taken_back(&self, amount: Money) -> Vec<(i64, Money)> {
        over_budget_lines(amount, true, &self.accepted, &self.ordered)
    }

    /// Money that was advanced, by what was ordered.
    pub fn advanced(&self, amount: Money) -> Vec<(i64, Money)> {
        over_budget_lines(amount, false, &BTreeMap::new(), &self.ordered)
    }
}
