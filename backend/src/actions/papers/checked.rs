//! Whether a paper is genuine, for anybody who has its code; and copies of it that were signed elsewhere.

use domain::{
    issue::Issue,
    ledger::hex,
    paper::{State, typed_code},
    party::identity_on,
    text::Text,
};
use sha2::{Digest, Sha256};
use time::Date;

use super::{Copy, not_in_force, open};
use crate::{
    actions::{Ctx, Store},
    documents::signature::{self, Signed},
    error::Error,
    storage::{papers, registry, tables::signed_copy},
};

/// What everybody may know of a paper: nothing of it is personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub title: String,
    pub number: String,
    pub body: String,
    pub issued_on: Date,
    pub state: State,
    /// The paper that took its place.
    pub replaced_by: Option<(String, Date)>,
    pub code: String,
    pub sha256: String,
}

/// Looks a paper up by its code.
pub async fn check(store: &Store, code: &str) -> Result<Option<Checked>, Error> {
    let db = store.read_of_everyone();
    let Some(paper) = papers::by_code(db, &typed_code(code)).await? else { return Ok(None) };
    let directory = registry::directory(db).await?;
    let party = directory.get(domain::ids::PartyId(paper.body));
    let body = party.and_then(|party| identity_on(&party.identities, paper.issued_on));
    let next = match paper.replaced_by {
        Some(id) => papers::by_id(db, id).await?.map(|next| (next.number, next.issued_on)),
        None => None,
    };
    Ok(Some(Checked {
        title: paper.title,
        number: paper.number,
        body: body.map_or_else(String::new, |identity| identity.name.clone()),
        issued_on: paper.issued_on,
        state: paper.state,
        replaced_by: next,
        code: paper.code,
        sha256: paper.sha256,
    }))
}

/// Refuses who may not hand in a signed copy, before the file is read.
pub async fn may_keep(ctx: &Ctx, id: i64) -> Result<(), Error> {
    let (desk, paper) = open(ctx, id).await?;
    if super::may_issue(&desk, paper.kind, paper.about) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Keeps a copy that was signed elsewhere beside the paper. It has to begin with the very bytes that were issued: a digital
/// signature is added behind them.
pub async fn keep_signed(ctx: &Ctx, id: i64, file: Vec<u8>) -> Result<(), Error> {
    let mut tx = ctx.begin("paper.signed").await?;
    let (desk, paper) = open(ctx, id).await?;
    if !super::may_issue(&desk, paper.kind, paper.about) {
        return Err(Error::Forbidden);
    }
    if paper.state != State::InForce {
        return Err(not_in_force());
    }
    let issued = papers::content(ctx.db(), &paper.sha256).await?;
    if !file.starts_with(&issued) {
        return Err(refused(
            "paper.other_file",
            Text::new(
                "Tệp này không phải bản ký số của văn bản đã ban hành.",
                "This file is not a signed copy of the paper that was issued.",
            ),
            Text::new(
                "Tải đúng tệp đã ban hành về, ký số lên chính tệp đó rồi gửi lại.",
                "Download the issued file, sign that very file, and send it again.",
            ),
        ));
    }
    let signed = signature::look(&file);
    if signed.is_empty() {
        return Err(refused(
            "paper.not_signed",
            Text::new("Tệp chưa có chữ ký số.", "The file carries no digital signature."),
            Text::new("Ký số tệp rồi gửi lại.", "Sign the file and send it again."),
        ));
    }
    let sha256 = hex(&Sha256::digest(&file));
    if papers::copies(ctx.db(), id).await?.iter().any(|copy| copy.sha256 == sha256) {
        return Ok(());
    }
    let row = signed_copy::Model {
        id: 0,
        audit_seq: 0,
        paper_id: id,
        bytes: i64::try_from(file.len()).unwrap_or(i64::MAX),
        sha256,
        finding: serde_json::to_string(&signed).map_err(|error| Error::fault("signed copy", error))?,
        received_on: ctx.today(),
        sent_by: ctx.actor.user.0,
    };
    papers::insert_copy(&mut tx, row, file).await?;
    Ok(tx.commit(format!("paper {}", paper.number)).await?)
}

fn refused(code: &str, problem: Text, remedy: Text) -> Error {
    Issue::new(code, "file", "NĐ 30/2020/NĐ-CP", problem, remedy).into()
}

/// A signed copy as it was handed in.
pub async fn copy(ctx: &Ctx, id: i64, copy: i64) -> Result<super::Printed, Error> {
    let (_, paper) = open(ctx, id).await?;
    let copies = papers::copies(ctx.db(), id).await?;
    let copy = copies.iter().find(|known| known.id == copy).ok_or(Error::NotFound)?;
    let bytes = papers::content(ctx.db(), &copy.sha256).await?;
    Ok((super::file_name(paper.kind, &format!("{} ky so", paper.number)), bytes))
}

pub(super) fn told(copy: signed_copy::Model) -> Result<Copy, Error> {
    let signed: Vec<Signed> =
        serde_json::from_str(&copy.finding).map_err(|error| Error::fault("signed copy", error))?;
    Ok(Copy {
        id: copy.id,
        received_on: copy.received_on,
        bytes: copy.bytes,
        sha256: copy.sha256,
        finding: signed.iter().map(Signed::told).collect(),
    })
}
