//! Secrets that the program itself must read again: the keys of authenticators, and names that somebody looks for, on their way
//! through an address. They are sealed with a key that is no part of the database, each for its own account, so a copy of the
//! database, a browser's history or a log opens nothing.

use std::{
    fs,
    io::{ErrorKind, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use domain::{ids::UserId, ledger::hex};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
/// Before it, secrets were kept as they are; none of their letters is a colon.
const MARK: &str = "v1:";

/// What seals and opens.
#[derive(Clone)]
pub struct Seal(XChaCha20Poly1305);

/// A secret as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    Sealed(String),
    /// Kept open by an earlier version; to be sealed at its next use.
    Open(String),
    /// Sealed with another key, for another account, or damaged.
    Shut,
}

impl Opened {
    /// Empty where it stays shut.
    pub fn as_str(&self) -> &str {
        match self {
            Opened::Sealed(secret) | Opened::Open(secret) => secret,
            Opened::Shut => "",
        }
    }
}

impl Seal {
    /// The key of this house. At the first start it is made, for the program's user alone.
    pub fn from_file(path: &Path) -> Result<Seal, String> {
        match read(path) {
            Ok(seal) => seal,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                make(path).map_err(|error| error.to_string())?;
                read(path).map_err(|error| error.to_string())?
            }
            Err(error) => Err(error.to_string()),
        }
    }

    fn new(key: [u8; KEY_BYTES]) -> Seal {
        Seal(XChaCha20Poly1305::new(&Key::from(key)))
    }

    pub fn seal(&self, user: UserId, secret: &str) -> Result<String, String> {
        self.sealed(&about_code(user), secret)
    }

    /// Words that are looked for. Neither opens in the place of a secret, nor a secret in theirs.
    pub fn seal_words(&self, user: UserId, words: &str) -> Result<String, String> {
        self.sealed(&about_words(user), words)
    }

    fn sealed(&self, about: &str, secret: &str) -> Result<String, String> {
        let mut nonce = [0u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|error| error.to_string())?;
        let payload = Payload { msg: secret.as_bytes(), aad: about.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).map_err(|error| error.to_string())?;
        Ok(format!("{MARK}{}{}", hex(&nonce), hex(&sealed)))
    }

    pub fn open(&self, user: UserId, kept: &str) -> Opened {
        let Some(sealed) = kept.strip_prefix(MARK) else { return Opened::Open(kept.to_owned()) };
        match self.unsealed(&about_code(user), sealed) {
            Some(secret) => Opened::Sealed(secret),
            None => Opened::Shut,
        }
    }

    /// Nothing for words that were not sealed here for this account.
    pub fn open_words(&self, user: UserId, kept: &str) -> Option<String> {
        self.unsealed(&about_words(user), kept.strip_prefix(MARK)?)
    }

    fn unsealed(&self, about: &str, sealed: &str) -> Option<String> {
        let bytes = unhex(sealed)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let payload = Payload { msg: sealed, aad: about.as_bytes() };
        String::from_utf8(self.0.decrypt(&XNonce::from(nonce), payload).ok()?).ok()
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

/// A secret put into another account's row stays shut.
fn about_code(user: UserId) -> String {
    format!("one-time code of account {}", user.0)
}

fn about_words(user: UserId) -> String {
    format!("search of account {}", user.0)
}

fn read(path: &Path) -> std::io::Result<Result<Seal, String>> {
    let text = fs::read_to_string(path)?;
    if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
        return Ok(Err("others may read it; run `chmod 600` on it".to_owned()));
    }
    let key = unhex(text.trim()).and_then(|bytes| <[u8; KEY_BYTES]>::try_from(bytes).ok());
    Ok(key.map(Seal::new).ok_or_else(|| "it does not hold 64 hexadecimal figures".to_owned()))
}

/// Written beside and put in place whole; of two that start at once, the first one's key stays.
fn make(path: &Path) -> std::io::Result<()> {
    let mut key = [0u8; KEY_BYTES];
    getrandom::fill(&mut key).map_err(|error| std::io::Error::other(error.to_string()))?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    writeln!(file, "{}", hex(&key))?;
    file.sync_all()?;
    let placed = fs::hard_link(&beside, path);
    fs::remove_file(&beside)?;
    match placed {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |letter: u8| char::from(letter).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    text.as_bytes().chunks(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_for_its_account_and_with_its_key_alone() {
        let seal = Seal::new([7; KEY_BYTES]);
        let kept = seal.seal(UserId(3), "GEZDGNBV").unwrap();
        assert!(kept.starts_with(MARK) && !kept.contains("GEZDGNBV"));
        assert_ne!(kept, seal.seal(UserId(3), "GEZDGNBV").unwrap(), "never twice the same");
        assert_eq!(seal.open(UserId(3), &kept), Opened::Sealed("GEZDGNBV".to_owned()));
        assert_eq!(seal.open(UserId(4), &kept), Opened::Shut);
        assert_eq!(Seal::new([8; KEY_BYTES]).open(UserId(3), &kept), Opened::Shut);
        let damaged = format!("{}{}", &kept[..kept.len() - 1], if kept.ends_with('0') { '1' } else { '0' });
        assert_eq!(seal.open(UserId(3), &damaged), Opened::Shut);
        assert_eq!(seal.open(UserId(3), "v1:00"), Opened::Shut);
        assert_eq!(seal.open(UserId(3), "GEZDGNBV"), Opened::Open("GEZDGNBV".to_owned()));
    }

    #[test]
    fn words_open_for_who_looked_for_them_and_never_in_the_place_of_a_secret() {
        let seal = Seal::new([7; KEY_BYTES]);
        let kept = seal.seal_words(UserId(3), "Trần Thị Ánh").unwrap();
        assert!(kept.is_ascii() && !kept.contains("Tr"));
        assert_eq!(seal.open_words(UserId(3), &kept).as_deref(), Some("Trần Thị Ánh"));
        assert_eq!(seal.open_words(UserId(4), &kept), None);
        assert_eq!(
            seal.open_words(UserId(3), "Trần Thị Ánh"),
            None,
            "a name typed into the address is not read"
        );
        assert_eq!(seal.open(UserId(3), &kept), Opened::Shut);
        assert_eq!(seal.open_words(UserId(3), &seal.seal(UserId(3), "GEZDGNBV").unwrap()), None);
    }

    #[test]
    fn the_key_is_made_once_for_one_user_and_read_by_nobody_else() {
        let folder = std::env::temp_dir().join(format!("dathang-key-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("dathang.key");
        let kept = Seal::from_file(&path).unwrap().seal(UserId(1), "GEZDGNBV").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let again = Seal::from_file(&path).unwrap();
        assert_eq!(again.open(UserId(1), &kept), Opened::Sealed("GEZDGNBV".to_owned()));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(Seal::from_file(&path).unwrap_err().contains("chmod 600"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "short").unwrap();
        assert!(Seal::from_file(&path).is_err());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
        fs::remove_dir_all(&folder).unwrap();
    }
}
