//! A real mail server: npm's `smtp-server`, and the mails that it took, as their readers see them.

use std::{
    fs,
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::server;

/// Node on a busy machine takes its time to begin, and a mail to arrive.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running mail server; stopped when it is dropped.
pub struct MailServer {
    address: SocketAddr,
    child: Child,
    folder: TempDir,
}

/// A mail as it was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    pub to: String,
    pub tls: bool,
    /// Who signed in at the server.
    pub user: Option<String>,
    /// Line by line, as it came.
    pub raw: String,
}

impl MailServer {
    /// `starttls`, `tls` or `plain`.
    pub fn start(mode: &str) -> MailServer {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("mail");
        let there = here.join("node_modules/smtp-server").is_dir();
        assert!(there, "smtp-server is not installed: use tests/run, or `npm ci` in tests/mail first");
        let (address, folder) = (server::free_address(), TempDir::new().expect("a temporary folder"));
        let mut child = Command::new("node")
            .arg(here.join("server.js"))
            .env("PORT", address.port().to_string())
            .env("FOLDER", folder.path())
            .env("MODE", mode)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("node starts");
        let since = Instant::now();
        while TcpStream::connect(address).is_err() {
            let ended = child.try_wait().expect("a child can be asked");
            assert!(ended.is_none(), "the mail server ended at once: try `node server.js` in tests/mail");
            assert!(since.elapsed() < PATIENCE, "the mail server does not answer on {address}");
            thread::sleep(Duration::from_millis(20));
        }
        MailServer { address, child, folder }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Who vouches for the server.
    pub fn authority() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("mail/authority.pem")
    }

    /// Every mail so far, in the order in which they were taken.
    pub fn taken(&self) -> Vec<Taken> {
        let files = fs::read_dir(self.folder.path()).expect("our folder");
        let mut files: Vec<PathBuf> = files.map(|file| file.expect("our folder").path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        files.iter().map(|file| taken(file)).collect()
    }

    /// Waits until so many mails were taken.
    #[track_caller]
    pub fn wait_for(&self, count: usize) -> Vec<Taken> {
        let since = Instant::now();
        loop {
            let taken = self.taken();
            if taken.len() >= count {
                return taken;
            }
            assert!(since.elapsed() < PATIENCE, "{} mails instead of {count}: {taken:#?}", taken.len());
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn taken(file: &Path) -> Taken {
    let text = fs::read_to_string(file).expect("a file of our server");
    let kept: Value = serde_json::from_str(&text).expect("our server writes JSON");
    let word = |value: &Value| value.as_str().map(str::to_owned);
    Taken {
        to: word(&kept["to"][0]).expect("a mail goes to somebody"),
        tls: kept["tls"].as_bool().expect("yes or no"),
        user: word(&kept["user"]),
        raw: word(&kept["data"]).expect("a mail"),
    }
}

impl Taken {
    /// A header in words, also where it was folded and encoded.
    #[track_caller]
    pub fn header(&self, name: &str) -> String {
        let head = self.raw.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        let start = format!("{}:", name.to_ascii_lowercase());
        let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(&start));
        let value = line.unwrap_or_else(|| panic!("no {name} in {head}"))[start.len()..].trim();
        in_words(value)
    }

    /// The part of this kind, such as `text/plain`, in letters.
    #[track_caller]
    pub fn part(&self, kind: &str) -> String {
        let start = format!("Content-Type: {kind}");
        let rest = self.raw.split(&start).nth(1).unwrap_or_else(|| panic!("no {kind} in {}", self.raw));
        let (head, body) = rest.split_once("\r\n\r\n").expect("a part has a head and a body");
        let body = body.split("\r\n--").next().unwrap_or_default();
        let bytes = if head.contains("quoted-printable") {
            quoted(&body.replace("=\r\n", ""))
        } else if head.contains("base64") {
            base64(body)
        } else {
            body.bytes().collect()
        };
        String::from_utf8(bytes).expect("a mail is UTF-8").replace("\r\n", "\n")
    }
}

/// `=?utf-8?b?…?=`, word by word (RFC 2047).
fn in_words(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut after_word = false;
    for piece in value.split(' ') {
        let word = piece.strip_prefix("=?utf-8?").and_then(|word| word.strip_suffix("?="));
        if !(bytes.is_empty() || after_word && word.is_some()) {
            bytes.push(b' ');
        }
        match word.and_then(|word| word.split_once('?')) {
            Some(("b", text)) => bytes.extend(base64(text)),
            Some((_, text)) => bytes.extend(quoted(&text.replace('_', " "))),
            None => bytes.extend(piece.bytes()),
        }
        after_word = word.is_some();
    }
    String::from_utf8(bytes).expect("a header is UTF-8")
}

fn quoted(text: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), text.bytes());
    while let Some(byte) = rest.next() {
        let figures = if byte == b'=' { [rest.next(), rest.next()] } else { [None, None] };
        match figures {
            [Some(high), Some(low)] => {
                let figures = String::from_utf8(vec![high, low]).expect("two figures");
                bytes.push(u8::from_str_radix(&figures, 16).expect("two figures"));
            }
            _ => bytes.push(byte),
        }
    }
    bytes
}

fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for letter in text.bytes().filter_map(|byte| LETTERS.iter().position(|letter| *letter == byte)) {
        held = held << 6 | u32::try_from(letter).expect("one of 64");
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).expect("eight bits"));
        }
    }
    bytes
}
