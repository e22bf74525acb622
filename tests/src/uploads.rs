//! The portal as somebody with a browser sees it, scripts off: pages, forms, files sent and files taken.

use std::time::{Duration, Instant};

use crate::{demo::PASSWORD, server::Server};

/// Somebody who signed in on the page.
pub struct Browser<'a> {
    server: &'a Server,
    agent: ureq::Agent,
    cookie: String,
}

/// What came back; redirects are not followed.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: u16,
    pub location: String,
    pub html: String,
}

impl Page {
    /// Where the browser is sent to after a deed that was done.
    pub fn sent_to(self) -> String {
        assert_eq!(self.status, 303, "{}", self.html);
        self.location
    }

    /// The page as words: tags taken out.
    pub fn words(&self) -> String {
        let mut words = String::new();
        let mut inside = false;
        for letter in self.html.chars() {
            match letter {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    words.push(' ');
                }
                other if !inside => words.push(other),
                _ => {}
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn form_key(&self) -> String {
        let after = self.html.split("name=\"form_key\" value=\"").nth(1).expect("the page has a form");
        after.split('"').next().expect("a value ends").to_owned()
    }
}

impl<'a> Browser<'a> {
    /// From the sign-in page on.
    pub fn sign_in(server: &'a Server, login: &str) -> Browser<'a> {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(300)))
            .build();
        let mut browser = Browser { server, agent: config.into(), cookie: String::new() };
        let form = browser.get("/sign-in");
        let fields = [("form_key", form.form_key().as_str()), ("login", login), ("password", PASSWORD)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let request = browser.agent.post(browser.server.url("/sign-in"));
        let answer = request.send_form(fields.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        let answer = answer.expect("the server answers");
        assert_eq!(answer.status().as_u16(), 303, "{login} may sign in");
        let cookie = answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
        browser.cookie = cookie.and_then(|cookie| cookie.split(';').next()).expect("a session").to_owned();
        browser
    }

    pub fn get(&self, path: &str) -> Page {
        let request = self.agent.get(self.server.url(path)).header("cookie", &self.cookie);
        page(request.call())
    }

    /// Reads the page that has the form, fills it in and sends it.
    pub fn send(&self, seen: &str, to: &str, fields: &[(&str, &str)]) -> Page {
        let key = self.get(seen).form_key();
        let fields = fields.iter().copied().chain([("form_key", key.as_str())]);
        let request = self.agent.post(self.server.url(to)).header("cookie", &self.cookie);
        page(request.send_form(fields))
    }

    pub fn file(&self, path: &str) -> Vec<u8> {
        let request = self.agent.get(self.server.url(path)).header("cookie", &self.cookie);
        let mut answer = request.call().expect("the server answers");
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        answer.body_mut().with_config().limit(64 << 20).read_to_vec().expect("the file is read to its end")
    }

    /// Sends a file as a form of the page does.
    pub fn upload(&self, to: &str, name: &str, bytes: &[u8]) -> Page {
        let border = "----dathang-test-border";
        let head = format!(
            "--{border}\r\nContent-Disposition: form-data; name=\"form_key\"\r\n\r\nk\r\n--{border}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let tail = format!("\r\n--{border}--\r\n");
        let body = [head.as_bytes(), bytes, tail.as_bytes()].concat();
        let request = self.agent.post(self.server.url(to)).header("cookie", &self.cookie);
        let request = request.header("content-type", format!("multipart/form-data; boundary={border}"));
        page(request.send(&body[..]))
    }

    /// The page once no work is under way any more; without scripts it comes again by itself.
    pub fn rest(&self, path: &str) -> Page {
        let since = Instant::now();
        loop {
            let page = self.get(path);
            assert_eq!(page.status, 200, "{path}: {}", page.html);
            if !page.html.contains("data-progress") {
                return page;
            }
            assert!(page.html.contains("http-equiv=\"refresh\""), "the page comes again without scripts");
            assert!(since.elapsed() < Duration::from_secs(240), "{path} never rests: {}", page.words());
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

fn page(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Page {
    let mut answer = answer.expect("the server answers");
    let location =
        answer.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned();
    let html = answer.body_mut().with_config().limit(64 << 20).read_to_string().expect("a page is text");
    Page { status: answer.status().as_u16(), location, html }
}
