//! What can be read: programmes, orders, cohorts, learners, and why an amount is what it is. Each within the scope of
//! who asks.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, header},
};
use domain::{
    ids::{CohortId, EnrolmentId, LearnerId},
    issue::Issue,
    order::State,
    text::Text,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    fields::AtOrder,
    problem::Refused,
    receive::{Asked, At, Signed},
};
use crate::{
    actions::{
        choices, home, learners, papers, programmes, read_orders,
        views::{
            CohortView, HomeView, LearnerView, LineWhy, OrderChoices, OrderRow, OrderView, Page, PartWhy,
            PartyName, ProgrammeSummary, ProgrammeView,
        },
        why,
    },
    error::Error,
};

/// Which page of a long list.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// Counts from 1.
    #[serde(default = "first")]
    #[param(default = 1, minimum = 1)]
    pub page: u64,
    /// Rows on a page.
    #[serde(default = "fifty")]
    #[param(default = 50, minimum = 1, maximum = 500)]
    pub size: u64,
}

/// Which orders, in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OrdersAsked {
    /// Part of a number or of a provider's name; accents and case do not matter.
    #[serde(default)]
    pub text: String,
    #[param(schema_with = super::fields::order_states)]
    pub state: Option<State>,
    /// Key of a programme.
    pub programme: Option<String>,
    /// `placed`, `number`, `provider`, `lines`, `learners`, `value`, `accepted` or `state`.
    pub sort: Option<String>,
    #[serde(default)]
    pub descending: bool,
    /// Counts from 1.
    #[serde(default = "first")]
    #[param(default = 1, minimum = 1)]
    pub page: u64,
    /// Rows on a page.
    #[serde(default = "fifty")]
    #[param(default = 50, minimum = 1, maximum = 500)]
    pub size: u64,
}

pub fn first() -> u64 {
    1
}

pub fn fifty() -> u64 {
    50
}

/// A paper.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only its shape is shown in the document")]
pub struct Paper(Vec<u8>);

/// What waits for you
///
/// Việc đang chờ người đăng nhập, các chương trình và tình hình kinh phí.
#[utoipa::path(get, path = "/home", tag = "programmes", operation_id = "home",
    responses((status = 200, description = "Work that waits, programmes and money", body = HomeView)))]
pub async fn home(Signed(ctx): Signed) -> Result<Json<HomeView>, Refused> {
    Ok(Json(home::home(&ctx).await?))
}

/// List programmes
///
/// Các chương trình và mức đạt so với chỉ tiêu.
#[utoipa::path(get, path = "/programmes", tag = "programmes", operation_id = "list_programmes",
    responses((status = 200, description = "Every programme with its targets", body = Vec<ProgrammeSummary>)))]
pub async fn programmes(Signed(ctx): Signed) -> Result<Json<Vec<ProgrammeSummary>>, Refused> {
    Ok(Json(programmes::list(&ctx).await?))
}

/// Read a programme
///
/// Một chương trình: chỉ tiêu, nghề, dự toán, khối lượng và kinh phí.
#[utoipa::path(get, path = "/programmes/{id}", tag = "programmes", operation_id = "read_programme",
    params(("id" = String, Path, description = "Key of the programme, such as qd1446")),
    responses((status = 200, description = "The programme with its progress and money", body = ProgrammeView)))]
pub async fn programme(Signed(ctx): Signed, At(id): At<String>) -> Result<Json<ProgrammeView>, Refused> {
    Ok(Json(programmes::find(&ctx, &id).await?))
}

/// List orders
///
/// Các đơn đặt hàng trong phạm vi của người đăng nhập.
#[utoipa::path(get, path = "/orders", tag = "orders", operation_id = "list_orders", params(OrdersAsked),
    responses((status = 200, description = "One page of orders", body = Page<OrderRow>)))]
pub async fn orders(
    Signed(ctx): Signed,
    Asked(asked): Asked<OrdersAsked>,
) -> Result<Json<Page<OrderRow>>, Refused> {
    let OrdersAsked { text, state, programme, sort, descending, page, size } = asked;
    let sort = match sort {
        None => read_orders::Sort::default(),
        Some(sort) => read_orders::Sort::parse(&sort).ok_or_else(no_such_sort)?,
    };
    let filter = read_orders::Filter { text, state, programme, mine: false, sort, descending, page, size };
    Ok(Json(read_orders::list(&ctx, &filter).await?))
}

/// What a new order may name
///
/// Cơ sở đào tạo, nghề, hình thức và quyết định giá có thể ghi trong đơn mới.
#[utoipa::path(get, path = "/orders/choices", tag = "orders", operation_id = "order_choices",
    responses((status = 200, description = "Providers, occupations, modes and price decisions",
        body = OrderChoices)))]
pub async fn choices(Signed(ctx): Signed) -> Result<Json<OrderChoices>, Refused> {
    Ok(Json(choices::order(&ctx).await?))
}

/// List enterprises
///
/// Các doanh nghiệp có thể tiếp nhận người học.
#[utoipa::path(get, path = "/enterprises", tag = "orders", operation_id = "list_enterprises",
    responses((status = 200, description = "Every enterprise by id and name", body = Vec<PartyName>)))]
pub async fn enterprises(Signed(ctx): Signed) -> Result<Json<Vec<PartyName>>, Refused> {
    Ok(Json(choices::enterprises(&ctx).await?))
}

/// Read an order
///
/// Một đơn đặt hàng: điều kiện, dòng, lớp, khối lượng, kinh phí và việc được làm tiếp.
#[utoipa::path(get, path = "/orders/{id}", tag = "orders", operation_id = "read_order",
    params(("id" = i64, Path, description = "Order")),
    responses((status = 200, description = "The order, from its gates to its money", body = OrderView)))]
pub async fn order(Signed(ctx): Signed, At(id): AtOrder) -> Result<Json<OrderView>, Refused> {
    Ok(Json(read_orders::find(&ctx, id).await?))
}

/// Print the minutes of acceptance
///
/// Biên bản nghiệm thu, thanh lý (NĐ 32/2019) dưới dạng PDF.
#[utoipa::path(get, path = "/orders/{id}/minutes.pdf", tag = "orders", operation_id = "print_minutes",
    params(("id" = i64, Path, description = "Order")),
    responses((status = 200, description = "The paper", body = Paper, content_type = "application/pdf")))]
pub async fn minutes(Signed(ctx): Signed, At(id): AtOrder) -> Result<(HeaderMap, Vec<u8>), Refused> {
    let (name, bytes) = papers::minutes(&ctx, id).await?;
    let disposition = HeaderValue::from_str(&format!("inline; filename=\"{name}\""))
        .map_err(|error| Error::fault("file name", error))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((HeaderMap::from_iter(headers), bytes))
}

/// Read a cohort
///
/// Một lớp với người học; số định danh được che.
#[utoipa::path(get, path = "/cohorts/{id}", tag = "cohorts", operation_id = "read_cohort",
    params(("id" = i64, Path, description = "Cohort"), Paging),
    responses((status = 200, description = "The cohort and one page of its learners", body = CohortView)))]
pub async fn cohort(
    Signed(ctx): Signed,
    At(id): At<CohortId>,
    Asked(Paging { page, size }): Asked<Paging>,
) -> Result<Json<CohortView>, Refused> {
    Ok(Json(learners::cohort(&ctx, id, page, size).await?))
}

/// Read a learner
///
/// Một người học: các lần nhập học, sự kiện và dòng thanh toán.
#[utoipa::path(get, path = "/learners/{id}", tag = "cohorts", operation_id = "read_learner",
    params(("id" = i64, Path, description = "Learner")),
    responses((status = 200, description = "The learner with every fact you may see", body = LearnerView)))]
pub async fn learner(Signed(ctx): Signed, At(id): At<LearnerId>) -> Result<Json<LearnerView>, Refused> {
    Ok(Json(learners::find(&ctx, id).await?))
}

/// Ask why a line has its amount
///
/// Vì sao dòng thanh toán có số tiền này: từng bước, từ sự kiện đến chênh lệch.
#[utoipa::path(get, path = "/lines/{id}", tag = "statements", operation_id = "why_line",
    params(("id" = i64, Path, description = "Settled line")),
    responses((status = 200, description = "Every step, and the amount recomputed from them", body = LineWhy)))]
pub async fn why_line(Signed(ctx): Signed, At(id): At<i64>) -> Result<Json<LineWhy>, Refused> {
    Ok(Json(why::line(&ctx, id).await?))
}

/// Ask what a part would pay today
///
/// Một phần của quy chế trả hay không trả cho người học này, tính đến hôm nay, và vì sao.
#[utoipa::path(get, path = "/enrolments/{id}/parts/{part}", tag = "statements", operation_id = "why_part",
    params(("id" = i64, Path, description = "Enrolment"),
        ("part" = String, Path, description = "Part of the scheme, as the learner's enrolment lists them")),
    responses((status = 200, description = "Every step, also when nothing is paid", body = PartWhy)))]
pub async fn why_part(
    Signed(ctx): Signed,
    At((id, part)): At<(EnrolmentId, String)>,
) -> Result<Json<PartWhy>, Refused> {
    Ok(Json(why::part(&ctx, id, &part).await?))
}

fn no_such_sort() -> Vec<Issue> {
    vec![Issue::new(
        "request.sort",
        "sort",
        "/api/openapi.json",
        Text::new("Không xếp theo cột này được.", "Orders are not sorted by that."),
        Text::new("Chọn một khóa ghi trong /api/docs.", "Take one of the keys named in /api/docs."),
    )]
}
