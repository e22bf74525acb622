use domain::{money::Money, payment::Move};
use time::macros::date;

use super::{
    tree::{Element, parse},
    *,
};

fn transfer(number: usize) -> Transfer {
    Transfer {
        end_to_end: format!("DH2026001{number:04}"),
        amount: Money::dong(1_500_000),
        payee: "Trường Cao đẳng <Kỹ thuật> & Công nghệ".to_owned(),
        tax_code: "0101234567".to_owned(),
        account: "0011 0022 0033".to_owned(),
        bank: "Ngân hàng A".to_owned(),
        text: "BTT-001/2026".to_owned(),
    }
}

fn order(transfers: Vec<Transfer>) -> Order {
    Order {
        message: "LC-001-2026".to_owned(),
        made_at: "2026-10-15T09:30:00+07:00".to_owned(),
        pay_on: date!(2026 - 10 - 15),
        payer: "Cục Giáo dục nghề nghiệp".to_owned(),
        payer_account: "9527.1.0000001".to_owned(),
        payer_bank: "Kho bạc Nhà nước".to_owned(),
        transfers,
    }
}

/// What the schema asks of an element: which children in which order, and how long a text may be.
const RULES: &[(&str, &[&str], usize)] = &[
    ("CstmrCdtTrfInitn", &["GrpHdr", "PmtInf"], 0),
    ("GrpHdr", &["MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty"], 0),
    (
        "PmtInf",
        &[
            "PmtInfId",
            "PmtMtd",
            "BtchBookg",
            "NbOfTxs",
            "CtrlSum",
            "ReqdExctnDt",
            "Dbtr",
            "DbtrAcct",
            "DbtrAgt",
            "CdtTrfTxInf",
        ],
        0,
    ),
    ("CdtTrfTxInf", &["PmtId", "Amt", "CdtrAgt", "Cdtr", "CdtrAcct", "RmtInf"], 0),
    ("PmtId", &["InstrId", "EndToEndId"], 0),
    ("MsgId", &[], 35),
    ("PmtInfId", &[], 35),
    ("InstrId", &[], 35),
    ("EndToEndId", &[], 35),
    ("Nm", &[], 140),
    ("Ustrd", &[], 140),
];

fn follows_the_rules(element: &Element) {
    if let Some((name, children, most)) = RULES.iter().find(|(name, ..)| *name == element.name) {
        let mut there: Vec<&str> = element.children.iter().map(|child| child.name.as_str()).collect();
        there.dedup();
        assert_eq!(&there, children, "{name}");
        assert!(
            *most == 0 || (1..=*most).contains(&element.text.chars().count()),
            "{name}: {}",
            element.text
        );
    }
    if element.name == "InstdAmt" {
        assert!(element.currency == "VND" && element.text.bytes().all(|b| b.is_ascii_digit()), "{element:?}");
    }
    element.children.iter().for_each(follows_the_rules);
}

#[test]
fn an_order_to_pay_follows_the_schema_and_says_what_was_meant() {
    let long = Transfer { payee: "Đ".repeat(200), ..transfer(2) };
    let bytes = write(&order(vec![transfer(1), long])).unwrap();
    let root = parse(&bytes).unwrap();
    assert!(root.name == "Document" && root.namespace.ends_with("pain.001.001.09"));
    follows_the_rules(&root);
    let body = root.at("CstmrCdtTrfInitn").unwrap();
    for header in ["GrpHdr", "PmtInf"] {
        assert_eq!(body.said(&format!("{header}/NbOfTxs")), "2");
        assert_eq!(body.said(&format!("{header}/CtrlSum")), "3000000");
    }
    let first = body.at("PmtInf/CdtTrfTxInf").unwrap();
    assert_eq!(first.said("Cdtr/Nm"), "Trường Cao đẳng <Kỹ thuật> & Công nghệ");
    assert_eq!(first.said("CdtrAcct/Id/Othr/Id"), "001100220033");
    assert_eq!(
        bytes,
        write(&order(vec![transfer(1), Transfer { payee: "Đ".repeat(200), ..transfer(2) }])).unwrap()
    );
}

#[test]
fn plain_letters_keep_case_and_lose_marks() {
    assert_eq!(plain("Trường Cao đẳng Đà Lạt & Bến Tre"), "Truong Cao dang Da Lat   Ben Tre");
}

/// A statement of a bank around some entries.
fn camt(format: &str, entries: &str) -> String {
    let (body, part) = match format {
        "camt.053" => ("BkToCstmrStmt", "Stmt"),
        _ => ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    };
    format!(
        "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{format}.001.08\"><{body}><GrpHdr>\
         <MsgId>M1</MsgId></GrpHdr><{part}>{entries}</{part}></{body}></Document>"
    )
}

fn entry(amount: i64, sign: &str, more: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"VND\">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
         <BookgDt><Dt>2026-10-16</Dt></BookgDt><AcctSvcrRef>E1</AcctSvcrRef>{more}</Ntry>"
    )
}

fn detail(amount: i64, end_to_end: &str, more: &str) -> String {
    format!(
        "<TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs><Amt Ccy=\"VND\">{amount}.00</Amt>\
         <RltdPties><Cdtr><Pty><Nm>A &amp; B</Nm></Pty></Cdtr><CdtrAcct><Id><Othr><Id>0011</Id></Othr></Id></CdtrAcct>\
         </RltdPties>{more}</TxDtls>"
    )
}

#[test]
fn an_entry_of_several_payments_gives_each_of_them() {
    let details = format!("<NtryDtls>{}{}</NtryDtls>", detail(60, "X1", ""), detail(40, "X2", ""));
    let message = read(camt("camt.053", &entry(100, "DBIT", &details)).as_bytes()).unwrap();
    assert_eq!((message.format, message.id.as_str()), ("camt.053", "M1"));
    let told: Vec<_> =
        message.entries.iter().map(|t| (t.entry.end_to_end.as_str(), t.entry.amount.as_dong())).collect();
    assert_eq!(told, [("X1", 60), ("X2", 40)]);
    let first = &message.entries[0];
    assert_eq!(
        (first.entry.what, first.entry.account.as_str(), first.name.as_str()),
        (Move::Paid, "0011", "A & B")
    );
    assert_eq!((first.entry.reference.as_str(), first.booked_on), ("E1/X1/60", date!(2026 - 10 - 16)));
}

fn references(entries: &str) -> Vec<String> {
    let message = read(camt("camt.053", entries).as_bytes()).unwrap();
    message.entries.into_iter().map(|told| told.entry.reference).collect()
}

#[test]
fn payments_that_the_bank_gave_no_key_are_told_apart() {
    let without = |amount: i64, key: &str| {
        entry(amount, "DBIT", &format!("<NtryDtls>{}</NtryDtls>", detail(amount, key, "")))
            .replace("<AcctSvcrRef>E1</AcctSvcrRef>", "")
    };
    // Two halves of one payment on one day, another amount of it, and three with no key at all.
    let day: String = [
        without(50, "X1"),
        without(50, "X1"),
        without(60, "X1"),
        without(50, "NOTPROVIDED"),
        without(50, "NOTPROVIDED"),
        without(70, "NOTPROVIDED"),
    ]
    .concat();
    let keys = references(&day);
    assert_eq!(keys[..3], ["X1/2026-10-16/50", "X1/2026-10-16/50/2", "X1/2026-10-16/60"]);
    assert_eq!(keys[3..], ["/2026-10-16/50", "/2026-10-16/50/2", "/2026-10-16/70"]);
    // Told again in a longer statement they have the keys that they had.
    assert_eq!(references(&format!("{day}{}", without(50, "X2")))[..6], keys);
    // So do two alike in one entry of the bank.
    let one = [detail(50, "X1", ""), detail(50, "X1", "")].concat();
    let one = entry(100, "DBIT", &format!("<NtryDtls>{one}</NtryDtls>"));
    assert_eq!(references(&one), ["E1/X1/50", "E1/X1/50/2"]);
    // To other accounts they are told apart by those.
    let to = |account: &str| without(50, "NOTPROVIDED").replace("0011", account);
    let message = read(camt("camt.053", &[to("1"), to("2")].concat()).as_bytes()).unwrap();
    let keys: Vec<_> = message.entries.iter().map(|told| told.entry.key()).collect();
    assert!(keys[0].is_some() && keys[0] != keys[1], "{keys:?}");
}

#[test]
fn our_own_key_that_comes_back_as_an_instruction_is_no_key_of_the_bank() {
    let told = |instruction: &str| {
        let refs = format!("<Refs><InstrId>{instruction}</InstrId><EndToEndId>");
        let detail = detail(50, "X1", "").replace("<Refs><EndToEndId>", &refs);
        references(&entry(50, "DBIT", &format!("<NtryDtls>{detail}</NtryDtls>"))).remove(0)
    };
    assert_eq!(told("X1"), "E1/X1/50");
    assert_eq!(told("B7"), "B7");
}

#[test]
fn a_return_says_why_and_what_is_not_booked_is_left() {
    let back = detail(60, "X1", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Closed</AddtlInf></RtrInf>");
    let back = entry(60, "CRDT", &format!("<NtryDtls>{back}</NtryDtls>"));
    let reversal = entry(40, "CRDT", "<RvslInd>true</RvslInd>");
    let pending = entry(7, "DBIT", "").replace("BOOK", "PDNG");
    let message = read(camt("camt.054", &format!("{back}{reversal}{pending}")).as_bytes()).unwrap();
    assert_eq!((message.entries.len(), message.pending), (2, 1));
    assert!(message.entries.iter().all(|told| told.entry.what == Move::CameBack));
    assert_eq!(
        (message.entries[0].reason_code.as_str(), message.entries[0].reason.as_str()),
        ("AC04", "Closed")
    );
}

#[test]
fn every_fault_of_a_file_is_told_at_once() {
    let uneven = entry(100, "DBIT", &format!("<NtryDtls>{}</NtryDtls>", detail(60, "X1", "")));
    let cents = entry(5, "DBIT", "").replace(">5<", ">5.50<");
    let dollars = entry(5, "DBIT", "").replace("VND", "USD");
    let issues = read(camt("camt.053", &format!("{uneven}{cents}{dollars}")).as_bytes()).unwrap_err();
    let places: Vec<&str> = issues.iter().map(|issue| issue.place.as_str()).collect();
    assert_eq!(places, ["entries[0]", "entries[1]", "entries[2]"]);
}

#[test]
fn hostile_xml_is_refused_for_what_it_is() {
    let code = |xml: &str| read(xml.as_bytes()).unwrap_err().remove(0).code;
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><Document>&b;</Document>";
    assert_eq!(code(laughs), "confirmation.entities");
    assert_eq!(code("<Document>&unknown;</Document>"), "confirmation.entities");
    assert_eq!(code(&format!("{}{}", "<a>".repeat(100), "</a>".repeat(100))), "confirmation.too_much");
    assert_eq!(code(&format!("<a>{}</a>", "<b/>".repeat(500_000))), "confirmation.too_much");
    assert_eq!(code("<Document><a></Document>"), "confirmation.broken");
    assert_eq!(code("<Document><a>"), "confirmation.broken");
    assert_eq!(code(""), "confirmation.broken");
    assert_eq!(code("<Document><Other/></Document>"), "confirmation.kind");
    assert_eq!(code(&camt("camt.053", "").replace(".08", ".02")), "confirmation.kind");
    assert_eq!(code(&camt("camt.053", "")), "confirmation.empty");
}
