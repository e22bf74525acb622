//! What the fields of the API have in common in the OpenAPI document: the keys a field may hold, taken from the rules
//! themselves, and the answers that many operations share.

use domain::{
    calendar::Period,
    enrolment::LearnerKind,
    fact::Place,
    grading::GraduationClass,
    ids::{CohortId, FactId, OrderId, StatementId},
    occupation::Mode,
    order,
    personal_id::Sex,
    statement,
};
use serde::{Deserialize, Serialize};
use utoipa::{
    ToSchema,
    openapi::{Object, ObjectBuilder, schema::Type},
};

use super::receive::At;

pub type AtOrder = At<OrderId>;
pub type AtCohort = At<CohortId>;
pub type AtFact = At<FactId>;
pub type AtStatement = At<StatementId>;

/// Something new, by its id.
#[derive(Debug, Serialize, ToSchema)]
pub struct Made {
    pub id: i64,
}

/// Where a thing stands after a step.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stands {
    pub id: i64,
    #[schema(example = "approved")]
    pub state: String,
}

/// Why a thing goes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    pub reason: String,
}

/// The quarter to settle.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodBody {
    #[schema(value_type = String, pattern = "^[0-9]{4}-Q[1-4]$", example = "2025-Q1")]
    pub period: Period,
}

pub fn modes() -> Object {
    one_of(Mode::ALL.map(Mode::as_str))
}

pub fn order_states() -> Object {
    one_of(order::State::ALL.map(order::State::as_str))
}

pub fn statement_states() -> Object {
    one_of(statement::State::ALL.map(statement::State::as_str))
}

pub fn sexes() -> Object {
    one_of(Sex::ALL.map(|sex| match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    }))
}

pub fn learner_kinds() -> Object {
    one_of([LearnerKind::Student, LearnerKind::Worker].map(LearnerKind::as_str))
}

pub fn classes() -> Object {
    one_of(GraduationClass::ALL.map(GraduationClass::as_str))
}

pub fn places() -> Object {
    one_of([Place::College, Place::Enterprise].map(|place| match place {
        Place::College => "college",
        Place::Enterprise => "enterprise",
    }))
}

fn one_of<const N: usize>(keys: [&'static str; N]) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(keys)).build()
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use super::*;

    fn are_read_as<T: DeserializeOwned>(keys: &Object) {
        let keys = keys.enum_values.as_ref().unwrap();
        assert!(!keys.is_empty());
        for key in keys {
            assert!(serde_json::from_value::<T>(key.clone()).is_ok(), "{key}");
        }
    }

    #[test]
    fn every_key_in_the_document_can_be_sent() {
        are_read_as::<Mode>(&modes());
        are_read_as::<order::State>(&order_states());
        are_read_as::<statement::State>(&statement_states());
        are_read_as::<Sex>(&sexes());
        are_read_as::<LearnerKind>(&learner_kinds());
        are_read_as::<GraduationClass>(&classes());
        are_read_as::<Place>(&places());
    }
}
