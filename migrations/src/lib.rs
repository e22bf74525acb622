//! The tables, written once for both databases, and what the database itself refuses: a changed or deleted row,
//! a posting that moves nothing, an approver who is the maker, volumes that do not add up.

mod m0001_tables;
mod m0002_people;

pub use sea_orm_migration::prelude::*;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_tables::Migration), Box::new(m0002_people::Migration)]
    }
}
