//! Official papers as they were issued, and what became of them.

use domain::{
    ids::OrderId,
    paper::{About, Kind, State},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};
use time::Date;

use super::{
    Tx, execute, number,
    registry::unknown,
    row, rows,
    tables::{paper, paper_event, signed_copy},
};

#[derive(Debug, Clone)]
pub struct Paper {
    pub id: i64,
    pub kind: Kind,
    pub order: OrderId,
    pub about: About,
    pub body: i64,
    pub number: String,
    pub title: String,
    pub code: String,
    pub issued_on: Date,
    pub issued_by: String,
    pub bytes: i64,
    pub sha256: String,
    pub replaces: Option<i64>,
    pub replaced_by: Option<i64>,
    pub state: State,
    /// Why it was cancelled.
    pub note: Option<String>,
}

#[derive(FromQueryResult)]
struct PaperRow {
    id: i64,
    kind: String,
    order_id: i64,
    about: String,
    body_id: i64,
    number: String,
    title: String,
    code: String,
    issued_on: Date,
    issued_by: String,
    bytes: i64,
    sha256: String,
    replaces: Option<i64>,
    replaced_by: Option<i64>,
    note: Option<String>,
}

const PAPER: &str = "SELECT p.id, p.kind, p.order_id, p.about, p.body_id, p.number, p.title, p.code, p.issued_on, \
    a.actor AS issued_by, p.bytes, p.sha256, p.replaces, \
    (SELECT n.id FROM paper n WHERE n.replaces = p.id) AS replaced_by, \
    (SELECT e.note FROM paper_event e WHERE e.paper_id = p.id) AS note \
    FROM paper p JOIN audit_entry a ON a.id = p.audit_seq";

/// Newest first.
pub async fn of_order(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<Paper>, DbErr> {
    let sql = format!("{PAPER} WHERE p.order_id = $1 ORDER BY p.id DESC");
    rows(db, &sql, vec![order.0.into()]).await?.into_iter().map(of_row).collect()
}

pub async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Paper>, DbErr> {
    row(db, &format!("{PAPER} WHERE p.id = $1"), vec![id.into()]).await?.map(of_row).transpose()
}

/// Whoever asks: a code is for everybody.
pub async fn by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Paper>, DbErr> {
    row(db, &format!("{PAPER} WHERE p.code = $1"), vec![code.into()]).await?.map(of_row).transpose()
}

fn of_row(row: PaperRow) -> Result<Paper, DbErr> {
    let kind = Kind::parse(&row.kind).ok_or_else(|| unknown("paper", &row.kind))?;
    let about = About::parse(&row.about).ok_or_else(|| unknown("paper", &row.about))?;
    let state = match (&row.note, row.replaced_by) {
        (Some(_), _) => State::Cancelled,
        (None, Some(_)) => State::Replaced,
        (None, None) => State::InForce,
    };
    Ok(Paper {
        id: row.id,
        kind,
        order: OrderId(row.order_id),
        about,
        body: row.body_id,
        number: row.number,
        title: row.title,
        code: row.code,
        issued_on: row.issued_on,
        issued_by: row.issued_by,
        bytes: row.bytes,
        sha256: row.sha256,
        replaces: row.replaces,
        replaced_by: row.replaced_by,
        state,
        note: row.note,
    })
}

/// The number after the last one of a body, series and year. Writers wait for each other, so that it is nobody else's.
pub async fn next_ordinal(tx: &Tx, body: i64, series: &str, year: i32) -> Result<i32, DbErr> {
    let sql = "SELECT CAST(COALESCE(MAX(ordinal), 0) AS BIGINT) + 1 AS n FROM paper \
        WHERE body_id = $1 AND series = $2 AND year = $3";
    let next = number(tx.db(), sql, vec![body.into(), series.into(), year.into()]).await?;
    i32::try_from(next).map_err(|_| unknown("paper", "too many numbers"))
}

pub async fn insert(tx: &mut Tx, row: paper::Model, content: Vec<u8>) -> Result<i64, DbErr> {
    keep(tx, &row.sha256, content).await?;
    tx.insert::<paper::Entity>(row).await
}

pub async fn insert_copy(tx: &mut Tx, row: signed_copy::Model, content: Vec<u8>) -> Result<i64, DbErr> {
    keep(tx, &row.sha256, content).await?;
    tx.insert::<signed_copy::Entity>(row).await
}

pub async fn cancel(tx: &mut Tx, row: paper_event::Model) -> Result<(), DbErr> {
    tx.insert::<paper_event::Entity>(row).await?;
    Ok(())
}

/// The same bytes are kept once.
async fn keep(tx: &Tx, sha256: &str, content: Vec<u8>) -> Result<(), DbErr> {
    let sql = "INSERT INTO paper_file (sha256, content) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING";
    execute(tx.db(), sql, vec![sha256.into(), content.into()]).await?;
    Ok(())
}

pub async fn content(db: &impl ConnectionTrait, sha256: &str) -> Result<Vec<u8>, DbErr> {
    #[derive(FromQueryResult)]
    struct File {
        content: Vec<u8>,
    }
    let found: Option<File> =
        row(db, "SELECT content FROM paper_file WHERE sha256 = $1", vec![sha256.into()]).await?;
    found.map(|found| found.content).ok_or_else(|| DbErr::RecordNotFound(format!("paper_file {sha256}")))
}

/// Every file whose bytes have to be those of its hash.
pub async fn hashes(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Hash {
        sha256: String,
    }
    let sql = "SELECT sha256 FROM paper UNION SELECT sha256 FROM signed_copy ORDER BY sha256";
    Ok(rows::<Hash>(db, sql, vec![]).await?.into_iter().map(|found| found.sha256).collect())
}

/// Oldest first.
pub async fn copies(db: &impl ConnectionTrait, paper: i64) -> Result<Vec<signed_copy::Model>, DbErr> {
    let of_paper = signed_copy::Entity::find().filter(signed_copy::Column::PaperId.eq(paper));
    of_paper.order_by_asc(signed_copy::Column::Id).all(db).await
}
