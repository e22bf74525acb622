//! Workbooks that were received, what became of them, and which row became which enrolment. Beside the books stand the
//! files themselves and how far the work on each is: those are tools, not history.

use sea_orm_migration::prelude::*;

use crate::create::{create, never_down};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = include_str!("m0003_workbooks.sql");
pub(crate) const BOOKS: [&str; 3] = ["workbook", "workbook_event", "workbook_row"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, TABLES, &BOOKS).await
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}
