//! Official papers, drawn from what is stored as of now. A paper whose sums do not agree is not printed.

mod batch;
mod checked;
mod desk;
mod draw;
mod minutes;
mod offers;
mod order;
mod pay_list;
mod people;
mod statement;
mod treasury;

use domain::{
    ids::{OrderId, PartyId},
    issue::Issue,
    ledger::hex,
    paper::{About, Kind, State, code, number},
    text::{Text, clean},
};
use sha2::{Digest, Sha256};
use time::Date;

pub use self::{
    batch::of_batch,
    checked::{Checked, check, copy, keep_signed, may_keep},
    offers::offered,
};
use self::{
    desk::Desk,
    draw::{compose, file_name, print},
    offers::{may_issue, may_see, offers},
};
pub(super) use self::{desk::letterhead, draw::unprintable};
use super::{Ctx, wrong_state};
use crate::{
    documents::official::Mark,
    error::Error,
    storage::{
        Tx, papers,
        tables::{paper, paper_event},
    },
};

/// A paper of an order that may be issued, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub kind: Kind,
    pub about: About,
    pub name: Text,
    /// What it is about, where that is not the order as a whole.
    pub of: String,
    /// Whether the person who asks may issue it.
    pub may_issue: bool,
    /// The one in force.
    pub issued: Option<Issued>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub id: i64,
    pub order: i64,
    pub order_number: String,
    pub kind: Kind,
    pub title: String,
    pub number: String,
    pub issued_on: Date,
    pub issued_by: String,
    pub body: String,
    pub code: String,
    pub sha256: String,
    pub bytes: i64,
    pub state: State,
    pub note: Option<String>,
    pub replaces: Option<i64>,
    pub replaced_by: Option<i64>,
    pub copies: Vec<Copy>,
    /// `cancel`, `keep_signed`
    pub may: Vec<&'static str>,
}

/// A copy that was signed elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    pub id: i64,
    pub received_on: Date,
    pub bytes: i64,
    pub sha256: String,
    /// What its signatures say, sentence by sentence.
    pub finding: Vec<Text>,
}

/// A file name and a PDF.
pub type Printed = (String, Vec<u8>);

/// Takes the papers of an order out of force that is given up, in the same stroke.
pub(super) async fn end_with(tx: &mut Tx, ctx: &Ctx, order: OrderId, reason: &str) -> Result<(), Error> {
    for paper in papers::of_order(tx.db(), order).await? {
        if paper.state == State::InForce {
            papers::cancel(tx, cancelled(ctx, paper.id, reason.to_owned())).await?;
        }
    }
    Ok(())
}

fn cancelled(ctx: &Ctx, paper: i64, reason: String) -> paper_event::Model {
    paper_event::Model {
        id: 0,
        audit_seq: 0,
        paper_id: paper,
        state: State::Cancelled.as_str().to_owned(),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        note: reason,
    }
}

fn told(desk: &Desk, paper: &papers::Paper, copies: Vec<Copy>) -> Issued {
    let mut may = Vec::new();
    if may_issue(desk, paper.kind, paper.about) && paper.state == State::InForce {
        may.extend(["cancel", "keep_signed"]);
    }
    Issued {
        id: paper.id,
        order: paper.order.0,
        order_number: desk.order.number.clone(),
        kind: paper.kind,
        title: paper.title.clone(),
        number: paper.number.clone(),
        issued_on: paper.issued_on,
        issued_by: paper.issued_by.clone(),
        body: desk.directory.name(PartyId(paper.body), paper.issued_on),
        code: paper.code.clone(),
        sha256: paper.sha256.clone(),
        bytes: paper.bytes,
        state: paper.state,
        note: paper.note.clone(),
        replaces: paper.replaces,
        replaced_by: paper.replaced_by,
        copies,
        may,
    }
}

/// One issued paper, with the copies of it that were signed.
pub async fn find(ctx: &Ctx, id: i64) -> Result<Issued, Error> {
    let (desk, paper) = open(ctx, id).await?;
    let copies = papers::copies(ctx.db(), id).await?;
    let copies = copies.into_iter().map(checked::told).collect::<Result<_, _>>()?;
    Ok(told(&desk, &paper, copies))
}

async fn open(ctx: &Ctx, id: i64) -> Result<(Desk<'_>, papers::Paper), Error> {
    let paper = papers::by_id(ctx.db(), id).await?.ok_or(Error::NotFound)?;
    let desk = Desk::open(ctx, paper.order).await?;
    if may_see(&desk, paper.kind, paper.about) { Ok((desk, paper)) } else { Err(Error::NotFound) }
}

/// The bytes as they were issued.
pub async fn reprint(ctx: &Ctx, id: i64) -> Result<Printed, Error> {
    let (_, paper) = open(ctx, id).await?;
    let bytes = papers::content(ctx.db(), &paper.sha256).await?;
    Ok((file_name(paper.kind, &paper.number), bytes))
}

/// What would be issued now, without a number and marked as a draft.
pub async fn draft(ctx: &Ctx, id: OrderId, kind: Kind, about: About) -> Result<Printed, Error> {
    let desk = Desk::open(ctx, id).await?;
    if !offers(&desk).await?.iter().any(|offer| (offer.kind, offer.about) == (kind, about)) {
        return Err(Error::NotFound);
    }
    let mut paper = compose(&desk, kind, about).await?;
    paper.head.is_draft = true;
    Ok((file_name(kind, &desk.order.number), print(ctx, &paper, ctx.today()).await?))
}

/// The minutes of acceptance: as they were issued, or as they would be today.
pub async fn minutes(ctx: &Ctx, id: OrderId) -> Result<Printed, Error> {
    let issued = papers::of_order(ctx.db(), id).await?;
    let mut issued =
        issued.iter().filter(|paper| paper.kind == Kind::Minutes && paper.state == State::InForce);
    match issued.next() {
        Some(paper) => reprint(ctx, paper.id).await,
        None => draft(ctx, id, Kind::Minutes, About::Order).await,
    }
}

/// Gives a paper its number, keeps its bytes, and puts it in the place of the one before. `site` is where the portal is found,
/// for the code on the paper.
pub async fn issue(ctx: &Ctx, id: OrderId, kind: Kind, about: About, site: &str) -> Result<i64, Error> {
    let mut tx = ctx.begin("paper.issue").await?;
    let desk = Desk::open(ctx, id).await?;
    let offers = offers(&desk).await?;
    let offer = offers.iter().find(|offer| (offer.kind, offer.about) == (kind, about));
    let offer = offer.ok_or(Error::NotFound)?;
    if !offer.may_issue {
        return Err(Error::Forbidden);
    }
    let today = ctx.today();
    let body = desk.body(kind, about);
    let series = kind.abbreviation(desk.order.instrument);
    let mut paper = compose(&desk, kind, about).await?;
    let (ordinal, number) = if paper.head.number == desk.draft_number(kind, about)? {
        let next = papers::next_ordinal(&tx, body.0, series, today.year()).await?;
        (Some(next), number(next, series, &desk.identity(body)?.name))
    } else {
        (None, paper.head.number.clone())
    };
    let before = tx.head().to_owned();
    let secret = Sha256::digest(format!("{before}|{}|{}|{number}", kind.as_str(), about.key()));
    let code = code(&secret.into());
    paper.head.number.clone_from(&number);
    paper.mark = Some(Mark { address: format!("{site}/papers/check/{code}"), code: code.clone() });
    let printed = print(ctx, &paper, ctx.today()).await?;
    let sha256 = hex(&Sha256::digest(&printed));
    let row = paper::Model {
        id: 0,
        audit_seq: 0,
        kind: kind.as_str().to_owned(),
        order_id: id.0,
        about: about.key(),
        body_id: body.0,
        series: series.to_owned(),
        year: today.year(),
        ordinal,
        number: number.clone(),
        title: kind.name(desk.order.instrument).vi,
        code,
        issued_on: today,
        issued_by: ctx.actor.user.0,
        bytes: i64::try_from(printed.len()).unwrap_or(i64::MAX),
        sha256,
        replaces: offer.issued.as_ref().map(|issued| issued.id),
    };
    let id = papers::insert(&mut tx, row, printed).await?;
    tx.commit(format!("paper {number}")).await?;
    Ok(id)
}

/// Takes a paper out of force. Its bytes stay, and who asks by its code is told so.
pub async fn cancel(ctx: &Ctx, id: i64, reason: &str) -> Result<OrderId, Error> {
    let mut tx = ctx.begin("paper.cancel").await?;
    let (desk, paper) = open(ctx, id).await?;
    if !may_issue(&desk, paper.kind, paper.about) {
        return Err(Error::Forbidden);
    }
    let reason = clean(reason);
    if reason.is_empty() {
        let issue = Issue::new(
            "paper.reason",
            "reason",
            "NĐ 30/2020/NĐ-CP",
            Text::new("Thiếu lý do hủy.", "The reason is missing."),
            Text::new("Ghi lý do rồi gửi lại.", "Write the reason and send again."),
        );
        return Err(issue.into());
    }
    if paper.state != State::InForce {
        return Err(not_in_force());
    }
    papers::cancel(&mut tx, cancelled(ctx, id, reason)).await?;
    tx.commit(format!("paper {}", paper.number)).await?;
    Ok(paper.order)
}

fn not_in_force() -> Error {
    wrong_state(
        "paper.state",
        Text::new("Văn bản này không còn hiệu lực.", "This paper is not in force any more."),
        Text::new("Mở văn bản đang có hiệu lực của đơn.", "Open the one of the order that is in force."),
    )
}
