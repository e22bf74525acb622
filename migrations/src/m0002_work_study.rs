//! Work-study and corrections: the plan of hours of a cohort, a host's trainers, and why a fact replaces another.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

use crate::m0001_tables::append_only;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = include_str!("m0002_work_study.sql");

/// Of the books, like those of the first version.
pub(crate) const BOOKS: [&str; 3] = ["hours_plan", "trainer", "fact_reason"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let (id, postgres) = match manager.get_database_backend() {
            DatabaseBackend::Sqlite => ("INTEGER PRIMARY KEY", false),
            _ => ("BIGINT PRIMARY KEY", true),
        };
        for statement in TABLES.replace("{id}", id).split(";\n").map(str::trim).filter(|s| !s.is_empty()) {
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
        Err(DbErr::Migration("these tables belong to the books; they are never taken down".to_owned()))
    }
}
