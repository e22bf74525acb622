//! Mails on their way out: written by the sentences of their events, handed to a server or put into a folder. Knows neither
//! accounts nor tables; only this room names the mail library.

mod letter;
mod settings;

use std::{
    path::PathBuf,
    time::{Duration, SystemTime},
};

use frontend::mail::Mail;
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};

pub use self::{
    letter::{To, letter},
    settings::{Password, Security, Settings, Transport},
};

/// A server that says nothing for so long has not taken the mail.
const PATIENCE: Duration = Duration::from_secs(120);

/// Where mails go.
#[derive(Clone)]
pub struct Post {
    way: Way,
    from: Mailbox,
    /// The beginning of every link.
    pub home: String,
}

#[derive(Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
    /// What was sent, for tests, which say how often the server puts a mail off first.
    #[cfg(test)]
    Memory(std::sync::Arc<std::sync::Mutex<Memory>>),
}

#[cfg(test)]
#[derive(Default)]
pub struct Memory {
    pub sent: Vec<String>,
    pub put_off: usize,
}

/// Why a mail was not taken, in the server's words without any address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It may be taken later.
    ForNow(String),
    /// It will never be taken.
    ForGood(String),
}

/// To whom, under which key.
#[derive(Debug, Clone)]
pub struct Envelope<'a> {
    pub name: &'a str,
    pub address: &'a str,
    /// The same whenever this mail is sent again, so that it counts once.
    pub key: &'a str,
    /// Seconds since 1970.
    pub at: i64,
}

impl Post {
    /// Nothing where mails are off.
    pub fn new(settings: &Settings, home: String) -> Result<Option<Post>, String> {
        let from = settings.from.parse::<Mailbox>().map_err(|error| format!("from: {error}"))?;
        let way = match settings.transport {
            Transport::Off => return Ok(None),
            Transport::Folder => Way::Folder(PathBuf::from(&settings.folder)),
            Transport::Smtp => Way::Smtp(smtp(settings, &from)?),
        };
        Ok(Some(Post { way, from, home }))
    }

    #[cfg(test)]
    pub fn memory() -> (Post, std::sync::Arc<std::sync::Mutex<Memory>>) {
        let memory = std::sync::Arc::<std::sync::Mutex<Memory>>::default();
        let from = "Dathang <dathang@example.gov.vn>".parse().expect("a mailbox");
        let home = "https://dathang.example".to_owned();
        (Post { way: Way::Memory(memory.clone()), from, home }, memory)
    }

    pub async fn send(&self, envelope: &Envelope<'_>, mail: &Mail) -> Result<(), Refusal> {
        let message = self.message(envelope, mail)?;
        match &self.way {
            Way::Smtp(transport) => match tokio::time::timeout(PATIENCE, transport.send(message)).await {
                Ok(answer) => answer.map(drop).map_err(|error| refusal(&error)),
                Err(_) => Err(Refusal::ForNow("the server takes too long".to_owned())),
            },
            Way::Folder(folder) => {
                let put = put(folder, &format!("{}.eml", envelope.key), &message.formatted()).await;
                put.map_err(|error| Refusal::ForNow(error.to_string()))
            }
            #[cfg(test)]
            Way::Memory(memory) => {
                let mut memory = memory.lock().expect("nobody panicked");
                if memory.put_off > 0 {
                    memory.put_off -= 1;
                    return Err(Refusal::ForNow("450 later".to_owned()));
                }
                memory.sent.push(String::from_utf8_lossy(&message.formatted()).into_owned());
                Ok(())
            }
        }
    }

    fn message(&self, envelope: &Envelope<'_>, mail: &Mail) -> Result<Message, Refusal> {
        let never = |error: &dyn std::fmt::Display| Refusal::ForGood(without_addresses(&error.to_string()));
        let address = envelope.address.parse::<Address>();
        let address = address.map_err(|_| Refusal::ForGood("this is no e-mail address".to_owned()))?;
        let key = format!("<{}@{}>", envelope.key, self.from.email.domain());
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(envelope.at).unwrap_or(0));
        let (text, html) = (mail.text(), mail.html());
        let parts = MultiPart::alternative_plain_html(
            text.map_err(|error| never(&error))?,
            html.map_err(|error| never(&error))?,
        );
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(envelope.name.to_owned()), address))
            .subject(&mail.subject)
            .message_id(Some(key))
            .date(at)
            // RFC 3834: no answer from an out-of-office machine is wanted.
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header(
                "Content-Language",
                if mail.lang == domain::text::Lang::Vi { "vi" } else { "en" },
            ))
            .multipart(parts)
            .map_err(|error| never(&error))
    }
}

impl std::fmt::Debug for Post {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Post")
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn smtp(settings: &Settings, from: &Mailbox) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    let mut tls = TlsParameters::builder(settings.host.clone());
    if let Some(file) = &settings.certificate_file {
        let pem = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?;
        let certificate = Certificate::from_pem(&pem).map_err(|error| format!("{file}: {error}"))?;
        tls = tls.add_root_certificate(certificate);
    }
    let tls = tls.build().map_err(|error| error.to_string())?;
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
        .port(settings.port())
        .hello_name(ClientId::Domain(from.email.domain().to_owned()))
        .tls(match settings.security {
            Security::Starttls => Tls::Required(tls),
            Security::Tls => Tls::Wrapper(tls),
            Security::None => Tls::None,
        });
    if !settings.user.is_empty() {
        let password = settings.password.as_str().to_owned();
        builder = builder.credentials(Credentials::new(settings.user.clone(), password));
    }
    Ok(builder.build())
}

/// Our own sign-in at the server: to be mended in the settings, and no fault of the mail.
const SIGN_IN: [u16; 4] = [530, 534, 535, 538];

fn refusal(error: &lettre::transport::smtp::Error) -> Refusal {
    let said = without_addresses(&error.to_string());
    let ours = error.status().is_some_and(|code| SIGN_IN.contains(&u16::from(code)));
    if error.is_permanent() && !ours { Refusal::ForGood(said) } else { Refusal::ForNow(said) }
}

/// A server's words often name the addressee.
fn without_addresses(said: &str) -> String {
    let word = |word: &str| if word.contains('@') { "…".to_owned() } else { word.to_owned() };
    said.split_whitespace().map(word).collect::<Vec<_>>().join(" ").chars().take(300).collect()
}

/// Written beside and put in place whole. A mail that is sent again takes its own place.
async fn put(folder: &std::path::Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let beside = folder.join(format!("{name}.{}", std::process::id()));
    tokio::fs::write(&beside, bytes).await?;
    tokio::fs::rename(&beside, folder.join(name)).await
}

#[cfg(test)]
mod tests {
    use domain::{
        notice::{Event, Kind},
        text::Lang,
    };

    use super::*;

    fn mail(post: &Post) -> Mail {
        let to = To { name: "Nguyễn Thị Hoa", lang: Lang::Vi, home: &post.home, invitation: None };
        letter(&to, &[Event::sample(Kind::OrderOffered)])
    }

    fn envelope(address: &str) -> Envelope<'_> {
        Envelope { name: "Nguyễn Thị Hoa", address, key: "abc", at: 1_767_225_600 }
    }

    #[tokio::test]
    async fn a_mail_has_a_stable_id_two_parts_and_says_that_no_person_wrote_it() {
        let (post, memory) = Post::memory();
        let mail = mail(&post);
        post.send(&envelope("hoa@example.edu.vn"), &mail).await.unwrap();
        post.send(&envelope("hoa@example.edu.vn"), &mail).await.unwrap();
        let sent = memory.lock().unwrap().sent.clone();
        for said in [
            "Message-ID: <abc@example.gov.vn>",
            "Date: Thu, 01 Jan 2026 00:00:00 +0000",
            "Auto-Submitted: auto-generated",
            "Content-Language: vi",
            "multipart/alternative",
            "text/plain",
            "text/html",
        ] {
            assert!(sent[0].contains(said) && sent[1].contains(said), "{said} in {}", sent[0]);
        }
    }

    #[tokio::test]
    async fn a_folder_holds_each_mail_once() {
        let folder = std::env::temp_dir().join(format!("dathang-mail-{}", std::process::id()));
        let settings = Settings {
            transport: Transport::Folder,
            folder: folder.display().to_string(),
            ..Settings::default()
        };
        let post = Post::new(&settings, "http://127.0.0.1:8080".to_owned()).unwrap().unwrap();
        let mail = mail(&post);
        post.send(&envelope("hoa@example.edu.vn"), &mail).await.unwrap();
        post.send(&envelope("hoa@example.edu.vn"), &mail).await.unwrap();
        let files: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(files, ["abc.eml"]);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn what_is_no_address_is_refused_for_good_and_no_answer_names_one() {
        let (post, _) = Post::memory();
        let refused = post.send(&envelope("hoa"), &mail(&post)).await.unwrap_err();
        assert!(matches!(refused, Refusal::ForGood(_)), "{refused:?}");
        assert_eq!(without_addresses("550 5.1.1 <an@bo.gov.vn>: User unknown"), "550 5.1.1 … User unknown");
    }

    #[test]
    fn mails_are_off_until_somebody_turns_them_on() {
        assert!(Post::new(&Settings::default(), String::new()).unwrap().is_none());
        let wrong =
            Settings { from: "nobody".to_owned(), transport: Transport::Folder, ..Settings::default() };
        assert!(Post::new(&wrong, String::new()).unwrap_err().starts_with("from:"));
    }
}
