//! The write transaction. Everything it inserts is hashed as it goes; closing it adds one audit entry that seals the
//! content and the entry before. Either all of it is there afterwards, or nothing.

use std::collections::BTreeMap;

use domain::{
    calendar::Moment,
    ledger::{GENESIS, Posting, hex},
    permission::Actor,
};
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, Iterable};
use sha2::{Digest, Sha256};

use super::{
    execute, number, row,
    tables::{Recorded, acted_for, posting},
};

/// SQLite takes 32,766 variables in one statement.
const VARIABLES: usize = 32_000;

pub struct Tx {
    db: DatabaseTransaction,
    seq: i64,
    prev: String,
    at: Moment,
    actor: Actor,
    action: &'static str,
    content: Content,
    ids: BTreeMap<String, i64>,
}

/// Digests of what an entry wrote, table by table. The same type is filled again by `verify`.
#[derive(Default)]
pub struct Content(BTreeMap<&'static str, (u64, Sha256)>);

impl Content {
    pub fn add(&mut self, table: &'static str, bytes: &[u8]) {
        let (count, hash) = self.0.entry(table).or_insert_with(|| (0, Sha256::new()));
        *count += 1;
        hash.update(bytes);
        hash.update(b"\n");
    }

    pub fn seal(self) -> String {
        let mut hash = Sha256::new();
        for (table, (count, rows)) in self.0 {
            hash.update(format!("{table}:{count}:{}\n", hex(&rows.finalize())));
        }
        hex(&hash.finalize())
    }
}

/// An audit entry as it is sealed.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Entry {
    pub id: i64,
    pub recorded_at: i64,
    pub actor_id: i64,
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub content_sha256: String,
    pub prev_sha256: String,
    pub sha256: String,
}

impl Entry {
    pub fn seal(&self) -> String {
        let content = format!(
            "{}|{}|{}|{}|{}|{}|{}|{}",
            self.prev_sha256,
            self.id,
            self.recorded_at,
            self.actor_id,
            self.actor,
            self.action,
            self.subject,
            self.content_sha256
        );
        hex(&Sha256::digest(content.as_bytes()))
    }
}

#[derive(FromQueryResult)]
struct Last {
    id: i64,
    sha256: String,
}

impl Tx {
    pub(super) async fn open(
        db: DatabaseTransaction,
        actor: &Actor,
        action: &'static str,
        at: Moment,
    ) -> Result<Tx, DbErr> {
        // On PostgreSQL this row lock is what makes writers wait; SQLite's transaction is exclusive already.
        execute(&db, "UPDATE counter SET next = next + 1 WHERE name = 'writes'", vec![]).await?;
        let last: Option<Last> =
            row(&db, "SELECT id, sha256 FROM audit_entry ORDER BY id DESC LIMIT 1", vec![]).await?;
        let last = last.unwrap_or(Last { id: 0, sha256: GENESIS.to_owned() });
        let mut tx = Tx {
            db,
            seq: last.id + 1,
            prev: last.sha256,
            at,
            actor: actor.clone(),
            action,
            content: Content::default(),
            ids: BTreeMap::new(),
        };
        // First of all, so that the database can hold every row that follows against it.
        if let Some(giver) = actor.acting_for {
            let row = acted_for::Model { id: 0, audit_seq: 0, actor_id: actor.user.0, giver_id: giver.0 };
            tx.insert::<acted_for::Entity>(row).await?;
        }
        Ok(tx)
    }

    /// For reading inside the transaction.
    pub fn db(&self) -> &DatabaseTransaction {
        &self.db
    }

    /// The seal of the entry before this one.
    pub fn head(&self) -> &str {
        &self.prev
    }

    pub fn at(&self) -> Moment {
        self.at
    }

    /// The next number of a counter, starting at 1, without a gap: given back if the transaction is not committed.
    pub async fn next(&mut self, counter: &str) -> Result<i64, DbErr> {
        self.reserve(counter, 1).await
    }

    async fn reserve(&mut self, counter: &str, count: usize) -> Result<i64, DbErr> {
        let first = match self.ids.get(counter) {
            Some(next) => *next,
            None => {
                let sql = "SELECT next AS n FROM counter WHERE name = $1";
                number(&self.db, sql, vec![counter.into()]).await?.max(1)
            }
        };
        let count = i64::try_from(count).map_err(|_| DbErr::Custom("too many rows".to_owned()))?;
        self.ids.insert(counter.to_owned(), first + count);
        Ok(first)
    }

    /// Inserts one row; its id is given here and returned.
    pub async fn insert<E: Recorded>(&mut self, row: E::Model) -> Result<i64, DbErr>
    where
        E::Model: IntoActiveModel<E::ActiveModel> + Send,
        E::ActiveModel: Send,
    {
        self.insert_all::<E>(vec![row]).await
    }

    /// Inserts rows in their order; returns the id of the first, the others follow without a gap.
    pub async fn insert_all<E: Recorded>(&mut self, mut rows: Vec<E::Model>) -> Result<i64, DbErr>
    where
        E::Model: IntoActiveModel<E::ActiveModel> + Send,
        E::ActiveModel: Send,
    {
        let first = self.reserve(E::TABLE, rows.len()).await?;
        for (id, row) in (first..).zip(&mut rows) {
            E::place(row, id, self.seq);
            self.content.add(E::TABLE, &E::bytes(row));
        }
        let chunk = VARIABLES / E::Column::iter().count();
        let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
        while rows.peek().is_some() {
            let batch: Vec<E::ActiveModel> = rows.by_ref().take(chunk.min(1_000)).collect();
            <E as EntityTrait>::insert_many(batch).exec_without_returning(&self.db).await?;
        }
        Ok(first)
    }

    /// Adds postings to the ledger, each sealing the one before.
    pub async fn post(&mut self, postings: Vec<Posting>) -> Result<(), DbErr> {
        if postings.is_empty() {
            return Ok(());
        }
        #[derive(FromQueryResult)]
        struct Seal {
            seal: String,
        }
        let last: Option<Seal> =
            row(&self.db, "SELECT seal FROM posting ORDER BY id DESC LIMIT 1", vec![]).await?;
        let mut before = last.map_or_else(|| GENESIS.to_owned(), |last| last.seal);
        let first = self.reserve(posting::Entity::TABLE, 0).await?;
        let mut rows = Vec::with_capacity(postings.len());
        for (id, posting) in (first..).zip(postings) {
            before = posting.seal(id, &before);
            rows.push(posting::Model {
                id: 0,
                audit_seq: 0,
                happened_on: posting.on,
                debit: posting.debit.as_str().to_owned(),
                credit: posting.credit.as_str().to_owned(),
                order_id: posting.order.0,
                party_id: posting.party.0,
                appropriation_id: posting.appropriation,
                statement_id: posting.statement.map(|statement| statement.0),
                amount_dong: posting.amount.as_dong(),
                seal: before.clone(),
            });
        }
        self.insert_all::<posting::Entity>(rows).await?;
        Ok(())
    }

    /// Writes the audit entry and commits.
    pub async fn commit(mut self, subject: impl Into<String>) -> Result<(), DbErr> {
        let mut entry = Entry {
            id: self.seq,
            recorded_at: self.at.0,
            actor_id: self.actor.user.0,
            actor: self.actor.name.clone(),
            action: self.action.to_owned(),
            subject: subject.into(),
            content_sha256: std::mem::take(&mut self.content).seal(),
            prev_sha256: self.prev.clone(),
            sha256: String::new(),
        };
        entry.sha256 = entry.seal();
        let sql = "INSERT INTO audit_entry \
                   (id, recorded_at, actor_id, actor, action, subject, content_sha256, prev_sha256, sha256) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let values = vec![
            entry.id.into(),
            entry.recorded_at.into(),
            entry.actor_id.into(),
            entry.actor.into(),
            entry.action.into(),
            entry.subject.into(),
            entry.content_sha256.into(),
            entry.prev_sha256.into(),
            entry.sha256.into(),
        ];
        execute(&self.db, sql, values).await?;
        for (counter, next) in &self.ids {
            let sql = "INSERT INTO counter (name, next) VALUES ($1, $2) \
                       ON CONFLICT (name) DO UPDATE SET next = excluded.next";
            execute(&self.db, sql, vec![counter.as_str().into(), (*next).into()]).await?;
        }
        self.db.commit().await
    }
}
