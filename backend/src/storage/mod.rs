//! The database: rows, queries, the write transaction with its audit entry, and the ledger's seals.
//! Knows nothing of permission and decides nothing about money.

pub mod access;
pub mod accounts;
pub mod amendments;
pub mod approvals;
pub mod audit_log;
pub mod changes;
pub mod contacts;
pub mod drafts;
pub mod hours_log;
pub mod hours_waiting;
pub mod identities;
pub mod learners;
pub mod money;
pub mod notices;
pub mod orders;
pub mod outbox;
pub mod papers;
pub mod payments;
pub mod people;
pub mod registry;
pub mod reports;
pub mod sealed;
mod sight;
pub mod sign_ins;
pub mod sums;
pub mod tables;
mod tx;
pub mod verify;
pub mod work_study;
pub mod workbooks;

use std::{fmt, sync::Arc, time::Duration};

use domain::{calendar::Moment, permission::Actor};
use migrations::MigratorTrait;
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, FromQueryResult, Statement, TransactionOptions, TransactionTrait, Value,
};

use self::sealed::Seal;
pub use self::{
    sight::{Reader, Sight},
    tx::{Entry, Tx},
};

/// The database, by address: `sqlite://file.db` or `postgres://…`.
#[derive(Debug, Clone)]
pub struct Store {
    db: DatabaseConnection,
    address: Address,
    nobodys: Reader,
    everybodys: Reader,
    seal: Option<Arc<Seal>>,
}

/// Has a password in it, which no log shows.
#[derive(Clone)]
struct Address(String);

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
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
        if !url.starts_with("sqlite:") {
            // The first connection is made when the tables, and the role that reads them, are there.
            options.connect_lazy(true);
            sight::tell_on_taking(&mut options);
        }
        let db = Database::connect(options).await?;
        let reader = |sight| Reader::new(db.clone(), sight);
        let (nobodys, everybodys) = (reader(Sight::Nobodys), reader(Sight::Everything));
        Ok(Store { db, address: Address(url.to_owned()), nobodys, everybodys, seal: None })
    }

    /// The same database with the key that its secrets are sealed with.
    pub fn with_seal(self, seal: Seal) -> Store {
        Store { seal: Some(Arc::new(seal)), ..self }
    }

    pub fn seal(&self) -> Option<&Seal> {
        self.seal.as_deref()
    }

    /// As the owner of the tables, whom no wall stops.
    async fn owner(&self) -> Result<DatabaseConnection, DbErr> {
        if self.db.get_database_backend() == DbBackend::Sqlite {
            return Ok(self.db.clone());
        }
        let mut options = ConnectOptions::new(self.address.0.clone());
        options.sqlx_logging(false).max_connections(1);
        Database::connect(options).await
    }

    pub async fn migrate(&self) -> Result<(), DbErr> {
        let owner = self.owner().await?;
        migrations::Migrator::up(&owner, None).await?;
        if owner.get_database_backend() == DbBackend::Postgres {
            owner.execute_unprepared(&migrations::walls::grants()).await?;
            owner.close().await?;
        }
        Ok(())
    }

    pub async fn pending_migrations(&self) -> Result<usize, DbErr> {
        let owner = self.owner().await?;
        Ok(migrations::Migrator::get_pending_migrations(&owner).await?.len())
    }

    /// Whether the database itself keeps organisations apart: the program works as somebody whom the policies bind.
    /// Nothing where the database has no such wall.
    pub async fn is_walled(&self) -> Result<Option<bool>, DbErr> {
        if self.db.get_database_backend() != DbBackend::Postgres {
            return Ok(None);
        }
        let sql = "SELECT COUNT(*) AS n FROM pg_roles r JOIN pg_tables t ON t.tablename = 'orders' \
            AND t.schemaname = 'public' WHERE r.rolname = current_user AND NOT r.rolsuper AND NOT r.rolbypassrls \
            AND t.tableowner <> r.rolname AND t.rowsecurity";
        Ok(Some(number(&self.nobodys, sql, vec![]).await? > 0))
    }

    pub fn backend_name(&self) -> &'static str {
        match self.db.get_database_backend() {
            DbBackend::Sqlite => "SQLite",
            DbBackend::Postgres => "PostgreSQL",
            _ => "?",
        }
    }

    /// For reading and writing what is nobody's in particular: accounts, sessions, registers.
    pub fn read(&self) -> &Reader {
        &self.nobodys
    }

    /// For the program's own work, and for a rule that asks about everybody, as in "each person once".
    pub fn read_of_everyone(&self) -> &Reader {
        &self.everybodys
    }

    /// For reading as somebody may.
    pub fn read_as(&self, actor: &Actor) -> Reader {
        Reader::new(self.db.clone(), Sight::of(actor))
    }

    /// For what is written together and is no part of the books: notices and mails.
    pub async fn begin_aside(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(sea_orm::SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        sight::with(Sight::Everything, self.db.begin_with_options(options)).await
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
        let begun = sight::with(Sight::of_write(actor), self.db.begin_with_options(options)).await?;
        Tx::open(begun, actor, action, at).await
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
/// The name of account `u` and of whom they acted for; the query joins `FOR`, the column of the audit entry, and a bracket.
pub(crate) const BY: &str = "COALESCE(u.name, '') || COALESCE(' (thay ' || g.name || ')', '')";
pub(crate) const FOR: &str =
    "LEFT JOIN user_account g ON g.id = (SELECT f.giver_id FROM acted_for f WHERE f.audit_seq = ";

pub(crate) fn id_list(ids: impl IntoIterator<Item = i64>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    if ids.is_empty() { "(0)".to_owned() } else { format!("({})", ids.join(",")) }
}
