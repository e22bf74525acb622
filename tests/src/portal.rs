//! The pages as somebody at a browser without scripts uses them: forms are sent with the fields that the page holds.

use std::time::Duration;

use crate::{demo::PASSWORD, server::Server};

/// Somebody who is signed in on the pages.
pub struct Person<'a> {
    server: &'a Server,
    agent: ureq::Agent,
    cookie: String,
}

/// A page, or where the browser is sent.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: u16,
    pub location: Option<String>,
    pub kind: String,
    pub html: String,
}

impl<'a> Person<'a> {
    pub fn sign_in(server: &'a Server, login: &str) -> Person<'a> {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(120)))
            .build();
        let mut person = Person { server, agent: config.into(), cookie: String::new() };
        let form = [("login", login), ("password", PASSWORD)];
        let request = person.agent.post(server.url("/sign-in"));
        let response = request.send_form(form).expect("the server answers");
        assert_eq!(response.status().as_u16(), 303, "{login} is let in");
        let cookies = response.headers().get_all("set-cookie").iter();
        let cookies = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        person.cookie = cookies.collect::<Vec<_>>().join("; ");
        person
    }

    pub fn get(&self, path: &str) -> Page {
        let request = self.agent.get(self.server.url(path)).header("Cookie", &self.cookie);
        page(request.call())
    }

    /// Sends a form with its fields in their order.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self.agent.post(self.server.url(path)).header("Cookie", &self.cookie);
        page(request.send_form(fields.iter().copied()))
    }

    /// Fills in the form of a page that goes to `action`: its own fields, changed and added to.
    pub fn fill(&self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let mut sent = page.fields(action);
        sent.retain(|(name, _)| !fields.iter().any(|(changed, _)| changed == name));
        sent.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let sent: Vec<(&str, &str)> = sent.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.post(action, &sent)
    }
}

impl Page {
    /// The same page, when it is one.
    pub fn shown(self) -> Page {
        assert_eq!(self.status, 200, "{}", self.html);
        self
    }

    /// The page the browser is sent to after a deed.
    pub fn done(self, person: &Person) -> Page {
        assert_eq!(self.status, 303, "refused: {}", self.problems().join(" | "));
        person.get(self.location.as_deref().expect("a redirect says where")).shown()
    }

    /// What the error summary says, one problem each.
    pub fn problems(&self) -> Vec<String> {
        let found = self.html.split("<span class=\"problem\">").skip(1);
        found.filter_map(|rest| rest.split("</span>").next()).map(text).collect()
    }

    pub fn refused(self) -> Vec<String> {
        assert_eq!(self.status, 422, "{}", self.html);
        self.problems()
    }

    pub fn says(&self, words: &str) -> bool {
        text(&self.html).contains(words)
    }

    /// Names and values of the inputs of a form, ticks left out.
    pub fn fields(&self, action: &str) -> Vec<(String, String)> {
        let start = format!("action=\"{action}\"");
        let form = self.html.split(&start).nth(1).unwrap_or_else(|| panic!("no form goes to {action}"));
        let form = form.split("</form>").next().unwrap_or_default();
        let mut fields = Vec::new();
        for input in form.split("<input ").skip(1) {
            let input = input.split('>').next().unwrap_or_default();
            if let Some(name) = attribute(input, "name").filter(|_| !input.contains("type=\"checkbox\"")) {
                fields.push((name, attribute(input, "value").unwrap_or_default()));
            }
        }
        for select in form.split("<select ").skip(1) {
            let select = select.split("</select>").next().unwrap_or_default();
            let chosen = select.split("<option ").find(|option| option.contains(" selected"));
            let value = chosen.and_then(|option| attribute(option, "value")).unwrap_or_default();
            fields.extend(attribute(select, "name").map(|name| (name, value)));
        }
        fields
    }

    /// Values of the ticks of a form, in their order.
    pub fn ticks(&self, name: &str) -> Vec<String> {
        let start = format!("type=\"checkbox\" name=\"{name}\"");
        let found = self.html.split(&start).skip(1);
        found.filter_map(|rest| attribute(rest.split('>').next()?, "value")).collect()
    }
}

fn attribute(element: &str, name: &str) -> Option<String> {
    let value = element.split(&format!("{name}=\"")).nth(1)?;
    Some(text(value.split('"').next()?))
}

/// Markup as it is read.
fn text(html: &str) -> String {
    html.replace("&#38;", "&").replace("&#39;", "'").replace("&#34;", "\"").replace("&amp;", "&")
}

fn page(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Page {
    let mut response = response.expect("the server answers");
    let header =
        |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (location, kind) = (header("location"), header("content-type").unwrap_or_default());
    let status = response.status().as_u16();
    let html = response.body_mut().read_to_string().expect("a page is text");
    Page { status, location, kind, html }
}
