//! What paying needs to know, read once: accounts, invoices, what batches hold, budget lines, calendar and year end.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    ids::{OrderId, PartyId, StatementId},
    invoice::{expected, mismatches},
    issue::Issue,
    money::Money,
    payment::BatchState,
    permission::Scope,
    setting::{Setting, Settings},
    statement::{Kind, State},
    text::Text,
    working_days::WorkingDays,
    year_end::{Charge, YearEnd, charge},
};
use sea_orm::ConnectionTrait;
use time::Date;

use super::{about, complete_on};
use crate::{
    actions::changes,
    error::Error,
    storage::{
        money::Statement,
        orders,
        payments::{self, Ground, PaymentLine, StoredInvoice, Which},
        registry::{self, Directory},
    },
};

pub(super) struct World {
    pub directory: Directory,
    pub settings: Settings,
    pub calendar: WorkingDays,
    pub invoices: BTreeMap<StatementId, StoredInvoice>,
    pub lines: HashMap<StatementId, Vec<PaymentLine>>,
    grounds: HashMap<StatementId, Ground>,
    /// Orders with a budget line that was cut below what is committed.
    exhausted: HashSet<OrderId>,
    today: Date,
}

/// Where a payee is paid.
#[derive(Debug, Clone)]
pub(super) struct Account {
    /// `treasury` or `bank`
    pub way: &'static str,
    pub number: String,
    pub bank: String,
    pub tax_code: String,
}

/// A statement as something to pay.
#[derive(Debug, Clone)]
pub(super) struct Payable {
    pub free: Money,
    pub charge: Option<Charge>,
    pub expected: Money,
    pub approved_on: Option<Date>,
    pub complete_on: Option<Date>,
    pub due_on: Option<Date>,
    pub issues: Vec<Issue>,
}

impl World {
    pub async fn load(db: &impl ConnectionTrait, today: Date) -> Result<World, Error> {
        let mut lines: HashMap<StatementId, Vec<PaymentLine>> = HashMap::new();
        for line in payments::lines(db, Scope::Everything, Which::All).await? {
            lines.entry(line.statement).or_default().push(line);
        }
        let mut overdrawn = HashSet::new();
        for programme in registry::programmes(db).await? {
            let rows = registry::appropriations(db, programme.id).await?;
            overdrawn.extend(rows.iter().filter(|row| row.available.is_negative()).map(|row| row.id));
        }
        let exhausted = orders::lines_of_everyone(db)
            .await?
            .iter()
            .filter(|line| overdrawn.contains(&line.appropriation_id))
            .map(|line| line.order)
            .collect();
        Ok(World {
            directory: registry::directory(db).await?,
            settings: changes::settings_now(db).await?,
            calendar: changes::working_days_now(db).await?,
            invoices: payments::invoices(db).await?,
            grounds: payments::grounds_of_everyone(db).await?,
            lines,
            exhausted,
            today,
        })
    }

    pub fn programme(&self, statement: StatementId) -> Option<i64> {
        self.grounds.get(&statement).map(|ground| ground.programme_id)
    }

    pub fn signed_on(&self, statement: StatementId) -> Option<Date> {
        self.grounds.get(&statement).and_then(|ground| ground.signed_on)
    }

    pub fn payee(&self, party: PartyId) -> String {
        self.directory.name(party, self.today)
    }

    /// With the Treasury where the payee has an account there, else with its bank.
    pub fn account(&self, party: PartyId) -> Option<Account> {
        let party = self.directory.get(party)?;
        let detail = party.detail(self.today)?;
        let tax_code = domain::party::identity_on(&party.identities, self.today)
            .and_then(|identity| identity.tax_code.clone())
            .unwrap_or_default();
        if !detail.treasury_account.is_empty() {
            let number = detail.treasury_account.clone();
            return Some(Account {
                way: "treasury", number, bank: "Kho bạc Nhà nước".to_owned(), tax_code
            });
        }
        let account =
            Account { way: "bank", number: detail.bank_account.clone(), bank: detail.bank.clone(), tax_code };
        Some(account).filter(|account| !account.number.is_empty())
    }

    /// What of a statement nobody paid and no batch holds.
    pub fn free(&self, statement: &Statement) -> Money {
        let held = self.lines.get(&statement.id).into_iter().flatten();
        let open: Money =
            held.filter(|line| line.batch_state != BatchState::Discarded).map(|line| line.line.open()).sum();
        (statement.totals.payable - statement.paid - open).at_least_zero()
    }

    pub fn candidate(&self, statement: &Statement) -> Payable {
        let free = self.free(statement);
        let expected = expected(statement.kind, &statement.totals);
        let ground = self.grounds.get(&statement.id);
        let approved_on = ground.and_then(|ground| ground.approved_on);
        let invoice = self.invoices.get(&statement.id);
        let fits = invoice.is_some_and(|found| mismatches(&found.invoice, expected).is_empty());
        let invoiced = invoice.filter(|_| fits).map(|found| found.recorded_on);
        let complete_on = complete_on(approved_on, invoiced, !expected.is_zero());
        let days = self.settings.on(Setting::PaymentDueWorkingDays, self.today);
        let due = |from| self.calendar.after(from, u32::try_from(days).unwrap_or(u32::MAX));
        let mut issues = Vec::new();
        let mut add = |code: &str, problem: (&str, &str), remedy: (&str, &str)| {
            issues.push(about(
                code,
                "statements",
                Text::new(
                    format!("{}: {}", statement.number, problem.0),
                    format!("{}: {}", statement.number, problem.1),
                ),
                Text::new(remedy.0, remedy.1),
            ));
        };
        if statement.state != State::Approved {
            add(
                "payment.not_approved",
                ("bảng không ở trạng thái chờ chi.", "the statement does not wait for payment."),
                ("Bỏ bảng này khỏi lô.", "Leave it out."),
            );
        } else if free.is_zero() {
            add(
                "payment.held",
                ("toàn bộ số tiền đã nằm trong lô khác.", "all of it is in another batch."),
                ("Bỏ bảng này khỏi lô.", "Leave it out."),
            );
        }
        if self.account(statement.party).is_none() {
            add(
                "payment.no_account",
                ("bên nhận chưa có tài khoản.", "the payee has no account."),
                ("Ghi tài khoản tại Danh mục, Đơn vị.", "Enter it at Registers, Organisations."),
            );
        }
        if !expected.is_zero() && invoice.is_none() {
            add(
                "payment.no_invoice",
                ("chưa có hóa đơn.", "there is no invoice."),
                ("Bên nhận ghi hóa đơn tại Chi trả.", "The payee records it at Payments."),
            );
        } else if let Some(found) = invoice.filter(|_| !fits) {
            let wrong = mismatches(&found.invoice, expected);
            let (vi, en): (Vec<&str>, Vec<&str>) =
                wrong.iter().map(|text| (text.vi.as_str(), text.en.as_str())).unzip();
            add(
                "payment.invoice",
                (&vi.join(" "), &en.join(" ")),
                ("Bên nhận thay hóa đơn và ghi lại.", "The payee replaces the invoice and records it."),
            );
        }
        if self.exhausted.contains(&statement.order) {
            add(
                "payment.appropriation",
                ("dự toán không đủ cho các đơn đã ký.", "the budget line does not cover what was signed."),
                ("Điều chỉnh dự toán tại Danh mục.", "Change the budget line at Registers."),
            );
        }
        let charge = match self.charge(statement.kind, ground) {
            Ok(charge) => Some(charge),
            Err(issue) => {
                issues.push(issue);
                None
            }
        };
        Payable { free, charge, expected, approved_on, complete_on, due_on: complete_on.map(due), issues }
    }

    fn charge(&self, kind: Kind, ground: Option<&Ground>) -> Result<Charge, Issue> {
        let year = ground.and_then(|ground| ground.fiscal_year).unwrap_or(self.today.year());
        let signed_on = ground.and_then(|ground| ground.signed_on).unwrap_or(self.today);
        let done_by = ground.map_or(self.today, |ground| ground.as_of);
        charge(&self.year_end(year), &self.year_end(year + 1), kind, signed_on, done_by, self.today)
    }

    pub fn year_end(&self, year: i32) -> YearEnd {
        YearEnd::of(year, &self.settings, &self.calendar)
    }
}
