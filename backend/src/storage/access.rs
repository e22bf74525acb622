//! Who looked at whom. One row for each look, never changed.

use domain::{
    ids::{LearnerId, PartyId},
    permission::{Role, Scope},
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::{number, registry::unknown, rows};

#[derive(Debug, Clone)]
pub struct Look {
    pub learner: LearnerId,
    pub learner_name: String,
    pub looked_at: i64,
    pub actor: String,
    pub role: Role,
    pub party: PartyId,
    pub reason: String,
}

#[derive(FromQueryResult)]
struct LookRow {
    learner_id: i64,
    learner_name: String,
    looked_at: i64,
    actor: String,
    role: String,
    party_id: i64,
    reason: String,
}

/// Everybody's for who reads the audit; a learner's own for the learner; an organisation reads none.
fn within(scope: Scope) -> (&'static str, i64) {
    match scope {
        Scope::Everything => ("$1 = 0", 0),
        Scope::Learner(learner) => ("a.learner_id = $1", learner.0),
        Scope::Party(_) => ("$1 = 1", 0),
    }
}

/// One page of looks, newest first.
pub async fn list(db: &impl ConnectionTrait, scope: Scope, page: u64, size: u64) -> Result<Vec<Look>, DbErr> {
    let (condition, key) = within(scope);
    let before = page.saturating_sub(1).saturating_mul(size);
    let sql = format!(
        "SELECT a.learner_id, l.full_name AS learner_name, a.looked_at, a.actor, a.role, a.party_id, a.reason \
         FROM access_record a JOIN learner l ON l.id = a.learner_id WHERE {condition} \
         ORDER BY a.id DESC LIMIT {size} OFFSET {before}"
    );
    rows::<LookRow>(db, &sql, vec![key.into()]).await?.into_iter().map(look).collect()
}

pub async fn count(db: &impl ConnectionTrait, scope: Scope) -> Result<u64, DbErr> {
    let (condition, key) = within(scope);
    let sql = format!("SELECT COUNT(*) AS n FROM access_record a WHERE {condition}");
    Ok(u64::try_from(number(db, &sql, vec![key.into()]).await?).unwrap_or(0))
}

fn look(row: LookRow) -> Result<Look, DbErr> {
    let LookRow { learner_id, learner_name, looked_at, actor, role, party_id, reason } = row;
    Ok(Look {
        learner: LearnerId(learner_id),
        learner_name,
        looked_at,
        actor,
        role: Role::parse(&role).ok_or_else(|| unknown("access_record.role", &role))?,
        party: PartyId(party_id),
        reason,
    })
}
