//! The end of the budget year: which day is next, and what of each order goes on into the next year.

use domain::{permission::Deed, text::Text};
use time::Date;

use super::World;
use crate::{actions::Ctx, error::Error, storage::payments};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedRow {
    pub order_id: i64,
    pub number: String,
    pub provider: String,
    pub budget_year: i32,
    pub ends_on: Date,
    pub value_dong: i64,
    pub accepted_dong: i64,
    pub paid_dong: i64,
    /// Not accepted yet: goes on in the next year.
    pub left_dong: i64,
    /// Paid ahead and not recovered.
    pub advance_dong: i64,
}

#[derive(Debug)]
pub struct YearView {
    pub year: i32,
    /// Every day, whether it has passed, and what it means.
    pub days: Vec<(Date, bool, Text)>,
    pub next: Option<(Date, i64, Text)>,
    /// As the books stand today, or stood when the year ended.
    pub as_of: Date,
    pub rows: Vec<CarriedRow>,
}

/// The year whose last day has not passed.
pub async fn year(ctx: &Ctx) -> Result<YearView, Error> {
    ctx.permit(Deed::Read, &[])?;
    let (db, today) = (ctx.db(), ctx.today());
    let world = World::load(db, today).await?;
    let before = world.year_end(today.year() - 1);
    let end = if today <= before.give_back { before } else { world.year_end(today.year()) };
    let as_of = today.min(end.spend);
    let rows = payments::carried_of_everyone(db, end.year, as_of).await?;
    let row = |row: payments::Carried| CarriedRow {
        order_id: row.order_id,
        number: row.number,
        provider: world.directory.name(domain::ids::PartyId(row.provider_id), today),
        budget_year: row.fiscal_year,
        ends_on: row.ends_on,
        value_dong: row.value_dong,
        accepted_dong: row.accepted_dong,
        paid_dong: row.paid_dong,
        left_dong: row.value_dong - row.accepted_dong,
        advance_dong: row.advance_dong,
    };
    let goes_on = |row: &CarriedRow| row.ends_on > end.spend || row.advance_dong != 0;
    let days = end.days().into_iter().map(|(day, text)| (day, day < today, text));
    Ok(YearView {
        year: end.year,
        days: days.collect(),
        next: end.next(today).map(|(day, text)| (day, (day - today).whole_days(), text)),
        as_of,
        rows: rows.into_iter().map(row).filter(goes_on).collect(),
    })
}
