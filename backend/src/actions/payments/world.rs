//! What paying needs to know, read once: accounts, invoices, what batches hold, budget lines, calendar and year end.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    ids::{OrderId, PartyId, StatementId},
    invoice::{expected, mismatches},
    issue::Issue,
    money::Money,
    payment::BatchState,
    permission::Scope,
    setting::Settings,
    statement::{Kind, State},
    text::Text,
    year_end::{Charge, YearEnd, charge},
};
use sea_orm::ConnectionTrait;
use time::Date;

use super::{
    about,
    account::{Account, account},
    clock::{Clock, complete_on, is_short},
};
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
    pub clock: Clock,
    pub invoices: BTreeMap<StatementId, StoredInvoice>,
    pub lines: HashMap<StatementId, Vec<PaymentLine>>,
    grounds: HashMap<StatementId, Ground>,
    /// Orders with a budget line that was cut below what is committed.
    exhausted: HashSet<OrderId>,
    /// Orders of short courses.
    short: HashSet<OrderId>,
    /// Keys of payments that a confirmation tells as paid, and that wait for a person.
    told: HashSet<String>,
    today: Date,
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
        let mut of_order: HashMap<OrderId, Vec<orders::Line>> = HashMap::new();
        for line in orders::lines_of_everyone(db).await? {
            of_order.entry(line.order).or_default().push(line);
        }
        let occupations = registry::occupations(db).await?;
        let orders = |wanted: &dyn Fn(&[orders::Line]) -> bool| {
            of_order.iter().filter(|(_, lines)| wanted(lines.as_slice())).map(|(order, _)| *order).collect()
        };
        let exhausted = orders(&|lines| lines.iter().any(|line| overdrawn.contains(&line.appropriation_id)));
        let short = orders(&|lines| is_short(lines, &occupations));
        Ok(World {
            directory: registry::directory(db).await?,
            settings: changes::settings_now(db).await?,
            clock: Clock::load(db, today).await?,
            told: payments::told_and_waiting(db).await?,
            invoices: payments::invoices(db).await?,
            grounds: payments::grounds_of_everyone(db).await?,
            lines,
            exhausted,
            short,
            today,
        })
    }

    pub fn programme(&self, statement: StatementId) -> Option<i64> {
        self.grounds.get(&statement).map(|ground| ground.programme_id)
    }

    pub fn payee(&self, party: PartyId) -> String {
        self.directory.name(party, self.today)
    }

    pub fn account(&self, party: PartyId) -> Option<Account> {
        account(&self.directory, party, self.today)
    }

    pub fn is_short(&self, order: OrderId) -> bool {
        self.short.contains(&order)
    }

    /// What of a statement nobody paid and no batch holds.
    pub fn free(&self, statement: &Statement) -> Money {
        self.free_beside(statement, None)
    }

    /// The same as one batch sees it, which does not count itself.
    fn free_beside(&self, statement: &Statement, batch: Option<i64>) -> Money {
        let lines = self.lines.get(&statement.id).into_iter().flatten();
        let held =
            lines.filter(|line| line.batch_state != BatchState::Discarded && Some(line.batch_id) != batch);
        let open: Money = held.map(|line| line.line.open()).sum();
        (statement.totals.payable - statement.paid - open).at_least_zero()
    }

    pub fn candidate(&self, statement: &Statement) -> Payable {
        self.candidate_beside(statement, None)
    }

    /// What there is to say of a statement before it is paid, to a batch that has it already or to a new one.
    pub fn candidate_beside(&self, statement: &Statement, batch: Option<i64>) -> Payable {
        let free = self.free_beside(statement, batch);
        let expected = expected(statement.kind, &statement.totals);
        let ground = self.grounds.get(&statement.id);
        let approved_on = ground.and_then(|ground| ground.approved_on);
        let invoice = self.invoices.get(&statement.id);
        let fits = invoice.is_some_and(|found| mismatches(&found.invoice, expected).is_empty());
        let invoiced = invoice.filter(|_| fits).map(|found| found.recorded_on);
        let complete_on = complete_on(approved_on, invoiced, !expected.is_zero());
        let due_on = self.clock.promise(self.is_short(statement.order), complete_on).day();
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
        let lines = self.lines.get(&statement.id).into_iter().flatten();
        if let Some(line) = lines.into_iter().find(|line| self.told.contains(&line.end_to_end)) {
            add(
                "payment.told",
                (
                    &format!("khoản chi {} có dòng xác nhận đã chi đang chờ xử lý.", line.end_to_end),
                    &format!("a confirmation says that payment {} was paid, and waits.", line.end_to_end),
                ),
                ("Xử lý dòng đó tại Chi trả trước.", "Decide on that entry at Payments first."),
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
                let named = |text: &str| format!("{}: {text}", statement.number);
                let problem = Text::new(named(&issue.problem.vi), named(&issue.problem.en));
                issues.push(Issue { problem, ..issue });
                None
            }
        };
        Payable { free, charge, expected, approved_on, complete_on, due_on, issues }
    }

    fn charge(&self, kind: Kind, ground: Option<&Ground>) -> Result<Charge, Issue> {
        let year = ground.and_then(|ground| ground.fiscal_year).unwrap_or(self.today.year());
        let signed_on = ground.and_then(|ground| ground.signed_on).unwrap_or(self.today);
        let done_by = ground.map_or(self.today, |ground| ground.as_of);
        charge(&self.year_end(year), &self.year_end(year + 1), kind, signed_on, done_by, self.today)
    }

    pub fn year_end(&self, year: i32) -> YearEnd {
        YearEnd::of(year, &self.settings, &self.clock.calendar)
    }
}
