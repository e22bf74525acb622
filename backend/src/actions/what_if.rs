//! What past statements would have been under other terms. Reads everything and writes nothing.

use std::collections::BTreeMap;

use domain::{
    calendar::Moment,
    ids::PartyId,
    money::Money,
    settlement::{Input, Scheme, cliffs, entitlements},
    statement::Kind,
};

use super::settlements::order_terms;
use crate::{
    clock::Clock,
    error::Error,
    storage::{Store, amendments, changes, learners, money, orders, registry},
};

/// One statement, as it was and as it would have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub order: String,
    pub period: String,
    pub party: String,
    pub old: Money,
    pub new: Money,
}

#[derive(Debug)]
pub struct Compared {
    pub rows: Vec<Row>,
    /// Order, kind of result, steps: where the new terms have cliffs, for the first order of each kind of result.
    pub cliffs: Vec<(String, String, Vec<cliffs::Step>)>,
}

/// Orders between two words about how far it is.
const TOLD_EVERY: usize = 5;

type ByParty = BTreeMap<PartyId, Money>;

/// Every settlement run of every order placed under `old`, computed under both. Of everyone.
pub async fn compare(store: &Store, old: &Scheme, new: &Scheme) -> Result<Compared, Error> {
    compare_year(store, old, new, None, None).await
}

/// The last calendar year in which orders placed under a scheme were settled.
pub async fn last_year(store: &Store, scheme: &Scheme) -> Result<Option<i32>, Error> {
    let day = money::last_run_under(store.read_of_everyone(), &scheme.id, scheme.version).await?;
    Ok(day.map(time::Date::year))
}

/// The same for the runs of one year, or all. With a proposal and a clock it says as it goes how many orders are done.
pub async fn compare_year(
    store: &Store,
    old: &Scheme,
    new: &Scheme,
    year: Option<i32>,
    told: Option<(i64, &Clock)>,
) -> Result<Compared, Error> {
    let db = store.read_of_everyone();
    let schemes = registry::schemes(db).await?;
    let directory = registry::directory(db).await?;
    let mut compared = Compared { rows: Vec::new(), cliffs: Vec::new() };
    let all = orders::list(db, domain::permission::Scope::Everything).await?;
    for (place, order) in all.iter().enumerate() {
        if let Some((change, clock)) = told.filter(|_| place % TOLD_EVERY == 0) {
            let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            changes::advance_comparison(db, change, number(place), number(all.len()), clock.now().0).await?;
        }
        let mut runs = money::runs_of_order(db, order.id).await?;
        runs.retain(|run| run.kind != Kind::Advance.as_str() && run.returned == 0);
        for line in orders::lines(db, order.id).await? {
            let placed =
                schemes.iter().find(|stored| stored.id == line.scheme_id).map(|stored| &stored.scheme);
            if !placed.is_some_and(|scheme| scheme.id == old.id && scheme.version == old.version) {
                continue;
            }
            let mut last: (ByParty, ByParty) = Default::default();
            let wanted = |run: &money::Run| year.is_none_or(|year| run.as_of.year() == year);
            // What was entitled before the year is the run before its first.
            let first = runs.iter().position(wanted).map_or(runs.len(), |at| at.saturating_sub(1));
            for run in &runs[first..] {
                let known = learners::of_line_before(db, line.id, run.audit_seq).await?;
                let facts = amendments::facts_before(db, line.id, run.audit_seq).await?;
                let terms = order_terms(order, &line, facts);
                let closing = run.kind == Kind::Liquidation.as_str();
                let input = |scheme| Input {
                    scheme,
                    order: &terms,
                    learners: &known,
                    as_of: run.as_of,
                    known_at: Moment(run.known_at),
                    closing,
                };
                let now = (by_party(&input(old))?, by_party(&input(new))?);
                let parties: std::collections::BTreeSet<PartyId> = [&now.0, &now.1, &last.0, &last.1]
                    .into_iter()
                    .flat_map(|sums| sums.keys().copied())
                    .collect();
                for party in parties.into_iter().filter(|_| wanted(run)) {
                    let change = |now: &ByParty, last: &ByParty| {
                        now.get(&party).copied().unwrap_or_default()
                            - last.get(&party).copied().unwrap_or_default()
                    };
                    let row = Row {
                        order: order.number.clone(),
                        period: run.period.clone(),
                        party: directory.name(party, run.as_of),
                        old: change(&now.0, &last.0),
                        new: change(&now.1, &last.1),
                    };
                    if !row.old.is_zero() || !row.new.is_zero() {
                        compared.rows.push(row);
                    }
                }
                last = now;
                for kind in cliffs::kinds(&known) {
                    if !compared.cliffs.iter().any(|(_, seen, _)| *seen == kind) {
                        let steps = cliffs::steps(&input(new), &kind).unwrap_or_default();
                        compared.cliffs.push((order.number.clone(), kind, steps));
                    }
                }
            }
        }
    }
    Ok(compared)
}

fn by_party(input: &Input) -> Result<ByParty, Error> {
    let entitled = entitlements(&[*input]).map_err(|misfits| super::settlements::refused(&misfits))?;
    let mut sums = ByParty::new();
    for share in entitled.iter().flat_map(|one| one.learners.iter().flatten()).flat_map(|part| &part.split) {
        *sums.entry(share.payee).or_default() += share.amount;
    }
    Ok(sums)
}
