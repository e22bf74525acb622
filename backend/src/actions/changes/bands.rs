//! The bands as they are read: every version, from a day on; none is edited.

use domain::{
    approval::{Band, Subject},
    permission::{Deed, Role},
};

use crate::{
    actions::{
        Ctx,
        views::{BandView, BandsView, Coded},
    },
    error::Error,
    storage::{accounts, approvals as stored},
};

/// Every version of the bands of every subject, the newest first; at the end the default, which nobody set.
pub async fn bands(ctx: &Ctx) -> Result<Vec<BandsView>, Error> {
    ctx.permit(Deed::Read, &[])?;
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
