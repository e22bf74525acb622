//! Workbooks that were received, what became of them, and which row became which enrolment. Beside the books stand the
//! files themselves and how far the work on each is: those are tools, not history.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

use crate::m0001_tables::append_only;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = include_str!("m0003_workbooks.sql");
pub(crate) const BOOKS: [&str; 3] = ["workbook", "workbook_event", "workbook_row"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let (id, bytes, postgres) = match manager.get_database_backend() {
            DatabaseBackend::Sqlite => ("INTEGER PRIMARY KEY", "BLOB", false),
            _ => ("BIGINT PRIMARY KEY", "BYTEA", true),
        };
        let tables = TABLES.replace("{id}", id).replace("{bytes}", bytes);
        for statement in tables.split(";\n").map(str::trim).filter(|s| !s.is_empty()) {
            db.execute_unprepared(statement).await?;
        }
        for table in BOOKS {
            for statement in append_only(table, postgres) {
                db.execute_unprepared(&statement).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("these tables are part of the books; they are never taken down".to_owned()))
    }
}
