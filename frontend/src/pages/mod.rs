//! One struct per page, and its template of the same name.

mod cohort;
mod enrol;
mod error;
mod graduation;
mod help;
mod home;
mod learner;
mod order;
mod orders;
mod place_order;
mod programme;
mod sign_in;
mod statement;
mod statements;
mod why;

pub use cohort::*;
pub use enrol::*;
pub use error::*;
pub use graduation::*;
pub use help::*;
pub use home::*;
pub use learner::*;
pub use order::*;
pub use orders::*;
pub use place_order::*;
pub use programme::*;
pub use sign_in::*;
pub use statement::*;
pub use statements::*;
pub use why::*;
