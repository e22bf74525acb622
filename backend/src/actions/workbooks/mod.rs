//! Reports by workbook: received, checked as a whole, looked at, accepted in steps, undone as a whole. The work runs
//! beside the request that asked for it, and goes on after the program was stopped: every step is one transaction that
//! first looks at what is written already.

mod commit;
mod corrections;
mod examine;
mod files;
mod money;
mod results;
mod target;
mod undo;
mod view;
mod work;

use domain::{
    ids::PartyId,
    issue::Issue,
    permission::Deed,
    text::{Text, clean},
    workbook::{Kind, Target},
};
use sha2::{Digest, Sha256};

use self::target::Grounds;
pub use self::{
    files::{File, annotated, learners, slug, template, written},
    undo::undo,
    view::{Beyond, Listed, View, sent, view},
    work::resume,
};
use super::{
    Ctx,
    preview::{self, Sending},
};
use crate::{
    error::Error,
    spreadsheet,
    storage::{
        orders,
        tables::{workbook, workbook_event},
        workbooks::{self, Stored},
    },
};

/// The most bytes that a request with a workbook may carry.
pub const MOST_BYTES: usize = spreadsheet::MOST_BYTES;

/// A workbook that arrived, and whether the same bytes had arrived before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    pub id: i64,
    pub before: bool,
}

fn deed(kind: Kind) -> Deed {
    match kind {
        Kind::Enrolment => Deed::Enrol,
        Kind::Graduation => Deed::ReportGraduation,
    }
}

/// Whether a file may be sent for a cohort or an order at all; asked before it is read.
pub async fn may_receive(ctx: &Ctx, target: Target, kind: Kind) -> Result<(), Error> {
    let (_, order) = target::seen(ctx, ctx.db(), target).await?;
    ctx.permit(deed(kind), &[order.provider])
}

/// Takes a file for a cohort or an order and begins to check it. The same bytes again change nothing.
pub async fn receive(
    ctx: &Ctx,
    target: Target,
    kind: Kind,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Received, Error> {
    spreadsheet::admit(name, &bytes)?;
    let sha256 = domain::ledger::hex(&Sha256::digest(&bytes));
    let mut tx = ctx.begin("workbook.receive").await?;
    let (_, order) = target::writable(ctx, &tx, target, deed(kind)).await?;
    if let Some(id) = workbooks::same(tx.db(), target, kind.as_str(), &sha256).await? {
        return Ok(Received { id, before: true });
    }
    let row = workbook::Model {
        id: 0,
        audit_seq: 0,
        cohort_id: match target {
            Target::Cohort(cohort) => Some(cohort.0),
            Target::Order(_) => None,
        },
        order_id: order.id.0,
        kind: kind.as_str().to_owned(),
        name: shown_name(name),
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        sha256,
        sent_by: ctx.actor.user.0,
        received_at: tx.at().0,
    };
    let id = tx.insert::<workbook::Entity>(row).await?;
    workbooks::keep(tx.db(), id, bytes, ctx.clock.now().0).await?;
    tx.commit(format!("workbook {id} for {}", target::said(target))).await?;
    work::start(ctx.clone(), id);
    Ok(Received { id, before: false })
}

/// The last part of a path, however long somebody made it.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    clean(last).chars().take(120).collect()
}

/// A workbook within the scope of who asks, when the actor may do with it what it is for.
async fn find(ctx: &Ctx, id: i64) -> Result<(Stored, Kind, PartyId), Error> {
    let (stored, kind, provider) = seen(ctx, id).await?;
    ctx.permit(deed(kind), &[provider])?;
    Ok((stored, kind, provider))
}

/// The same for who may only read about the order.
async fn seen(ctx: &Ctx, id: i64) -> Result<(Stored, Kind, PartyId), Error> {
    let stored = workbooks::by_id(ctx.db(), id).await?.ok_or(Error::NotFound)?;
    let order = orders::find(ctx.db(), ctx.scope(), stored.order()).await?.ok_or(Error::NotFound)?;
    ctx.permit(Deed::Read, &[order.provider])?;
    let kind = Kind::parse(&stored.kind).ok_or_else(|| Error::fault("workbook", "of an unknown kind"))?;
    Ok((stored, kind, order.provider))
}

/// Checks a workbook again, as the books are now; with `proposals` what was proposed is put right.
pub async fn check_again(ctx: &Ctx, id: i64, proposals: bool) -> Result<(), Error> {
    let (stored, ..) = find(ctx, id).await?;
    if !matches!(stored.stage.as_str(), "checked" | "refused" | "undone" | "failed") {
        return Err(at_work().into());
    }
    let proposals = proposals || stored.proposals;
    if workbooks::move_to(ctx.db(), &stored, "check", false, proposals, ctx.clock.now().0).await? {
        work::start(ctx.clone(), id);
    }
    Ok(())
}

/// What somebody takes of a checked workbook.
#[derive(Debug, Clone)]
pub struct Accepting {
    /// Only the rows without a fault.
    pub good_only: bool,
    /// Also the rows that correct what is recorded, and why.
    pub corrections: bool,
    pub reason: String,
}

/// Accepts what was checked. What is written is checked once more.
pub async fn accept(ctx: &Ctx, id: i64, accepting: Accepting, sending: Sending) -> Result<(), Error> {
    let (stored, kind, _) = find(ctx, id).await?;
    let accepting = Accepting { reason: clean(&accepting.reason), ..accepting };
    acceptable(&stored, &accepting)?;
    match kind {
        Kind::Graduation => results::send(ctx, &stored, &accepting, sending).await.map(drop),
        Kind::Enrolment => enrol(ctx, stored, &accepting, sending).await,
    }
}

fn acceptable(stored: &Stored, accepting: &Accepting) -> Result<(), Error> {
    if stored.stage != "checked" {
        return Err(not_to_accept().into());
    }
    let checked = view::checked(stored)?;
    let totals = checked.totals();
    let corrected = if accepting.corrections { totals.changed } else { 0 };
    if totals.new + totals.duplicate + corrected == 0 {
        return Err(if totals.changed > 0 { only_changes() } else { nothing_new() }.into());
    }
    if checked.fails_as_a_whole() {
        return Err(fails_as_a_whole().into());
    }
    if totals.error > 0 && !accepting.good_only {
        return Err(has_errors().into());
    }
    if corrected > 0 && accepting.reason.is_empty() {
        return Err(no_reason().into());
    }
    Ok(())
}

/// Writes the corrections at once, with the confirmation that the form asks for; new rows follow in steps.
async fn enrol(ctx: &Ctx, stored: Stored, accepting: &Accepting, sending: Sending) -> Result<(), Error> {
    let id = stored.id;
    let corrects = accepting.corrections && view::checked(&stored)?.totals().changed > 0;
    let rows = if corrects { corrections::rows(ctx, &stored).await? } else { Vec::new() };
    let mut tx = ctx.begin("workbook.accept").await?;
    let found = target::writable(ctx, &tx, stored.target(), Deed::Enrol).await?;
    let round = workbooks::round(tx.db(), id).await?;
    if !workbooks::happened(tx.db(), id, round, "accepted").await? {
        let taken = if accepting.good_only { "good rows" } else { "all rows" };
        // A corrected day says why beside its fact; a corrected phone has no other place.
        let why = if corrects { format!("{taken}: {}", accepting.reason) } else { taken.to_owned() };
        tx.insert::<workbook_event::Entity>(event(ctx, id, round, "accepted", &why)).await?;
    }
    let (good_only, at) = (accepting.good_only, tx.at().0);
    if !workbooks::move_to(tx.db(), &stored, "commit", good_only, stored.proposals, at).await? {
        return Err(not_to_accept().into());
    }
    if corrects {
        let grounds = Grounds::of(tx.db(), found).await?;
        let order = &grounds.order;
        ctx.permit(Deed::ReportProgress, &[order.provider])?;
        let before = preview::before(ctx, &tx, order, sending).await?;
        corrections::record(ctx, &mut tx, (&stored, round), &grounds, rows, &accepting.reason).await?;
        preview::finish(ctx, tx, order, sending, before, format!("workbook {id}")).await?;
    } else {
        tx.commit(format!("workbook {id}")).await?;
    }
    work::start(ctx.clone(), id);
    Ok(())
}

fn event(ctx: &Ctx, workbook_id: i64, round: i32, state: &str, note: &str) -> workbook_event::Model {
    workbook_event::Model {
        id: 0,
        audit_seq: 0,
        workbook_id,
        round,
        state: state.to_owned(),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        note: note.to_owned(),
    }
}

fn issue(code: &str, problem: (&str, &str), remedy: (&str, &str)) -> Issue {
    Issue::new(code, "", "", Text::new(problem.0, problem.1), Text::new(remedy.0, remedy.1))
}

fn at_work() -> Issue {
    issue(
        "workbook.at_work",
        ("Bảng tính đang được xử lý hoặc đã được nhận.", "The workbook is being worked on, or was accepted."),
        ("Tải lại trang để xem kết quả.", "Reload the page to see what came of it."),
    )
}

fn not_to_accept() -> Issue {
    issue(
        "workbook.not_checked",
        ("Bảng tính này không chờ được nhận.", "This workbook does not wait to be accepted."),
        ("Tải lại trang để xem trạng thái của bảng tính.", "Reload the page to see where it stands."),
    )
}

fn nothing_new() -> Issue {
    issue(
        "workbook.nothing_new",
        ("Bảng tính không có dòng nào mới.", "The workbook has no new row."),
        ("Không cần làm gì thêm.", "There is nothing more to do."),
    )
}

fn only_changes() -> Issue {
    let said = issue(
        "workbook.only_changes",
        ("Bảng tính không có dòng nào mới.", "The workbook has no new row."),
        ("Đánh dấu nhận các dòng đính chính, nếu chúng đúng.", "Tick the corrections, if they are right."),
    );
    Issue { place: "corrections".to_owned(), ..said }
}

fn no_reason() -> Issue {
    let said = issue(
        "workbook.because",
        ("Thiếu lý do đính chính.", "The reason of the corrections is missing."),
        ("Ghi lý do.", "Give the reason."),
    );
    Issue { place: "because".to_owned(), ..said }
}

fn books_changed() -> Issue {
    issue(
        "workbook.books_changed",
        (
            "Sổ sách đã khác so với lúc kiểm tra bảng tính này.",
            "The books changed since this workbook was checked.",
        ),
        ("Bấm kiểm tra lại rồi xem lại các dòng đính chính.", "Check it again and look at the corrections."),
    )
}

fn fails_as_a_whole() -> Issue {
    issue(
        "workbook.has_errors",
        (
            "Số hoặc ngày quyết định ở phía trên bảng còn lỗi, nên chưa dòng nào nhận được.",
            "The decision or its day above the list is wrong, so that no row can be accepted.",
        ),
        ("Sửa rồi gửi lại.", "Mend it and send it again."),
    )
}

fn has_errors() -> Issue {
    issue(
        "workbook.has_errors",
        ("Bảng tính còn dòng có lỗi.", "Some rows still have faults."),
        (
            "Sửa rồi gửi lại, hoặc chỉ nhận các dòng đúng.",
            "Mend and send it again, or accept the good rows only.",
        ),
    )
}
