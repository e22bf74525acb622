//! Settings: defaults, then the file, then the environment; the command line last. `dathang.example.toml` is the manual.

use std::{net::SocketAddr, path::Path};

use serde::Deserialize;

use crate::{
    error::Error,
    mail,
    oidc::{Secret, Settings},
};

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// `sqlite://file.db` or `postgres://user:password@host/database`.
    pub database_url: String,
    /// Where the portal listens.
    pub listen: SocketAddr,
    /// A web server with a certificate stands in front: cookies are for it alone, and it says who comes.
    pub behind_tls: bool,
    /// What is logged, such as `info` or `dathang=debug`.
    pub log: String,
    /// The key that secrets in the database are sealed with; made at the first start.
    pub key_file: String,
    /// Sign-in by a provider of identities.
    pub oidc: Option<Settings>,
    /// How mails leave.
    pub mail: mail::Settings,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            database_url: "sqlite://dathang.db".to_owned(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            behind_tls: false,
            log: "warn,dathang=info".to_owned(),
            key_file: "dathang.key".to_owned(),
            oidc: None,
            mail: mail::Settings::default(),
        }
    }
}

impl Config {
    /// `file` must exist when it was named; `dathang.toml` in the working directory is read when it is there.
    pub fn load(file: Option<&Path>, environment: impl Fn(&str) -> Option<String>) -> Result<Config, Error> {
        let usual = Path::new("dathang.toml");
        let file = file.or_else(|| usual.exists().then_some(usual));
        let mut config = match file {
            None => Config::default(),
            Some(path) => {
                let name = path.display().to_string();
                let text = std::fs::read_to_string(path).map_err(|error| Error::fault(&name, error))?;
                toml::from_str(&text).map_err(|error| Error::fault(&name, error))?
            }
        };
        if let Some(url) = environment("DATABASE_URL") {
            config.database_url = url;
        }
        if let Some(address) = environment("DATHANG_LISTEN") {
            config.listen = address.parse().map_err(|error| Error::fault("DATHANG_LISTEN", error))?;
        }
        if let Some(behind) = environment("DATHANG_BEHIND_TLS") {
            config.behind_tls = behind.parse().map_err(|error| Error::fault("DATHANG_BEHIND_TLS", error))?;
        }
        if let Some(filter) = environment("DATHANG_LOG") {
            config.log = filter;
        }
        if let Some(file) = environment("DATHANG_KEY_FILE") {
            config.key_file = file;
        }
        if let Some(oidc) = &mut config.oidc {
            complete(oidc, environment("DATHANG_OIDC_CLIENT_SECRET"))?;
        }
        complete_mail(&mut config.mail, &environment)?;
        Ok(config)
    }
}

/// Finds the password of the mail server, and refuses what cannot be safe.
fn complete_mail(
    mail: &mut mail::Settings,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<(), Error> {
    if let Some(transport) = environment("DATHANG_MAIL_TRANSPORT") {
        let text = toml::Value::String(transport);
        mail.transport = text.try_into().map_err(|error| Error::fault("DATHANG_MAIL_TRANSPORT", error))?;
    }
    if let Some(portal) = environment("DATHANG_MAIL_PORTAL") {
        mail.portal = portal;
    }
    let password = match (environment("DATHANG_MAIL_PASSWORD"), &mail.password_file) {
        (Some(password), _) => password,
        (None, Some(file)) => std::fs::read_to_string(file).map_err(|error| Error::fault(file, error))?,
        (None, None) => String::new(),
    };
    mail.password = mail::Password::new(password.trim());
    match mail.fault() {
        Some(fault) => Err(Error::fault("mail", fault)),
        None => Ok(()),
    }
}

/// Finds the secret of a provider, and refuses what cannot be safe.
fn complete(oidc: &mut Settings, secret: Option<String>) -> Result<(), Error> {
    let secret = match (secret, &oidc.client_secret_file) {
        (Some(secret), _) => secret,
        (None, Some(file)) => std::fs::read_to_string(file).map_err(|error| Error::fault(file, error))?,
        (None, None) => String::new(),
    };
    oidc.client_secret = Secret::new(secret.trim());
    match oidc.fault() {
        Some(fault) => Err(Error::fault("oidc", fault)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
        let folder = std::env::temp_dir().join(format!("dathang-config-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("dathang.toml");
        std::fs::write(&file, "database_url = \"sqlite://file.db\"\nlog = \"debug\"\n").unwrap();
        let environment = |name: &str| (name == "DATABASE_URL").then(|| "postgres://db/x".to_owned());
        let config = Config::load(Some(&file), environment).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(config.database_url, "postgres://db/x");
        assert_eq!(config.log, "debug");
        assert_eq!(config.listen, Config::default().listen);
    }

    #[test]
    fn the_manual_file_is_a_valid_file_and_says_the_defaults() {
        let manual: Config = toml::from_str(include_str!("../../dathang.example.toml")).unwrap();
        assert_eq!(manual, Config::default());
    }

    #[test]
    fn what_the_manual_file_shows_as_an_example_can_be_taken_as_it_is() {
        let manual = include_str!("../../dathang.example.toml");
        let shown: Vec<&str> = manual.lines().filter_map(|line| line.strip_prefix("#: ")).collect();
        let config: Config = toml::from_str(&shown.join("\n")).unwrap();
        let mut oidc = config.oidc.unwrap();
        assert_eq!(
            oidc.fault(),
            Some("the secret is missing: client_secret_file, or DATHANG_OIDC_CLIENT_SECRET")
        );
        complete(&mut oidc, Some("s3cret\n".to_owned())).unwrap();
        assert_eq!((oidc.client_secret.as_str(), oidc.claim.as_str()), ("s3cret", "email"));
        assert!(!format!("{oidc:?}").contains("s3cret"));
        let mut mail = config.mail;
        assert!(mail.fault().is_some_and(|fault| fault.contains("DATHANG_MAIL_PASSWORD")));
        mail.password_file = None;
        complete_mail(&mut mail, |name| (name == "DATHANG_MAIL_PASSWORD").then(|| "s3cret\n".to_owned()))
            .unwrap();
        assert_eq!(mail.password.as_str(), "s3cret");
        assert!(
            complete_mail(&mut mail, |name| (name == "DATHANG_MAIL_TRANSPORT").then(|| "pigeon".to_owned()))
                .is_err()
        );
        oidc.issuer = "http://sso.example.gov.vn".to_owned();
        assert!(complete(&mut oidc, Some("s3cret".to_owned())).is_err());
    }
}
