//! The JSON API as another system's programmer sees it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{demo::PASSWORD, server::Server};

/// Somebody who is signed in.
pub struct Client<'a> {
    server: &'a Server,
    agent: ureq::Agent,
    token: String,
}

/// What the server answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl<'a> Client<'a> {
    /// Signs in with a login of the demonstration.
    pub fn sign_in(server: &'a Server, login: &str) -> Client<'a> {
        let answer = Client::try_sign_in(server, &json!({ "login": login, "password": PASSWORD })).done();
        let token = answer.body["token"].as_str().expect("a session has a token").to_owned();
        Client { token, ..Client::nobody(server) }
    }

    /// What the server says to credentials.
    pub fn try_sign_in(server: &'a Server, credentials: &Value) -> Answer {
        Client::nobody(server).post("/session", credentials)
    }

    fn nobody(server: &'a Server) -> Client<'a> {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(120)))
            .build();
        Client { server, agent: config.into(), token: String::new() }
    }

    pub fn get(&self, path: &str) -> Answer {
        let request = self.agent.get(self.url(path)).header("Authorization", self.bearer());
        answer(request.call())
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        let request = self.agent.post(self.url(path)).header("Authorization", self.bearer());
        answer(request.send_json(body))
    }

    /// A step that needs no more than to be asked for.
    pub fn step(&self, path: &str) -> Answer {
        let request = self.agent.post(self.url(path)).header("Authorization", self.bearer());
        answer(request.send_empty())
    }

    /// A file.
    pub fn download(&self, path: &str) -> Vec<u8> {
        let request = self.agent.get(self.url(path)).header("Authorization", self.bearer());
        let mut response = request.call().expect("the server answers");
        assert_eq!(response.status().as_u16(), 200, "{path}");
        response.body_mut().read_to_vec().expect("the file is read to its end")
    }

    fn url(&self, path: &str) -> String {
        self.server.url(&format!("/api/v1{path}"))
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }
}

impl Answer {
    /// The same answer, when it is a good one.
    pub fn done(self) -> Answer {
        assert!((200..300).contains(&self.status), "refused with {}: {:#}", self.status, self.body);
        self
    }

    /// The id of something new.
    pub fn id(&self) -> i64 {
        self.body["id"].as_i64().unwrap_or_else(|| panic!("no id in {:#}", self.body))
    }

    /// Place and code of each issue, as `lines[0].quantity order.licence`; each has a rule, a problem and a remedy.
    pub fn issues(&self) -> Vec<String> {
        let issues = self.body["issues"].as_array().unwrap_or_else(|| panic!("no issues in {:#}", self.body));
        for issue in issues {
            for path in ["/rule", "/problem/vi", "/problem/en", "/remedy/vi", "/remedy/en"] {
                let said = issue.pointer(path).and_then(Value::as_str);
                assert!(said.is_some_and(|said| !said.is_empty()), "{path} is missing in {issue:#}");
            }
        }
        let word = |issue: &Value, key: &str| issue[key].as_str().unwrap_or_default().to_owned();
        issues.iter().map(|issue| format!("{} {}", word(issue, "place"), word(issue, "code"))).collect()
    }
}

fn answer(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let mut response = response.expect("the server answers");
    let text = response.body_mut().read_to_string().expect("the answer is text");
    let body =
        if text.is_empty() { Value::Null } else { serde_json::from_str(&text).expect("the answer is JSON") };
    Answer { status: response.status().as_u16(), body }
}
