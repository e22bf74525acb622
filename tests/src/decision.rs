//! What the office decides in its registry: proposed by one person, approved by another.

use crate::{office::Office, visitor::Browser};

/// A decision that was signed, in force from a day.
pub fn decided<'a>(valid_from: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("valid_from", valid_from),
        ("certainty", "verified"),
        ("authority", "Bộ Giáo dục và Đào tạo"),
        ("decision_number", "QĐ 77/2026"),
        ("decided_on", "01/11/2026"),
        ("source_link", "https://vanban.example/77"),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    fields
}

/// Proposes, and answers with the address of the proposal.
#[track_caller]
pub fn proposed(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> String {
    let page = browser.post(path, fields).is(303);
    let address = page.location.strip_suffix("?done=proposed").expect("a proposal was made").to_owned();
    assert!(address.starts_with("/registry/changes/"), "{address}");
    address
}

/// By a second person.
#[track_caller]
pub fn approved(office: &Office, login: &str, change: &str) {
    let page = office.browser(login).post(&format!("{change}/approve"), &[]);
    page.leads_to(&format!("{change}?done=change_approved"));
}
