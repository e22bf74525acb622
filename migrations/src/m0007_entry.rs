//! Sign-in by a provider of identities: which accounts may, since when, and by which way a session was opened. On
//! PostgreSQL, the walls between organisations.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

use crate::{m0001_tables::append_only, walls};

#[derive(DeriveMigrationName)]
pub struct Migration;

pub(crate) const BOOKS: [&str; 1] = ["identity_event"];

const TABLES: &str = include_str!("m0007_entry.sql");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let postgres = manager.get_database_backend() != DatabaseBackend::Sqlite;
        let id = if postgres { "BIGINT PRIMARY KEY" } else { "INTEGER PRIMARY KEY" };
        let tables = TABLES.replace("{id}", id);
        for statement in tables.split(";\n").map(str::trim).filter(|s| !s.is_empty()) {
            db.execute_unprepared(statement).await?;
        }
        for table in BOOKS {
            for statement in append_only(table, postgres) {
                db.execute_unprepared(&statement).await?;
            }
        }
        if postgres {
            for statement in walls::statements() {
                db.execute_unprepared(&statement).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("these tables hold the books; they are never taken down".to_owned()))
    }
}
