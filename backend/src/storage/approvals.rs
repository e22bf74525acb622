//! Approval bands by version, and the steps that were taken of chains.

use std::collections::HashMap;

use domain::{
    approval::{Band, Subject},
    ids::UserId,
    money::Money,
    permission::Role,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};
use time::Date;

use super::{BY, FOR, id_list, registry::unknown, rows, tables::approval_band};

/// A version of the bands of one subject.
#[derive(Debug, Clone)]
pub struct Version {
    pub version: i32,
    pub governs_from: Date,
    pub set_on: Date,
    pub set_by: UserId,
    pub reason: String,
    pub bands: Vec<Band>,
}

/// A step that was taken, and for whom.
#[derive(Debug, Clone)]
pub struct Step {
    pub audit_seq: i64,
    pub role: Role,
    pub happened_on: Date,
    pub actor_id: i64,
    pub actor: String,
    pub giver_id: Option<i64>,
    pub note: String,
}

/// Every version that was ever set, oldest first.
pub async fn versions(db: &impl ConnectionTrait, subject: Subject) -> Result<Vec<Version>, DbErr> {
    let found = approval_band::Entity::find()
        .filter(approval_band::Column::Subject.eq(subject.as_str()))
        .order_by_asc(approval_band::Column::Version)
        .order_by_asc(approval_band::Column::AboveDong)
        .all(db)
        .await?;
    let mut versions: Vec<Version> = Vec::new();
    for row in found {
        let roles = row.roles.split(',').map(role).collect::<Result<Vec<Role>, DbErr>>()?;
        let band = Band { above: Money::dong(row.above_dong), roles };
        match versions.last_mut().filter(|version| version.version == row.version) {
            Some(version) => version.bands.push(band),
            None => versions.push(Version {
                version: row.version,
                governs_from: row.governs_from,
                set_on: row.set_on,
                set_by: UserId(row.set_by),
                reason: row.reason,
                bands: vec![band],
            }),
        }
    }
    Ok(versions)
}

fn role(text: &str) -> Result<Role, DbErr> {
    Role::parse(text).ok_or_else(|| unknown("approval role", text))
}

#[derive(FromQueryResult)]
struct StepRow {
    audit_seq: i64,
    role: String,
    happened_on: Date,
    actor_id: i64,
    actor: String,
    giver_id: Option<i64>,
    note: String,
}

/// The steps taken on one thing, in their order.
pub async fn steps(db: &impl ConnectionTrait, subject: &str, id: i64) -> Result<Vec<Step>, DbErr> {
    let sql = format!(
        "SELECT s.audit_seq, s.role, s.happened_on, s.actor_id, {BY} AS actor, g.id AS giver_id, s.note \
        FROM approval_step s LEFT JOIN user_account u ON u.id = s.actor_id {FOR} s.audit_seq) \
        WHERE s.subject = $1 AND s.subject_id = $2 ORDER BY s.step"
    );
    let found: Vec<StepRow> = rows(db, &sql, vec![subject.into(), id.into()]).await?;
    let step = |row: StepRow| {
        let StepRow { audit_seq, role: name, happened_on, actor_id, actor, giver_id, note } = row;
        Ok(Step { audit_seq, role: role(&name)?, happened_on, actor_id, actor, giver_id, note })
    };
    found.into_iter().map(step).collect()
}

/// How many steps were taken on each of these things; none stands for none.
pub async fn taken(
    db: &impl ConnectionTrait,
    subject: &str,
    ids: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, usize>, DbErr> {
    #[derive(FromQueryResult)]
    struct Taken {
        subject_id: i64,
        n: i64,
    }
    let sql = format!(
        "SELECT subject_id, COUNT(*) AS n FROM approval_step WHERE subject = $1 AND subject_id IN {} GROUP BY subject_id",
        id_list(ids)
    );
    let found: Vec<Taken> = rows(db, &sql, vec![subject.into()]).await?;
    Ok(found.into_iter().map(|row| (row.subject_id, usize::try_from(row.n).unwrap_or(0))).collect())
}
