//! The bands as they are read and set: a new version from a day on, never an edit.

use domain::{
    approval::{Band, Subject, check},
    issue::none_or_all,
    permission::{Deed, Role},
    text::clean,
};
use time::Date;

use crate::{
    actions::{
        Ctx,
        views::{BandView, BandsView, Coded},
    },
    error::Error,
    storage::{accounts, approvals as stored, tables::approval_band},
};

/// Bands somebody wants to govern.
#[derive(Debug, Clone)]
pub struct Bands {
    pub subject: Subject,
    pub bands: Vec<Band>,
    pub governs_from: Date,
    pub reason: String,
}

/// Every version of the bands of every subject, the newest first; at the end the default, which nobody set.
pub async fn bands(ctx: &Ctx) -> Result<Vec<BandsView>, Error> {
    ctx.permit(Deed::Administer, &[])?;
    let mut all = Vec::new();
    for subject in Subject::ALL {
        let versions = stored::versions(ctx.db(), subject).await?;
        let governing = versions.iter().rfind(|version| version.governs_from <= ctx.today());
        let governing = governing.map_or(0, |version| version.version);
        for version in versions.iter().rev() {
            all.push(BandsView {
                subject: Coded::new(subject.as_str(), subject.name()),
                version: version.version,
                governs_from: Some(version.governs_from),
                governs: version.version == governing,
                set_on: Some(version.set_on),
                set_by: accounts::by_id(ctx.db(), version.set_by)
                    .await?
                    .map_or_else(String::new, |account| account.actor.name),
                reason: version.reason.clone(),
                bands: version.bands.iter().map(view).collect(),
            });
        }
        all.push(BandsView {
            subject: Coded::new(subject.as_str(), subject.name()),
            version: 0,
            governs_from: None,
            governs: governing == 0,
            set_on: None,
            set_by: String::new(),
            reason: String::new(),
            bands: subject.defaults().iter().map(view).collect(),
        });
    }
    Ok(all)
}

fn view(band: &Band) -> BandView {
    let role = |role: &Role| Coded::new(role.as_str(), role.name());
    BandView { above_dong: band.above.as_dong(), roles: band.roles.iter().map(role).collect() }
}

/// Sets bands that govern what is made from a day on. What was submitted before keeps its own.
pub async fn set_bands(ctx: &Ctx, bands: Bands) -> Result<(), Error> {
    ctx.permit(Deed::Administer, &[])?;
    let mut tx = ctx.begin("approval.bands").await?;
    let Bands { subject, bands, governs_from, reason } = bands;
    let reason = clean(&reason);
    none_or_all(check(subject, &bands, governs_from, &reason, ctx.today()))?;
    let before = stored::versions(tx.db(), subject).await?;
    let version = before.last().map_or(1, |version| version.version + 1);
    let row = |band: Band| approval_band::Model {
        id: 0,
        audit_seq: 0,
        subject: subject.as_str().to_owned(),
        version,
        governs_from,
        above_dong: band.above.as_dong(),
        roles: band.roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(","),
        set_on: ctx.today(),
        set_by: ctx.actor.user.0,
        reason: reason.clone(),
    };
    tx.insert_all::<approval_band::Entity>(bands.into_iter().map(row).collect()).await?;
    Ok(tx.commit(format!("bands {} {version}", subject.as_str())).await?)
}
