//! Facts: what happened to a learner, when it was true, when we learnt of it, and who said so.
//! A fact is never changed; a correction is a new fact that supersedes it and says why.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    calendar::Moment,
    figures,
    grading::GraduationClass,
    ids::{EnrolmentId, FactId, PartyId},
    noun,
    text::{Text, say},
    value::Value,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub id: FactId,
    pub happened_on: Date,
    pub recorded_at: Moment,
    /// The organisation that reported it.
    pub reporter: PartyId,
    pub supersedes: Option<FactId>,
    pub what: Happening,
}

/// Where an hour was taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    College,
    Enterprise,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    Enrolled,
    Suspended,
    Resumed,
    Withdrew {
        reason: String,
    },
    /// Work-study: the learner is hosted by this enterprise from the day on.
    Placed {
        host: PartyId,
    },
    /// Hours of one month. Hours at an enterprise count when the host itself reported them.
    HoursDelivered {
        place: Place,
        hours: u32,
    },
    /// The provider says that hours a host reported were not so. Supersedes them, so that they do not count until the
    /// host answers with hours that supersede this.
    HoursContested {
        hours: u32,
        reason: String,
    },
    /// The result recognised by the graduation decision; a failure is reported with class `failed`.
    Graduated {
        class: GraduationClass,
        score: Decimal,
        #[serde(flatten)]
        recognition: Box<Recognition>,
    },
    /// The certificate was annulled (TT 10/2017 Đ13).
    Annulled {
        reason: String,
    },
    Employed {
        employer: String,
    },
    EmploymentEnded,
    /// The same person was already trained in this occupation and level, at this other enrolment.
    DuplicateFlagged {
        other: EnrolmentId,
    },
    /// A person looked at the flag and decided whether this training is paid.
    DuplicateDecided {
        pay: bool,
        reason: String,
    },
    /// A kind of fact that a scheme names and the engine knows nothing else about.
    Noted {
        fact: String,
        #[serde(flatten)]
        note: Box<Note>,
    },
    /// Says only that the superseded fact was not so.
    Retracted {
        reason: String,
    },
}

/// The decision that recognises a graduation, and what it gives. Boxed, as is a note: reading facts is most of what
/// settling costs, and most facts are hours, which need none of this beside them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognition {
    pub certificate: Option<Certificate>,
    pub decision: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub value: Option<Value>,
    pub label: Option<String>,
    pub evidence: Option<String>,
}

/// Văn bằng, chứng chỉ (TT 10/2017/TT-BLĐTBXH).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Số hiệu phôi: runs on for the whole life of the school.
    pub serial: String,
    /// Số vào sổ: starts anew each year.
    pub register_number: String,
}

impl Happening {
    pub fn graduated(class: GraduationClass, score: Decimal, recognition: Recognition) -> Happening {
        Happening::Graduated { class, score, recognition: Box::new(recognition) }
    }

    pub fn noted(fact: &str, note: Note) -> Happening {
        Happening::Noted { fact: fact.to_owned(), note: Box::new(note) }
    }

    pub fn kind(&self) -> &str {
        match self {
            Happening::Noted { fact, .. } => fact,
            known => known.static_kind().unwrap_or_default(),
        }
    }

    /// The kind, unless it is one that only a scheme knows.
    pub fn static_kind(&self) -> Option<&'static str> {
        Some(match self {
            Happening::Enrolled => "enrolled",
            Happening::Suspended => "suspended",
            Happening::Resumed => "resumed",
            Happening::Withdrew { .. } => "withdrew",
            Happening::Placed { .. } => "placed",
            Happening::HoursDelivered { .. } => "hours_delivered",
            Happening::HoursContested { .. } => "hours_contested",
            Happening::Graduated { .. } => "graduated",
            Happening::Annulled { .. } => "annulled",
            Happening::Employed { .. } => "employed",
            Happening::EmploymentEnded => "employment_ended",
            Happening::DuplicateFlagged { .. } => "duplicate_flagged",
            Happening::DuplicateDecided { .. } => "duplicate_decided",
            Happening::Noted { .. } => return None,
            Happening::Retracted { .. } => "retracted",
        })
    }

    /// The number, day or word that comes with the fact, for formulas.
    pub fn value(&self) -> Option<Value> {
        match self {
            Happening::HoursDelivered { hours, .. } => Some(Value::whole(i64::from(*hours))),
            Happening::Graduated { score, .. } => Some(Value::Number((*score).into())),
            Happening::DuplicateDecided { pay, .. } => Some(Value::YesNo(*pay)),
            Happening::Noted { note, .. } => note.value.clone(),
            _ => None,
        }
    }

    /// The word the fact is told apart by, for formulas.
    pub fn label(&self) -> Option<&str> {
        match self {
            Happening::HoursDelivered { place: Place::College, .. } => Some("college"),
            Happening::HoursDelivered { place: Place::Enterprise, .. } => Some("enterprise"),
            Happening::Graduated { class, .. } => Some(class.as_str()),
            Happening::Employed { employer } => Some(employer),
            Happening::Withdrew { reason }
            | Happening::Annulled { reason }
            | Happening::HoursContested { reason, .. } => Some(reason),
            Happening::Noted { note, .. } => note.label.as_deref(),
            _ => None,
        }
    }

    pub fn has_evidence(&self) -> bool {
        let Happening::Noted { note, .. } = self else { return false };
        note.evidence.as_ref().is_some_and(|evidence| !evidence.is_empty())
    }

    /// What a count groups by: the class of a graduation, otherwise nothing.
    pub fn detail(&self) -> &'static str {
        match self {
            Happening::Graduated { class, .. } => class.as_str(),
            _ => "",
        }
    }

    /// One short sentence for a timeline.
    pub fn describe(&self) -> Text {
        match self {
            Happening::Enrolled => Text::new("Nhập học", "Enrolled"),
            Happening::Suspended => Text::new("Bảo lưu", "Suspended"),
            Happening::Resumed => Text::new("Học trở lại", "Resumed"),
            Happening::Withdrew { reason } => {
                Text::new(format!("Thôi học: {reason}"), format!("Withdrew: {reason}"))
            }
            Happening::Placed { .. } => Text::new("Được bố trí thực tập", "Placed at a host"),
            Happening::HoursDelivered { place: Place::College, hours } => {
                say!("{hours} tại trường", "{hours} at the college", hours = noun::HOUR.counted(hours))
            }
            Happening::HoursDelivered { place: Place::Enterprise, hours } => {
                say!(
                    "{hours} tại doanh nghiệp",
                    "{hours} at the enterprise",
                    hours = noun::HOUR.counted(hours)
                )
            }
            Happening::HoursContested { hours, reason } => say!(
                "Trường phản đối {hours} tại doanh nghiệp: {reason}",
                "The college contests {hours} at the enterprise: {reason}",
                hours = noun::HOUR.counted(hours),
                reason = Text::both(reason)
            ),
            Happening::Graduated { class, score, .. } => {
                say!(
                    "Kết quả tốt nghiệp: {class} ({score})",
                    "Graduation result: {class} ({score})",
                    class = class.name(),
                    score = figures::said(score)
                )
            }
            Happening::Annulled { reason } => Text::new(
                format!("Thu hồi, hủy bỏ văn bằng: {reason}"),
                format!("Certificate annulled: {reason}"),
            ),
            Happening::Employed { employer } => {
                Text::new(format!("Có việc làm tại {employer}"), format!("Employed at {employer}"))
            }
            Happening::EmploymentEnded => Text::new("Nghỉ việc", "Employment ended"),
            Happening::DuplicateFlagged { .. } => Text::new(
                "Nghi trùng: người này đã học cùng nghề, cùng trình độ ở nơi khác",
                "Possible duplicate: trained in this occupation and level elsewhere",
            ),
            Happening::DuplicateDecided { pay: true, reason } => Text::new(
                format!("Đã xét trùng: được thanh toán. {reason}"),
                format!("Duplicate decided: paid. {reason}"),
            ),
            Happening::DuplicateDecided { pay: false, reason } => Text::new(
                format!("Đã xét trùng: không thanh toán. {reason}"),
                format!("Duplicate decided: not paid. {reason}"),
            ),
            Happening::Noted { fact, note } => {
                let Note { value, label, .. } = note.as_ref();
                let value = value.as_ref().map(|value| format!(" {value}")).unwrap_or_default();
                let label = label.as_ref().map(|label| format!(" ({label})")).unwrap_or_default();
                Text::new(format!("{fact}{value}{label}"), format!("{fact}{value}{label}"))
            }
            Happening::Retracted { reason } => {
                Text::new(format!("Rút lại: {reason}"), format!("Retracted: {reason}"))
            }
        }
    }
}

/// The facts that count on a day, given what was known at a moment: happened by then, known by then, and not
/// superseded by another known fact. In order of happening; the order of arrival does not matter.
pub fn in_effect(facts: &[Fact], as_of: Date, known_at: Moment) -> Vec<&Fact> {
    let mut effective = Vec::with_capacity(facts.len());
    collect_in_effect(facts, as_of, known_at, &mut effective);
    effective
}

/// The same, into a buffer of the caller's.
pub fn collect_in_effect<'f>(
    facts: &'f [Fact],
    as_of: Date,
    known_at: Moment,
    effective: &mut Vec<&'f Fact>,
) {
    let known = || facts.iter().filter(|fact| fact.recorded_at <= known_at);
    let superseded: BTreeSet<FactId> = known().filter_map(|fact| fact.supersedes).collect();
    effective.extend(known().filter(|fact| fact.happened_on <= as_of && !superseded.contains(&fact.id)));
    if !effective.is_sorted_by_key(|fact| (fact.happened_on, fact.id)) {
        effective.sort_unstable_by_key(|fact| (fact.happened_on, fact.id));
    }
}

/// What stands in the place of a fact: the last of those that supersede it in turn, or the fact itself.
pub fn newest(facts: &[Fact], id: FactId) -> Option<&Fact> {
    match facts.iter().find(|fact| fact.supersedes == Some(id)) {
        Some(later) => newest(facts, later.id),
        None => facts.iter().find(|fact| fact.id == id),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn fact(id: i64, recorded_at: i64, supersedes: Option<i64>, what: Happening) -> Fact {
        Fact {
            id: FactId(id),
            happened_on: date!(2025 - 02 - 01),
            recorded_at: Moment(recorded_at),
            reporter: PartyId(1),
            supersedes: supersedes.map(FactId),
            what,
        }
    }

    #[test]
    fn an_old_statement_sees_what_was_known_then() {
        let facts = [
            fact(1, 100, None, Happening::Enrolled),
            fact(2, 200, Some(1), Happening::Retracted { reason: "nhập nhầm".into() }),
        ];
        let ids = |known_at| -> Vec<i64> {
            in_effect(&facts, date!(2025 - 03 - 31), Moment(known_at)).iter().map(|f| f.id.0).collect()
        };
        assert_eq!(ids(150), [1]);
        assert_eq!(ids(250), [2]);
        assert_eq!(ids(50), Vec::<i64>::new());
    }
}
