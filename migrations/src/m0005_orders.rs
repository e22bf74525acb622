//! The life of an order: approval by amount, drafts, the provider's answer, amendments and what they say to the
//! settlement. Drafts are tools and no history; everything else belongs to the books.

use sea_orm_migration::prelude::*;

use crate::create::{create, is_postgres, never_down, run};

#[derive(DeriveMigrationName)]
pub struct Migration;

pub(crate) const BOOKS: [&str; 9] = [
    "approval_band",
    "approval_step",
    "order_correction",
    "order_proposal",
    "amendment",
    "amendment_line",
    "amendment_event",
    "order_fact",
    "reallocation",
];

const TABLES: &str = include_str!("m0005_orders.sql");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, TABLES, &BOOKS).await?;
        run(manager, one_after_another(is_postgres(manager))).await
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        never_down()
    }
}

/// A step of a chain is refused before the step that it follows, and when its hand already made the thing or took
/// another step: the same person is refused by the table itself, a delegation between two people here.
fn one_after_another(postgres: bool) -> Vec<String> {
    let mine =
        "EXISTS (SELECT 1 FROM acted_for b WHERE b.audit_seq = NEW.audit_seq AND b.giver_id = a.giver_id)";
    let made = [("order", "orders"), ("statement", "statement"), ("amendment", "amendment")].map(
        |(subject, thing)| {
            format!(
                "(NEW.subject = '{subject}' AND EXISTS (SELECT 1 FROM {thing} t JOIN acted_for a \
                 ON a.audit_seq = t.audit_seq WHERE t.id = NEW.subject_id AND (a.giver_id = NEW.actor_id OR {mine})))"
            )
        },
    );
    let same = "s.subject = NEW.subject AND s.subject_id = NEW.subject_id";
    let one_hand = format!(
        "EXISTS (SELECT 1 FROM acted_for a WHERE a.audit_seq = NEW.audit_seq AND (a.giver_id = NEW.made_by \
         OR EXISTS (SELECT 1 FROM approval_step s WHERE {same} AND s.actor_id = a.giver_id))) \
         OR EXISTS (SELECT 1 FROM approval_step s JOIN acted_for a ON a.audit_seq = s.audit_seq \
         WHERE {same} AND (a.giver_id = NEW.actor_id OR {mine})) OR {}",
        made.join(" OR ")
    );
    let out_of_turn = format!(
        "NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM approval_step s WHERE {same} AND s.step = NEW.step - 1)"
    );
    let refusals = [
        (
            "four_eyes",
            one_hand,
            "who prepared it or approved it before, or acts for them, may not approve it",
        ),
        ("in_turn", out_of_turn, "the step before it was not taken"),
    ];
    if postgres {
        let checks: String = refusals
            .iter()
            .map(|(_, refused, why)| format!("IF {refused} THEN RAISE EXCEPTION '{why}'; END IF; "))
            .collect();
        return vec![
            format!(
                "CREATE FUNCTION approval_step_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {checks}\
                 RETURN NEW; END $$"
            ),
            "CREATE TRIGGER in_turn BEFORE INSERT ON approval_step \
             FOR EACH ROW EXECUTE FUNCTION approval_step_in_turn()"
                .to_owned(),
        ];
    }
    let trigger = |(name, refused, why): &(&str, String, &str)| {
        format!(
            "CREATE TRIGGER approval_step_{name} BEFORE INSERT ON approval_step WHEN {refused} \
             BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )
    };
    refusals.iter().map(trigger).collect()
}
