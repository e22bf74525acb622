//! Orders: placed, tried, approved or rejected, accepted, hosted, closed.

use axum::{Json, http::StatusCode};
use domain::{
    ids::PartyId,
    money::Money,
    occupation::Mode,
    order::{self, Draft, LineDraft},
};
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;

use super::{
    fields::{self, AtOrder, Made, ReasonBody, Stands},
    problem::Refused,
    receive::{At, Body, Signed},
};
use crate::actions::{orders, views::Words};

/// An order to place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderBody {
    /// Key of the programme.
    #[schema(example = "qd1446")]
    pub programme: String,
    /// Id of the college or enterprise that trains.
    #[schema(value_type = i64)]
    pub provider: PartyId,
    pub lines: Vec<OrderLineBody>,
}

/// One line of an order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderLineBody {
    /// Code of the occupation (TT 26/2020) or of the course.
    #[schema(example = "6510216")]
    pub occupation: String,
    #[schema(schema_with = fields::modes)]
    pub mode: Mode,
    /// Learners.
    #[schema(example = 35)]
    pub quantity: u32,
    /// Key of the price decision.
    pub price_decision: String,
    pub starts_on: Date,
    pub ends_on: Date,
    /// Agreed for one learner, where that is less than the price decision allows.
    #[serde(default)]
    pub price_dong: Option<i64>,
}

/// What the gates say of an order that is not placed yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct Gates {
    /// Whether the order could be placed now.
    pub passed: bool,
    pub gates: Vec<GateAnswer>,
}

/// One gate and how it went.
#[derive(Debug, Serialize, ToSchema)]
pub struct GateAnswer {
    #[schema(example = "licence")]
    pub code: String,
    pub passed: bool,
    #[schema(example = "lines[0].quantity")]
    pub place: String,
    pub rule: String,
    pub finding: Words,
    pub remedy: Words,
}

/// A training agreement with an enterprise that hosts learners.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HostBody {
    /// Id of the enterprise.
    #[schema(value_type = i64)]
    pub host: PartyId,
    /// Number of the agreement.
    #[serde(default)]
    pub agreement: String,
}

/// Place an order
///
/// Lập đơn đặt hàng: thử mọi điều kiện, giữ chỗ dự toán, chờ người khác duyệt.
#[utoipa::path(post, path = "/orders", tag = "orders", operation_id = "place_order",
    request_body = OrderBody,
    responses((status = 201, description = "The order waits for approval", body = Made)))]
pub async fn place(
    Signed(ctx): Signed,
    Body(order): Body<OrderBody>,
) -> Result<(StatusCode, Json<Made>), Refused> {
    let id = orders::place(&ctx, order.into(), None).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.0 })))
}

/// Try an order's gates
///
/// Thử các điều kiện đặt hàng mà không lập đơn.
#[utoipa::path(post, path = "/orders/gates", tag = "orders", operation_id = "try_gates",
    request_body = OrderBody,
    responses((status = 200, description = "Every gate with its finding; nothing is written", body = Gates)))]
pub async fn gates(Signed(ctx): Signed, Body(order): Body<OrderBody>) -> Result<Json<Gates>, Refused> {
    let tried = orders::try_gates(&ctx, &order.into()).await?;
    let passed = tried.iter().all(|gate| gate.passed);
    Ok(Json(Gates { passed, gates: tried.into_iter().map(GateAnswer::from).collect() }))
}

/// Approve an order
///
/// Duyệt bước đang chờ của đơn; người lập và người đã duyệt một bước không được duyệt tiếp.
#[utoipa::path(post, path = "/orders/{id}/approval", tag = "orders", operation_id = "approve_order",
    params(("id" = i64, Path, description = "Order")),
    responses((status = 200, description = "Approved, or submitted while another step is awaited", body = Stands)))]
pub async fn approve(Signed(ctx): Signed, At(id): AtOrder) -> Result<Json<Stands>, Refused> {
    let state = orders::approve(&ctx, id, "").await?;
    Ok(Json(Stands { id: id.0, state: state.as_str().to_owned() }))
}

/// Reject an order
///
/// Không duyệt đơn, kèm lý do; phần dự toán đã giữ được trả lại.
#[utoipa::path(post, path = "/orders/{id}/rejection", tag = "orders", operation_id = "reject_order",
    params(("id" = i64, Path, description = "Order")), request_body = ReasonBody,
    responses((status = 200, description = "Rejected; its reservation is released", body = Stands)))]
pub async fn reject(
    Signed(ctx): Signed,
    At(id): AtOrder,
    Body(body): Body<ReasonBody>,
) -> Result<Json<Stands>, Refused> {
    orders::reject(&ctx, id, &body.reason).await?;
    Ok(Json(Stands { id: id.0, state: order::State::Rejected.as_str().to_owned() }))
}

/// Accept an order
///
/// Cơ sở đào tạo nhận đơn: kinh phí được cam kết, các lớp được mở.
#[utoipa::path(post, path = "/orders/{id}/acceptance", tag = "orders", operation_id = "accept_order",
    params(("id" = i64, Path, description = "Order")),
    responses((status = 200, description = "Running; its cohorts are open", body = Stands)))]
pub async fn accept(Signed(ctx): Signed, At(id): AtOrder) -> Result<Json<Stands>, Refused> {
    orders::accept(&ctx, id).await?;
    Ok(Json(Stands { id: id.0, state: order::State::Accepted.as_str().to_owned() }))
}

/// Record a host
///
/// Ghi nhận thỏa thuận đào tạo với doanh nghiệp tiếp nhận người học.
#[utoipa::path(post, path = "/orders/{id}/hosts", tag = "orders", operation_id = "add_host",
    params(("id" = i64, Path, description = "Order")), request_body = HostBody,
    responses((status = 204, description = "Recorded; once more changes nothing")))]
pub async fn add_host(
    Signed(ctx): Signed,
    At(id): AtOrder,
    Body(body): Body<HostBody>,
) -> Result<StatusCode, Refused> {
    orders::add_host(&ctx, id, body.host, &body.agreement).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Close an order
///
/// Đóng đơn đã thanh lý: phần cam kết không nghiệm thu được trả lại dự toán.
#[utoipa::path(post, path = "/orders/{id}/closing", tag = "orders", operation_id = "close_order",
    params(("id" = i64, Path, description = "Order")),
    responses((status = 200, description = "Closed", body = Stands)))]
pub async fn close(Signed(ctx): Signed, At(id): AtOrder) -> Result<Json<Stands>, Refused> {
    orders::close(&ctx, id).await?;
    Ok(Json(Stands { id: id.0, state: order::State::Closed.as_str().to_owned() }))
}

impl From<OrderBody> for Draft {
    fn from(body: OrderBody) -> Draft {
        let OrderBody { programme, provider, lines } = body;
        Draft { programme, provider, lines: lines.into_iter().map(LineDraft::from).collect() }
    }
}

impl From<OrderLineBody> for LineDraft {
    fn from(body: OrderLineBody) -> LineDraft {
        let OrderLineBody { occupation, mode, quantity, price_decision, starts_on, ends_on, price_dong } =
            body;
        let price = price_dong.map(Money::dong);
        LineDraft { occupation, mode, quantity, price_decision, starts_on, ends_on, price }
    }
}

impl From<order::Gate> for GateAnswer {
    fn from(gate: order::Gate) -> GateAnswer {
        let order::Gate { code, passed, place, rule, finding, remedy } = gate;
        GateAnswer { code, passed, place, rule, finding: finding.into(), remedy: remedy.into() }
    }
}
