//! Statements as they are read, with their lines page by page.

use axum::Json;
use domain::{calendar::Period, ids::OrderId, statement::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    fields::AtStatement,
    problem::Refused,
    reads::{Paging, fifty, first},
    receive::{Asked, At, Signed},
};
use crate::actions::{
    read_statements::{self, Filter},
    views::{Page, StatementLine, StatementRow, StatementView},
};

/// Which statements, newest first.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct StatementsAsked {
    #[param(value_type = Option<String>, example = "2025-Q1")]
    pub period: Option<Period>,
    #[param(schema_with = super::fields::statement_states)]
    pub state: Option<State>,
    /// Id of an order.
    #[param(value_type = Option<i64>)]
    pub order: Option<OrderId>,
    /// Counts from 1.
    #[serde(default = "first")]
    #[param(default = 1, minimum = 1)]
    pub page: u64,
    /// Rows on a page.
    #[serde(default = "fifty")]
    #[param(default = 50, minimum = 1, maximum = 500)]
    pub size: u64,
}

/// One page of statements.
#[derive(Debug, Serialize, ToSchema)]
pub struct Statements {
    pub statements: Page<StatementRow>,
    /// Every period that has a statement, newest first.
    pub periods: Vec<String>,
}

/// List statements
///
/// Các bảng thanh toán trong phạm vi của người đăng nhập, mới nhất trước.
#[utoipa::path(get, path = "/statements", tag = "statements", operation_id = "list_statements",
    params(StatementsAsked),
    responses((status = 200, description = "One page of statements", body = Statements)))]
pub async fn list(
    Signed(ctx): Signed,
    Asked(asked): Asked<StatementsAsked>,
) -> Result<Json<Statements>, Refused> {
    let StatementsAsked { period, state, order, page, size } = asked;
    let filter =
        Filter { period: period.map(|period| period.to_string()), state, order, mine: false, page, size };
    let (statements, periods) = read_statements::list(&ctx, &filter).await?;
    Ok(Json(Statements { statements, periods }))
}

/// Read a statement
///
/// Một bảng thanh toán: tổng số, các phần, bút toán và mã băm; trang đầu của các dòng.
#[utoipa::path(get, path = "/statements/{id}", tag = "statements", operation_id = "read_statement",
    params(("id" = i64, Path, description = "Statement")),
    responses((status = 200, description = "The statement with the first page of its lines", body = StatementView)))]
pub async fn read(Signed(ctx): Signed, At(id): AtStatement) -> Result<Json<StatementView>, Refused> {
    Ok(Json(read_statements::find(&ctx, id, first(), fifty()).await?))
}

/// Page through a statement's lines
///
/// Các dòng của bảng thanh toán, từng trang.
#[utoipa::path(get, path = "/statements/{id}/lines", tag = "statements", operation_id = "statement_lines",
    params(("id" = i64, Path, description = "Statement"), Paging),
    responses((status = 200, description = "One page of lines", body = Page<StatementLine>)))]
pub async fn lines(
    Signed(ctx): Signed,
    At(id): AtStatement,
    Asked(Paging { page, size }): Asked<Paging>,
) -> Result<Json<Page<StatementLine>>, Refused> {
    Ok(Json(read_statements::find(&ctx, id, page, size).await?.lines))
}
