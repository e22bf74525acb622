//! A report looked at before it is sent. The report is written inside a transaction, settled, and the transaction is
//! given up; so a preview goes through every check and the same engine as the report itself.

use domain::{
    calendar::Moment,
    ids::OrderLineId,
    issue::Issue,
    money::Money,
    setting::Setting,
    settlement::{
        self, Input, Learner, Scheme, Settlement,
        preview::{self, Effect},
    },
    text::{Text, say},
};
use sea_orm::ConnectionTrait;
use time::Date;

use super::{
    Ctx, changes,
    learners::title,
    settlements::{AsOf, order_terms, refused, settle_line},
    views::Words,
};
use crate::{
    error::Error,
    storage::{
        Tx, amendments, learners, money,
        orders::{self, Order},
        registry,
    },
};

/// How a report is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// Only to see what it would do.
    Preview,
    /// For good, unless it takes back much that was settled.
    Ask,
    /// For good, whatever it takes back.
    Confirmed,
}

/// What became of it.
#[derive(Debug, Clone)]
pub enum Sent {
    Recorded,
    Previewed(EffectView),
}

/// What a report does to money, ready to be shown.
#[derive(Debug, Clone)]
pub struct EffectView {
    pub parts: Vec<(Words, Money, Money)>,
    pub due_before: Money,
    pub due_after: Money,
    pub taken_back: Money,
    pub asks: bool,
}

impl EffectView {
    fn new(scheme: &Scheme, effect: &Effect, asks: bool) -> EffectView {
        let part = |part: &preview::PartEffect| (title(scheme, &part.part), part.before, part.after);
        EffectView {
            parts: effect.parts.iter().map(part).collect(),
            due_before: effect.due_before - effect.back_before,
            due_after: effect.due_after - effect.back_after,
            taken_back: effect.taken_back(),
            asks,
        }
    }
}

struct Today(Date);

impl AsOf for Today {
    fn as_of(&self) -> Date {
        self.0
    }
    fn closing(&self) -> bool {
        false
    }
}

/// The order settled as it stands inside the transaction. Nothing where nobody asked.
pub(super) async fn before(
    ctx: &Ctx,
    tx: &Tx,
    order: &Order,
    sending: Sending,
) -> Result<Vec<Settlement>, Error> {
    if sending == Sending::Confirmed { Ok(Vec::new()) } else { settled(ctx, tx, order).await }
}

async fn settled(ctx: &Ctx, tx: &Tx, order: &Order) -> Result<Vec<Settlement>, Error> {
    let schemes = registry::schemes(tx.db()).await?;
    let mut settlements = Vec::new();
    for line in orders::lines(tx.db(), order.id).await? {
        let paid = money::settled_before(tx.db(), line.id).await?;
        let today = Today(ctx.today());
        settlements
            .push(settle_line(tx.db(), order, &line, &schemes, &today, Moment(i64::MAX), &paid).await?);
    }
    Ok(settlements)
}

/// Ends a report that stands written in the transaction: for good, or given up again.
pub(super) async fn finish(
    ctx: &Ctx,
    tx: Tx,
    order: &Order,
    sending: Sending,
    before: Vec<Settlement>,
    reference: String,
) -> Result<Sent, Error> {
    if sending == Sending::Confirmed {
        tx.commit(reference).await?;
        return Ok(Sent::Recorded);
    }
    let after = settled(ctx, &tx, order).await?;
    let scheme = scheme_of(tx.db(), order).await?;
    let effect = preview::effect(&scheme, &before, &after);
    let large = changes::settings_now(tx.db()).await?.on(Setting::LargeTakeBackDong, ctx.today());
    let asks = effect.asks(Money::dong(large));
    if sending == Sending::Preview {
        drop(tx);
        return Ok(Sent::Previewed(EffectView::new(&scheme, &effect, asks)));
    }
    if asks {
        return Err(confirmation(effect.taken_back()).into());
    }
    tx.commit(reference).await?;
    Ok(Sent::Recorded)
}

async fn scheme_of(db: &impl ConnectionTrait, order: &Order) -> Result<Scheme, Error> {
    let lines = orders::lines(db, order.id).await?;
    let schemes = registry::schemes(db).await?;
    lines
        .first()
        .and_then(|line| schemes.into_iter().find(|stored| stored.id == line.scheme_id))
        .map(|stored| stored.scheme)
        .ok_or_else(|| Error::fault("order", "its scheme is not there"))
}

/// What facts would change that are written nowhere, each line with what is added to it. Reports of any length keep nobody
/// waiting so.
pub(super) async fn of_lines<F>(
    ctx: &Ctx,
    order: &Order,
    lines: Vec<(OrderLineId, F)>,
) -> Result<Effect, Error>
where
    F: FnOnce(&mut Vec<Learner>),
{
    let db = ctx.db_of_everyone();
    let scheme = scheme_of(db, order).await?;
    let (mut before, mut after) = (Vec::with_capacity(lines.len()), Vec::with_capacity(lines.len()));
    for (line, add) in lines {
        let (without, with) = with_and_without(ctx, order, &scheme, line, add).await?;
        before.push(without);
        after.push(with);
    }
    Ok(preview::effect(&scheme, &before, &after))
}

/// A line settled without what is added to it, and with it.
async fn with_and_without(
    ctx: &Ctx,
    order: &Order,
    scheme: &Scheme,
    line: OrderLineId,
    add: impl FnOnce(&mut Vec<Learner>),
) -> Result<(Settlement, Settlement), Error> {
    let db = ctx.db_of_everyone();
    let line = orders::line_by_id(db, line).await?.ok_or(Error::NotFound)?;
    let paid = money::settled_before(db, line.id).await?;
    let today = Today(ctx.today());
    let mut learners = learners::of_line(db, line.id).await?;
    let facts = amendments::facts_before(db, line.id, today.before_entry()).await?;
    let terms = order_terms(order, &line, facts);
    let settled = |learners: &[Learner]| {
        let input = Input {
            scheme,
            order: &terms,
            learners,
            as_of: today.as_of(),
            known_at: Moment(i64::MAX),
            closing: today.closing(),
        };
        settlement::settle(&input, &paid).map_err(|misfits| Error::from(refused(&misfits)))
    };
    let before = settled(&learners)?;
    add(&mut learners);
    Ok((before, settled(&learners)?))
}

/// An effect that was found before, ready to be shown.
pub(super) async fn shown(ctx: &Ctx, order: &Order, effect: &Effect) -> Result<EffectView, Error> {
    Ok(EffectView::new(&scheme_of(ctx.db(), order).await?, effect, false))
}

fn confirmation(back: Money) -> Issue {
    Issue::new(
        "report.confirm",
        "confirm",
        "NĐ 32/2019 Đ24",
        say!(
            "Báo cáo này làm phát sinh {back} đ phải thu hồi của kinh phí đã quyết toán.",
            "This report takes back {back} đ of money already settled.",
            back = back.said()
        ),
        Text::new(
            "Xem trước số tiền thay đổi; nếu đúng, gửi lại và xác nhận.",
            "Look at what changes; if it is right, send it again and confirm.",
        ),
    )
}
