//! Sign-in by a provider of identities: which accounts may, since when, and by which way a session was opened. On
//! PostgreSQL, the walls between organisations.

use sea_orm_migration::prelude::*;

use crate::{
    create::{create, is_postgres, never_down, run},
    walls,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

pub(crate) const BOOKS: [&str; 1] = ["identity_event"];

const TABLES: &str = include_str!("m0007_entry.sql");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, TABLES, &BOOKS).await?;
        if is_postgres(manager) {
            run(manager, walls::statements()).await?;
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}
