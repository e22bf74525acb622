//! A year of one order, played over JSON alone.

use domain::permission::Role;
use serde_json::{Value, json};
use time::macros::date;

use super::rig::Rig;

/// Two learners whose personal ids agree with birth date and sex.
fn learners() -> Value {
    json!({"learners": [
        {"full_name": "Nguyễn Thị Ngọc Ánh", "birth_date": "2006-05-20", "sex": "female",
         "personal_id": "001306012345", "kind": "student", "enrolled_on": "2025-01-13"},
        {"full_name": "Trần Văn Bình", "birth_date": "2005-03-02", "sex": "male",
         "personal_id": "079205054321", "kind": "student", "enrolled_on": "2025-01-13"}
    ]})
}

fn result(enrolment: &Value, class: &str, serial: &str) -> Value {
    json!({
        "enrolment": enrolment,
        "record": {"score": "3.30", "modules_resat": 0, "restudied_percent": "0", "graduation_resits": 0,
            "disciplined": false, "barred": false, "all_modules_passed": true},
        "class": class,
        "certificate": {"serial": serial, "register_number": serial}
    })
}

/// Places, approves and accepts an order; answers with its id and its first cohort's.
async fn running(rig: &Rig) -> (Value, Value) {
    let id = rig.post(Role::Planner, "/api/v1/orders", rig.order(20)).await.expect(201)["id"].clone();
    rig.post(Role::Approver, &format!("/api/v1/orders/{id}/approval"), Value::Null).await.expect(200);
    rig.post(Role::Director, &format!("/api/v1/orders/{id}/acceptance"), Value::Null).await.expect(200);
    let order = rig.get(Role::Planner, &format!("/api/v1/orders/{id}")).await.expect(200);
    (id, order["cohorts"][0]["id"].clone())
}

async fn approved(rig: &Rig, statement: &Value) -> Value {
    let path = format!("/api/v1/statements/{statement}/approval");
    rig.post(Role::ChiefAccountant, &path, Value::Null).await.expect(200)
}

#[tokio::test]
async fn a_year_of_an_order_is_played_over_json() {
    let mut rig = Rig::new().await;
    let (order, cohort) = running(&rig).await;
    let advance = format!("/api/v1/orders/{order}/advance");
    let run = rig.post(Role::Accountant, &advance, Value::Null).await.expect(201);
    assert_eq!(approved(&rig, &run["statements"][0]).await["state"], "approved");
    let payment = format!("/api/v1/statements/{}/payment", run["statements"][0]);
    let paid = json!({"document": "KB-01", "paid_on": "2025-01-06"});
    assert_eq!(rig.post(Role::Accountant, &payment, paid).await.expect(200)["state"], "paid");
    assert_eq!(rig.post(Role::Accountant, &advance, Value::Null).await.expect(200)["already_settled"], true);

    rig.move_to(date!(2025 - 01 - 20)).await;
    let enrol = format!("/api/v1/cohorts/{cohort}/learners");
    let enrolled = rig.post(Role::Registrar, &enrol, learners()).await.expect(201);
    let (first, second) = (&enrolled["enrolments"][0], &enrolled["enrolments"][1]);
    let again = rig.post(Role::Registrar, &enrol, learners()).await;
    let twice = "enrolment.twice";
    let places = [(twice, "learners[0].personal_id"), (twice, "learners[1].personal_id")];
    assert_eq!((again.status.as_u16(), again.issues()), (422, places.to_vec()));

    rig.move_to(date!(2025 - 04 - 10)).await;
    let settlements = format!("/api/v1/orders/{order}/settlements");
    let period = json!({"period": "2025-Q1"});
    let run = rig.post(Role::Accountant, &settlements, period.clone()).await.expect(201);
    let statement = run["statements"][0].clone();
    assert_eq!(rig.post(Role::Accountant, &settlements, period).await.expect(200)["already_settled"], true);
    approved(&rig, &statement).await;
    let lines = rig.get(Role::Registrar, &format!("/api/v1/statements/{statement}/lines?size=1")).await;
    let lines = lines.expect(200);
    assert_eq!((lines["rows"].as_array().unwrap().len(), lines["size"].clone()), (1, json!(1)));
    let why =
        rig.get(Role::Registrar, &format!("/api/v1/lines/{}", lines["rows"][0]["id"])).await.expect(200);
    assert_eq!(
        (why["recomputes"].clone(), &why["amount_dong"]),
        (json!(true), &lines["rows"][0]["amount_dong"])
    );

    rig.move_to(date!(2026 - 01 - 20)).await;
    let report = json!({"decision": "01/QĐ", "decided_on": "2026-01-15",
        "results": [result(first, "very_good", "A1"), result(second, "good", "A1")]});
    let graduation = format!("/api/v1/cohorts/{cohort}/graduation");
    let refused = rig.post(Role::Registrar, &graduation, report.clone()).await;
    let places: Vec<&str> = refused.issues().iter().map(|(_, place)| *place).collect();
    assert!(places.contains(&"results[1].class"), "{places:?}");
    assert!(places.iter().any(|place| place.starts_with("results[1].certificate")), "{places:?}");
    let report = json!({"decision": "01/QĐ", "decided_on": "2026-01-15", "results": [result(first, "very_good", "A1")]});
    assert_eq!(rig.post(Role::Registrar, &graduation, report).await.expect(201)["recorded"], 1);

    let learner = lines["rows"][0]["learner_id"].clone();
    let learner = rig.get(Role::Registrar, &format!("/api/v1/learners/{learner}")).await.expect(200);
    let part = learner["enrolments"][0]["parts"][0]["code"].as_str().unwrap();
    let why =
        rig.get(Role::Registrar, &format!("/api/v1/enrolments/{second}/parts/{part}")).await.expect(200);
    assert!(!why["steps"].as_array().unwrap().is_empty());
    let minutes = rig.get(Role::Planner, &format!("/api/v1/orders/{order}/minutes.pdf")).await;
    assert!(minutes.text.starts_with("%PDF-"), "{}", minutes.text.chars().take(200).collect::<String>());
    assert_eq!(minutes.headers["content-type"], "application/pdf");

    let liquidation = format!("/api/v1/orders/{order}/liquidation");
    let last = rig.post(Role::Accountant, &liquidation, Value::Null).await.expect(201);
    let early = rig.post(Role::Planner, &format!("/api/v1/orders/{order}/closing"), Value::Null).await;
    assert_eq!((early.status.as_u16(), early.issues()), (409, vec![("order.not_liquidated", "state")]));
    for statement in last["statements"].as_array().unwrap() {
        approved(&rig, statement).await;
    }
    rig.post(Role::Planner, &format!("/api/v1/orders/{order}/closing"), Value::Null).await.expect(200);
    let closed = rig.get(Role::Auditor, &format!("/api/v1/orders/{order}")).await.expect(200);
    assert_eq!((&closed["state"]["code"], &closed["volume"]["adds_up"]), (&json!("closed"), &json!(true)));
    assert_eq!(closed["position"]["adds_up"], true);
}

#[tokio::test]
async fn reports_and_their_corrections_name_every_field() {
    let mut rig = Rig::new().await;
    let (order, cohort) = running(&rig).await;
    rig.move_to(date!(2025 - 03 - 31)).await;
    let enrol = format!("/api/v1/cohorts/{cohort}/learners");
    let enrolled = rig.post(Role::Registrar, &enrol, learners()).await.expect(201);
    let first = &enrolled["enrolments"][0];
    let reports = format!("/api/v1/orders/{order}/reports");
    let wrong = json!({"reports": [
        {"enrolment": first, "happened_on": "2025-03-31", "kind": "hours_delivered", "hours": 40},
        {"enrolment": first, "happened_on": "2025-03-31", "kind": "suspended", "employer": "Bosch"}
    ]});
    let refused = rig.post(Role::Registrar, &reports, wrong).await;
    let missing = ("progress.field_missing", "reports[0].place");
    assert_eq!(refused.issues(), [missing, ("progress.field_foreign", "reports[1].employer")]);
    let too_many = json!({"reports": [{"enrolment": first, "happened_on": "2025-03-31", "kind": "hours_delivered",
        "place": "college", "hours": 400}]});
    let refused = rig.post(Role::Registrar, &reports, too_many).await;
    assert_eq!(refused.issues(), [("progress.hours", "reports[0].hours")]);
    let left = json!({"reports": [{"enrolment": first, "happened_on": "2025-03-01", "kind": "withdrew",
        "reason": "chuyển nơi ở"}]});
    assert_eq!(rig.post(Role::Registrar, &reports, left).await.expect(201)["recorded"], 1);

    let rows = rig.get(Role::Registrar, &format!("/api/v1/cohorts/{cohort}")).await.expect(200);
    let rows = rows["learners"]["rows"].as_array().unwrap().clone();
    let row = rows.iter().find(|row| row["enrolment_id"] == *first).unwrap();
    let learner =
        rig.get(Role::Registrar, &format!("/api/v1/learners/{}", row["learner_id"])).await.expect(200);
    let facts = learner["enrolments"][0]["facts"].as_array().unwrap();
    let fact = facts.iter().find(|fact| fact["kind"] == "withdrew").unwrap()["id"].clone();
    let correction = |kind: &str, reason: &str| json!({"order": order, "enrolment": first, "happened_on": "2025-03-01", "kind": kind, "reason": reason});
    let path = format!("/api/v1/facts/{fact}/corrections");
    let refused = rig.post(Role::Registrar, &path, correction("retracted", " ")).await;
    assert_eq!(refused.issues(), [("correction.reason", "reason")]);
    rig.post(Role::Registrar, &path, correction("retracted", "báo nhầm")).await.expect(201);
    let refused = rig.post(Role::Registrar, &path, correction("retracted", "báo nhầm")).await;
    assert_eq!(refused.issues(), [("correction.superseded", "fact")]);
}
