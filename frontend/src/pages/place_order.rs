//! `/orders/new`, POST to `/orders`. Fields: `programme`, `provider`, `scheme`, `appropriation`, and for each line
//! `lines[0].occupation`, `.level`, `.mode`, `.quantity`, `.price_decision`, `.price`, `.starts_on`, `.ends_on`. A line whose fields
//! are all empty counts as not written. Dates are typed as `31/12/2026`.

use askama::Template;

use super::order::Gate;
use crate::{
    form::{Choice, Entered, Field},
    frame::Frame,
    show::Pair,
};

#[derive(Debug, Clone, Template)]
#[template(path = "place_order.html")]
pub struct PlaceOrderPage {
    pub frame: Frame,
    pub programme: Field,
    pub provider: Field,
    pub scheme: Field,
    pub appropriation: Field,
    /// Decision or contract, once the provider is known.
    pub instrument: Option<String>,
    pub lines: Vec<OrderLineFields>,
    pub choices: PlaceOrderChoices,
    /// After a check (POST to `/orders/check`): how each gate goes for what is typed.
    pub gates: Vec<Gate>,
    /// Where the draft is saved: `/drafts`, or `/drafts/{id}` for one that is there.
    pub save: String,
    /// The draft's id, sent with the order that uses it up.
    pub draft: Option<String>,
    /// The order whose place it takes, and why that one came back.
    pub came_back: Vec<Pair>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLineFields {
    /// `lines[0]`
    pub place: String,
    /// What is wrong with the line as a whole.
    pub errors: Vec<String>,
    /// The code of an occupation or of a course.
    pub occupation: Field,
    pub level: Field,
    pub mode: Field,
    pub quantity: Field,
    pub price_decision: Field,
    /// Agreed for one learner, where that is less.
    pub price: Field,
    pub starts_on: Field,
    pub ends_on: Field,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlaceOrderChoices {
    pub programmes: Vec<Choice>,
    pub providers: Vec<Choice>,
    /// Empty when the programme decides: the field is not shown.
    pub schemes: Vec<Choice>,
    /// Empty when the programme decides: the field is not shown.
    pub appropriations: Vec<Choice>,
    pub occupations: Vec<Choice>,
    /// Empty when the occupation's code decides: the field is not shown.
    pub levels: Vec<Choice>,
    pub modes: Vec<Choice>,
    pub price_decisions: Vec<Choice>,
}

impl OrderLineFields {
    pub fn at(index: usize, entered: &Entered) -> OrderLineFields {
        let place = format!("lines[{index}]");
        let field = |name: &str| entered.field(&format!("{place}.{name}"));
        OrderLineFields {
            errors: entered.errors(&place),
            occupation: field("occupation"),
            level: field("level"),
            mode: field("mode"),
            quantity: field("quantity"),
            price_decision: field("price_decision"),
            price: field("price"),
            starts_on: field("starts_on"),
            ends_on: field("ends_on"),
            place,
        }
    }
}
