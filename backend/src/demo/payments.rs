//! The last quarter is paid in batches: accounts first, then invoices, a batch that the bank confirms with a few troubles, one
//! that waits for its release, and some statements that cannot be paid yet. Accounts and invoices are made up.

use std::collections::BTreeSet;

use domain::{
    change::{Basis, Change, Organisation},
    ids::{PartyId, StatementId},
    invoice::VatClass,
    money::Money,
    programme::Certainty,
};
use time::Duration;

use super::play::Year;
use crate::{
    actions::{
        Ctx, changes,
        payments::{self, BatchView, InvoiceDraft},
        registry,
    },
    error::Error,
};

const MADE_UP: &str = "Tài khoản giả lập của bản dùng thử";

pub async fn last_quarter(year: &Year<'_>) -> Result<(), Error> {
    let accountant = &year.cast.accountant;
    accounts(year).await?;
    let free = payments::overview(accountant).await?.candidates;
    let parties: BTreeSet<PartyId> = free.iter().map(|found| PartyId(found.payee.id)).collect();
    let mut statements: Vec<StatementId> = free.iter().map(|found| StatementId(found.statement)).collect();
    statements.sort_unstable_by_key(|id| id.0);
    let without = statements.last().copied();
    let wrong = statements.iter().rev().nth(1).copied();
    for party in parties {
        invoices(year.cast.invoices(party)?, without, wrong).await?;
    }
    let ready: Vec<StatementId> = payments::overview(accountant)
        .await?
        .candidates
        .iter()
        .filter(|found| found.refusals.is_empty())
        .map(|found| StatementId(found.statement))
        .collect();
    let mut ready: Vec<StatementId> = statements.into_iter().filter(|id| ready.contains(id)).collect();
    ready.pop();
    let later = ready.split_off(ready.len() - ready.len() / 3);
    if !ready.is_empty() {
        let batch = payments::make(accountant, &ready, "Chi quý 3/2026, đợt 1").await?;
        payments::release(&year.cast.chief_accountant, batch, "").await?;
        payments::send(accountant, batch, "").await?;
        year.clock.move_to(accountant.today() + Duration::days(3));
        let view = payments::batch(accountant, batch).await?;
        let file = notification(accountant, &view);
        let id = payments::receive(accountant, "camt054-20261022.xml", file.as_bytes()).await?;
        payments::accept(accountant, id).await?;
    }
    if !later.is_empty() {
        payments::make(accountant, &later, "Chi quý 3/2026, đợt 2").await?;
    }
    Ok(())
}

/// Everybody who is paid has an account, colleges with the Treasury and enterprises with a bank; so has the body itself.
async fn accounts(year: &Year<'_>) -> Result<(), Error> {
    let (accountant, chief) = (&year.cast.accountant, &year.cast.chief_accountant);
    let directory = registry::parties(accountant).await?;
    let paid: BTreeSet<i64> =
        payments::overview(accountant).await?.candidates.iter().map(|found| found.payee.id).collect();
    let body = accountant.actor.party.0;
    for party in directory.all() {
        if party.id.0 != body && !paid.contains(&party.id.0) {
            continue;
        }
        let now = changes::organisation(accountant, party.id.0).await?.now;
        if !now.treasury_account.is_empty() || !now.bank_account.is_empty() {
            continue;
        }
        let number = format!("{:07}", 1_000 + party.id.0);
        let with = match party.kind {
            domain::party::PartyKind::Enterprise => Organisation {
                bank_account: format!("1903{number}01"),
                bank: "Ngân hàng giả lập".to_owned(),
                ..now
            },
            _ => Organisation { treasury_account: format!("9527.1.{number}"), ..now },
        };
        let basis = Basis {
            valid_from: accountant.today(),
            authority: "Đơn vị".to_owned(),
            number: format!("TB-TK {} (giả lập)", party.id.0),
            decided_on: Some(accountant.today()),
            source: String::new(),
            certainty: Certainty::Verified,
            reason: MADE_UP.to_owned(),
        };
        let change = changes::propose(accountant, Change::Organisation(with), basis).await?;
        changes::approve(chief, change).await?;
    }
    Ok(())
}

/// One payee's invoices: of one statement none, of another one with a tax that training does not bear.
async fn invoices(
    payee: &Ctx,
    without: Option<StatementId>,
    wrong: Option<StatementId>,
) -> Result<(), Error> {
    for row in payments::own(payee).await? {
        let id = StatementId(row.statement);
        if !row.may_invoice || Some(id) == without {
            continue;
        }
        let draft = InvoiceDraft {
            number: format!("1C26TDT-{:08}", row.statement),
            invoiced_on: payee.today(),
            amount: Money::dong(row.expected_dong),
            vat: if Some(id) == wrong { VatClass::Rate10 } else { VatClass::NotTaxable },
        };
        payments::record(payee, id, draft).await?;
    }
    Ok(())
}

/// What the bank tells of a batch: its last payment came back, the one before was paid by half, the rest in full; and one
/// payment has no key.
fn notification(accountant: &Ctx, batch: &BatchView) -> String {
    let day = accountant.today();
    let count = batch.lines.len();
    let entry = |at: usize, sign: &str, amount: i64, refs: &str, more: &str| {
        format!(
            "<Ntry><Amt Ccy=\"VND\">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt>\
             </BookgDt><NtryDtls><TxDtls><Refs><AcctSvcrRef>FT26295{at:05}</AcctSvcrRef>{refs}</Refs>{more}</TxDtls>\
             </NtryDtls></Ntry>"
        )
    };
    let mut entries = String::new();
    for (at, line) in batch.lines.iter().enumerate() {
        let refs = format!("<EndToEndId>{}</EndToEndId>", line.end_to_end);
        let sent = line.sums.sent_dong;
        entries.push_str(&match count - at {
            1 if count > 3 => entry(
                at,
                "CRDT",
                sent,
                &refs,
                "<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Tài khoản đã đóng</AddtlInf></RtrInf>",
            ),
            2 if count > 3 => entry(at, "DBIT", sent / 2, &refs, ""),
            _ => entry(at, "DBIT", sent, &refs, ""),
        });
    }
    let unknown = "<RmtInf><Ustrd>Chi theo UNC giấy</Ustrd></RmtInf>";
    entries.push_str(&entry(count, "DBIT", 1_234_000, "", unknown));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\">\
         <BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>NT-{}</MsgId></GrpHdr><Ntfctn>{entries}</Ntfctn></BkToCstmrDbtCdtNtfctn>\
         </Document>",
        batch.number.replace('/', "-")
    )
}
