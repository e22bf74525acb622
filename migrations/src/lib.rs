//! The tables, written once for both databases, and what the database itself refuses: a changed or deleted row,
//! a posting that moves nothing, an approver who is the maker, volumes that do not add up.

mod create;
mod m0001_tables;
mod m0002_work_study;
mod m0003_workbooks;
mod m0004_people;
mod m0005_orders;
mod m0006_registry;
mod m0007_entry;
mod m0008_notices;
mod m0009_papers;
mod m0010_payments;
mod m0011_parts;
mod m0012_hours_log;
mod m0013_phone;
mod m0014_order_workbooks;
pub mod walls;

pub use sea_orm_migration::prelude::*;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_tables::Migration),
            Box::new(m0002_work_study::Migration),
            Box::new(m0003_workbooks::Migration),
            Box::new(m0004_people::Migration),
            Box::new(m0005_orders::Migration),
            Box::new(m0006_registry::Migration),
            Box::new(m0007_entry::Migration),
            Box::new(m0008_notices::Migration),
            Box::new(m0009_papers::Migration),
            Box::new(m0010_payments::Migration),
            Box::new(m0011_parts::Migration),
            Box::new(m0012_hours_log::Migration),
            Box::new(m0013_phone::Migration),
            Box::new(m0014_order_workbooks::Migration),
        ]
    }
}

/// Tables whose rows are never changed and never deleted. `dathang verify` reads every one of them.
pub fn books() -> impl Iterator<Item = &'static str> {
    let later = m0002_work_study::BOOKS
        .into_iter()
        .chain(m0003_workbooks::BOOKS)
        .chain(m0004_people::BOOKS)
        .chain(m0005_orders::BOOKS)
        .chain(m0006_registry::BOOKS)
        .chain(m0007_entry::BOOKS)
        .chain(m0009_papers::BOOKS)
        .chain(m0010_payments::BOOKS)
        .chain(m0012_hours_log::BOOKS)
        .chain(m0013_phone::BOOKS);
    m0001_tables::BOOKS.into_iter().chain(later)
}
