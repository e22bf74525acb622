//! What people are told: the inbox, the mails on their way, and which way each person wants which. Tools, not history: what
//! happened stands in the books.

use sea_orm_migration::prelude::*;

use crate::{
    create::{create, is_postgres, never_down, run},
    walls,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = include_str!("m0008_notices.sql");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, TABLES, &[]).await?;
        if is_postgres(manager) {
            run(manager, walls::notices()).await?;
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}
