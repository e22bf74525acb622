//! Where a learner is reached. A learner's row is never changed, so each number is a row of its own, and the newest counts; an
//! empty one says that there is none any more.

use sea_orm_migration::prelude::*;

use crate::{
    create::{create, is_postgres, never_down, run},
    walls,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

pub(crate) const BOOKS: [&str; 1] = ["learner_contact"];

const TABLES: &str = include_str!("m0013_phone.sql");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, TABLES, &BOOKS).await?;
        if is_postgres(manager) {
            run(manager, walls::of(walls::CONTACTS)).await?;
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}
