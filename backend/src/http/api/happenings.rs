//! What happened to a learner, as it is sent: one `kind`, and the fields that this kind has. A field that is missing
//! or that belongs to another kind is named, in every row at once.

use domain::{
    fact::{Happening, Place},
    ids::PartyId,
    issue::Issue,
    text::Text,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportedKind {
    Suspended,
    Resumed,
    /// With `reason`.
    Withdrew,
    /// With `host`.
    Placed,
    /// With `place` and `hours`, of one month.
    HoursDelivered,
    /// With `employer`.
    Employed,
    EmploymentEnded,
    /// With `reason`.
    Annulled,
}

/// What was really so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CorrectedKind {
    Enrolled,
    Suspended,
    Resumed,
    /// With `reason`.
    Withdrew,
    /// With `host`.
    Placed,
    /// With `place` and `hours`.
    HoursDelivered,
    /// With `employer`.
    Employed,
    EmploymentEnded,
    /// With `reason`.
    Annulled,
    /// It was not so at all; with `reason`.
    Retracted,
}

/// The fields beside the kind, as far as they were sent.
#[derive(Debug, Default)]
pub struct Details {
    pub reason: Option<String>,
    pub host: Option<PartyId>,
    pub place: Option<Place>,
    pub hours: Option<u32>,
    pub employer: Option<String>,
}

impl From<ReportedKind> for CorrectedKind {
    fn from(kind: ReportedKind) -> CorrectedKind {
        match kind {
            ReportedKind::Suspended => CorrectedKind::Suspended,
            ReportedKind::Resumed => CorrectedKind::Resumed,
            ReportedKind::Withdrew => CorrectedKind::Withdrew,
            ReportedKind::Placed => CorrectedKind::Placed,
            ReportedKind::HoursDelivered => CorrectedKind::HoursDelivered,
            ReportedKind::Employed => CorrectedKind::Employed,
            ReportedKind::EmploymentEnded => CorrectedKind::EmploymentEnded,
            ReportedKind::Annulled => CorrectedKind::Annulled,
        }
    }
}

/// The kind and its fields as a happening, or every field that is missing or does not belong.
pub fn happening(kind: impl Into<CorrectedKind>, mut given: Details) -> Result<Happening, Vec<Issue>> {
    let mut missing = Vec::new();
    let what =
        match kind.into() {
            CorrectedKind::Enrolled => Some(Happening::Enrolled),
            CorrectedKind::Suspended => Some(Happening::Suspended),
            CorrectedKind::Resumed => Some(Happening::Resumed),
            CorrectedKind::EmploymentEnded => Some(Happening::EmploymentEnded),
            CorrectedKind::Withdrew => needed(given.reason.take(), "reason", &mut missing)
                .map(|reason| Happening::Withdrew { reason }),
            CorrectedKind::Annulled => needed(given.reason.take(), "reason", &mut missing)
                .map(|reason| Happening::Annulled { reason }),
            CorrectedKind::Retracted => needed(given.reason.take(), "reason", &mut missing)
                .map(|reason| Happening::Retracted { reason }),
            CorrectedKind::Placed => {
                needed(given.host.take(), "host", &mut missing).map(|host| Happening::Placed { host })
            }
            CorrectedKind::Employed => needed(given.employer.take(), "employer", &mut missing)
                .map(|employer| Happening::Employed { employer }),
            CorrectedKind::HoursDelivered => {
                let place = needed(given.place.take(), "place", &mut missing);
                let hours = needed(given.hours.take(), "hours", &mut missing);
                place.zip(hours).map(|(place, hours)| Happening::HoursDelivered { place, hours })
            }
        };
    let mut issues: Vec<Issue> = missing.into_iter().map(missing_field).collect();
    issues.extend(left_over(&given).into_iter().map(foreign_field));
    match what {
        Some(what) if issues.is_empty() => Ok(what),
        _ => Err(issues),
    }
}

fn needed<T>(given: Option<T>, field: &'static str, missing: &mut Vec<&'static str>) -> Option<T> {
    if given.is_none() {
        missing.push(field);
    }
    given
}

/// Fields that were sent and that the kind did not take.
fn left_over(given: &Details) -> Vec<&'static str> {
    let Details { reason, host, place, hours, employer } = given;
    let sent = [
        ("reason", reason.is_some()),
        ("host", host.is_some()),
        ("place", place.is_some()),
        ("hours", hours.is_some()),
        ("employer", employer.is_some()),
    ];
    sent.into_iter().filter(|(_, is)| *is).map(|(field, _)| field).collect()
}

fn missing_field(field: &'static str) -> Issue {
    Issue::new(
        "progress.field_missing",
        field,
        "/api/openapi.json",
        Text::new(
            format!("Loại sự kiện này cần trường \"{field}\"."),
            format!("This kind needs the field \"{field}\"."),
        ),
        Text::new("Thêm trường này.", "Add the field."),
    )
}

fn foreign_field(field: &'static str) -> Issue {
    Issue::new(
        "progress.field_foreign",
        field,
        "/api/openapi.json",
        Text::new(
            format!("Loại sự kiện này không có trường \"{field}\"."),
            format!("This kind has no field \"{field}\"."),
        ),
        Text::new("Bỏ trường này, hoặc sửa kind.", "Leave the field out, or correct the kind."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_takes_its_own_fields_and_no_others() {
        let hours = Details { hours: Some(40), place: Some(Place::College), ..Details::default() };
        let what = Happening::HoursDelivered { place: Place::College, hours: 40 };
        assert_eq!(happening(ReportedKind::HoursDelivered, hours).unwrap(), what);
        let wrong = Details { hours: Some(40), ..Details::default() };
        let issues = happening(ReportedKind::Withdrew, wrong).unwrap_err();
        let found: Vec<_> = issues.iter().map(|i| (i.code.as_str(), i.place.as_str())).collect();
        assert_eq!(found, [("progress.field_missing", "reason"), ("progress.field_foreign", "hours")]);
    }
}
