//! Payment batches with their lines and what became of each, confirmations of the Treasury and of banks entry by entry, and
//! invoices. Where a statement stands follows from its events and the ledger: a payment that came back is owed again.

use sea_orm_migration::prelude::*;

use crate::{
    create::{create, is_postgres, never_down, run},
    m0004_people::four_eyes,
    walls,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

pub(crate) const BOOKS: [&str; 9] = [
    "payment_batch",
    "payment_batch_event",
    "payment_line",
    "confirmation",
    "confirmation_event",
    "confirmation_entry",
    "entry_event",
    "payment_event",
    "invoice",
];

const TABLES: &str = include_str!("m0010_payments.sql");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, TABLES, &BOOKS).await?;
        let postgres = is_postgres(manager);
        let of = ("payment_batch_event", "batch_id", "payment_batch", "made_by");
        run(manager, four_eyes(of, "approved", postgres)).await?;
        if postgres {
            run(manager, walls::of_payments()).await?;
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}
