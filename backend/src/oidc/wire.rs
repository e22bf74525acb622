//! One request to the provider. It follows no redirect, so nobody leads us into a network of theirs.

use std::{error, fmt, pin::Pin, time::Duration};

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};

/// A person waits for the answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Keys, tokens and what is said of a person are some thousand bytes.
const MOST_BYTES: u64 = 1024 * 1024;

/// The provider could not be asked.
#[derive(Debug)]
pub struct Away(String);

impl fmt::Display for Away {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for Away {}

/// What the library of the protocol asks with.
#[derive(Debug, Clone)]
pub struct Asker(ureq::Agent);

impl Asker {
    pub fn new() -> Asker {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .user_agent("dathang");
        Asker(config.build().into())
    }
}

impl AsyncHttpClient<'_> for Asker {
    type Error = Away;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Away>> + Send>>;

    /// Beside other work: the library waits in place.
    fn call(&self, request: HttpRequest) -> Self::Future {
        let agent = self.0.clone();
        Box::pin(async move {
            let answer = tokio::task::spawn_blocking(move || answer(&agent, request)).await;
            answer.map_err(|error| Away(error.to_string()))?.map_err(|error| Away(error.to_string()))
        })
    }
}

fn answer(agent: &ureq::Agent, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
    let (parts, body) = request.into_parts();
    let response = if body.is_empty() {
        agent.run(ureq::http::Request::from_parts(parts, ()))?
    } else {
        agent.run(ureq::http::Request::from_parts(parts, body))?
    };
    let (parts, mut body) = response.into_parts();
    let bytes = body.with_config().limit(MOST_BYTES).read_to_vec()?;
    Ok(HttpResponse::from_parts(parts, bytes))
}
