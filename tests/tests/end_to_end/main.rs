//! The whole program from outside, on both databases. One binary, because the demonstration year is played once for each
//! process and every test takes a copy: `cargo test --test end_to_end papers::` runs one module.

mod amendments;
mod approvals;
mod audit_page;
mod books;
mod demo;
mod exports;
mod home;
mod identities;
mod journey;
mod learner_life;
mod matrix;
mod money;
mod notices;
mod order_workbooks;
mod orders_life;
mod papers;
mod payment_faults;
mod payments;
mod people;
mod permissions;
mod phones;
mod refusals;
mod reports;
mod settings;
mod terms;
mod verify;
mod walls;
mod work_study;
mod workbook_batches;
mod workbooks;
