//! Settlement runs, and what becomes of the statements they prepare.

use axum::{Json, http::StatusCode};
use domain::statement::State;
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;

use super::{
    fields::{AtOrder, AtStatement, PeriodBody, ReasonBody, Stands},
    problem::{Problem, Refused, of_error},
    receive::{At, Body, Signed},
};
use crate::actions::{
    read_statements,
    settlements::{self, Settled},
    statements,
};

/// What a run of one order prepared.
#[derive(Debug, Serialize, ToSchema)]
pub struct Run {
    /// The period was settled before: nothing changed, and that is no error.
    pub already_settled: bool,
    /// Ids of the statements that now wait for approval.
    pub statements: Vec<i64>,
}

/// What a run over all running orders of a programme prepared.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgrammeRun {
    /// Statements that now wait for approval.
    pub prepared: usize,
    /// Orders that cannot be settled now; the others were.
    pub held_up: Vec<HeldUp>,
}

/// An order that cannot be settled now.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldUp {
    /// Number of the order.
    pub order: String,
    pub because: Problem,
}

/// The Treasury's payment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentBody {
    /// Number of the Treasury document.
    pub document: String,
    pub paid_on: Date,
}

/// Settle an order
///
/// Quyết toán một kỳ của đơn: lập bảng thanh toán phần chênh lệch, chờ người khác duyệt.
#[utoipa::path(post, path = "/orders/{id}/settlements", tag = "settlement", operation_id = "settle_order",
    params(("id" = i64, Path, description = "Order")), request_body = PeriodBody,
    responses((status = 201, description = "Statements are prepared", body = Run),
        (status = 200, description = "The period was settled before; nothing changed", body = Run)))]
pub async fn settle(
    Signed(ctx): Signed,
    At(id): AtOrder,
    Body(body): Body<PeriodBody>,
) -> Result<(StatusCode, Json<Run>), Refused> {
    Ok(run(settlements::settle(&ctx, id, body.period).await?))
}

/// Settle a programme
///
/// Quyết toán một kỳ cho mọi đơn đang thực hiện của chương trình.
#[utoipa::path(post, path = "/programmes/{id}/settlements", tag = "settlement",
    operation_id = "settle_programme",
    params(("id" = String, Path, description = "Key of the programme, such as qd1446")),
    request_body = PeriodBody,
    responses((status = 201, description = "What was prepared, and which orders wait", body = ProgrammeRun)))]
pub async fn settle_programme(
    Signed(ctx): Signed,
    At(id): At<String>,
    Body(body): Body<PeriodBody>,
) -> Result<(StatusCode, Json<ProgrammeRun>), Refused> {
    let (prepared, held_up) = settlements::settle_programme(&ctx, &id, body.period).await?;
    let held_up = held_up.into_iter().map(|(order, error)| HeldUp { order, because: of_error(error).1 });
    Ok((StatusCode::CREATED, Json(ProgrammeRun { prepared, held_up: held_up.collect() })))
}

/// Prepare the advance
///
/// Lập bảng tạm ứng của đơn đã nhận, một lần.
#[utoipa::path(post, path = "/orders/{id}/advance", tag = "settlement", operation_id = "advance",
    params(("id" = i64, Path, description = "Order")),
    responses((status = 201, description = "The advance is prepared", body = Run),
        (status = 200, description = "It was prepared before, or the scheme knows none", body = Run)))]
pub async fn advance(Signed(ctx): Signed, At(id): AtOrder) -> Result<(StatusCode, Json<Run>), Refused> {
    Ok(run(settlements::advance(&ctx, id).await?))
}

/// Liquidate an order
///
/// Lập bảng thanh lý: phần chưa đạt bị loại, tạm ứng còn lại phải thu hồi.
#[utoipa::path(post, path = "/orders/{id}/liquidation", tag = "settlement", operation_id = "liquidate",
    params(("id" = i64, Path, description = "Order")),
    responses((status = 201, description = "The liquidation is prepared", body = Run),
        (status = 200, description = "It was prepared before; nothing changed", body = Run)))]
pub async fn liquidate(Signed(ctx): Signed, At(id): AtOrder) -> Result<(StatusCode, Json<Run>), Refused> {
    Ok(run(settlements::liquidate(&ctx, id).await?))
}

/// Approve a statement
///
/// Duyệt bước đang chờ; bước cuối ghi sổ. Người lập và người đã duyệt một bước không được duyệt tiếp.
#[utoipa::path(post, path = "/statements/{id}/approval", tag = "statements",
    operation_id = "approve_statement", params(("id" = i64, Path, description = "Statement")),
    responses((status = 200, description = "Approved and posted, paid as well when nothing is payable; or prepared while another step is awaited",
        body = Stands)))]
pub async fn approve(Signed(ctx): Signed, At(id): AtStatement) -> Result<Json<Stands>, Refused> {
    statements::approve(&ctx, id, "").await?;
    let statement = read_statements::find(&ctx, id, 1, 1).await?;
    Ok(Json(Stands { id: id.0, state: statement.state.code }))
}

/// Return a statement
///
/// Trả lại bảng thanh toán kèm lý do; các dòng của nó coi như chưa quyết toán.
#[utoipa::path(post, path = "/statements/{id}/return", tag = "statements", operation_id = "return_statement",
    params(("id" = i64, Path, description = "Statement")), request_body = ReasonBody,
    responses((status = 200, description = "Returned", body = Stands)))]
pub async fn send_back(
    Signed(ctx): Signed,
    At(id): AtStatement,
    Body(body): Body<ReasonBody>,
) -> Result<Json<Stands>, Refused> {
    statements::send_back(&ctx, id, &body.reason).await?;
    Ok(Json(Stands { id: id.0, state: State::Returned.as_str().to_owned() }))
}

/// Record a payment
///
/// Ghi nhận Kho bạc đã chi theo bảng đã duyệt, kèm số chứng từ.
#[utoipa::path(post, path = "/statements/{id}/payment", tag = "statements", operation_id = "pay_statement",
    params(("id" = i64, Path, description = "Statement")), request_body = PaymentBody,
    responses((status = 200, description = "Paid", body = Stands)))]
pub async fn pay(
    Signed(ctx): Signed,
    At(id): AtStatement,
    Body(body): Body<PaymentBody>,
) -> Result<Json<Stands>, Refused> {
    statements::pay(&ctx, id, &body.document, body.paid_on).await?;
    Ok(Json(Stands { id: id.0, state: State::Paid.as_str().to_owned() }))
}

fn run(settled: Settled) -> (StatusCode, Json<Run>) {
    let (status, run) = match settled {
        Settled::Prepared(statements) => {
            let statements = statements.into_iter().map(|statement| statement.0).collect();
            (StatusCode::CREATED, Run { already_settled: false, statements })
        }
        Settled::AlreadySettled => (StatusCode::OK, Run { already_settled: true, statements: Vec::new() }),
    };
    (status, Json(run))
}
