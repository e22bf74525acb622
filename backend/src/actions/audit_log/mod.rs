//! The audit trail as it is searched: who did what, when, on what, and what was so before. Reads everything; only an
//! auditor or an administrator may ask.

mod changes;
mod names;

use std::collections::HashMap;

use domain::{
    approval::Subject,
    calendar::Moment,
    permission::Deed,
    text::{Text, folded},
};
use time::{Date, Duration};

use self::names::action_name;
use super::{
    Ctx,
    sought::sealed as sealed_words,
    views::{AuditView, Coded, EntryDetail, EntryView, Page, Words},
};
use crate::{
    clock,
    error::Error,
    storage::{
        Entry,
        audit_log::{self as stored, Sought},
        money,
    },
};

/// What somebody looks for. Empty parts ask for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Part of a person's name; accents do not matter.
    pub who: String,
    pub action: String,
    /// Part of an order's or statement's number, or of what stands in the trail.
    pub subject: String,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// More entries than these are not written into one file.
const EXPORTED: u64 = 100_000;

/// What is looked for by name, as the address of the trail may carry it.
pub fn sealed(ctx: &Ctx, words: &str) -> Result<String, Error> {
    ctx.permit(Deed::ReadAudit, &[])?;
    sealed_words(ctx, words)
}

/// One page of the entries that are sought, newest first.
pub async fn search(ctx: &Ctx, search: &Search, page: u64, size: u64) -> Result<AuditView, Error> {
    ctx.permit(Deed::ReadAudit, &[])?;
    let db = ctx.db();
    let orders = order_numbers(ctx).await?;
    let sought = sought(ctx, search, &orders).await?;
    let (page, size) = (page.max(1), size.clamp(1, 500));
    let total = stored::count_of_everyone(db, &sought).await?;
    let skip = (page - 1).saturating_mul(size);
    let mut rows = Vec::new();
    for entry in stored::entries_of_everyone(db, &sought, skip, size).await? {
        rows.push(entry_view(ctx, entry, &orders).await?);
    }
    let actions = stored::actions_of_everyone(db).await?;
    Ok(AuditView {
        entries: Page { rows, page, size, total: u64::try_from(total).unwrap_or(0) },
        actions: actions.iter().map(|action| Coded::new(action, action_name(action))).collect(),
        head: stored::head(db).await?.map(|entry| (entry.id, entry.sha256)),
        ledger_head: money::ledger_head(db).await?,
    })
}

/// All that is sought, for a file.
pub async fn export(ctx: &Ctx, search: &Search) -> Result<Vec<EntryView>, Error> {
    ctx.permit(Deed::ReadAudit, &[])?;
    let orders = order_numbers(ctx).await?;
    let sought = sought(ctx, search, &orders).await?;
    let mut rows = Vec::new();
    for entry in stored::entries_of_everyone(ctx.db(), &sought, 0, EXPORTED).await? {
        rows.push(entry_view(ctx, entry, &orders).await?);
    }
    Ok(rows)
}

/// One entry, what it wrote, and what was so before.
pub async fn entry(ctx: &Ctx, id: i64) -> Result<EntryDetail, Error> {
    ctx.permit(Deed::ReadAudit, &[])?;
    let entry = stored::entry_of_everyone(ctx.db(), id).await?.ok_or(Error::NotFound)?;
    let orders = order_numbers(ctx).await?;
    let (content_sha256, prev_sha256) = (entry.content_sha256.clone(), entry.prev_sha256.clone());
    let written = stored::written(ctx.db(), id).await?;
    let counted =
        |(table, rows): (&str, i64)| (names::table_name(table).into(), u64::try_from(rows).unwrap_or(0));
    Ok(EntryDetail {
        changes: changes::of(ctx, id).await?,
        entry: entry_view(ctx, entry, &orders).await?,
        content_sha256,
        prev_sha256,
        written: written.into_iter().map(counted).collect(),
    })
}

async fn order_numbers(ctx: &Ctx) -> Result<HashMap<i64, String>, Error> {
    let found = stored::order_numbers_of_everyone(ctx.db()).await?;
    Ok(found.into_iter().map(|order| (order.id, order.name)).collect())
}

async fn sought(ctx: &Ctx, search: &Search, orders: &HashMap<i64, String>) -> Result<Sought, Error> {
    let mut sought = Sought::default();
    let who = folded(&search.who);
    if !who.is_empty() {
        let all = stored::actors_of_everyone(ctx.db()).await?;
        let found = all.into_iter().filter(|actor| folded(&actor.name).contains(&who));
        sought.actors = Some(found.map(|actor| actor.id).collect());
    }
    sought.action = Some(search.action.clone()).filter(|action| !action.is_empty());
    let subject = folded(&search.subject);
    if !subject.is_empty() {
        let mut of: Vec<i64> = orders
            .iter()
            .filter(|(_, number)| folded(number).contains(&subject))
            .map(|(id, _)| *id)
            .collect();
        of.sort_unstable();
        match of.is_empty() {
            true => sought.subject = Some(search.subject.trim().to_owned()),
            false => sought.orders = Some(of),
        }
    }
    sought.from = search.from.map(start_of);
    sought.until = search.until.and_then(|day| day.checked_add(Duration::DAY)).map(start_of);
    Ok(sought)
}

/// Midnight in Vietnam.
fn start_of(day: Date) -> Moment {
    clock::midnight(day)
}

async fn entry_view(ctx: &Ctx, entry: Entry, orders: &HashMap<i64, String>) -> Result<EntryView, Error> {
    let (subject, link) = subject(ctx, &entry.subject, orders).await?;
    Ok(EntryView {
        id: entry.id,
        at: clock::written_to_the_second(Moment(entry.recorded_at)),
        actor: entry.actor,
        action: Coded::new(&entry.action, action_name(&entry.action)),
        subject,
        link,
        sha256: entry.sha256,
    })
}

/// What an entry was about, in words, and where it is shown. Subjects name things by their ids, because these never
/// change; people read numbers.
async fn subject(
    ctx: &Ctx,
    subject: &str,
    orders: &HashMap<i64, String>,
) -> Result<(Words, Option<String>), Error> {
    let words: Vec<&str> = subject.split(' ').collect();
    let number = |text: &str| text.parse::<i64>().ok();
    let order = |id: i64| orders.get(&id).map_or("", String::as_str);
    let told = match words.as_slice() {
        ["order", id, rest @ ..] => number(id).map(|id| {
            let rest = names::rest(rest);
            let said =
                Text::new(format!("Đơn {}{}", order(id), rest.vi), format!("Order {}{}", order(id), rest.en));
            (said, Some(format!("/orders/{id}")))
        }),
        ["cohort", cohort, "of", "order", id, rest @ ..] => {
            number(cohort).zip(number(id)).map(|(cohort, id)| {
                let rest = names::rest(rest);
                let said = Text::new(
                    format!("Lớp của đơn {}{}", order(id), rest.vi),
                    format!("Cohort of order {}{}", order(id), rest.en),
                );
                (said, Some(format!("/cohorts/{cohort}")))
            })
        }
        [kind @ ("enrolment" | "fact"), id] => match number(id) {
            Some(id) => {
                let of = match *kind {
                    "fact" => stored::order_of_fact(ctx.db(), id).await?,
                    _ => stored::order_of_enrolment(ctx.db(), id).await?,
                };
                of.map(|of| {
                    let said = Text::new(
                        format!("Người học của đơn {}", order(of)),
                        format!("Learner of order {}", order(of)),
                    );
                    (said, Some(format!("/orders/{of}")))
                })
            }
            None => None,
        },
        ["statement", statement] => {
            let id = stored::statement_named(ctx.db(), statement).await?;
            let said = Text::new(format!("Bảng thanh toán {statement}"), format!("Statement {statement}"));
            Some((said, id.map(|id| format!("/statements/{id}"))))
        }
        ["programme", rest @ ..] => {
            let code = rest.join(" ");
            Some((Text::new(format!("Chương trình {code}"), format!("Programme {code}")), None))
        }
        ["account", rest @ ..] => {
            let login = rest.join(" ");
            Some((Text::new(format!("Tài khoản {login}"), format!("Account {login}")), None))
        }
        ["workbook", id, ..] => {
            Some((Text::new("Tệp bảng tính", "Workbook"), number(id).map(|id| format!("/workbooks/{id}"))))
        }
        ["payment", "batch", batch] => {
            let id = stored::batch_named(ctx.db(), batch).await?;
            let said = Text::new(format!("Lô chi {batch}"), format!("Payment batch {batch}"));
            Some((said, id.map(|id| format!("/payments/batches/{id}"))))
        }
        ["paper", number @ ..] => {
            let number = number.join(" ");
            let id = stored::paper_named(ctx.db(), &number).await?;
            let said = Text::new(format!("Văn bản {number}"), format!("Paper {number}"));
            Some((said, id.map(|id| format!("/papers/{id}"))))
        }
        ["confirmation", id] => Some((
            Text::new(format!("Tệp xác nhận {id}"), format!("Confirmation {id}")),
            number(id).map(|id| format!("/payments/confirmations/{id}")),
        )),
        ["change", id] => Some((
            Text::new("Thay đổi danh mục", "Change of a register"),
            number(id).map(|id| format!("/registry/changes/{id}")),
        )),
        ["learner", id] => {
            Some((Text::new("Người học", "Learner"), number(id).map(|id| format!("/learners/{id}"))))
        }
        // A draft is its writer's until it is placed.
        ["draft", _] => Some((Text::new("Bản nháp", "Draft"), None)),
        ["bands", subject, version] => Subject::parse(subject).map(|subject| {
            let name = subject.name();
            let said = Text::new(
                format!("Mức duyệt {}, phiên bản {version}", name.vi),
                format!("Bands of {}, version {version}", name.en),
            );
            (said, None)
        }),
        ["delegation", _] => Some((Text::new("Ủy quyền", "Delegation"), None)),
        ["party", code] => Some((Text::new(format!("Đơn vị {code}"), format!("Organisation {code}")), None)),
        _ => None,
    };
    Ok(told.map_or_else(|| (Words::same(subject), None), |(said, link)| (said.into(), link)))
}
