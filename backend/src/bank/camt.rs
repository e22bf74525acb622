//! What a bank reports: camt.053.001.08 (statement) and camt.054.001.08 (notification). Booked entries only; an entry that
//! stands for several payments gives each of them.

use std::collections::HashMap;

use domain::{
    issue::Issue,
    money::Money,
    payment::{Entry, EntryKey, Move},
    text::{Lang, Text},
};
use time::{Date, Month};

use super::tree::{Element, about_file, parse};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `camt.053` or `camt.054`
    pub format: &'static str,
    pub id: String,
    pub entries: Vec<Told>,
    /// Entries that are not booked; nothing is made of them.
    pub pending: usize,
}

/// One payment as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub entry: Entry,
    pub name: String,
    pub booked_on: Date,
    pub reason_code: String,
    pub reason: String,
}

/// Reads a file, or names everything that is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Message, Vec<Issue>> {
    let root = parse(bytes).map_err(|issue| vec![issue])?;
    let (format, body, parts) = match root.children.first().map(|body| (body.name.as_str(), body)) {
        Some(("BkToCstmrStmt", body)) => ("camt.053", body, "Stmt"),
        Some(("BkToCstmrDbtCdtNtfctn", body)) => ("camt.054", body, "Ntfctn"),
        _ => return Err(vec![unknown_kind()]),
    };
    if !root.namespace.ends_with(&format!("{format}.001.08")) {
        return Err(vec![unknown_kind()]);
    }
    let mut message =
        Message { format, id: body.said("GrpHdr/MsgId").to_owned(), entries: Vec::new(), pending: 0 };
    let (mut seen, mut issues) = (Seen::default(), Vec::new());
    for entry in body.all(parts).flat_map(|part| part.all("Ntry")).enumerate() {
        entry_of(entry, &mut message, &mut seen, &mut issues);
    }
    if message.entries.is_empty() && issues.is_empty() {
        issues.push(nothing());
    }
    if issues.is_empty() { Ok(message) } else { Err(issues) }
}

fn entry_of((at, entry): (usize, &Element), message: &mut Message, seen: &mut Seen, issues: &mut Vec<Issue>) {
    if !matches!(entry.said("Sts/Cd"), "BOOK") {
        message.pending += 1;
        return;
    }
    let booked = ["BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt"].map(|path| day(entry.said(path)));
    let Some(booked_on) = booked.into_iter().flatten().next() else {
        issues.push(wrong(at, ("Không có ngày hạch toán.", "It has no day of booking.")));
        return;
    };
    let Some(whole) = amount(entry.at("Amt")) else {
        issues.push(not_dong(at));
        return;
    };
    let details: Vec<&Element> = entry.all("NtryDtls").flat_map(|details| details.all("TxDtls")).collect();
    if details.is_empty() {
        message.entries.push(told(entry, entry, whole, booked_on, seen));
        return;
    }
    let mut sum = Money::ZERO;
    let mut parts = Vec::with_capacity(details.len());
    for detail in &details {
        let own = detail.at("Amt").or_else(|| detail.at("AmtDtls/TxAmt/Amt"));
        let part = match own {
            None if details.len() == 1 => Some(whole),
            own => amount(own),
        };
        let Some(part) = part else {
            issues.push(not_dong(at));
            return;
        };
        sum += part;
        parts.push(told(entry, detail, part, booked_on, seen));
    }
    if sum != whole {
        issues.push(wrong(
            at,
            (
                &format!(
                    "Các khoản bên trong cộng lại {} đ, dòng ghi {} đ.",
                    sum.grouped(Lang::Vi),
                    whole.grouped(Lang::Vi)
                ),
                &format!(
                    "Its payments add up to {} đ, the entry says {} đ.",
                    sum.grouped(Lang::En),
                    whole.grouped(Lang::En)
                ),
            ),
        ));
        return;
    }
    message.entries.extend(parts);
}

/// Payments of a file that the bank gave no key of their own. A file tells each once, so that two alike are two: the second
/// and later ones get a number. Another file of the same day numbers them alike.
#[derive(Default)]
struct Seen(HashMap<EntryKey, usize>);

impl Seen {
    fn tell_apart(&mut self, entry: &mut Entry) {
        let Some(key) = entry.key() else { return };
        let count = self.0.entry(key).or_default();
        *count += 1;
        if *count > 1 {
            entry.reference.push_str(&format!("/{count}"));
        }
    }
}

fn told(entry: &Element, detail: &Element, amount: Money, booked_on: Date, seen: &mut Seen) -> Told {
    let first = |paths: &[&str]| {
        let found = |from: &Element| {
            paths.iter().map(|path| from.said(path)).find(|said| !said.is_empty()).map(str::to_owned)
        };
        found(detail).unwrap_or_default()
    };
    let credit = match detail.said("CdtDbtInd") {
        "" => entry.said("CdtDbtInd"),
        own => own,
    } == "CRDT";
    // Money out is a payment, also when what had come back goes out again. Money in has come back, by a return (`RtrInf`)
    // or by a reversal of the payment (`RvslInd`).
    let what = if credit { Move::CameBack } else { Move::Paid };
    let end_to_end = Some(first(&["Refs/EndToEndId"])).filter(|key| key != "NOTPROVIDED").unwrap_or_default();
    // Our files give the instruction the key of the payment, so that one that comes back is no key of the bank.
    let instruction = Some(first(&["Refs/InstrId"])).filter(|key| *key != end_to_end);
    let own = Some(first(&["Refs/AcctSvcrRef", "Refs/TxId"])).filter(|key| !key.is_empty());
    let own = own.or(instruction).filter(|key| !key.is_empty());
    // The entry's own key stands for all of its payments, and a day for everything booked on it.
    // Entries in the books are known by it, so that it is never written in another way.
    let written = amount.grouped(Lang::Vi);
    let (is_own, reference) = match (own, entry.said("AcctSvcrRef")) {
        (Some(own), _) => (true, own),
        (None, "") => (false, format!("{end_to_end}/{booked_on}/{written}")),
        (None, of_entry) => (false, format!("{of_entry}/{end_to_end}/{written}")),
    };
    let side = if credit { ("Dbtr", "DbtrAcct") } else { ("Cdtr", "CdtrAcct") };
    let account =
        |side: &str| first(&[&format!("RltdPties/{side}/Id/Othr/Id"), &format!("RltdPties/{side}/Id/IBAN")]);
    // In a return the payee may stand on either side.
    let account = match account(side.1) {
        said if said.is_empty() && credit => account("CdtrAcct"),
        said => said,
    };
    let mut entry = Entry { what, end_to_end, reference, account, amount };
    if !is_own {
        seen.tell_apart(&mut entry);
    }
    Told {
        entry,
        name: first(&[&format!("RltdPties/{}/Pty/Nm", side.0), &format!("RltdPties/{}/Nm", side.0)]),
        booked_on,
        reason_code: first(&["RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry"]),
        reason: first(&["RtrInf/AddtlInf", "AddtlTxInf", "RmtInf/Ustrd"]),
    }
}

/// Whole đồng above zero; `1500000` and `1500000.00`.
fn amount(element: Option<&Element>) -> Option<Money> {
    let element = element.filter(|element| element.currency == "VND")?;
    let text = element.text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !fraction.chars().all(|digit| digit == '0') || whole.len() > 15 {
        return None;
    }
    whole.parse().ok().filter(|dong: &i64| *dong > 0).map(Money::dong)
}

/// `2026-10-15`, also with a time behind it.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.get(..10)?.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

fn wrong(at: usize, (vi, en): (&str, &str)) -> Issue {
    Issue::new(
        "confirmation.entry",
        format!("entries[{at}]"),
        "ISO 20022 camt.053, camt.054",
        Text::new(format!("Bút toán {}: {vi}", at + 1), format!("Entry {}: {en}", at + 1)),
        Text::new("Đề nghị ngân hàng gửi lại tệp đúng.", "Ask the bank for a right file."),
    )
}

fn not_dong(at: usize) -> Issue {
    wrong(
        at,
        (
            "Số tiền không phải số nguyên đồng (VND) lớn hơn 0.",
            "The amount is not whole đồng (VND) above zero.",
        ),
    )
}

fn unknown_kind() -> Issue {
    about_file(
        "confirmation.kind",
        Text::new(
            "Tệp không phải camt.053.001.08 hay camt.054.001.08.",
            "The file is neither camt.053.001.08 nor camt.054.001.08.",
        ),
        Text::new("Tải đúng loại tệp từ ngân hàng.", "Take a file of one of these kinds from the bank."),
    )
}

fn nothing() -> Issue {
    about_file(
        "confirmation.empty",
        Text::new("Tệp không có dòng nào đã hạch toán.", "The file has no booked entry."),
        Text::new("Gửi tệp sau khi ngân hàng hạch toán.", "Send it once the bank has booked."),
    )
}
