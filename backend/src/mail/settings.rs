//! How mails leave, in `dathang.toml`.

use std::{fmt, net::SocketAddr};

use serde::Deserialize;

/// The table `[mail]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    pub transport: Transport,
    /// `Dathang <dathang@example.gov.vn>`
    pub from: String,
    /// How the portal is called from outside; links begin with it. Empty: the address on which it listens.
    pub portal: String,
    /// Where `folder` puts its files.
    pub folder: String,
    pub host: String,
    /// Nothing: 587 with STARTTLS, 465 with TLS, 25 without.
    pub port: Option<u16>,
    pub security: Security,
    /// Empty where the server asks nobody who they are.
    pub user: String,
    /// Never in the file of settings: from the environment, or from a file of its own.
    #[serde(skip)]
    pub password: Password,
    pub password_file: Option<String>,
    /// A certificate (PEM) to trust beside those of the public authorities, such as a ministry's own.
    pub certificate_file: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// Nothing leaves; the inbox has everything.
    #[default]
    Off,
    /// Each mail is a file, for trying out.
    Folder,
    Smtp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    #[default]
    Starttls,
    Tls,
    /// Only to a server on this machine.
    None,
}

/// A text that no log and no error shows.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    pub fn new(text: impl Into<String>) -> Password {
        Password(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            transport: Transport::Off,
            from: "Dathang <dathang@localhost.localdomain>".to_owned(),
            portal: String::new(),
            folder: "mail".to_owned(),
            host: String::new(),
            port: None,
            security: Security::Starttls,
            user: String::new(),
            password: Password::default(),
            password_file: None,
            certificate_file: None,
        }
    }
}

impl Settings {
    /// What is wrong with it. A mail with a link for one use goes through no net in the open.
    pub fn fault(&self) -> Option<&'static str> {
        if self.transport == Transport::Off {
            return None;
        }
        if !self.portal.is_empty()
            && !self.portal.starts_with("https://")
            && !self.portal.starts_with("http://")
        {
            return Some("portal: must begin with https://");
        }
        if self.transport == Transport::Folder {
            return None;
        }
        let here = ["localhost", "127.0.0.1", "::1"].contains(&self.host.as_str());
        match self.security {
            _ if self.portal.is_empty() => Some("portal: the address that links begin with is missing"),
            _ if self.host.is_empty() => Some("host: the name of the mail server is missing"),
            Security::None if !here => Some("security: \"none\" is for a server on this machine alone"),
            _ if !self.user.is_empty() && self.password.as_str().is_empty() => {
                Some("the password is missing: password_file, or DATHANG_MAIL_PASSWORD")
            }
            _ => None,
        }
    }

    /// The beginning of every link: the portal, or else the address on which it listens.
    pub fn home(&self, listen: SocketAddr) -> String {
        self.portal().unwrap_or_else(|| format!("http://{listen}"))
    }

    /// How the portal is called from outside, where that was said.
    pub fn portal(&self) -> Option<String> {
        Some(self.portal.trim_end_matches('/').to_owned()).filter(|portal| !portal.is_empty())
    }

    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            Security::Starttls => 587,
            Security::Tls => 465,
            Security::None => 25,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_safe_or_could_not_work_is_refused() {
        let smtp = Settings {
            transport: Transport::Smtp,
            host: "mail.example.gov.vn".to_owned(),
            portal: "https://dathang.example.gov.vn/".to_owned(),
            ..Settings::default()
        };
        assert_eq!(smtp.fault(), None);
        assert_eq!(smtp.port(), 587);
        assert_eq!(smtp.portal().as_deref(), Some("https://dathang.example.gov.vn"));
        assert_eq!(Settings::default().portal(), None);
        let open = Settings { security: Security::None, ..smtp.clone() };
        assert!(open.fault().is_some_and(|fault| fault.contains("this machine")));
        assert_eq!(Settings { host: "localhost".to_owned(), ..open }.fault(), None);
        let nobody = Settings { host: String::new(), ..smtp.clone() };
        assert!(nobody.fault().is_some_and(|fault| fault.contains("host")));
        let mute = Settings { user: "dathang".to_owned(), ..smtp.clone() };
        assert!(mute.fault().is_some_and(|fault| fault.contains("password")));
        let nowhere = Settings { portal: String::new(), ..smtp.clone() };
        assert!(nowhere.fault().is_some_and(|fault| fault.contains("portal")));
        let bare = Settings { portal: "dathang.example.gov.vn".to_owned(), ..smtp };
        assert!(bare.fault().is_some_and(|fault| fault.contains("portal")));
        assert_eq!(Settings::default().fault(), None);
        assert_eq!(format!("{:?}", Password::new("x")), "…");
    }
}
