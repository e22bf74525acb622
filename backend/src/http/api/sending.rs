//! How a report is sent: looked at first, confirmed, or simply sent. What becomes of it.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::enrolments::Recorded;
use crate::actions::preview::{EffectView, Sending, Sent};

#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SendingQuery {
    /// Nothing is recorded; the answer says what the report would change in money.
    #[serde(default)]
    #[param(default = false)]
    pub preview: bool,
    /// The report is recorded although it takes back much that was settled.
    #[serde(default)]
    #[param(default = false)]
    pub confirm: bool,
}

/// What a report would change in money. Amounts in đồng.
#[derive(Debug, Serialize, ToSchema)]
pub struct EffectBody {
    /// Entitled so far, over all learners, where it changes.
    pub parts: Vec<PartBody>,
    /// What the next statements would pay, all parties together.
    pub due_before_dong: i64,
    pub due_after_dong: i64,
    /// What must come back of money already settled.
    pub taken_back_dong: i64,
    /// Whether the report has to be confirmed.
    pub asks: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PartBody {
    pub title_vi: String,
    pub title_en: String,
    pub before_dong: i64,
    pub after_dong: i64,
}

impl SendingQuery {
    pub fn sending(self) -> Sending {
        match self {
            SendingQuery { preview: true, .. } => Sending::Preview,
            SendingQuery { confirm: true, .. } => Sending::Confirmed,
            SendingQuery { .. } => Sending::Ask,
        }
    }
}

impl From<EffectView> for EffectBody {
    fn from(effect: EffectView) -> EffectBody {
        let EffectView { parts, due_before, due_after, taken_back, asks } = effect;
        EffectBody {
            parts: parts
                .into_iter()
                .map(|(title, before, after)| PartBody {
                    title_vi: title.vi,
                    title_en: title.en,
                    before_dong: before.as_dong(),
                    after_dong: after.as_dong(),
                })
                .collect(),
            due_before_dong: due_before.as_dong(),
            due_after_dong: due_after.as_dong(),
            taken_back_dong: taken_back.as_dong(),
            asks,
        }
    }
}

/// `201` with the number of rows, or `200` with what they would do.
pub fn sent(sent: Sent, recorded: usize) -> Response {
    match sent {
        Sent::Recorded => (StatusCode::CREATED, Json(Recorded { recorded })).into_response(),
        Sent::Previewed(effect) => (StatusCode::OK, Json(EffectBody::from(effect))).into_response(),
    }
}
