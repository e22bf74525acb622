//! The OpenAPI document tells of every address, and of nothing else.

use serde_json::Value;

use super::rig::Rig;

/// Every operation of the API. A new one is added here, so that it is seen.
const OPERATIONS: &str = "\
get /api/v1/cohorts/{id}
post /api/v1/cohorts/{id}/graduation
post /api/v1/cohorts/{id}/learners
post /api/v1/enrolments/{id}/duplicate-decision
get /api/v1/enrolments/{id}/parts/{part}
get /api/v1/enterprises
post /api/v1/facts/{id}/corrections
get /api/v1/home
get /api/v1/learners/{id}
get /api/v1/lines/{id}
get /api/v1/orders
post /api/v1/orders
get /api/v1/orders/choices
post /api/v1/orders/gates
get /api/v1/orders/{id}
post /api/v1/orders/{id}/acceptance
post /api/v1/orders/{id}/advance
post /api/v1/orders/{id}/approval
post /api/v1/orders/{id}/closing
post /api/v1/orders/{id}/hosts
post /api/v1/orders/{id}/liquidation
get /api/v1/orders/{id}/minutes.pdf
post /api/v1/orders/{id}/rejection
post /api/v1/orders/{id}/reports
post /api/v1/orders/{id}/settlements
get /api/v1/programmes
get /api/v1/programmes/{id}
post /api/v1/programmes/{id}/settlements
delete /api/v1/session
post /api/v1/session
get /api/v1/statements
get /api/v1/statements/{id}
post /api/v1/statements/{id}/approval
get /api/v1/statements/{id}/lines
post /api/v1/statements/{id}/payment
post /api/v1/statements/{id}/return
";

fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            found.push((method.clone(), path.clone(), operation.clone()));
        }
    }
    found
}

#[tokio::test]
async fn the_document_lists_every_operation_and_each_of_them_answers() {
    let rig = Rig::new().await;
    let document: Value = serde_json::from_str(&rig.document.to_json().unwrap()).unwrap();
    let operations = operations(&document);
    let listed: String = operations.iter().map(|(method, path, _)| format!("{method} {path}\n")).collect();
    assert_eq!(listed, OPERATIONS);
    for path in document["paths"].as_object().unwrap().keys() {
        for method in ["get", "post", "put", "patch", "delete"] {
            let address = path.replace("{id}", "1").replace("{part}", "advance");
            let status = rig.call(&method.to_uppercase(), &address, None, None, "").await.status.as_u16();
            let known = operations.iter().any(|(of, at, _)| of == method && at == path);
            let expected = match (known, path.as_str(), method) {
                (false, ..) => 405,
                // Signing in needs a body rather than a token.
                (true, "/api/v1/session", "post") => 422,
                (true, ..) => 401,
            };
            assert_eq!(status, expected, "{method} {path}");
        }
    }
    // Operations are added by `routes!` only, which puts them into router and document at once.
    assert!(!include_str!("../mod.rs").split("fn operations").nth(1).unwrap().contains(".route("));
}

#[tokio::test]
async fn every_operation_says_what_it_does_and_how_it_answers() {
    let rig = Rig::new().await;
    let served = rig.call("GET", "/api/openapi.json", None, None, "").await;
    let document = served.expect(200);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for (method, path, operation) in operations(&document) {
        let at = format!("{method} {path}");
        assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{at}");
        assert!(operation["description"].as_str().is_some_and(|text| !text.is_ascii()), "{at}: Vietnamese");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{at}");
        assert!(responses.contains_key("401") && responses.contains_key("500"), "{at}");
        let takes_key = operation["parameters"].to_string().contains("Idempotency-Key");
        assert_eq!(takes_key, method == "post" && path != "/api/v1/session", "{at}");
    }
    for reference in document.to_string().split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name}");
    }
}

#[tokio::test]
async fn the_page_tells_people_every_operation_and_asks_no_other_host() {
    let rig = Rig::new().await;
    let page = rig.call("GET", "/api/docs", None, None, "").await;
    assert!(page.headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    for operation in OPERATIONS.lines() {
        let (method, path) = operation.split_once(' ').unwrap();
        let heading = format!("<b class=\"{method}\">{}</b> <code>{path}</code>", method.to_uppercase());
        assert!(page.text.contains(&heading), "{operation}");
    }
    assert!(!page.text.contains("src=") && !page.text.contains("href=\"http"));
    for link in page.text.split("href=\"#").skip(1) {
        let id = link.split('"').next().unwrap();
        assert!(page.text.contains(&format!("id=\"{id}\"")), "{id}");
    }
    rig.call("GET", "/api/docs.css", None, None, "").await.status.is_success().then_some(()).unwrap();
}
