//! Accounts that are invited, delegated and looked after in the portal; who looked at whom; and the second wall behind
//! four eyes: nobody approves, also not through a delegation, what they or the one they act for prepared.

use sea_orm_migration::prelude::*;

use crate::create::{create, is_postgres, never_down, run};

#[derive(DeriveMigrationName)]
pub struct Migration;

pub(crate) const BOOKS: [&str; 4] = ["account_event", "delegation", "acted_for", "access_record"];

const TABLES: &str = include_str!("m0004_people.sql");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, TABLES, &BOOKS).await?;
        for (events, about, thing, maker) in [
            ("order_event", "order_id", "orders", "placed_by"),
            ("statement_event", "statement_id", "statement", "prepared_by"),
        ] {
            run(manager, four_eyes((events, about, thing, maker), "approved", is_postgres(manager))).await?;
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}

/// An approval, as the column `state` calls it, is refused when the approver acts for the maker, or the maker acted for the approver. A write says whom
/// it was done for before it says anything else, so the row to look for is there.
pub(crate) fn four_eyes(
    (events, about, thing, maker): (&str, &str, &str, &str),
    approval: &str,
    postgres: bool,
) -> Vec<String> {
    let one_hand = format!(
        "EXISTS (SELECT 1 FROM acted_for a WHERE a.audit_seq = NEW.audit_seq AND a.giver_id = NEW.{maker}) \
         OR EXISTS (SELECT 1 FROM {thing} t JOIN acted_for a ON a.audit_seq = t.audit_seq \
         WHERE t.id = NEW.{about} AND (a.giver_id = NEW.actor_id OR EXISTS (SELECT 1 FROM acted_for b \
         WHERE b.audit_seq = NEW.audit_seq AND b.giver_id = a.giver_id)))"
    );
    let refusal = "who prepared it, or acts for them, may not approve it";
    if postgres {
        return vec![
            format!(
                "CREATE FUNCTION {events}_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 IF NEW.state = '{approval}' AND ({one_hand}) THEN RAISE EXCEPTION '{refusal}'; END IF; \
                 RETURN NEW; END $$"
            ),
            format!(
                "CREATE TRIGGER four_eyes BEFORE INSERT ON {events} \
                 FOR EACH ROW EXECUTE FUNCTION {events}_four_eyes()"
            ),
        ];
    }
    vec![format!(
        "CREATE TRIGGER {events}_four_eyes BEFORE INSERT ON {events} \
         WHEN NEW.state = '{approval}' AND ({one_hand}) BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )]
}
