//! The rules of ordering training and paying for it by number and quality of graduates.
//!
//! Everything here is a pure function over values: no clock, no file, no database, no async. What to do with
//! money is decided in this crate and nowhere else; how it is stored or shown is not known here.

pub mod amendment;
pub mod approval;
pub mod calendar;
pub mod case;
pub mod change;
pub mod enrolment;
pub mod fact;
pub mod figures;
pub mod file;
pub mod fraction;
pub mod grading;
pub mod graduation;
pub mod ids;
pub mod invoice;
pub mod issue;
pub mod ledger;
pub mod money;
pub mod month;
pub mod notice;
pub mod noun;
pub mod occupation;
pub mod order;
pub mod paper;
pub mod party;
pub mod payment;
pub mod permission;
pub mod personal_id;
pub mod phone;
pub mod programme;
pub mod progress;
pub mod record;
pub mod report;
pub mod setting;
pub mod settlement;
pub mod slow;
pub mod statement;
pub mod tax_code;
pub mod text;
pub mod value;
pub mod words;
pub mod work_study;
pub mod workbook;
pub mod working_days;
pub mod year_end;
