//! Official papers as they were issued, what became of them, and copies signed elsewhere.

use sea_orm_migration::prelude::*;

use crate::{
    create::{create, is_postgres, never_down, run},
    walls,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

pub(crate) const BOOKS: [&str; 3] = ["paper", "paper_event", "signed_copy"];

const TABLES: &str = include_str!("m0009_papers.sql");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, TABLES, &BOOKS).await?;
        if is_postgres(manager) {
            run(manager, walls::of(walls::PAPERS)).await?;
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}
