//! The portal as a browser without scripts sees it: pages, forms, redirects and cookies.

use std::time::Duration;

use crate::{demo::PASSWORD, server::Server};

/// A browser of one person, signed in or not.
#[derive(Clone)]
pub struct Browser<'a> {
    server: &'a Server,
    agent: ureq::Agent,
    /// As a browser sends them, name by name.
    cookies: Vec<(String, String)>,
}

/// A page as it came.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: u16,
    /// Where the browser is sent next.
    pub location: String,
    pub text: String,
}

impl<'a> Browser<'a> {
    pub fn new(server: &'a Server) -> Browser<'a> {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(120)))
            .build();
        Browser { server, agent: config.into(), cookies: Vec::new() }
    }

    /// Signed in with a login of the demonstration.
    pub fn sign_in(server: &'a Server, login: &str) -> Browser<'a> {
        let mut browser = Browser::new(server);
        let answer = browser.post("/sign-in", &[("login", login), ("password", PASSWORD)]);
        assert_eq!((answer.status, answer.location.as_str()), (303, "/"), "{login}: {}", answer.text);
        browser
    }

    pub fn get(&mut self, path: &str) -> Page {
        let request = self.agent.get(self.server.url(path)).header("Cookie", self.cookie_header());
        self.read(request.call())
    }

    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self.agent.post(self.server.url(path)).header("Cookie", self.cookie_header());
        self.read(request.send_form(fields.iter().copied()))
    }

    fn cookie_header(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn read(&mut self, response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Page {
        let mut response = response.expect("the server answers");
        for cookie in response.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().expect("a cookie is text");
            let pair = cookie.split(';').next().and_then(|pair| pair.split_once('='));
            let (name, value) = pair.expect("a cookie has a name");
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        let location = response.headers().get("location").and_then(|location| location.to_str().ok());
        let location = location.unwrap_or_default().to_owned();
        let status = response.status().as_u16();
        let bytes = response.body_mut().read_to_vec().expect("the answer is read to its end");
        Page { status, location, text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

impl Page {
    /// What stands between two texts, first found.
    pub fn between(&self, before: &str, after: &str) -> &str {
        let rest = self.text.split_once(before).unwrap_or_else(|| panic!("no {before} in {}", self.text)).1;
        rest.split_once(after).unwrap_or_else(|| panic!("no {after} in {rest}")).0
    }

    /// The same page, when it says this.
    #[track_caller]
    pub fn says(self, words: &str) -> Page {
        assert!(
            self.text.contains(words),
            "{words} is not in {} {}\n{}",
            self.status,
            self.location,
            self.text
        );
        self
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Page {
        assert_eq!(self.status, status, "{}\n{}", self.location, self.text);
        self
    }

    /// The same answer, when it leads there.
    #[track_caller]
    pub fn leads_to(self, location: &str) -> Page {
        assert_eq!((self.status, self.location.as_str()), (303, location), "{}", self.text);
        self
    }
}
