//! A course that somebody in the demonstration may take, and what has to be sent to order it and fill it.

use serde_json::{Value, json};

use crate::database::Database;

/// A provider with a sign-in, an approval and a price for a course.
#[derive(Debug, Clone)]
pub struct Course {
    pub provider: i64,
    /// As in the sign-ins `registrar.…` and `director.…`.
    pub provider_code: String,
    pub occupation: String,
    pub price_decision: String,
    pub price_dong: i64,
    pub yearly_scale: i64,
    /// The month after it began on 9 November 2026 in which it ends, on the 8th.
    ends_in: i64,
}

impl Course {
    /// The first college that may give an elementary course.
    pub fn elementary(database: &Database) -> Course {
        Course::of(database, "p.kind = 'college' AND o.level = 'elementary'")
    }

    pub fn of(database: &Database, condition: &str) -> Course {
        let sql = format!(
            "SELECT p.id, p.code, o.code, d.code, d.price_dong, a.yearly_scale, COALESCE(o.months, 12) \
             FROM user_account u JOIN party p ON p.id = u.party_id \
             JOIN approval a ON a.party_id = p.id \
                 AND a.kind = CASE p.kind WHEN 'enterprise' THEN 'condition_check' ELSE 'licence' END \
             JOIN occupation o ON o.id = a.occupation_id JOIN price_decision d ON d.occupation_id = o.id \
             WHERE u.role = 'registrar' AND a.valid_from <= '2026-11-02' AND d.valid_from <= '2026-11-02' \
                 AND COALESCE(d.valid_until, '2027-01-01') >= '2026-12-31' AND {condition} \
             ORDER BY p.id, o.code LIMIT 1"
        );
        let row = database.rows(&sql).into_iter().next().expect("the demonstration has such a course");
        let text = |i: usize| row[i].clone().expect("every column is filled");
        let number = |i: usize| text(i).parse::<i64>().expect("a number");
        Course {
            provider: number(0),
            provider_code: text(1),
            occupation: text(2),
            price_decision: text(3),
            price_dong: number(4),
            yearly_scale: number(5),
            ends_in: number(6),
        }
    }

    pub fn ends_on(&self) -> String {
        let month = 11 + self.ends_in;
        format!("{}-{:02}-08", 2026 + (month - 1) / 12, (month - 1) % 12 + 1)
    }

    pub fn line(&self, quantity: i64) -> Value {
        json!({
            "occupation": self.occupation, "mode": "continuing", "quantity": quantity,
            "price_decision": self.price_decision, "starts_on": "2026-11-09", "ends_on": self.ends_on(),
        })
    }

    pub fn order(&self, quantity: i64) -> Value {
        json!({ "programme": "qd1446", "provider": self.provider, "lines": [self.line(quantity)] })
    }

    /// What a planner types for one line.
    pub fn typed(&self, quantity: &str) -> Vec<(String, String)> {
        let ends_on = self.ends_on().split('-').rev().collect::<Vec<_>>().join("/");
        let provider = self.provider.to_string();
        [
            ("programme", "qd1446"),
            ("provider", provider.as_str()),
            ("lines[0].occupation", self.occupation.as_str()),
            ("lines[0].mode", "continuing"),
            ("lines[0].quantity", quantity),
            ("lines[0].price_decision", self.price_decision.as_str()),
            ("lines[0].starts_on", "09/11/2026"),
            ("lines[0].ends_on", ends_on.as_str()),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    pub fn registrar(&self) -> String {
        format!("registrar.{}", self.provider_code)
    }

    pub fn director(&self) -> String {
        format!("director.{}", self.provider_code)
    }
}

/// Somebody born in 1990 in Hà Nội; the serial keeps them apart.
pub fn worker(full_name: &str, sex: &str, serial: u32, enrolled_on: &str) -> Value {
    let digit = if sex == "male" { 0 } else { 1 };
    json!({
        "full_name": full_name, "birth_date": "1990-04-30", "sex": sex,
        "personal_id": format!("001{digit}90{serial:06}"), "kind": "worker",
        "employer": "Công ty TNHH Thử Nghiệm", "enrolled_on": enrolled_on,
    })
}

/// The same person as a student.
pub fn student(full_name: &str, sex: &str, serial: u32, enrolled_on: &str) -> Value {
    let mut draft = worker(full_name, sex, serial, enrolled_on);
    draft["kind"] = json!("student");
    draft["employer"] = Value::Null;
    draft
}

/// A result with nothing special about it.
pub fn result(enrolment: i64, score: &str, class: &str, certificate: &str) -> Value {
    json!({
        "enrolment": enrolment, "class": class,
        "record": {
            "score": score, "modules_resat": 0, "restudied_percent": "0", "graduation_resits": 0,
            "disciplined": false, "barred": false, "all_modules_passed": true,
        },
        "certificate": { "serial": certificate, "register_number": format!("{certificate}/2026") },
    })
}

/// Fields as a form sends them.
pub fn sent(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}
