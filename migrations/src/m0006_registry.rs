//! What the office maintains: proposals, who confirmed them, and the dated rows that came of them. Beside the books stands
//! how far a comparison of payment terms is: a tool, not history.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

use crate::{m0001_tables::append_only, m0004_people::four_eyes};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = include_str!("m0006_registry.sql");
pub(crate) const BOOKS: [&str; 9] = [
    "registry_change",
    "registry_event",
    "price_end",
    "appropriation_amount",
    "budget_line",
    "calendar_day",
    "target_value",
    "setting_value",
    "party_detail",
];

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
        for statement in four_eyes("registry_event", "change_id", "registry_change", "proposed_by", postgres)
        {
            db.execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("these tables are part of the books; they are never taken down".to_owned()))
    }
}
