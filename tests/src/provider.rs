//! A provider of identities: npm's `oidc-provider`, with its pages to sign in and to consent, and somebody in front of
//! them.

use std::{
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::server::{self, Server};

/// Node on a busy machine takes its time to begin.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running provider; stopped when it is dropped.
pub struct Provider {
    address: SocketAddr,
    child: Option<Child>,
}

/// What the provider is told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// What a person is called stands in the ID token.
    InToken,
    /// It is said only when asked.
    WhenAsked,
}

impl Provider {
    /// Has an address and does not answer there yet.
    pub fn to_come() -> Provider {
        Provider { address: server::free_address(), child: None }
    }

    pub fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn start(&mut self, portal: &Server, says: Says) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("oidc");
        let there = folder.join("node_modules/oidc-provider").is_dir();
        assert!(there, "oidc-provider is not installed: use tests/run, or `npm ci` in tests/oidc first");
        let mut command = Command::new("node");
        command
            .arg(folder.join("server.js"))
            .env("PORT", self.address.port().to_string())
            .env("PORTAL", portal.url(""))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if says == Says::InToken {
            command.env("IN_TOKEN", "1");
        }
        let mut child = command.spawn().expect("node starts");
        let since = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            let ended = child.try_wait().expect("a child can be asked");
            assert!(ended.is_none(), "the provider ended at once: try `node server.js` in tests/oidc");
            assert!(since.elapsed() < PATIENCE, "the provider does not answer on {}", self.address);
            thread::sleep(Duration::from_millis(20));
        }
        self.child = Some(child);
    }

    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            drop(child.kill());
            drop(child.wait());
        }
    }

    /// From the address that the portal sends somebody to, through sign-in and consent, to the address that they are
    /// sent back to.
    pub fn sign_in(&self, address: &str, login: &str) -> String {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        let mut person = Person { agent: config.into(), cookies: Vec::new() };
        let mut at = address.to_owned();
        for _ in 0..20 {
            if !at.starts_with(&self.issuer()) {
                return at;
            }
            let (status, location, text) = person.get(&at);
            at = match status {
                302 | 303 => location,
                _ => {
                    let action = between(&text, "action=\"", "\"");
                    let prompt = between(&text, "name=\"prompt\" value=\"", "\"");
                    let fields = [("prompt", prompt.as_str()), ("login", login), ("password", "x")];
                    let (status, location, text) = person.post(&action, &fields);
                    assert!([302, 303].contains(&status), "{prompt}: {status} {text}");
                    location
                }
            };
            if at.starts_with('/') {
                at = format!("{}{at}", self.issuer());
            }
        }
        panic!("the provider leads in circles: {at}");
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Somebody's browser in front of the provider.
struct Person {
    agent: ureq::Agent,
    cookies: Vec<(String, String)>,
}

impl Person {
    fn get(&mut self, at: &str) -> (u16, String, String) {
        let request = self.agent.get(at).header("Cookie", self.cookie_header());
        self.read(request.call())
    }

    fn post(&mut self, at: &str, fields: &[(&str, &str)]) -> (u16, String, String) {
        let request = self.agent.post(at).header("Cookie", self.cookie_header());
        self.read(request.send_form(fields.iter().copied()))
    }

    fn cookie_header(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn read(
        &mut self,
        response: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> (u16, String, String) {
        let mut response = response.expect("the provider answers");
        for cookie in response.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().expect("a cookie is text");
            let pair = cookie.split(';').next().and_then(|pair| pair.split_once('='));
            let (name, value) = pair.expect("a cookie has a name");
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let location = response.headers().get("location").and_then(|location| location.to_str().ok());
        let location = location.unwrap_or_default().to_owned();
        let text = response.body_mut().read_to_string().expect("a page is text");
        (response.status().as_u16(), location, text)
    }
}

fn between(text: &str, before: &str, after: &str) -> String {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}")).1;
    rest.split_once(after).unwrap_or_else(|| panic!("no {after} in {rest}")).0.to_owned()
}
