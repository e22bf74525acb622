//! How the provider is named in `dathang.toml`.

use std::fmt;

use serde::Deserialize;

/// The table `[oidc]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The provider's address, exactly as it calls itself.
    pub issuer: String,
    pub client_id: String,
    /// Never in the file of settings: from the environment, or from a file of its own.
    #[serde(skip)]
    pub client_secret: Secret,
    pub client_secret_file: Option<String>,
    /// What the provider calls a person.
    #[serde(default = "email")]
    pub claim: String,
    /// What is asked for beside `openid`.
    #[serde(default = "scopes")]
    pub scopes: Vec<String>,
    pub label_vi: String,
    pub label_en: String,
}

/// A text that no log and no error shows.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

fn email() -> String {
    "email".to_owned()
}

fn scopes() -> Vec<String> {
    vec!["profile".to_owned(), "email".to_owned()]
}

impl Settings {
    /// What is wrong with it. Tokens and secrets travel over TLS; on this one machine they travel nowhere.
    pub fn fault(&self) -> Option<&'static str> {
        let here = ["http://127.0.0.1:", "http://localhost:"];
        let safe = self.issuer.starts_with("https://") || here.iter().any(|at| self.issuer.starts_with(at));
        if !safe {
            return Some("issuer: must begin with https://");
        }
        if self.client_secret.is_empty() {
            return Some("the secret is missing: client_secret_file, or DATHANG_OIDC_CLIENT_SECRET");
        }
        None
    }
}
