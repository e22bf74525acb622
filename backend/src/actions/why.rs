//! Why this amount, why nothing, why less: the stored trace of a settled line, or what a part would pay today.

use domain::{
    calendar::{Moment, vietnamese},
    ids::{EnrolmentId, OrderLineId, PartyId, StatementId},
    permission::Deed,
    programme::Certainty,
    settlement::{
        Outcome, Scheme, Settled, Trace,
        explain::{Step, StepKind, steps, why},
        trace::parts_of,
    },
    statement::Kind,
    text::{Text, say},
};
use time::Date;

use super::{
    Ctx,
    learners::{title, within_scope},
    read_statements::{assumed, reason, scheme_of},
    settlements::{AsOf, settle_line},
    tally::only,
    views::{LineWhy, PartWhy, PartyName, StepView},
};
use crate::{
    error::Error,
    storage::{
        learners, money, orders,
        registry::{self, Directory, PriceDecision},
    },
};

/// Why a settled line has its amount: drawn from the trace that was stored with it.
pub async fn line(ctx: &Ctx, id: i64) -> Result<LineWhy, Error> {
    ctx.permit_own(Deed::Read)?;
    let db = ctx.db();
    let line = money::line_by_id(db, id).await?.ok_or(Error::NotFound)?;
    let statement = money::statement_by_id(db, ctx.scope(), StatementId(line.statement_id))
        .await?
        .ok_or(Error::NotFound)?;
    let order = orders::find(db, ctx.scope(), statement.order).await?.ok_or(Error::NotFound)?;
    let run = money::run_by_id(db, statement.run_id)
        .await?
        .ok_or_else(|| Error::fault("statement", "its run is not there"))?;
    let trace: Trace =
        serde_json::from_str(&line.trace).map_err(|error| Error::fault("settled line", error))?;
    let scheme = scheme_of(ctx, &order).await?;
    let directory = registry::directory(db).await?;
    let price = price_of(ctx, OrderLineId(line.order_line_id)).await?;
    let payee = PartyId(line.payee_id);
    let recomputed = trace.recompute();
    Ok(LineWhy {
        line_id: id,
        statement_id: statement.id.0,
        statement_number: statement.number.clone(),
        order_id: order.id.0,
        order_number: order.number.clone(),
        period: statement.period.clone(),
        as_of: run.as_of,
        enrolment_id: line.enrolment_id,
        learner_id: line.learner_id,
        learner: line.full_name,
        title: title(&scheme, &line.part),
        part: line.part,
        payee: PartyName::new(payee, directory.name(payee, statement.prepared_on)),
        amount_dong: line.amount_dong,
        summary: summary(&trace, &scheme, statement.kind).into(),
        steps: step_views(&trace, &scheme, price.as_ref(), &directory, statement.prepared_on),
        recomputed_dong: recomputed.map_or(0, |amount| amount.as_dong()),
        recomputes: recomputed.is_some_and(|amount| amount.as_dong() == line.amount_dong),
    })
}

/// As things stand today, the order going on.
struct Now(Date);

impl AsOf for Now {
    fn as_of(&self) -> Date {
        self.0
    }
    fn closing(&self) -> bool {
        false
    }
}

/// Why a part of an enrolment pays what it pays today, also when that is nothing. Settles the order line without
/// storing anything, because whether a learner counts depends on all learners of the line.
pub async fn part(ctx: &Ctx, id: EnrolmentId, code: &str) -> Result<PartWhy, Error> {
    ctx.permit_own(Deed::Read)?;
    let db = ctx.db();
    let (enrolment, order, _) = within_scope(ctx, id).await?;
    let line = orders::line_by_id(db, enrolment.line).await?.ok_or(Error::NotFound)?;
    let person = learners::person_by_id(db, enrolment.learner).await?.ok_or(Error::NotFound)?;
    let schemes = registry::schemes(db).await?;
    let before = money::settled_before(db, line.id).await?;
    let now = Now(ctx.today());
    let settled = settle_line(db, &order, &line, &schemes, &now, Moment(i64::MAX), &before).await?;
    // Entitlements come in the order in which the line's enrolments are read: by id.
    let ids = learners::enrolments_of_line(db, line.id).await?;
    let scheme = scheme_of(ctx, &order).await?;
    let place = ids.iter().position(|of| of.id == id);
    let parts = place.and_then(|place| settled.entitled.learners.get(place)).unwrap_or_default();
    let part = parts.iter().find(|part| part.code(&scheme) == code).ok_or(Error::NotFound)?;
    let price = price_of(ctx, line.id).await?;
    let payee = only(ctx.scope(), &order).unwrap_or(order.provider);
    let share = part.split.iter().find(|share| share.payee == payee).map(|share| share.amount);
    let (name, label) = parts_of(code);
    let mine = |one: &&Settled| one.part == name && one.label == label && one.payee == payee;
    let of_payee = before.get(&Some(id)).into_iter().flatten().filter(mine);
    let settled_before = of_payee.map(|one| one.amount).sum();
    let trace = part.trace(&scheme, payee, share.unwrap_or_default(), settled_before);
    let directory = registry::directory(db).await?;
    Ok(PartWhy {
        enrolment_id: id.0,
        learner_id: person.id.0,
        learner: person.full_name,
        order_id: order.id.0,
        order_number: order.number.clone(),
        as_of: ctx.today(),
        part: code.to_owned(),
        title: title(&scheme, code),
        payee: PartyName::new(payee, directory.name(payee, ctx.today())),
        outcome: match trace.outcome {
            Outcome::Earned => "earned",
            Outcome::Open(_) => "open",
            Outcome::Lost(_) => "lost",
        }
        .to_owned(),
        value_dong: part.value.as_dong(),
        entitled_dong: trace.entitled.as_dong(),
        settled_before_dong: trace.settled_before.as_dong(),
        due_dong: trace.due.as_dong(),
        summary: part_summary(&trace, &scheme).into(),
        steps: step_views(&trace, &scheme, price.as_ref(), &directory, ctx.today()),
    })
}

/// A settled line in a sentence: first payment, difference, or money to come back.
fn summary(trace: &Trace, scheme: &Scheme, kind: Kind) -> Text {
    let basis = reason(&Trace { settled_before: domain::money::Money::ZERO, ..trace.clone() }, scheme);
    let basis = Text::told(|lang| basis.get(lang).trim_end_matches('.').to_owned());
    let (entitled, settled) = (trace.entitled.said(), trace.settled_before.said());
    let closing = if kind == Kind::Liquidation {
        Text::new(" Lập khi thanh lý đơn đặt hàng.", " Made at the liquidation of the order.")
    } else {
        Text::new("", "")
    };
    if trace.due.is_negative() {
        say!(
            "Trước đây đã quyết toán {settled} đ, nay chỉ được hưởng {entitled} đ ({basis}), nên phải thu hồi {back} đ.{closing}",
            "{settled} đ was settled before, but only {entitled} đ is due now ({basis}), so {back} đ must come back.{closing}",
            settled = settled,
            entitled = entitled,
            basis = basis,
            back = (-trace.due).said(),
            closing = closing
        )
    } else if trace.settled_before.is_zero() {
        say!(
            "{basis}: được hưởng {entitled} đ, chưa quyết toán lần nào.{closing}",
            "{basis}: {entitled} đ is due, and nothing was settled before.{closing}",
            basis = basis,
            entitled = entitled,
            closing = closing
        )
    } else {
        say!(
            "{basis}: được hưởng {entitled} đ, đã quyết toán {settled} đ, kỳ này thêm {due} đ.{closing}",
            "{basis}: {entitled} đ is due, {settled} đ was settled before, this period adds {due} đ.{closing}",
            basis = basis,
            entitled = entitled,
            settled = settled,
            due = trace.due.said(),
            closing = closing
        )
    }
}

/// A part as it stands today, in a sentence.
fn part_summary(trace: &Trace, scheme: &Scheme) -> Text {
    match trace.outcome {
        Outcome::Open(reason) | Outcome::Lost(reason) => {
            let lost = matches!(trace.outcome, Outcome::Lost(_));
            let (why, remedy) = why(trace, scheme).unwrap_or_else(|| (reason.why(), reason.remedy(lost)));
            let still = trace.settled_before;
            if still.is_zero() {
                return Text::new(
                    format!("Hôm nay chưa được hưởng phần này. {} {}", why.vi, remedy.vi),
                    format!("Today this part pays nothing. {} {}", why.en, remedy.en),
                );
            }
            say!(
                "Đã quyết toán {still} đ, nay không còn được hưởng. {why} {remedy}",
                "{still} đ was settled, and it is no longer due. {why} {remedy}",
                still = still.said(),
                why = why,
                remedy = remedy
            )
        }
        Outcome::Earned if trace.due.is_zero() => say!(
            "Đã quyết toán đủ {settled} đ, không còn chênh lệch.",
            "{settled} đ was settled in full; there is no difference.",
            settled = trace.settled_before.said()
        ),
        Outcome::Earned => summary(trace, scheme, Kind::Acceptance),
    }
}

/// The decision that set the price of an order line.
async fn price_of(ctx: &Ctx, line: OrderLineId) -> Result<Option<PriceDecision>, Error> {
    let line = orders::line_by_id(ctx.db(), line).await?.ok_or(Error::NotFound)?;
    Ok(registry::price_decisions(ctx.db()).await?.remove(&line.price_decision_id))
}

fn step_views(
    trace: &Trace,
    scheme: &Scheme,
    price: Option<&PriceDecision>,
    directory: &Directory,
    on: Date,
) -> Vec<StepView> {
    let view = |step: Step| match (step.kind, price) {
        (StepKind::Price, Some(price)) => {
            let decided = vietnamese(price.decided_on);
            let law = format!("{} · {}, {decided}; {}", price.number, price.authority, step.law);
            step_view(Step { law, ..step }, price.status != Certainty::Verified)
        }
        _ => {
            let assumed = assumed(&step.law);
            step_view(step, assumed)
        }
    };
    steps(trace, scheme, |party| directory.name(party, on)).into_iter().map(view).collect()
}

fn step_view(step: Step, assumed: bool) -> StepView {
    StepView {
        kind: step.kind.as_str().to_owned(),
        title: step.title.into(),
        detail: step.detail.into(),
        law: step.law,
        assumed,
        passed: step.passed,
    }
}
