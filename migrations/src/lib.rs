//! The tables, written once for both databases, and what the database itself refuses: a changed or deleted row,
//! a posting that moves nothing, an approver who is the maker, volumes that do not add up.

mod m0001_tables;
mod m0002_work_study;
mod m0003_workbooks;

pub use sea_orm_migration::prelude::*;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_tables::Migration),
            Box::new(m0002_work_study::Migration),
            Box::new(m0003_workbooks::Migration),
        ]
    }
}

/// Tables of the first version whose rows are never changed and never deleted. `dathang verify` reads every one of them.
pub const APPEND_ONLY: [&str; 24] = [
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
