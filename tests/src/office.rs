//! A server on a copy of the demonstration, and how to see that a refusal wrote nothing.

use serde_json::Value;

use crate::{
    Backend, api::Client, database::Database, demo, program, server::Server, tamper, visitor::Browser,
};

/// A running demonstration with nobody's changes in it yet, on a day after its year.
pub struct Office {
    pub database: Database,
    pub server: Server,
}

/// The demonstration goes on into October 2026, and time does not run backwards.
const TODAY: &str = "2026-11-02";

impl Office {
    pub fn open(backend: Backend) -> Office {
        let database = demo::copy(backend);
        let server = Server::start(&database, TODAY);
        Office { database, server }
    }

    pub fn browser(&self, login: &str) -> Browser<'_> {
        Browser::sign_in(&self.server, login)
    }

    pub fn client(&self, login: &str) -> Client<'_> {
        Client::sign_in(&self.server, login)
    }

    /// How many rows each table of the books has.
    pub fn counts(&self) -> Vec<(String, i64)> {
        let count = |table: String| {
            let rows = self.database.number(&format!("SELECT COUNT(*) FROM {table}"));
            (table, rows)
        };
        tamper::append_only_tables(&self.database).into_iter().map(count).collect()
    }

    /// Refused with these issues, in this order, and not a row was written.
    pub fn refuses(&self, client: &Client, path: &str, body: &Value, issues: &[&str]) {
        let before = self.counts();
        let answer = client.post(path, body);
        assert_eq!(answer.status, 422, "{:#}", answer.body);
        assert_eq!(answer.issues(), issues, "{:#}", answer.body);
        assert_eq!(self.counts(), before);
    }

    pub fn in_order(&self) {
        program::run(&self.database.url(), &["verify"]).ok("verify");
    }

    /// Id and provider of the first running order of training.
    pub fn training(&self) -> (i64, String) {
        let sql = "SELECT o.id, p.code FROM orders o JOIN party p ON p.id = o.provider_id \
            JOIN order_line l ON l.order_id = o.id WHERE l.grading_rules = 'year_2022' ORDER BY o.id LIMIT 1";
        let row = self.database.rows(sql).remove(0);
        (row[0].as_deref().and_then(|id| id.parse().ok()).expect("an id"), row[1].clone().expect("a code"))
    }

    /// The cohort of an order that is graded by years.
    pub fn cohort(&self, order: i64) -> i64 {
        self.database.number(&format!(
            "SELECT c.id FROM cohort c JOIN order_line l ON l.id = c.order_line_id \
             WHERE l.order_id = {order} AND l.grading_rules = 'year_2022' ORDER BY c.id LIMIT 1"
        ))
    }
}
