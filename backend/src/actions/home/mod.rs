//! What waits for the person who asks, by role, and the money of what they may see.

mod administrator;
mod approvals;
mod payments;
mod reports;

use std::collections::{HashMap, HashSet};

use domain::{
    ids::{OrderId, StatementId},
    ledger::Position,
    money::Money,
    noun::Noun,
    order,
    permission::{Deed, Role},
    setting::Setting,
    settlement::Volume,
    statement::{Kind, State},
    text::Text,
};
use time::Date;

pub(super) use self::reports::hours_due_on;
use self::{
    administrator::{invitations_expired, mails_failed},
    approvals::{amendments_to_accept, returned_drafts, statements_to_approve, to_approve},
    payments::{batches_to_release, invoices_to_record, to_confirm},
    reports::{hours_contested, hours_returned, hours_to_confirm, hours_to_report, results},
};
use super::{
    Ctx, changes, programmes,
    tally::Tally,
    views::{HomeView, WaitingView},
};
use crate::{
    error::Error,
    storage::{
        money::{self, Statement},
        orders::Order,
        sums::{self, Waiting},
    },
};

pub async fn home(ctx: &Ctx) -> Result<HomeView, Error> {
    ctx.permit_own(Deed::Read)?;
    let tally = Tally::load(ctx).await?;
    let states = tally.states();
    let mut volume = Volume::default();
    for line in &tally.lines {
        match states.get(&line.order) {
            Some(state) if !state.is_void() => volume += tally.volume(line, *state),
            Some(_) | None => {}
        }
    }
    let mut position = Position::default();
    for of_order in tally.positions.values() {
        position += *of_order;
    }
    Ok(HomeView {
        waiting: waiting(ctx, &tally).await?,
        programmes: programmes::summaries(ctx, &tally).await?,
        volume: volume.into(),
        position: position.into(),
    })
}

async fn waiting(ctx: &Ctx, tally: &Tally) -> Result<Vec<WaitingView>, Error> {
    let (db, scope) = (ctx.db(), ctx.scope());
    let orders = |state| of_orders(&tally.orders, state);
    let found = match ctx.actor.role {
        Role::Planner => vec![
            of_count(
                "duplicates",
                Noun::new(
                    "người học nghi trùng chờ xét",
                    "possible duplicate to decide",
                    "possible duplicates to decide",
                ),
                sums::duplicates_waiting(db, scope).await?,
            ),
            to_close(ctx, tally).await?,
            orders(order::State::Proposed).map(|w| {
                named(
                    w,
                    "orders_proposed",
                    Noun::new(
                        "đơn cơ sở đào tạo đề nghị khác",
                        "order answered with a proposal",
                        "orders answered with a proposal",
                    ),
                )
            }),
            returned_drafts(ctx).await?,
        ],
        Role::Approver => {
            let mut mine = to_approve(ctx, tally).await?;
            mine.push(changes_to_approve(ctx).await?);
            mine
        }
        Role::Head => {
            let mut mine = to_approve(ctx, tally).await?;
            mine.extend([
                statements_to_approve(ctx).await?,
                batches_to_release(ctx).await?,
                changes_to_approve(ctx).await?,
            ]);
            mine
        }
        Role::Director => {
            let mut mine = vec![
                orders(order::State::Approved).map(|w| {
                    named(
                        w,
                        "orders_to_accept",
                        Noun::new("đơn đặt hàng chờ nhận", "order to accept", "orders to accept"),
                    )
                }),
                amendments_to_accept(ctx, tally).await?,
                invoices_to_record(ctx).await?,
                of_statements(&statements(ctx).await?, State::Approved).map(statements_coming),
            ];
            mine.extend(results(ctx).await?);
            mine
        }
        Role::ChiefAccountant => {
            let mut mine = vec![statements_to_approve(ctx).await?];
            mine.extend(to_approve(ctx, tally).await?);
            mine.extend([batches_to_release(ctx).await?, changes_to_approve(ctx).await?]);
            mine
        }
        Role::Accountant => {
            let all = statements(ctx).await?;
            let pay = of_statements(&all, State::Approved).map(|w| {
                named(
                    w,
                    "statements_to_pay",
                    Noun::new(
                        "bảng đã duyệt, chờ Kho bạc chi",
                        "approved statement to pay",
                        "approved statements to pay",
                    ),
                )
            });
            let overdue = payment_overdue(ctx).await?;
            let pay = pay.map(|pay| match overdue {
                true => WaitingView { urgency: "overdue".to_owned(), ..pay },
                false => pay,
            });
            let back = of_statements(&all, State::Returned).map(|w| {
                named(
                    w,
                    "statements_returned",
                    Noun::new("bảng thanh toán bị trả lại", "statement sent back", "statements sent back"),
                )
            });
            let ended = not_liquidated(ctx, tally, &all).map(|w| {
                named(
                    w,
                    "orders_to_liquidate",
                    Noun::new(
                        "đơn đã hết khóa, chưa thanh lý",
                        "ended order to liquidate",
                        "ended orders to liquidate",
                    ),
                )
            });
            let mut mine = vec![back, ended, pay, to_advance(tally, &all)];
            mine.extend(to_confirm(ctx).await?);
            mine
        }
        Role::Registrar => {
            let mut mine = vec![of_count(
                "cohorts_empty",
                Noun::new("lớp chưa có người học", "cohort without learners", "cohorts without learners"),
                sums::cohorts_without_learners(db, scope).await?,
            )];
            mine.extend(results(ctx).await?);
            mine.extend(hours_to_report(ctx, tally, false).await?);
            mine
        }
        Role::HostCoordinator => {
            let mut mine = vec![hours_returned(ctx).await?, hours_contested(ctx).await?];
            mine.extend(hours_to_report(ctx, tally, true).await?);
            mine
        }
        Role::HostDirector => {
            let mut mine = vec![
                hours_to_confirm(ctx).await?,
                hours_contested(ctx).await?,
                invoices_to_record(ctx).await?,
            ];
            mine.extend(hours_to_report(ctx, tally, true).await?);
            mine
        }
        Role::CollegeAccountant => {
            let all = statements(ctx).await?;
            vec![
                invoices_to_record(ctx).await?,
                of_statements(&all, State::Approved).map(statements_coming),
                of_statements(&all, State::Prepared).map(|w| {
                    named(
                        w,
                        "statements_prepared",
                        Noun::new(
                            "bảng đã lập, bên đặt hàng đang duyệt",
                            "prepared statement that the ordering body is to approve",
                            "prepared statements that the ordering body is to approve",
                        ),
                    )
                }),
            ]
        }
        Role::Auditor | Role::Inspector => {
            let ended = not_liquidated(ctx, tally, &statements(ctx).await?);
            vec![ended.map(|w| {
                named(
                    w,
                    "orders_not_liquidated",
                    Noun::new(
                        "đơn đã hết khóa, chưa thanh lý",
                        "ended order not liquidated",
                        "ended orders not liquidated",
                    ),
                )
            })]
        }
        Role::Administrator => vec![mails_failed(ctx).await?, invitations_expired(ctx).await?],
        Role::Learner => Vec::new(),
    };
    let mut found: Vec<WaitingView> = found.into_iter().flatten().collect();
    found.sort_by_key(|waiting| URGENCIES.iter().position(|urgency| *urgency == waiting.urgency));
    Ok(found)
}

/// The most pressing first.
const URGENCIES: [&str; 5] = ["overdue", "returned", "due", "waiting", "for_information"];

/// Days ahead of which a day that comes is said.
const SOON: i64 = 7;

fn urgency(code: &str) -> &'static str {
    match code {
        "results_awaited" | "orders_to_liquidate" | "orders_not_liquidated" | "hours_overdue" => "overdue",
        "statements_returned"
        | "orders_returned"
        | "orders_proposed"
        | "hours_contested"
        | "hours_returned"
        | "mails_failed" => "returned",
        "results_due" | "hours_due" => "due",
        "statements_coming" | "statements_prepared" => "for_information",
        _ => "waiting",
    }
}

fn statements_coming(found: Found) -> WaitingView {
    named(
        found,
        "statements_coming",
        Noun::new(
            "bảng đã duyệt, Kho bạc sắp chi",
            "approved statement to be paid to us",
            "approved statements to be paid to us",
        ),
    )
}

/// What the office maintains, proposed and not decided about.
async fn changes_to_approve(ctx: &Ctx) -> Result<Option<WaitingView>, Error> {
    let waiting = changes::overview(ctx).await?.waiting;
    Ok(waiting.first().map(|first| {
        let found = Found {
            count: waiting.len() as u64,
            amount: None,
            oldest_on: Some(first.proposed_on),
            first: first.id,
        };
        named(
            found,
            "changes_to_approve",
            Noun::new(
                "thay đổi danh mục chờ duyệt",
                "change of the registers to approve",
                "changes of the registers to approve",
            ),
        )
    }))
}

/// Whether the Treasury's payment of the oldest approved statement is due, counted in working days.
async fn payment_overdue(ctx: &Ctx) -> Result<bool, Error> {
    let Some(approved_on) = sums::oldest_unpaid_of_everyone(ctx.db()).await? else { return Ok(false) };
    let days = changes::settings_now(ctx.db()).await?.on(Setting::PaymentDueWorkingDays, ctx.today());
    let calendar = changes::working_days_now(ctx.db()).await?;
    Ok(calendar.after(approved_on, u32::try_from(days).unwrap_or(u32::MAX)) < ctx.today())
}

/// Running orders whose last course is over and whose liquidation nobody has prepared, the longest over first.
fn not_liquidated(ctx: &Ctx, tally: &Tally, statements: &[Statement]) -> Option<Found> {
    let liquidated: HashSet<OrderId> = statements
        .iter()
        .filter(|s| s.kind == Kind::Liquidation && s.state != State::Returned)
        .map(|s| s.order)
        .collect();
    let mut ends: HashMap<OrderId, Date> = HashMap::new();
    for line in &tally.lines {
        let end = ends.entry(line.order).or_insert(line.ends_on);
        *end = line.ends_on.max(*end);
    }
    let ended = |order: &&Order| {
        order.state == order::State::Accepted
            && !liquidated.contains(&order.id)
            && ends.get(&order.id).is_some_and(|end| *end < ctx.today())
    };
    let waiting: Vec<&Order> = tally.orders.iter().filter(ended).collect();
    let first = waiting.iter().min_by_key(|order| (ends[&order.id], order.id))?;
    Some(Found {
        count: waiting.len() as u64,
        amount: None,
        oldest_on: Some(ends[&first.id]),
        first: first.id.0,
    })
}

async fn statements(ctx: &Ctx) -> Result<Vec<Statement>, Error> {
    Ok(money::statements(ctx.db(), ctx.scope()).await?)
}

/// A number of things in one state, before they have a name.
struct Found {
    count: u64,
    amount: Option<Money>,
    oldest_on: Option<Date>,
    first: i64,
}

fn named(found: Found, code: &str, what: Noun) -> WaitingView {
    WaitingView {
        code: code.to_owned(),
        text: Text::told(|lang| what.form(found.count, lang).to_owned()).into(),
        urgency: urgency(code).to_owned(),
        count: found.count,
        amount_dong: found.amount.map(Money::as_dong),
        oldest_on: found.oldest_on,
        first_id: found.first,
    }
}

fn of_count(code: &str, what: Noun, waiting: Waiting) -> Option<WaitingView> {
    let count = u64::try_from(waiting.count).unwrap_or(0);
    let found = Found { count, amount: None, oldest_on: None, first: waiting.first };
    (count > 0).then(|| named(found, code, what))
}

fn of_orders(orders: &[Order], state: order::State) -> Option<Found> {
    listed(orders.iter().filter(|order| order.state == state))
}

fn listed<'a>(orders: impl Iterator<Item = &'a Order>) -> Option<Found> {
    let waiting: Vec<&Order> = orders.collect();
    let oldest = waiting.iter().min_by_key(|order| order.id)?;
    Some(Found {
        count: waiting.len() as u64,
        amount: Some(waiting.iter().map(|order| order.value).sum()),
        oldest_on: Some(oldest.placed_on),
        first: oldest.id.0,
    })
}

fn of_statements(statements: &[Statement], state: State) -> Option<Found> {
    let waiting: Vec<&Statement> = statements.iter().filter(|s| s.state == state).collect();
    let oldest = waiting.iter().min_by_key(|statement| statement.id)?;
    let StatementId(first) = oldest.id;
    Some(Found {
        count: waiting.len() as u64,
        amount: Some(waiting.iter().map(|statement| statement.totals.payable).sum()),
        oldest_on: Some(oldest.prepared_on),
        first,
    })
}

/// Running orders for which no advance was prepared.
fn to_advance(tally: &Tally, statements: &[Statement]) -> Option<WaitingView> {
    let advanced: HashSet<OrderId> = statements
        .iter()
        .filter(|s| s.kind == Kind::Advance && s.state != State::Returned)
        .map(|s| s.order)
        .collect();
    let running = tally.orders.iter().filter(|order| order.state == order::State::Accepted);
    listed(running.filter(|order| !advanced.contains(&order.id))).map(|found| {
        named(
            found,
            "orders_to_advance",
            Noun::new(
                "đơn đang thực hiện, chưa tạm ứng",
                "running order without an advance",
                "running orders without an advance",
            ),
        )
    })
}

/// Running orders whose liquidation is approved.
async fn to_close(ctx: &Ctx, tally: &Tally) -> Result<Option<WaitingView>, Error> {
    let statements = statements(ctx).await?;
    let orders = |fits: fn(&Statement) -> bool| -> HashSet<OrderId> {
        statements.iter().filter(|s| fits(s)).map(|s| s.order).collect()
    };
    let liquidated =
        orders(|s| s.kind == Kind::Liquidation && matches!(s.state, State::Approved | State::Paid));
    let waiting = orders(|s| s.state == State::Prepared);
    let running = tally.orders.iter().filter(|order| order.state == order::State::Accepted);
    let ready = running.filter(|order| liquidated.contains(&order.id) && !waiting.contains(&order.id));
    Ok(listed(ready).map(|found| {
        named(
            found,
            "orders_to_close",
            Noun::new(
                "đơn đã duyệt thanh lý, chờ đóng",
                "liquidated order to close",
                "liquidated orders to close",
            ),
        )
    }))
}
