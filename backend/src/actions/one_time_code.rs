//! One-time codes of an authenticator (RFC 6238 over RFC 4226, SHA-1, six digits, thirty seconds), as every
//! authenticator knows them.

use domain::ids::UserId;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::{
    error::Error,
    storage::{Store, sealed::Opened},
};

const STEP_SECONDS: i64 = 30;
const DIGITS: u32 = 6;
/// A phone's clock may be one step off.
const DRIFT: i64 = 1;
/// As RFC 4226 §4 recommends.
const SECRET_BYTES: usize = 20;
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A new secret, in the letters of Base32 as authenticators take it.
pub fn new_secret() -> Result<String, Error> {
    let mut bytes = [0u8; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| Error::fault("random bytes", error))?;
    Ok(base32(&bytes))
}

/// A secret as it is kept.
pub fn sealed(store: &Store, user: UserId, secret: &str) -> Result<String, Error> {
    let seal = store.seal().ok_or_else(no_key)?;
    seal.seal(user, secret).map_err(|error| Error::fault("seal of a secret", error))
}

/// A kept secret to be used. What stays shut was sealed with a key that is gone: a recovery code or a new invitation
/// helps, and the log says why.
pub fn opened(store: &Store, user: UserId, kept: Option<&str>) -> Result<Option<Opened>, Error> {
    let Some(kept) = kept else { return Ok(None) };
    let opened = store.seal().ok_or_else(no_key)?.open(user, kept);
    if opened == Opened::Shut {
        tracing::error!(account = user.0, "a secret does not open: is key_file the one it was sealed with?");
    }
    Ok(Some(opened))
}

fn no_key() -> Error {
    Error::Fault("no key for secrets: settings, key_file".to_owned())
}

/// What a picture for the authenticator says.
pub fn address(secret: &str, login: &str) -> String {
    format!("otpauth://totp/Dathang:{login}?secret={secret}&issuer=Dathang")
}

/// The step that a code belongs to, if it is one of about now.
pub fn step_of(secret: &str, code: &str, now: i64) -> Option<i64> {
    let secret = bytes(secret)?;
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let here = now.div_euclid(STEP_SECONDS);
    (here - DRIFT..=here + DRIFT).find(|step| code_at(&secret, *step, DIGITS) == code)
}

fn code_at(secret: &[u8], step: i64, digits: u32) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("a key of any length will do");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    // RFC 4226 §5.3: the last half-byte says where the four bytes of the number begin.
    let offset = usize::from(hash[19] & 0x0f);
    let number =
        u32::from_be_bytes([hash[offset] & 0x7f, hash[offset + 1], hash[offset + 2], hash[offset + 3]]);
    let width = usize::try_from(digits).unwrap_or_default();
    format!("{:0width$}", number % 10u32.pow(digits))
}

/// Base32 of RFC 4648 without padding.
pub fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(5) {
        let mut five = [0u8; 8];
        five[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(five);
        for i in 0..(chunk.len() * 8).div_ceil(5) {
            let letter = (bits >> (35 - 5 * i)) & 31;
            text.push(char::from(LETTERS[usize::try_from(letter).unwrap_or_default()]));
        }
    }
    text
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut bits: u32 = 0;
    let mut held: u32 = 0;
    let mut bytes = Vec::new();
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter.to_ascii_uppercase())?;
        bits = (bits << 5) | u32::try_from(value).ok()?;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, the column of SHA-1.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(code_at(secret, seconds / STEP_SECONDS, 8), code, "{seconds}");
        }
    }

    #[test]
    fn a_secret_is_written_as_the_standard_says_and_read_again() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(base32(b"12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(bytes("MZXW6YTBOI").unwrap(), b"foobar");
        assert_eq!(bytes("1"), None);
    }

    #[test]
    fn a_code_counts_for_its_step_and_the_ones_beside_it() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(step_of(secret, "287 082", 59), Some(1));
        assert_eq!(step_of(secret, "287082", 89), Some(1));
        assert_eq!(step_of(secret, "287082", 120), None);
    }
}
