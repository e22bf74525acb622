//! Digital signatures in a PDF (PAdES: ETSI EN 319 142-1): who signed, when, and whether what was signed is what is there.
//! Whether the signer may be trusted is not looked at: that takes the lists of the State's and the licensed authorities.

use cms::{
    cert::CertificateChoices,
    content_info::ContentInfo,
    signed_data::{SignedData, SignerIdentifier, SignerInfo},
};
use der::{
    Decode, Encode, SliceReader,
    asn1::{ObjectIdentifier, OctetString},
    oid::db::rfc5912::{
        ID_SHA_256, ID_SHA_384, ID_SHA_512, RSA_ENCRYPTION, SHA_256_WITH_RSA_ENCRYPTION,
        SHA_384_WITH_RSA_ENCRYPTION, SHA_512_WITH_RSA_ENCRYPTION,
    },
};
use domain::{ledger::hex, text::Text};
use lopdf::{Dictionary, Document, Object};
use rsa::{Pkcs1v15Sign, RsaPublicKey, pkcs8::DecodePublicKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256, Sha384, Sha512};
use x509_cert::Certificate;

/// What one signature says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// As the certificate names the signer.
    pub by: Option<String>,
    /// As the file says: `20261130`.
    pub at: Option<String>,
    /// Whether it covers the file to its end.
    pub whole: bool,
    /// Whether the signed bytes are unchanged; `None` where the method is not known here.
    pub unchanged: Option<bool>,
    /// Whether the signature is by the key of the certificate it names.
    pub fits: Option<bool>,
}

impl Signed {
    pub fn told(&self) -> Text {
        let by = self.by.as_deref();
        let day = self.at.as_deref().filter(|at| at.len() == 8 && at.is_ascii());
        let day = day.map(|at| format!("{}/{}/{}", &at[6..8], &at[4..6], &at[..4]));
        let mut vi = by.map_or_else(|| "Không đọc được người ký".to_owned(), |by| format!("{by} ký"));
        let mut en =
            by.map_or_else(|| "The signer cannot be read".to_owned(), |by| format!("Signed by {by}"));
        if let Some(day) = day {
            vi.push_str(&format!(" ngày {day}"));
            en.push_str(&format!(" on {day}"));
        }
        let mut say = |words: (&str, &str)| {
            vi.push_str("; ");
            vi.push_str(words.0);
            en.push_str("; ");
            en.push_str(words.1);
        };
        say(match self.unchanged {
            Some(true) => ("phần đã ký không bị sửa", "what was signed is unchanged"),
            Some(false) => ("PHẦN ĐÃ KÝ ĐÃ BỊ SỬA", "WHAT WAS SIGNED WAS CHANGED"),
            None => ("thuật toán chưa kiểm tra được", "by a method that is not checked here"),
        });
        if let Some(fits) = self.fits {
            say(match fits {
                true => ("chữ ký khớp chứng thư", "the signature fits its certificate"),
                false => ("CHỮ KÝ KHÔNG KHỚP CHỨNG THƯ", "THE SIGNATURE DOES NOT FIT ITS CERTIFICATE"),
            });
        }
        if !self.whole {
            say(("sau chữ ký còn nội dung được thêm", "something was added behind it"));
        }
        Text::new(
            format!("{vi}. Chưa xét chứng thư có đáng tin hay không."),
            format!("{en}. Whether the certificate may be trusted was not looked at."),
        )
    }
}

/// Every signature of a file, in the order in which they were added; none where the file is no PDF.
pub fn look(file: &[u8]) -> Vec<Signed> {
    let Ok(document) = Document::load_mem(file) else { return Vec::new() };
    let dictionaries = document.objects.values().filter_map(|object| object.as_dict().ok());
    let mut found: Vec<(usize, Signed)> =
        dictionaries.filter_map(|dictionary| one(dictionary, file)).collect();
    found.sort_by_key(|(end, _)| *end);
    found.into_iter().map(|(_, signed)| signed).collect()
}

/// A signature, and where the bytes that it covers end.
fn one(dictionary: &Dictionary, file: &[u8]) -> Option<(usize, Signed)> {
    let range = dictionary.get(b"ByteRange").ok()?.as_array().ok()?;
    let range: Vec<usize> = range
        .iter()
        .map(|at| at.as_i64().ok().and_then(|at| usize::try_from(at).ok()))
        .collect::<Option<_>>()?;
    let [0, first, second, length] = range[..] else { return None };
    let end = second.checked_add(length)?;
    if first > second || end > file.len() {
        return None;
    }
    let signed = [&file[..first], &file[second..end]];
    let Ok(Object::String(contents, _)) = dictionary.get(b"Contents") else { return None };
    let at = dictionary.get(b"M").ok().and_then(|at| at.as_str().ok());
    let at = at.and_then(|at| std::str::from_utf8(at).ok()).and_then(|at| at.strip_prefix("D:")?.get(..8));
    let mut told =
        Signed { by: None, at: at.map(str::to_owned), whole: end == file.len(), unchanged: None, fits: None };
    if let Some((data, signer)) = parsed(contents) {
        let certificate = certificate_of(&data, &signer);
        told.by = certificate.as_ref().and_then(name_of);
        // What lies between the signed bytes may be the signature alone: anything else there was signed by nobody.
        let is_alone = is_hex_of(&file[first..second], contents);
        told.unchanged = unchanged(&signer, signed).map(|same| same && is_alone);
        told.fits = certificate.and_then(|certificate| fits(&signer, &certificate));
    }
    Some((end, told))
}

/// Whether some bytes are a hexadecimal string of a PDF with this content, and nothing else.
fn is_hex_of(bytes: &[u8], content: &[u8]) -> bool {
    let Some(digits) = bytes.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">")) else {
        return false;
    };
    digits.eq_ignore_ascii_case(hex(content).as_bytes())
}

/// The first signer; a signature in a PDF has one. Behind the data stand noughts that keep its place.
fn parsed(contents: &[u8]) -> Option<(SignedData, SignerInfo)> {
    let mut reader = SliceReader::new(contents).ok()?;
    let info = ContentInfo::decode(&mut reader).ok()?;
    let data: SignedData = info.content.decode_as().ok()?;
    let signer = data.signer_infos.0.iter().next()?.clone();
    Some((data, signer))
}

fn certificate_of(data: &SignedData, signer: &SignerInfo) -> Option<Certificate> {
    let SignerIdentifier::IssuerAndSerialNumber(wanted) = &signer.sid else { return None };
    let all = data.certificates.as_ref()?;
    all.0.iter().find_map(|choice| match choice {
        CertificateChoices::Certificate(certificate)
            if certificate.tbs_certificate.issuer == wanted.issuer
                && certificate.tbs_certificate.serial_number == wanted.serial_number =>
        {
            Some(certificate.clone())
        }
        _ => None,
    })
}

/// The common name.
fn name_of(certificate: &Certificate) -> Option<String> {
    let subject = certificate.tbs_certificate.subject.to_string();
    let parts = subject.split(',').map(str::trim);
    parts.filter_map(|part| part.strip_prefix("CN=")).next().map(str::to_owned)
}

fn digest(method: ObjectIdentifier, parts: &[&[u8]]) -> Option<Vec<u8>> {
    fn of<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
        let mut digest = D::new();
        parts.iter().for_each(|part| digest.update(part));
        digest.finalize().to_vec()
    }
    match method {
        ID_SHA_256 => Some(of::<Sha256>(parts)),
        ID_SHA_384 => Some(of::<Sha384>(parts)),
        ID_SHA_512 => Some(of::<Sha512>(parts)),
        _ => None,
    }
}

/// The digest that was signed (RFC 5652, messageDigest) is that of the bytes.
fn unchanged(signer: &SignerInfo, bytes: [&[u8]; 2]) -> Option<bool> {
    const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
    let computed = digest(signer.digest_alg.oid, &bytes)?;
    let told = signer.signed_attrs.as_ref()?.iter().find(|attribute| attribute.oid == MESSAGE_DIGEST)?;
    let told: OctetString = told.values.iter().next()?.decode_as().ok()?;
    Some(told.as_bytes() == computed)
}

/// The attributes were signed by the certificate's key. RSA, as the licensed authorities issue it.
fn fits(signer: &SignerInfo, certificate: &Certificate) -> Option<bool> {
    let attributes = signer.signed_attrs.as_ref()?.to_der().ok()?;
    let key = certificate.tbs_certificate.subject_public_key_info.to_der().ok()?;
    let method = match signer.signature_algorithm.oid {
        RSA_ENCRYPTION => signer.digest_alg.oid,
        SHA_256_WITH_RSA_ENCRYPTION => ID_SHA_256,
        SHA_384_WITH_RSA_ENCRYPTION => ID_SHA_384,
        SHA_512_WITH_RSA_ENCRYPTION => ID_SHA_512,
        _ => return None,
    };
    let padding = match method {
        ID_SHA_256 => Pkcs1v15Sign::new::<rsa::sha2::Sha256>(),
        ID_SHA_384 => Pkcs1v15Sign::new::<rsa::sha2::Sha384>(),
        ID_SHA_512 => Pkcs1v15Sign::new::<rsa::sha2::Sha512>(),
        _ => return None,
    };
    let key = RsaPublicKey::from_public_key_der(&key).ok()?;
    let hashed = digest(method, &[&attributes])?;
    Some(key.verify(padding, &hashed, signer.signature.as_bytes()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A paper of a few words, signed with a key made for this test: `signature/README.md` says how.
    const SIGNED: &[u8] = include_bytes!("signature/signed.pdf");

    #[test]
    fn a_signature_says_who_and_that_nothing_was_changed() {
        let found = look(SIGNED);
        assert_eq!(found.len(), 1);
        let signed = &found[0];
        assert_eq!(signed.by.as_deref(), Some("Nguyễn Thị Hạnh"));
        assert_eq!((signed.whole, signed.unchanged, signed.fits), (true, Some(true), Some(true)));
    }

    #[test]
    fn one_changed_byte_is_seen() {
        let mut changed = SIGNED.to_vec();
        // The year of a comment in the first bytes: the file still opens.
        let at = changed
            .windows(7)
            .position(|window| window == b"Dathang")
            .expect("the producer is written there");
        changed[at] = b'X';
        assert_eq!(look(&changed)[0].unchanged, Some(false));
        assert!(look(&changed)[0].told().vi.contains("ĐÃ BỊ SỬA"));
    }

    #[test]
    fn what_is_added_behind_is_seen() {
        let mut longer = SIGNED.to_vec();
        longer.extend_from_slice(b"\n% more\n");
        let found = look(&longer);
        assert!(found.is_empty() || !found[0].whole, "{found:?}");
    }

    #[test]
    fn between_the_signed_bytes_lies_the_signature_alone() {
        assert!(is_hex_of(b"<30FF00>", &[0x30, 0xff, 0]) && is_hex_of(b"<30ff>", &[0x30, 0xff]));
        for smuggled in [&b"<30ff> /X (more)"[..], b"<30ff00>", b"(0\xff)", b"<30ff", b""] {
            assert!(!is_hex_of(smuggled, &[0x30, 0xff]));
        }
    }

    #[test]
    fn what_is_no_pdf_has_no_signature() {
        assert_eq!(look(b"not a PDF"), []);
        assert_eq!(look(b""), []);
    }
}
