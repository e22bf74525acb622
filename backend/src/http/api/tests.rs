//! The API through its front door, over a database of its own.

mod document;
mod rig;
mod year;

use domain::permission::Role;
use serde_json::{Value, json};

use self::rig::Rig;

#[tokio::test]
async fn a_session_opens_with_a_password_and_ends_when_it_is_closed() {
    let rig = Rig::new().await;
    let sign_in = |password: &str| json!({"login": "planner", "password": password}).to_string();
    let wrong = rig.call("POST", "/api/v1/session", None, None, &sign_in("sai")).await;
    assert_eq!((wrong.status.as_u16(), wrong.json["code"].as_str()), (401, Some("signed_out")));
    let session = rig.call("POST", "/api/v1/session", None, None, &sign_in("mật khẩu")).await.expect(201);
    assert_eq!(session["expires_in_seconds"], 43_200);
    let token = session["token"].as_str();
    rig.call("GET", "/api/v1/orders", token, None, "").await.expect(200);
    rig.call("DELETE", "/api/v1/session", token, None, "").await.expect(204);
    let after = rig.call("GET", "/api/v1/orders", token, None, "").await;
    assert_eq!(after.status.as_u16(), 401);
    assert_eq!(after.headers["www-authenticate"], "Bearer");
    assert_eq!(after.headers["content-type"], "application/problem+json");
}

#[tokio::test]
async fn who_may_not_is_refused_in_both_languages() {
    let rig = Rig::new().await;
    let refused = rig.post(Role::Auditor, "/api/v1/orders", rig.order(20)).await;
    assert_eq!((refused.status.as_u16(), refused.json["code"].as_str()), (403, Some("forbidden")));
    let issue = &refused.json["issues"][0];
    assert!(issue["problem"]["vi"].is_string() && issue["remedy"]["en"].is_string(), "{issue}");
}

#[tokio::test]
async fn what_is_not_there_is_said_as_json() {
    let rig = Rig::new().await;
    for path in ["/api/v1/orders/999", "/api/v1/orders/abc", "/api/v1/nothing", "/api/v1/programmes/none"] {
        let answer = rig.get(Role::Planner, path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json["code"].as_str()),
            (404, Some("not_found")),
            "{path}"
        );
    }
    let put = rig.call("PUT", "/api/v1/orders", None, None, "").await;
    assert_eq!((put.status.as_u16(), put.json["code"].as_str()), (405, Some("method")));
}

#[tokio::test]
async fn every_fault_of_an_order_comes_back_at_its_field() {
    let rig = Rig::new().await;
    let mut order = rig.order(9_000);
    order["lines"][0]["price_decision"] = json!("none");
    order["lines"][0]["ends_on"] = json!("2025-03-01");
    let line = order["lines"][0].clone();
    order["lines"].as_array_mut().unwrap().push(line);
    order["lines"][1]["occupation"] = json!("0000000");
    let refused = rig.post(Role::Planner, "/api/v1/orders", order.clone()).await;
    assert_eq!(refused.status.as_u16(), 422);
    let issues = refused.issues();
    for issue in [
        ("order.price", "lines[0].price_decision"),
        ("order.duration", "lines[0].ends_on"),
        ("order.licence", "lines[0].quantity"),
        ("order.catalogue", "lines[1].occupation"),
    ] {
        assert!(issues.contains(&issue), "{issue:?} in {issues:?}");
    }
    let tried = rig.post(Role::Planner, "/api/v1/orders/gates", order).await.expect(200);
    assert_eq!(tried["passed"], false);
    assert_eq!(rig.get(Role::Planner, "/api/v1/orders").await.expect(200)["total"], 0);
}

#[tokio::test]
async fn json_that_cannot_be_read_is_refused_with_its_line_and_column() {
    let rig = Rig::new().await;
    let token = Some(rig.token(Role::Planner));
    let broken = rig.call("POST", "/api/v1/orders", token, None, "{\n  \"programme\": ,\n}").await;
    assert_eq!((broken.status.as_u16(), broken.issues()), (422, vec![("request.json", "line 2, column 16")]));
    let mut order = rig.order(20);
    order["lines"][0]["quantity"] = json!("twenty");
    let wrong = rig.post(Role::Planner, "/api/v1/orders", order).await;
    assert_eq!(wrong.issues(), [("request.json", "lines[0].quantity")]);
    assert!(wrong.json["issues"][0]["problem"]["en"].as_str().unwrap().starts_with("Line 1, column "));
    let query = rig.get(Role::Planner, "/api/v1/orders?state=lost").await;
    assert_eq!((query.status.as_u16(), query.issues()), (422, vec![("request.json", "query")]));
}

#[tokio::test]
async fn a_request_sent_twice_with_one_key_gets_the_first_answer_and_acts_once() {
    let rig = Rig::new().await;
    let body = rig.order(20).to_string();
    let send = |role: Role, key: &'static str, body: String| {
        let rig = &rig;
        async move { rig.call("POST", "/api/v1/orders", Some(rig.token(role)), Some(key), &body).await }
    };
    let (one, two) =
        tokio::join!(send(Role::Planner, "a", body.clone()), send(Role::Planner, "a", body.clone()));
    let statuses = [one.status.as_u16(), two.status.as_u16()];
    assert!(statuses.contains(&201), "{statuses:?} {} {}", one.text, two.text);
    assert!(statuses.iter().all(|status| [201, 409].contains(status)), "{statuses:?}");
    let again = send(Role::Planner, "a", body.clone()).await;
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert_eq!(again.headers["content-type"], "application/json");
    let first = if one.status.as_u16() == 201 { one } else { two };
    assert_eq!((again.status, again.text), (first.status, first.text));
    assert_eq!(rig.get(Role::Planner, "/api/v1/orders").await.expect(200)["total"], 1);
    let other = send(Role::Planner, "a", rig.order(21).to_string()).await;
    assert_eq!(
        (other.status.as_u16(), other.issues()),
        (422, vec![("request.key_reused", "Idempotency-Key")])
    );
    // Another person's key of the same name is another key, and a refusal is kept as well.
    assert_eq!(send(Role::Auditor, "a", body.clone()).await.status.as_u16(), 403);
    let refused = send(Role::Auditor, "a", body.clone()).await;
    assert_eq!((refused.status.as_u16(), refused.json["code"].as_str()), (403, Some("forbidden")));
    assert_eq!(send(Role::Planner, "b", body).await.status.as_u16(), 201);
}

#[tokio::test]
async fn a_step_from_the_wrong_state_is_a_conflict() {
    let rig = Rig::new().await;
    let id = rig.post(Role::Planner, "/api/v1/orders", rig.order(20)).await.expect(201)["id"].clone();
    let approval = format!("/api/v1/orders/{id}/approval");
    let approved = rig.post(Role::Approver, &approval, Value::Null).await.expect(200);
    assert_eq!(approved, json!({"id": id, "state": "approved"}));
    let again = rig.post(Role::Approver, &approval, Value::Null).await;
    assert_eq!((again.status.as_u16(), again.issues()), (409, vec![("order.state", "state")]));
}
