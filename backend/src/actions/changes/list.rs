//! Proposals as they are listed and looked at.

use domain::{
    calendar::vietnamese,
    change::{Basis, Change, Kind, State},
    ids::UserId,
    noun,
    permission::Deed,
    programme::Certainty,
    setting::Setting,
    text::{Text, say},
};
use serde::{Deserialize, Serialize};
use time::Date;

use super::{comparison, hands, told};
use crate::{
    actions::{
        Ctx,
        views::{Coded, Words},
    },
    error::Error,
    storage::{
        changes::{self, Stored},
        registry::{self, Directory},
    },
};

/// How many of the decided ones the overview shows.
const DECIDED: u64 = 20;

/// One field: as it is and as it would be. An empty side is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub what: Text,
    pub before: Text,
    pub after: Text,
}

impl Difference {
    pub(super) fn new(what: (&str, &str), before: Text, after: Text) -> Difference {
        Difference { what: Text::new(what.0, what.1), before, after }
    }
}

/// A proposal in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: i64,
    pub kind: Coded,
    pub subject: Words,
    pub state: Coded,
    pub valid_from: Date,
    pub proposer: String,
    pub proposed_on: Date,
    pub decider: String,
    pub state_on: Option<Date>,
}

#[derive(Debug)]
pub struct Overview {
    pub waiting: Vec<Listed>,
    pub decided: Vec<Listed>,
    pub may_propose: bool,
}

/// A proposal in full.
#[derive(Debug)]
pub struct ChangeView {
    pub listed: Listed,
    pub basis: Basis,
    pub note: String,
    /// As the second person saw them; of one that waits, as they are now.
    pub differences: Vec<Difference>,
    /// Of payment terms: the file.
    pub scheme: Option<String>,
    pub may: Vec<&'static str>,
}

pub async fn overview(ctx: &Ctx) -> Result<Overview, Error> {
    ctx.permit(Deed::Read, &[])?;
    let directory = registry::directory(ctx.db()).await?;
    let list = |rows: Vec<Stored>| -> Result<Vec<Listed>, Error> {
        rows.iter().map(|stored| listed(ctx, stored, &directory)).collect()
    };
    Ok(Overview {
        waiting: list(changes::waiting_of_everyone(ctx.db()).await?)?,
        decided: list(changes::decided_of_everyone(ctx.db(), DECIDED).await?)?,
        may_propose: ctx.may(Deed::ProposeChange, &[]),
    })
}

pub async fn find(ctx: &Ctx, id: i64) -> Result<ChangeView, Error> {
    ctx.permit(Deed::Read, &[])?;
    let stored = changes::by_id(ctx.db(), id).await?.ok_or(Error::NotFound)?;
    let directory = registry::directory(ctx.db()).await?;
    let (change, basis) = read(&stored)?;
    let differences = match stored.seen.as_deref().filter(|seen| !seen.is_empty()) {
        Some(seen) => serde_json::from_str(seen).map_err(|error| Error::fault("registry_event", error))?,
        None => told::differences(ctx, ctx.db(), &change, &basis).await?,
    };
    let maker = UserId(stored.proposed_by);
    let mut may = Vec::new();
    if stored.state.is_none() {
        if ctx.may(Deed::ApproveChange, &[]) {
            let own = hands::is_own(ctx, ctx.db(), ("registry_change", id), maker).await?;
            if !own && comparison::is_done(ctx, &change, id).await? {
                may.push("approve");
            }
            may.push("reject");
        }
        if ctx.may(Deed::ProposeChange, &[]) && ctx.actor.is_same_hand(maker) {
            may.push("withdraw");
        }
    }
    Ok(ChangeView {
        listed: listed(ctx, &stored, &directory)?,
        note: stored.note.unwrap_or_default(),
        differences,
        scheme: match change {
            Change::Scheme { content } => Some(content),
            _ => None,
        },
        basis,
        may,
    })
}

pub(super) fn read(stored: &Stored) -> Result<(Change, Basis), Error> {
    let change =
        serde_json::from_str(&stored.content).map_err(|error| Error::fault("registry_change", error))?;
    let basis = Basis {
        valid_from: stored.valid_from,
        authority: stored.authority.clone(),
        number: stored.number.clone(),
        decided_on: stored.decided_on,
        source: stored.source.clone(),
        certainty: Certainty::parse(&stored.status).unwrap_or(Certainty::Assumption),
        reason: stored.reason.clone(),
    };
    Ok((change, basis))
}

fn listed(ctx: &Ctx, stored: &Stored, directory: &Directory) -> Result<Listed, Error> {
    let unknown = || Error::fault("registry_change", "of an unknown kind");
    let kind = Kind::parse(&stored.kind).ok_or_else(unknown)?;
    let state = stored.state.as_deref().map_or(Some(State::Proposed), State::parse).ok_or_else(unknown)?;
    let (change, basis) = read(stored)?;
    Ok(Listed {
        id: stored.id,
        kind: Coded::new(kind.as_str(), kind.name()),
        subject: about(ctx, &change, &basis, directory).into(),
        state: Coded::new(state.as_str(), state.name()),
        valid_from: stored.valid_from,
        proposer: stored.proposer.clone().unwrap_or_default(),
        proposed_on: stored.proposed_on,
        decider: stored.decider.clone().unwrap_or_default(),
        state_on: stored.state_on,
    })
}

/// What a proposal is about, in people's words.
fn about(ctx: &Ctx, change: &Change, basis: &Basis, directory: &Directory) -> Text {
    match change {
        Change::Prices(list) => say!(
            "{number}, {occupations}",
            "{number}, {occupations}",
            number = Text::both(&basis.number),
            occupations = noun::OCCUPATION.counted(list.rows.len())
        ),
        Change::Licence(licence) => {
            let name = directory.name(licence.provider, ctx.today());
            told::same(format!("{name} · {}", licence.occupation))
        }
        Change::Days { from, until, name, .. } if from == until => {
            told::same(format!("{name}: {}", vietnamese(*from)))
        }
        Change::Days { from, until, name, .. } => {
            told::same(format!("{name}: {} – {}", vietnamese(*from), vietnamese(*until)))
        }
        Change::Occupation(new) => {
            Text::new(format!("{} · {}", new.code, new.name.vi), format!("{} · {}", new.code, new.name.en))
        }
        Change::Setting { name, .. } => Setting::name(*name),
        Change::Organisation(new) => told::same(directory.name(new.party, ctx.today())),
        Change::Bands { subject, .. } => {
            let name = subject.name();
            Text::new(format!("Mức duyệt: {}", name.vi), format!("Approval bands: {}", name.en))
        }
        other => told::same(other.subject(basis)),
    }
}

/// What an audit entry says of proposals: what was decided, with what was seen then.
pub(in crate::actions) async fn difference_words(
    ctx: &Ctx,
    seq: i64,
) -> Result<Vec<(i64, Words, Option<Words>, Words)>, Error> {
    let directory = registry::directory(ctx.db()).await?;
    let mut told = Vec::new();
    for stored in changes::written(ctx.db(), seq).await? {
        let listed = listed(ctx, &stored, &directory)?;
        let differences: Vec<Difference> = match stored.seen.as_deref().filter(|seen| !seen.is_empty()) {
            Some(seen) => {
                serde_json::from_str(seen).map_err(|error| Error::fault("registry_event", error))?
            }
            None => Vec::new(),
        };
        let name = Text::new(
            format!("{}: {}", listed.kind.name.vi, listed.subject.vi),
            format!("{}: {}", listed.kind.name.en, listed.subject.en),
        );
        if differences.is_empty() {
            told.push((stored.id, name.into(), None, listed.state.name.clone()));
            continue;
        }
        let before = |text: Text| Some(Words::from(text)).filter(|words| !words.vi.is_empty());
        told.extend(
            differences.into_iter().map(|d| (stored.id, d.what.into(), before(d.before), d.after.into())),
        );
    }
    Ok(told)
}
