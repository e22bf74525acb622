//! The database: rows, queries, the write transaction with its audit entry, and the ledger's seals.
//! Knows nothing of permission and decides nothing about money.

pub mod access;
pub mod accounts;
pub mod audit_log;
pub mod changes;
pub mod learners;
pub mod money;
pub mod orders;
pub mod people;
pub mod registry;
pub mod sign_ins;
pub mod sums;
pub mod tables;
mod tx;
pub mod verify;
pub mod work_study;
pub mod workbooks;

use std::time::Duration;

use domain::{calendar::Moment, permission::Actor};
use migrations::MigratorTrait;
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr,
    FromQueryResult, Statement, TransactionOptions, TransactionTrait, Value,
};

pub use self::tx::{Entry, Tx};

/// The database, by address: `sqlite://file.db` or `postgres://…`.
#[derive(Debug, Clone)]
pub struct Store {
    db: DatabaseConnection,
}

impl Store {
    /// Connects, creating the SQLite file if there is none. Tables are made by `migrate`.
    pub async fn connect(url: &str) -> Result<Store, DbErr> {
        let mut options = ConnectOptions::new(if url.starts_with("sqlite:") && !url.contains('?') {
            format!("{url}?mode=rwc")
        } else {
            url.to_owned()
        });
        options.sqlx_logging(false).max_connections(8).acquire_timeout(Duration::from_secs(30));
        options.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "NORMAL")
                .pragma("busy_timeout", "30000")
                .pragma("cache_size", "-65536")
                // SQLite works in a thread of its own; with room for more rows the two threads wake each other less.
                .row_buffer_size(2_048)
        });
        Ok(Store { db: Database::connect(options).await? })
    }

    pub async fn migrate(&self) -> Result<(), DbErr> {
        migrations::Migrator::up(&self.db, None).await
    }

    pub async fn pending_migrations(&self) -> Result<usize, DbErr> {
        Ok(migrations::Migrator::get_pending_migrations(&self.db).await?.len())
    }

    pub fn backend_name(&self) -> &'static str {
        match self.db.get_database_backend() {
            DbBackend::Sqlite => "SQLite",
            DbBackend::Postgres => "PostgreSQL",
            _ => "?",
        }
    }

    /// For reading.
    pub fn read(&self) -> &DatabaseConnection {
        &self.db
    }

    /// Opens the one write transaction an action makes. Writers wait for each other, because each write seals the one
    /// before it in the audit chain.
    pub async fn begin(&self, actor: &Actor, action: &'static str, at: Moment) -> Result<Tx, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(sea_orm::SqliteTransactionMode::Immediate),
            access_mode: (self.db.get_database_backend() == DbBackend::Postgres)
                .then_some(AccessMode::ReadWrite),
            ..TransactionOptions::default()
        };
        Tx::open(self.db.begin_with_options(options).await?, actor, action, at).await
    }
}

/// Rows of one SQL query; `$1`, `$2` … on both databases.
pub(crate) async fn rows<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<T>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    T::find_by_statement(statement).all(db).await
}

pub(crate) async fn row<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Option<T>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    T::find_by_statement(statement).one(db).await
}

/// One number, `0` when there is no row.
pub(crate) async fn number(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<i64, DbErr> {
    #[derive(FromQueryResult)]
    struct Number {
        n: Option<i64>,
    }
    Ok(row::<Number>(db, sql, values).await?.and_then(|found| found.n).unwrap_or(0))
}

pub(crate) async fn execute(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<u64, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

/// `(1, 2, 3)` for an IN list of ids.
pub(crate) fn id_list(ids: impl IntoIterator<Item = i64>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    if ids.is_empty() { "(0)".to_owned() } else { format!("({})", ids.join(",")) }
}
