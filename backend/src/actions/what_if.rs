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
    error::Error,
    storage::{Store, amendments, learners, money, orders, registry},
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

type ByParty = BTreeMap<PartyId, Money>;

/// Every settlement run of every order placed under `old`, computed under both. Of everyone.
pub async fn compare(store: &Store, old: &Scheme, new: &Scheme) -> Result<Compared, Error> {
    let db = store.read_of_everyone();
    let schemes = registry::schemes(db).await?;
    let directory = registry::directory(db).await?;
    let mut compared = Compared { rows: Vec::new(), cliffs: Vec::new() };
    for order in orders::list(db, domain::permission::Scope::Everything).await? {
        let mut runs = money::runs_of_order(db, order.id).await?;
        runs.retain(|run| run.kind != Kind::Advance.as_str() && run.returned == 0);
        for line in orders::lines(db, order.id).await? {
            let placed =
                schemes.iter().find(|stored| stored.id == line.scheme_id).map(|stored| &stored.scheme);
            if !placed.is_some_and(|scheme| scheme.id == old.id && scheme.version == old.version) {
                continue;
            }
            let mut last: (ByParty, ByParty) = Default::default();
            for run in &runs {
                let known = learners::of_line_before(db, line.id, run.audit_seq).await?;
                let facts = amendments::facts_before(db, line.id, run.audit_seq).await?;
                let terms = order_terms(&order, &line, facts);
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
                for party in parties {
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
