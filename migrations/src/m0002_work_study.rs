//! Work-study and corrections: the plan of hours of a cohort, a host's trainers, and why a fact replaces another.

use sea_orm_migration::prelude::*;

use crate::create::{create, never_down};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = include_str!("m0002_work_study.sql");

/// Of the books, like those of the first version.
pub(crate) const BOOKS: [&str; 3] = ["hours_plan", "trainer", "fact_reason"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, TABLES, &BOOKS).await
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}
