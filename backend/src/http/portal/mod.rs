//! The pages. Each file is one page or the form that leads from it: a handler reads or acts, and maps the answer to the
//! page's struct. No sum is made here and no rule is known.

pub mod access;
pub mod account;
pub mod assets;
pub mod audit;
pub mod cohorts;
pub mod enrol;
pub mod graduation;
pub mod happening;
pub mod help;
pub mod home;
pub mod hours;
pub mod invitation;
pub mod learners;
pub mod order;
mod order_page;
pub mod orders;
pub mod people;
pub mod person;
pub mod place_order;
pub mod placements;
pub mod programmes;
pub mod registry;
mod show;
pub mod sign_in;
pub mod statement;
pub mod statements;
pub mod why;
pub mod work_study;
pub mod workbook;
pub mod workbooks;
