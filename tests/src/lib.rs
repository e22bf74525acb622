//! The harness: the built program, its database seen from outside, its server over HTTP, and the sources as text.
//! A test is written once and runs on both databases (`on_both!`), each time on a database of its own.

pub mod api;
pub mod class;
pub mod course;
pub mod database;
pub mod decision;
pub mod demo;
pub mod mail;
pub mod office;
pub mod portal;
pub mod program;
pub mod provider;
pub mod server;
pub mod sources;
pub mod tamper;
pub mod uploads;
pub mod visitor;
pub mod workbook;

/// The two databases that the program must behave the same on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// Makes a test of each named function, once for every database: `sqlite::name` and `postgres::name`.
#[macro_export]
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { super::$name($crate::Backend::Sqlite); })+
        }
        mod postgres {
            $(#[test] fn $name() { super::$name($crate::Backend::Postgres); })+
        }
    };
}
