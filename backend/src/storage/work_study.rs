//! The plan of hours of a cohort, the trainers a host named, and why a fact replaces another.

use std::collections::HashMap;

use domain::{
    ids::{CohortId, FactId, OrderId, PartyId},
    work_study::Plan,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use time::Date;

use super::tables::{fact_reason, hours_plan, trainer};

/// Facts looked up in one query.
const LOOKUP: usize = 500;

#[derive(Debug, Clone)]
pub struct Trainer {
    pub host: PartyId,
    pub full_name: String,
    pub qualification: String,
    pub document: String,
    pub named_on: Date,
}

/// The newest plan of a cohort.
pub async fn plan(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Option<Plan>, DbErr> {
    let found = hours_plan::Entity::find()
        .filter(hours_plan::Column::CohortId.eq(cohort.0))
        .order_by_desc(hours_plan::Column::Id)
        .one(db)
        .await?;
    let hours = |hours: i32| u32::try_from(hours).unwrap_or(0);
    Ok(found.map(|row| {
        let hours_plan::Model {
            id: _,
            audit_seq: _,
            cohort_id: _,
            planned_on: _,
            hours_college,
            hours_enterprise,
        } = row;
        Plan { college: hours(hours_college), enterprise: hours(hours_enterprise) }
    }))
}

/// Trainers of an order in the order they were named.
pub async fn trainers(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<Trainer>, DbErr> {
    let found = trainer::Entity::find()
        .filter(trainer::Column::OrderId.eq(order.0))
        .order_by_asc(trainer::Column::Id)
        .all(db)
        .await?;
    let trainer = |row: trainer::Model| {
        let trainer::Model {
            id: _,
            audit_seq: _,
            order_id: _,
            party_id,
            full_name,
            qualification,
            document,
            named_on,
        } = row;
        Trainer { host: PartyId(party_id), full_name, qualification, document, named_on }
    };
    Ok(found.into_iter().map(trainer).collect())
}

/// The reasons that came with facts.
pub async fn reasons(
    db: &impl ConnectionTrait,
    facts: impl IntoIterator<Item = FactId>,
) -> Result<HashMap<FactId, String>, DbErr> {
    let ids: Vec<i64> = facts.into_iter().map(|fact| fact.0).collect();
    let mut reasons = HashMap::new();
    for chunk in ids.chunks(LOOKUP) {
        let found = fact_reason::Entity::find()
            .filter(fact_reason::Column::FactId.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        reasons.extend(found.into_iter().map(|row| (FactId(row.fact_id), row.reason)));
    }
    Ok(reasons)
}
