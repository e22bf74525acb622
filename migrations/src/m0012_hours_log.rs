//! Hours of a month as a host's coordinator entered them, before somebody else of the host confirms them, and what became
//! of each list. Only confirmed hours are facts.

use sea_orm_migration::prelude::*;

use crate::{
    create::{create, is_postgres, never_down, run},
    m0004_people::four_eyes,
    walls,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

pub(crate) const BOOKS: [&str; 3] = ["hours_log", "hours_log_row", "hours_log_event"];

const TABLES: &str = include_str!("m0012_hours_log.sql");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, TABLES, &BOOKS).await?;
        let postgres = is_postgres(manager);
        let of = ("hours_log_event", "log_id", "hours_log", "entered_by");
        run(manager, four_eyes(of, "confirmed", postgres)).await?;
        if postgres {
            run(manager, walls::of(walls::HOURS)).await?;
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}
