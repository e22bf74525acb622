//! The demonstration: one whole year of the programme, played through the same actions that people use. Everything
//! that happens follows from the seed; who takes part comes from the fixtures.

mod cast;
mod epilogue;
mod fate;
mod life;
mod months;
mod office;
mod payments;
mod people;
mod plan;
mod play;
mod random;

pub use self::{
    cast::{PASSWORD, SignIn},
    plan::Scale,
    play::{Played, play},
};
