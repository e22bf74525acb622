//! An entry of a bank that is taken apart may give a payment a second part: who wrote too little the first time writes the rest.
//! So the pair of payment and entry is no longer alone of its kind; `dathang verify` holds that no entry gives more than it has.

use sea_orm_migration::prelude::*;

use crate::{
    create::{is_postgres, never_down, run},
    m0001_tables::append_only,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// SQLite takes no constraint from a table that stands, so that it is written anew. In one call, so on one connection: another
/// one would still know the index and the guards of the table that is gone.
const TABLE: &str = "CREATE TABLE payment_event_parts (
  id INTEGER PRIMARY KEY,
  audit_seq BIGINT NOT NULL,
  line_id BIGINT NOT NULL REFERENCES payment_line (id),
  order_id BIGINT NOT NULL REFERENCES orders (id),
  what TEXT NOT NULL CHECK (what IN ('paid', 'refused', 'came_back', 'withdrawn')),
  amount_dong BIGINT NOT NULL CHECK (amount_dong > 0),
  entry_id BIGINT REFERENCES confirmation_entry (id),
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  note TEXT NOT NULL,
  CHECK ((what = 'withdrawn') = (entry_id IS NULL))
);
INSERT INTO payment_event_parts (id, audit_seq, line_id, order_id, what, amount_dong, entry_id, happened_on, actor_id, note)
  SELECT id, audit_seq, line_id, order_id, what, amount_dong, entry_id, happened_on, actor_id, note FROM payment_event;
DROP TABLE payment_event;
ALTER TABLE payment_event_parts RENAME TO payment_event;
CREATE INDEX payment_event_by_line ON payment_event (line_id);
";

const BY_ENTRY: &str = "CREATE INDEX payment_event_by_entry ON payment_event (entry_id)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if is_postgres(manager) {
            let drop = "ALTER TABLE payment_event DROP CONSTRAINT payment_event_line_id_entry_id_key";
            run(manager, vec![drop.to_owned()]).await?;
        } else {
            let guards = append_only("payment_event", false).join(";\n");
            run(manager, vec![format!("{TABLE}{guards};")]).await?;
        }
        run(manager, vec![BY_ENTRY.to_owned()]).await
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}
