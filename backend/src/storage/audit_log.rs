//! Reading the audit chain: who did what and when, and the rows that one entry wrote. Of everyone; who asks is checked
//! by the action.

use domain::calendar::Moment;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Value,
};

use super::{id_list, row, rows, tables::posting, tx::Entry};

/// What is looked for; every part that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// People, by id.
    pub actors: Option<Vec<i64>>,
    pub action: Option<String>,
    /// Orders, by id: of the order itself or of something on it.
    pub orders: Option<Vec<i64>>,
    /// Part of the subject, as it is stored.
    pub subject: Option<String>,
    pub from: Option<Moment>,
    /// Exclusive.
    pub until: Option<Moment>,
}

/// The tables of the books, but the trail itself.
pub fn counted() -> impl Iterator<Item = &'static str> {
    migrations::books().filter(|table| *table != "audit_entry")
}

const ENTRY: &str = "SELECT id, recorded_at, actor_id, actor, action, subject, content_sha256, prev_sha256, sha256 FROM audit_entry";

/// The condition that keeps entries to what is sought, and its values.
fn condition(sought: &Sought) -> (String, Vec<Value>) {
    let Sought { actors, action, orders, subject, from, until } = sought;
    let mut parts = vec!["1 = 1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    let mut add = |sql: &dyn Fn(usize) -> String, value: Value| {
        values.push(value);
        parts.push(sql(values.len()));
    };
    if let Some(action) = action {
        add(&|n| format!("action = ${n}"), action.as_str().into());
    }
    if let Some(subject) = subject {
        add(&|n| format!("subject LIKE ${n}"), format!("%{subject}%").into());
    }
    if let Some(from) = from {
        add(&|n| format!("recorded_at >= ${n}"), from.0.into());
    }
    if let Some(until) = until {
        add(&|n| format!("recorded_at < ${n}"), until.0.into());
    }
    if let Some(actors) = actors {
        // Nobody of that name is nobody, and not the program itself, which writes as 0.
        parts.push(match actors.is_empty() {
            true => "1 = 0".to_owned(),
            false => format!("actor_id IN {}", id_list(actors.iter().copied())),
        });
    }
    if let Some(orders) = orders {
        let of_order = |id: &i64| {
            format!(
                "subject = 'order {id}' OR subject LIKE 'order {id} %' OR subject LIKE '% of order {id}' \
                 OR subject LIKE '% of order {id} %'"
            )
        };
        let any: Vec<String> = orders.iter().map(of_order).collect();
        parts.push(format!("({})", if any.is_empty() { "1 = 0".to_owned() } else { any.join(" OR ") }));
    }
    (parts.join(" AND "), values)
}

/// Entries that are sought, newest first.
pub async fn entries_of_everyone(
    db: &impl ConnectionTrait,
    sought: &Sought,
    skip: u64,
    take: u64,
) -> Result<Vec<Entry>, DbErr> {
    let (condition, values) = condition(sought);
    rows(db, &format!("{ENTRY} WHERE {condition} ORDER BY id DESC LIMIT {take} OFFSET {skip}"), values).await
}

pub async fn count_of_everyone(db: &impl ConnectionTrait, sought: &Sought) -> Result<i64, DbErr> {
    let (condition, values) = condition(sought);
    super::number(db, &format!("SELECT COUNT(*) AS n FROM audit_entry WHERE {condition}"), values).await
}

pub async fn entry_of_everyone(db: &impl ConnectionTrait, id: i64) -> Result<Option<Entry>, DbErr> {
    row(db, &format!("{ENTRY} WHERE id = $1"), vec![id.into()]).await
}

/// The last entry of the chain.
pub async fn head(db: &impl ConnectionTrait) -> Result<Option<Entry>, DbErr> {
    row(db, &format!("{ENTRY} ORDER BY id DESC LIMIT 1"), vec![]).await
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct Name {
    pub id: i64,
    pub name: String,
}

/// Everybody who ever wrote, by the name under which they did.
pub async fn actors_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<Name>, DbErr> {
    rows(db, "SELECT DISTINCT actor_id AS id, actor AS name FROM audit_entry ORDER BY actor", vec![]).await
}

pub async fn actions_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Action {
        action: String,
    }
    let found: Vec<Action> =
        rows(db, "SELECT DISTINCT action FROM audit_entry ORDER BY action", vec![]).await?;
    Ok(found.into_iter().map(|row| row.action).collect())
}

/// How many rows an entry wrote into each table.
pub async fn written(db: &impl ConnectionTrait, seq: i64) -> Result<Vec<(&'static str, i64)>, DbErr> {
    let mut counts = Vec::new();
    for table in counted() {
        let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE audit_seq = $1");
        let n = super::number(db, &sql, vec![seq.into()]).await?;
        if n > 0 {
            counts.push((table, n));
        }
    }
    Ok(counts)
}

/// A fact that an entry wrote, and the one it replaced, as they are stored.
#[derive(Debug, Clone, FromQueryResult)]
pub struct WrittenFact {
    pub happened_on: time::Date,
    pub content: String,
    pub learner_id: i64,
    pub full_name: String,
    pub before: Option<String>,
    pub before_on: Option<time::Date>,
}

pub async fn facts_written(
    db: &impl ConnectionTrait,
    seq: i64,
    most: u64,
) -> Result<Vec<WrittenFact>, DbErr> {
    let sql = format!(
        "SELECT f.happened_on, f.content, p.id AS learner_id, p.full_name, \
         o.content AS before, o.happened_on AS before_on FROM fact f \
         JOIN enrolment e ON e.id = f.enrolment_id JOIN learner p ON p.id = e.learner_id \
         LEFT JOIN fact o ON o.id = f.supersedes WHERE f.audit_seq = $1 ORDER BY f.id LIMIT {most}"
    );
    rows(db, &sql, vec![seq.into()]).await
}

/// A step of an order or a statement, with the state before it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Step {
    pub number: String,
    pub id: i64,
    pub before: Option<String>,
    pub state: String,
    pub note: String,
}

pub async fn order_steps(db: &impl ConnectionTrait, seq: i64) -> Result<Vec<Step>, DbErr> {
    let sql = "SELECT o.number, o.id, e.state, e.note, (SELECT b.state FROM order_event b \
        WHERE b.order_id = e.order_id AND b.id < e.id ORDER BY b.id DESC LIMIT 1) AS before \
        FROM order_event e JOIN orders o ON o.id = e.order_id WHERE e.audit_seq = $1 ORDER BY e.id";
    rows(db, sql, vec![seq.into()]).await
}

pub async fn statement_steps(db: &impl ConnectionTrait, seq: i64) -> Result<Vec<Step>, DbErr> {
    let sql = "SELECT s.number, s.id, e.state, e.note, (SELECT b.state FROM statement_event b \
        WHERE b.statement_id = e.statement_id AND b.id < e.id ORDER BY b.id DESC LIMIT 1) AS before \
        FROM statement_event e JOIN statement s ON s.id = e.statement_id WHERE e.audit_seq = $1 ORDER BY e.id";
    rows(db, sql, vec![seq.into()]).await
}

/// Steps of amendments; number and id are those of the order.
pub async fn amendment_steps(db: &impl ConnectionTrait, seq: i64) -> Result<Vec<Step>, DbErr> {
    let sql = "SELECT o.number, o.id, e.state, e.note, (SELECT b.state FROM amendment_event b \
        WHERE b.amendment_id = e.amendment_id AND b.id < e.id ORDER BY b.id DESC LIMIT 1) AS before \
        FROM amendment_event e JOIN amendment a ON a.id = e.amendment_id JOIN orders o ON o.id = a.order_id \
        WHERE e.audit_seq = $1 ORDER BY e.id";
    rows(db, sql, vec![seq.into()]).await
}

/// A plan of hours and the one before it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct PlanStep {
    pub cohort_id: i64,
    pub cohort: String,
    pub hours_college: i32,
    pub hours_enterprise: i32,
    pub before_college: Option<i32>,
    pub before_enterprise: Option<i32>,
}

pub async fn plan_steps(db: &impl ConnectionTrait, seq: i64) -> Result<Vec<PlanStep>, DbErr> {
    let sql = "SELECT p.cohort_id, c.name AS cohort, p.hours_college, p.hours_enterprise, \
        b.hours_college AS before_college, b.hours_enterprise AS before_enterprise FROM hours_plan p \
        JOIN cohort c ON c.id = p.cohort_id LEFT JOIN hours_plan b ON b.id = (SELECT MAX(x.id) FROM hours_plan x \
        WHERE x.cohort_id = p.cohort_id AND x.id < p.id) WHERE p.audit_seq = $1 ORDER BY p.id";
    rows(db, sql, vec![seq.into()]).await
}

/// What an entry moved in the ledger.
pub async fn postings_written(
    db: &impl ConnectionTrait,
    seq: i64,
    most: u64,
) -> Result<Vec<posting::Model>, DbErr> {
    use sea_orm::QuerySelect;
    posting::Entity::find()
        .filter(posting::Column::AuditSeq.eq(seq))
        .order_by_asc(posting::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// Orders of cohorts, enrolments and facts that subjects name by id: for showing what an entry was about.
pub async fn order_numbers_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<Name>, DbErr> {
    rows(db, "SELECT id, number AS name FROM orders ORDER BY id", vec![]).await
}

pub async fn order_of_enrolment(db: &impl ConnectionTrait, id: i64) -> Result<Option<i64>, DbErr> {
    let sql = "SELECT order_id AS n FROM enrolment WHERE id = $1";
    Ok(Some(super::number(db, sql, vec![id.into()]).await?).filter(|id| *id > 0))
}

pub async fn order_of_fact(db: &impl ConnectionTrait, id: i64) -> Result<Option<i64>, DbErr> {
    let sql = "SELECT e.order_id AS n FROM fact f JOIN enrolment e ON e.id = f.enrolment_id WHERE f.id = $1";
    Ok(Some(super::number(db, sql, vec![id.into()]).await?).filter(|id| *id > 0))
}

pub async fn batch_named(db: &impl ConnectionTrait, number: &str) -> Result<Option<i64>, DbErr> {
    only(db, "payment_batch", number).await
}

/// Where the number is one paper's alone: a paper that was issued anew may go by the number of the one before.
pub async fn paper_named(db: &impl ConnectionTrait, number: &str) -> Result<Option<i64>, DbErr> {
    only(db, "paper", number).await
}

async fn only(db: &impl ConnectionTrait, table: &str, number: &str) -> Result<Option<i64>, DbErr> {
    let sql = format!(
        "SELECT CASE WHEN COUNT(*) = 1 THEN CAST(MAX(id) AS BIGINT) ELSE 0 END AS n FROM {table} WHERE number = $1"
    );
    Ok(Some(super::number(db, &sql, vec![number.into()]).await?).filter(|id| *id > 0))
}

pub async fn statement_named(db: &impl ConnectionTrait, number: &str) -> Result<Option<i64>, DbErr> {
    let sql = "SELECT id AS n FROM statement WHERE number = $1";
    Ok(Some(super::number(db, sql, vec![number.into()]).await?).filter(|id| *id > 0))
}
