//! What the office maintains: proposals, who confirmed them, and the dated rows that came of them. Beside the books stands
//! how far a comparison of payment terms is: a tool, not history.

use sea_orm_migration::prelude::*;

use crate::{
    create::{create, is_postgres, never_down, run},
    m0004_people::four_eyes,
};

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
        create(manager, TABLES, &BOOKS).await?;
        let postgres = is_postgres(manager);
        let of = ("registry_event", "change_id", "registry_change", "proposed_by");
        run(manager, four_eyes(of, "approved", postgres)).await
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}
