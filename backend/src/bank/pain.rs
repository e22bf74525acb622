//! The order to pay: pain.001.001.09, one payment information block, credit transfers in đồng. The rules of the schema that
//! matter here: elements in its order; keys of at most 35 letters, names of 140, accounts of 34, texts of 140; the number and
//! the sum in both headers; amounts in VND without decimals.

use domain::{money::Money, text::folded};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};
use time::Date;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub message: String,
    /// `2026-10-15T09:30:00+07:00`
    pub made_at: String,
    pub pay_on: Date,
    pub payer: String,
    pub payer_account: String,
    pub payer_bank: String,
    pub transfers: Vec<Transfer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    pub end_to_end: String,
    pub amount: Money,
    pub payee: String,
    pub tax_code: String,
    pub account: String,
    pub bank: String,
    pub text: String,
}

const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

/// The file's bytes; the same for the same order.
pub fn write(order: &Order) -> Result<Vec<u8>, std::io::Error> {
    let mut file = Xml(Writer::new_with_indent(Vec::new(), b' ', 1));
    file.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut document = BytesStart::new("Document");
    document.push_attribute(("xmlns", NAMESPACE));
    file.0.write_event(Event::Start(document))?;
    file.open("CstmrCdtTrfInitn")?;
    let (number, sum) = (order.transfers.len().to_string(), sum(&order.transfers));
    file.open("GrpHdr")?;
    file.say("MsgId", &cut(&order.message, 35))?;
    file.say("CreDtTm", &order.made_at)?;
    file.say("NbOfTxs", &number)?;
    file.say("CtrlSum", &sum)?;
    file.within(&["InitgPty"], "Nm", &cut(&order.payer, 140))?;
    file.close("GrpHdr")?;
    file.open("PmtInf")?;
    file.say("PmtInfId", &cut(&order.message, 35))?;
    file.say("PmtMtd", "TRF")?;
    file.say("BtchBookg", "false")?;
    file.say("NbOfTxs", &number)?;
    file.say("CtrlSum", &sum)?;
    file.within(&["ReqdExctnDt"], "Dt", &order.pay_on.to_string())?;
    file.within(&["Dbtr"], "Nm", &cut(&order.payer, 140))?;
    file.within(&["DbtrAcct", "Id", "Othr"], "Id", &account(&order.payer_account))?;
    file.within(&["DbtrAgt", "FinInstnId"], "Nm", &cut(&order.payer_bank, 140))?;
    for transfer in &order.transfers {
        file.transfer(transfer)?;
    }
    file.close("PmtInf")?;
    file.close("CstmrCdtTrfInitn")?;
    file.close("Document")?;
    Ok(file.0.into_inner())
}

struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn open(&mut self, name: &str) -> Result<(), std::io::Error> {
        self.0.write_event(Event::Start(BytesStart::new(name)))
    }

    fn close(&mut self, name: &str) -> Result<(), std::io::Error> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    fn say(&mut self, name: &str, text: &str) -> Result<(), std::io::Error> {
        self.open(name)?;
        self.0.write_event(Event::Text(BytesText::new(text)))?;
        self.close(name)
    }

    fn within(&mut self, around: &[&str], name: &str, text: &str) -> Result<(), std::io::Error> {
        for outer in around {
            self.open(outer)?;
        }
        self.say(name, text)?;
        for outer in around.iter().rev() {
            self.close(outer)?;
        }
        Ok(())
    }

    fn transfer(&mut self, transfer: &Transfer) -> Result<(), std::io::Error> {
        self.open("CdtTrfTxInf")?;
        self.open("PmtId")?;
        self.say("InstrId", &cut(&transfer.end_to_end, 35))?;
        self.say("EndToEndId", &cut(&transfer.end_to_end, 35))?;
        self.close("PmtId")?;
        let mut amount = BytesStart::new("InstdAmt");
        amount.push_attribute(("Ccy", "VND"));
        self.open("Amt")?;
        self.0.write_event(Event::Start(amount))?;
        self.0.write_event(Event::Text(BytesText::new(&transfer.amount.as_dong().to_string())))?;
        self.close("InstdAmt")?;
        self.close("Amt")?;
        self.within(&["CdtrAgt", "FinInstnId"], "Nm", &cut(&transfer.bank, 140))?;
        self.open("Cdtr")?;
        self.say("Nm", &cut(&transfer.payee, 140))?;
        if !transfer.tax_code.is_empty() {
            self.within(&["Id", "OrgId", "Othr"], "Id", &cut(&transfer.tax_code, 35))?;
        }
        self.close("Cdtr")?;
        self.within(&["CdtrAcct", "Id", "Othr"], "Id", &account(&transfer.account))?;
        self.within(&["RmtInf"], "Ustrd", &cut(&transfer.text, 140))?;
        self.close("CdtTrfTxInf")
    }
}

fn sum(transfers: &[Transfer]) -> String {
    transfers.iter().map(|transfer| transfer.amount).sum::<Money>().as_dong().to_string()
}

fn cut(text: &str, most: usize) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(most).collect()
}

fn account(number: &str) -> String {
    cut(&domain::payment::account_key(number), 34)
}

/// A text in the letters that every bank takes, case kept.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        let folded = folded(&letter.to_string());
        match letter.is_uppercase() {
            true => plain.extend(folded.chars().map(|c| c.to_ascii_uppercase())),
            false if letter.is_whitespace() => plain.push(' '),
            false => plain.push_str(&folded),
        }
    }
    plain
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || " /-?:().,'+".contains(c) { c } else { ' ' })
        .collect()
}
