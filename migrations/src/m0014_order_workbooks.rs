//! A workbook may speak of a whole order: then it names no cohort, and its rows do.

use sea_orm_migration::prelude::*;

use crate::{
    create::{is_postgres, never_down, run},
    m0001_tables::append_only,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// SQLite lifts no NOT NULL from a table that stands, so that it is written anew, in one call and so on one connection. Other
/// tables point at its rows: they may do without them until the same rows are back, which the end of the transaction holds.
const TABLE: &str = "BEGIN;
PRAGMA defer_foreign_keys = ON;
CREATE TABLE workbook_kept AS SELECT * FROM workbook;
DROP TABLE workbook;
CREATE TABLE workbook (
  id INTEGER PRIMARY KEY,
  audit_seq BIGINT NOT NULL,
  cohort_id BIGINT REFERENCES cohort (id),
  order_id BIGINT NOT NULL REFERENCES orders (id),
  kind TEXT NOT NULL CHECK (kind IN ('enrolment', 'graduation')),
  name TEXT NOT NULL,
  bytes BIGINT NOT NULL CHECK (bytes > 0),
  sha256 TEXT NOT NULL,
  sent_by BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  UNIQUE (cohort_id, kind, sha256)
);
INSERT INTO workbook (id, audit_seq, cohort_id, order_id, kind, name, bytes, sha256, sent_by, received_at)
  SELECT id, audit_seq, cohort_id, order_id, kind, name, bytes, sha256, sent_by, received_at FROM workbook_kept;
DROP TABLE workbook_kept;
";

const OF_ORDER: &str =
    "CREATE UNIQUE INDEX workbook_of_order ON workbook (order_id, kind, sha256) WHERE cohort_id IS NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if is_postgres(manager) {
            let lift = "ALTER TABLE workbook ALTER COLUMN cohort_id DROP NOT NULL";
            run(manager, vec![lift.to_owned()]).await?;
        } else {
            let guards = append_only("workbook", false).join(";\n");
            run(manager, vec![format!("{TABLE}{guards};\nCOMMIT;")]).await?;
        }
        run(manager, vec![OF_ORDER.to_owned()]).await
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}
