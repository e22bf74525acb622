//! The OpenAPI document: what stands before the operations, and what all of them share and so say only once.

use utoipa::{
    OpenApi,
    openapi::{
        self, ContentBuilder, ObjectBuilder, Ref, RefOr, Required, Response, ResponseBuilder,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        schema::Type,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::{once, problem::Problem};

/// Where the API lives.
pub const BASE: &str = "/api/v1";
pub const BEARER: &str = "bearer";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Dathang",
        description = "Orders for vocational training, paid by the number and the quality of those who graduate. \
            Amounts are whole đồng; days are written 2025-01-31, periods 2025-Q1. A refusal names every fault at \
            once: its place in the request, the rule, and what to do.\n\n\
            Đặt hàng đào tạo nghề, thanh toán theo số lượng và chất lượng người tốt nghiệp. Số tiền là đồng; ngày viết \
            2025-01-31, kỳ viết 2025-Q1. Khi bị từ chối, mọi lỗi được báo cùng lúc: ở đâu, theo quy định nào, sửa thế nào."
    ),
    components(schemas(Problem)),
    security(("bearer" = [])),
    tags(
        (name = "session", description = "Đăng nhập"),
        (name = "programmes", description = "Chương trình"),
        (name = "orders", description = "Đơn đặt hàng"),
        (name = "cohorts", description = "Lớp và người học"),
        (name = "progress", description = "Báo cáo trong quá trình đào tạo"),
        (name = "settlement", description = "Quyết toán"),
        (name = "statements", description = "Bảng thanh toán")
    )
)]
struct Front;

pub fn front() -> openapi::OpenApi {
    let mut document = Front::openapi();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("The token that POST /api/v1/session answers with."))
        .build();
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(BEARER, SecurityScheme::Http(bearer));
    document
}

/// Adds to every operation the refusals it may answer with, and to every write the `Idempotency-Key`.
pub fn complete(document: &mut openapi::OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let signing_in = path.ends_with("/session");
        let of_one_thing = path.contains('{');
        let sends = item.post.is_some();
        let operations = [&mut item.get, &mut item.post, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            add_refusals(
                operation,
                &[(401, "Nobody is signed in"), (500, "A fault of ours, with a reference")],
            );
            if !signing_in {
                add_refusals(operation, &[(403, "This role may not, or not for this organisation")]);
            }
            if of_one_thing {
                add_refusals(operation, &[(404, "Not there, or outside what you may see")]);
            }
        }
        for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
            add_refusals(operation, &[(422, "Something to mend: every fault at once")]);
        }
        if let Some(operation) = item.post.as_mut().filter(|_| sends && !signing_in) {
            add_refusals(operation, &[(409, "Not from the state it is in")]);
            operation.parameters.get_or_insert_default().push(RefOr::T(key_header()));
        }
    }
}

fn add_refusals(operation: &mut Operation, refusals: &[(u16, &str)]) {
    for (status, description) in refusals {
        let response = RefOr::T(refusal(description));
        operation.responses.responses.entry(status.to_string()).or_insert(response);
    }
}

fn refusal(description: &str) -> Response {
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description(description).content("application/problem+json", problem).build()
}

fn key_header() -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(200)).build();
    ParameterBuilder::new()
        .name(once::HEADER)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "Sent again with the same key, the request gets its first answer and changes nothing.",
        ))
        .schema(Some(text))
        .build()
}
