//! The rows as the database keeps them. They never leave this folder's callers in `actions`, and a page or an API
//! never sees one.

use sea_orm::EntityTrait;

/// A table whose rows are written once and stand in the audit chain.
pub trait Recorded: EntityTrait {
    const TABLE: &'static str;
    fn id(row: &Self::Model) -> i64;
    fn audit_seq(row: &Self::Model) -> i64;
    /// Gives a new row its id and the audit entry that writes it.
    fn place(row: &mut Self::Model, id: i64, audit_seq: i64);
    /// The row's bytes as they are hashed.
    fn bytes(row: &Self::Model) -> Vec<u8>;
}

macro_rules! tables {
    ($($name:ident $table:literal { $($field:ident: $ty:ty),* $(,)? })*) => {$(
        pub mod $name {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                #[sea_orm(primary_key, auto_increment = false)]
                pub id: i64,
                pub audit_seq: i64,
                $(pub $field: $ty,)*
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}

            impl super::Recorded for Entity {
                const TABLE: &'static str = $table;
                fn id(row: &Model) -> i64 {
                    row.id
                }
                fn audit_seq(row: &Model) -> i64 {
                    row.audit_seq
                }
                fn place(row: &mut Model, id: i64, audit_seq: i64) {
                    row.id = id;
                    row.audit_seq = audit_seq;
                }
                fn bytes(row: &Model) -> Vec<u8> {
                    serde_json::to_vec(row).expect("a row is plain data")
                }
            }
        }
    )*};
}

tables! {
    programme "programme" { code: String, content: String }
    party "party" { code: String, kind: String, subordinate_to: Option<String> }
    party_identity "party_identity" {
        party_id: i64, valid_from: TimeDate, name: String, short_name: String, parent: String,
        province_code: String, ownership: String, tax_code: Option<String>, source: String, status: String,
        note: String,
    }
    appropriation "appropriation" { programme_id: i64, code: String, fiscal_year: i32, amount_dong: i64 }
    occupation "occupation" {
        code: String, name_vi: String, name_en: String, level: String, months: Option<i32>,
        hours_total: Option<i32>, hours_enterprise: Option<i32>, pilot: bool, source: String, status: String,
        note: String,
    }
    approval "approval" {
        party_id: i64, occupation_id: i64, kind: String, place: String, yearly_scale: i32, number: String,
        valid_from: TimeDate, source: String, status: String,
    }
    price_decision "price_decision" {
        code: String, authority: String, number: String, decided_on: TimeDate, occupation_id: i64,
        price_dong: i64, valid_from: TimeDate, valid_until: Option<TimeDate>, reasoning: String, source: String,
        status: String,
    }
    scheme "scheme" { code: String, version: i32, content: String, sha256: String }
    orders "orders" {
        number: String, programme_id: i64, ordering_body_id: i64, provider_id: i64, instrument: String,
        placed_on: TimeDate, placed_by: i64, value_dong: i64, gates: String,
    }
    order_line "order_line" {
        order_id: i64, position: i32, occupation_id: i64, mode: String, quantity: i32, price_dong: i64,
        price_decision_id: i64, approval_id: i64, appropriation_id: i64, scheme_id: i64, grading_rules: String,
        starts_on: TimeDate, ends_on: TimeDate,
    }
    order_event "order_event" {
        order_id: i64, state: String, happened_on: TimeDate, actor_id: i64, placed_by: i64, note: String,
    }
    hosting "hosting" { order_id: i64, party_id: i64, agreement: String, agreed_on: TimeDate }
    cohort "cohort" { order_line_id: i64, name: String }
    learner "learner" {
        full_name: String, sort_key: String, birth_date: TimeDate, sex: String, personal_id: String,
    }
    learner_contact "learner_contact" { learner_id: i64, phone: String }
    enrolment "enrolment" {
        order_id: i64, order_line_id: i64, cohort_id: i64, learner_id: i64, occupation_id: i64, kind: String,
        employer: Option<String>, enrolled_on: TimeDate,
    }
    fact "fact" {
        enrolment_id: i64, order_line_id: i64, happened_on: TimeDate, recorded_at: i64, reporter_id: i64,
        supersedes: Option<i64>, kind: String, detail: String, content: String,
    }
    hours_plan "hours_plan" {
        cohort_id: i64, planned_on: TimeDate, hours_college: i32, hours_enterprise: i32,
    }
    trainer "trainer" {
        order_id: i64, party_id: i64, full_name: String, qualification: String, document: String,
        named_on: TimeDate,
    }
    hours_log "hours_log" {
        order_id: i64, cohort_id: i64, party_id: i64, month: String, reason: String, entered_on: TimeDate,
        entered_by: i64,
    }
    hours_log_row "hours_log_row" { log_id: i64, enrolment_id: i64, hours: i32 }
    hours_log_event "hours_log_event" {
        log_id: i64, state: String, happened_on: TimeDate, actor_id: i64, entered_by: i64, note: String,
    }
    fact_reason "fact_reason" { fact_id: i64, reason: String }
    certificate "certificate" {
        fact_id: i64, provider_id: i64, serial: String, register_year: i32, register_number: String,
    }
    settlement_run "settlement_run" {
        order_id: i64, period: String, kind: String, revision: i32, as_of: TimeDate, known_at: i64,
        engine: String, inputs_sha256: String,
    }
    order_volume "order_volume" {
        run_id: i64, order_id: i64, order_line_id: i64, ordered_dong: i64, accepted_dong: i64,
        rejected_dong: i64, outstanding_dong: i64,
    }
    statement "statement" {
        run_id: i64, number: String, programme_id: i64, order_id: i64, party_id: i64, period: String,
        kind: String, prepared_on: TimeDate, prepared_by: i64, gross_dong: i64, advance_recovered_dong: i64,
        set_off_dong: i64, payable_dong: i64, to_recover_dong: i64, lines_sha256: String,
    }
    statement_event "statement_event" {
        statement_id: i64, state: String, happened_on: TimeDate, actor_id: i64, prepared_by: i64, note: String,
    }
    settled_line "settled_line" {
        statement_id: i64, order_line_id: i64, enrolment_id: i64, part: String, payee_id: i64,
        amount_dong: i64, trace: String,
    }
    workbook "workbook" {
        cohort_id: Option<i64>, order_id: i64, kind: String, name: String, bytes: i64, sha256: String, sent_by: i64,
        received_at: i64,
    }
    workbook_event "workbook_event" {
        workbook_id: i64, round: i32, state: String, happened_on: TimeDate, actor_id: i64, note: String,
    }
    workbook_row "workbook_row" { workbook_id: i64, round: i32, row_number: i32, enrolment_id: i64 }
    posting "posting" {
        happened_on: TimeDate, debit: String, credit: String, order_id: i64, party_id: i64,
        appropriation_id: Option<i64>, statement_id: Option<i64>, amount_dong: i64, seal: String,
    }
    account_event "account_event" {
        user_id: i64, what: String, happened_on: TimeDate, actor_id: i64, role: String, party_id: i64, note: String,
    }
    identity_event "identity_event" { user_id: i64, what: String, happened_on: TimeDate, actor_id: i64 }
    delegation "delegation" {
        giver_id: i64, holder_id: i64, begins_on: TimeDate, ends_on: TimeDate, reason: String,
        withdraws: Option<i64>,
    }
    acted_for "acted_for" { actor_id: i64, giver_id: i64 }
    access_record "access_record" {
        learner_id: i64, looked_at: i64, actor_id: i64, actor: String, role: String, party_id: i64, reason: String,
    }
    approval_band "approval_band" {
        subject: String, version: i32, governs_from: TimeDate, above_dong: i64, roles: String, set_on: TimeDate,
        set_by: i64, reason: String,
    }
    approval_step "approval_step" {
        subject: String, subject_id: i64, step: i32, steps: i32, role: String, happened_on: TimeDate, actor_id: i64,
        made_by: i64, note: String,
    }
    order_correction "order_correction" { order_id: i64, corrects: i64 }
    order_proposal "order_proposal" {
        order_id: i64, order_line_id: i64, quantity: i32, price_dong: i64, starts_on: TimeDate, ends_on: TimeDate,
    }
    amendment "amendment" {
        order_id: i64, number: i32, governs_from: TimeDate, reason: String, proposed_on: TimeDate, proposed_by: i64,
        value_before_dong: i64, value_after_dong: i64,
    }
    amendment_line "amendment_line" {
        amendment_id: i64, order_line_id: i64, quantity_before: i32, quantity: i32, price_before_dong: i64,
        price_dong: i64, starts_before: TimeDate, starts_on: TimeDate, ends_before: TimeDate, ends_on: TimeDate,
        value_before_dong: i64, value_after_dong: i64,
    }
    amendment_event "amendment_event" {
        amendment_id: i64, state: String, happened_on: TimeDate, actor_id: i64, proposed_by: i64, note: String,
    }
    order_fact "order_fact" {
        order_id: i64, order_line_id: i64, amendment_id: i64, happened_on: TimeDate, recorded_at: i64,
        reporter_id: i64, kind: String, content: String,
    }
    reallocation "reallocation" { giving: i64, taking: i64, places: i32 }
    registry_change "registry_change" {
        kind: String, subject: String, content: String, valid_from: TimeDate, authority: String, number: String,
        decided_on: Option<TimeDate>, source: String, status: String, reason: String, proposed_on: TimeDate,
        proposed_by: i64,
    }
    registry_event "registry_event" {
        change_id: i64, state: String, happened_on: TimeDate, actor_id: i64, proposed_by: i64, note: String,
        seen: String,
    }
    price_end "price_end" { price_decision_id: i64, last_day: TimeDate, change_id: i64 }
    appropriation_amount "appropriation_amount" {
        appropriation_id: i64, valid_from: TimeDate, amount_dong: i64, change_id: i64,
    }
    budget_line "budget_line" { appropriation_id: i64, content: String, change_id: i64 }
    calendar_day "calendar_day" { day: TimeDate, what: String, name: String, change_id: i64 }
    target_value "target_value" {
        programme_id: i64, code: String, valid_from: TimeDate, amount: i64, change_id: i64,
    }
    setting_value "setting_value" { name: String, valid_from: TimeDate, amount: i64, change_id: i64 }
    paper "paper" {
        kind: String, order_id: i64, about: String, body_id: i64, series: String, year: i32, ordinal: Option<i32>,
        number: String, title: String, code: String, issued_on: TimeDate, issued_by: i64, bytes: i64, sha256: String,
        replaces: Option<i64>,
    }
    paper_event "paper_event" {
        paper_id: i64, state: String, happened_on: TimeDate, actor_id: i64, note: String,
    }
    signed_copy "signed_copy" {
        paper_id: i64, bytes: i64, sha256: String, finding: String, received_on: TimeDate, sent_by: i64,
    }
    party_detail "party_detail" {
        party_id: i64, valid_from: TimeDate, address: String, treasury_account: String, bank_account: String,
        bank: String, active: bool, change_id: i64,
    }
    payment_batch "payment_batch" {
        number: String, programme_id: i64, made_on: TimeDate, made_by: i64, note: String,
    }
    payment_batch_event "payment_batch_event" {
        batch_id: i64, state: String, happened_on: TimeDate, actor_id: i64, made_by: i64, note: String,
    }
    payment_line "payment_line" {
        batch_id: i64, statement_id: i64, order_id: i64, party_id: i64, end_to_end: String, amount_dong: i64,
        way: String, payee: String, tax_code: String, account: String, bank: String, charge_year: i32, charge: String,
    }
    confirmation "confirmation" {
        sha256: String, name: String, format: String, message: String, bytes: i64, received_on: TimeDate,
        received_by: i64,
    }
    confirmation_event "confirmation_event" {
        confirmation_id: i64, state: String, happened_on: TimeDate, actor_id: i64, note: String,
    }
    confirmation_entry "confirmation_entry" {
        confirmation_id: i64, position: i32, what: String, end_to_end: String, reference: String, account: String,
        name: String, amount_dong: i64, booked_on: TimeDate, reason_code: String, reason: String,
    }
    entry_event "entry_event" {
        entry_id: i64, state: String, why: String, happened_on: TimeDate, actor_id: i64, note: String,
    }
    payment_event "payment_event" {
        line_id: i64, order_id: i64, what: String, amount_dong: i64, entry_id: Option<i64>, happened_on: TimeDate,
        actor_id: i64, note: String,
    }
    invoice "invoice" {
        statement_id: i64, order_id: i64, party_id: i64, number: String, invoiced_on: TimeDate, amount_dong: i64,
        vat: String, recorded_on: TimeDate, recorded_by: i64, supersedes: Option<i64>,
    }
}
