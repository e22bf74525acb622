//! Which account an organisation is paid on. One rule for payments and for papers.

use domain::{ids::PartyId, party::identity_on};
use time::Date;

use crate::storage::registry::Directory;

#[derive(Debug, Clone)]
pub(in crate::actions) struct Account {
    /// `treasury` or `bank`
    pub way: &'static str,
    pub number: String,
    pub bank: String,
    pub tax_code: String,
}

/// With the Treasury where there is one, else with the bank. Money of the budget goes to a public unit's deposit account with
/// the Treasury (TT 17/2024/TT-BTC Đ5), where it can be drawn on and settled; a bank account is for who has none.
pub(in crate::actions) fn account(directory: &Directory, party: PartyId, on: Date) -> Option<Account> {
    let party = directory.get(party)?;
    let detail = party.detail(on)?;
    let (way, number, bank) = match detail.treasury_account.as_str() {
        "" => ("bank", &detail.bank_account, detail.bank.clone()),
        _ => ("treasury", &detail.treasury_account, "Kho bạc Nhà nước".to_owned()),
    };
    let identity = identity_on(&party.identities, on);
    let tax_code = identity.and_then(|identity| identity.tax_code.clone()).unwrap_or_default();
    (!number.is_empty()).then(|| Account { way, number: number.clone(), bank, tax_code })
}
