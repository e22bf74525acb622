//! Reports between enrolment and settlement, corrections of them, and the decision on a possible duplicate.

use axum::{Json, http::StatusCode, response::Response};
use domain::{
    fact::Place,
    ids::{EnrolmentId, OrderId, PartyId},
    issue::{Issue, none_or_all},
};
use serde::Deserialize;
use time::Date;
use utoipa::ToSchema;

use super::{
    enrolments::Recorded,
    fields::{self, AtFact, AtOrder},
    happenings::{CorrectedKind, Details, ReportedKind, happening},
    problem::Refused,
    receive::{Asked, At, Body, Signed},
    sending::{EffectBody, SendingQuery, sent},
};
use crate::actions::progress::{self, Draft};

/// What happened to learners of one order: all rows or none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportsBody {
    pub reports: Vec<ReportBody>,
}

/// One report about one learner: `kind` says which of the other fields it has.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBody {
    #[schema(value_type = i64)]
    pub enrolment: EnrolmentId,
    /// Of hours: the last day of the month they were taught in.
    pub happened_on: Date,
    pub kind: ReportedKind,
    #[serde(default)]
    pub reason: Option<String>,
    /// Id of the enterprise that hosts the learner from this day on.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub host: Option<PartyId>,
    /// Where the hours were taught.
    #[serde(default)]
    #[schema(schema_with = fields::places, required = false)]
    pub place: Option<Place>,
    #[serde(default)]
    pub hours: Option<u32>,
    #[serde(default)]
    pub employer: Option<String>,
}

/// What was really so, instead of the fact that is corrected: of the same kind, or `annulled`, or `retracted`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionBody {
    #[schema(value_type = i64)]
    pub order: OrderId,
    #[schema(value_type = i64)]
    pub enrolment: EnrolmentId,
    pub happened_on: Date,
    pub kind: CorrectedKind,
    #[serde(default)]
    pub reason: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub host: Option<PartyId>,
    #[serde(default)]
    #[schema(schema_with = fields::places, required = false)]
    pub place: Option<Place>,
    #[serde(default)]
    pub hours: Option<u32>,
    #[serde(default)]
    pub employer: Option<String>,
}

/// Whether a learner who may have been trained before is paid for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    pub pay: bool,
    pub reason: String,
}

/// Report progress
///
/// Báo cáo của cơ sở đào tạo và nơi thực tập: bảo lưu, học lại, thôi học, thực tập, giờ đào tạo, việc làm.
#[utoipa::path(post, path = "/orders/{id}/reports", tag = "progress", operation_id = "report_progress",
    params(("id" = i64, Path, description = "Order"), SendingQuery), request_body = ReportsBody,
    responses((status = 201, description = "All reports are recorded", body = Recorded),
        (status = 200, description = "With `preview`: what the reports would do to money", body = EffectBody)))]
pub async fn report(
    Signed(ctx): Signed,
    At(id): AtOrder,
    Asked(sending): Asked<SendingQuery>,
    Body(body): Body<ReportsBody>,
) -> Result<Response, Refused> {
    let drafts = drafts(body.reports)?;
    let recorded = drafts.len();
    Ok(sent(progress::report(&ctx, id, drafts, sending.sending()).await?, recorded))
}

/// Correct a fact
///
/// Đính chính một sự kiện: sự kiện cũ vẫn còn và được ghi là đã thay thế.
#[utoipa::path(post, path = "/facts/{id}/corrections", tag = "progress", operation_id = "correct_fact",
    params(("id" = i64, Path, description = "The fact that was wrong"), SendingQuery), request_body = CorrectionBody,
    responses((status = 201, description = "The correction is recorded", body = Recorded),
        (status = 200, description = "With `preview`: what the correction would do to money", body = EffectBody)))]
pub async fn correct(
    Signed(ctx): Signed,
    At(id): AtFact,
    Asked(sending): Asked<SendingQuery>,
    Body(body): Body<CorrectionBody>,
) -> Result<Response, Refused> {
    let CorrectionBody { order, enrolment, happened_on, kind, reason, host, place, hours, employer } = body;
    let right = happening(kind, Details { reason, host, place, hours, employer })?;
    let correction = progress::Correction { enrolment, wrong: id, happened_on, right, reason: String::new() };
    Ok(sent(progress::correct(&ctx, order, correction, sending.sending()).await?, 1))
}

/// Decide a possible duplicate
///
/// Quyết định có thanh toán hay không cho người học bị nghi trùng, kèm lý do.
#[utoipa::path(post, path = "/enrolments/{id}/duplicate-decision", tag = "progress",
    operation_id = "decide_duplicate", params(("id" = i64, Path, description = "Enrolment")),
    request_body = DecisionBody,
    responses((status = 201, description = "The decision is recorded", body = Recorded)))]
pub async fn decide_duplicate(
    Signed(ctx): Signed,
    At(id): At<EnrolmentId>,
    Body(body): Body<DecisionBody>,
) -> Result<(StatusCode, Json<Recorded>), Refused> {
    progress::decide_duplicate(&ctx, id, body.pay, &body.reason).await?;
    Ok((StatusCode::CREATED, Json(Recorded { recorded: 1 })))
}

fn drafts(reports: Vec<ReportBody>) -> Result<Vec<Draft>, Vec<Issue>> {
    let mut issues = Vec::new();
    let mut drafts = Vec::with_capacity(reports.len());
    for (i, row) in reports.into_iter().enumerate() {
        let ReportBody { enrolment, happened_on, kind, reason, host, place, hours, employer } = row;
        match happening(kind, Details { reason, host, place, hours, employer }) {
            Ok(what) => drafts.push(Draft { enrolment, happened_on, what }),
            Err(found) => {
                issues.extend(found.into_iter().map(|issue| issue.within(&format!("reports[{i}]"))));
            }
        }
    }
    none_or_all(issues)?;
    Ok(drafts)
}
