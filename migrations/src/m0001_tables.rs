//! All tables of the first version. Amounts are whole đồng in BIGINT; moments are seconds since 1970; texts are NFC.

use sea_orm_migration::prelude::*;

use crate::create::{create, is_postgres, never_down, run};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Tables whose rows are never changed and never deleted. `dathang verify` reads every one of them.
pub(crate) const BOOKS: [&str; 24] = [
    "audit_entry",
    "programme",
    "appropriation",
    "party",
    "party_identity",
    "occupation",
    "approval",
    "price_decision",
    "scheme",
    "orders",
    "order_line",
    "order_event",
    "hosting",
    "cohort",
    "learner",
    "enrolment",
    "fact",
    "certificate",
    "settlement_run",
    "order_volume",
    "statement",
    "statement_event",
    "settled_line",
    "posting",
];

/// `{id}` becomes the database's own 64-bit primary key.
const TABLES: &str = include_str!("m0001_tables.sql");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if is_postgres(manager) {
            run(manager, vec![REFUSE.to_owned()]).await?;
        }
        create(manager, TABLES, &BOOKS).await
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}

const REFUSE: &str = "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ \
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$";

/// Triggers that refuse every UPDATE and DELETE (and TRUNCATE, where the database knows it).
pub(crate) fn append_only(table: &str, postgres: bool) -> Vec<String> {
    if postgres {
        return vec![
            format!(
                "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} \
                 FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            ),
            format!(
                "CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table} \
                 FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            ),
        ];
    }
    ["UPDATE", "DELETE"]
        .iter()
        .map(|change| {
            format!(
                "CREATE TRIGGER {table}_refuses_{} BEFORE {change} ON {table} \
                 BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
                change.to_lowercase()
            )
        })
        .collect()
}
