//! Where a learner stands today, folded from the facts in effect: for showing, never for paying.

use domain::{
    calendar::Moment,
    fact::{Certificate, Fact, Happening, Place, in_effect},
    grading::GraduationClass,
    ids::PartyId,
    text::Text,
};
use time::Date;

use super::views::{Coded, PartyName, StandingView};
use crate::storage::registry::Directory;

#[derive(Debug, Default, Clone)]
pub(super) struct Standing {
    pub enrolled_on: Option<Date>,
    pub hosts: Vec<PartyId>,
    pub hours_college: u64,
    pub class: Option<GraduationClass>,
    pub score: Option<String>,
    pub certificate: Option<Certificate>,
    pub withdrew: bool,
    suspended: bool,
    pub annulled: bool,
    employed: bool,
    duplicate_open: bool,
    at_enterprise: Vec<(PartyId, u64)>,
}

impl Standing {
    pub fn of(facts: &[Fact], today: Date) -> Standing {
        let mut standing = Standing::default();
        for fact in in_effect(facts, today, Moment(i64::MAX)) {
            standing.apply(fact);
        }
        standing
    }

    fn apply(&mut self, fact: &Fact) {
        match &fact.what {
            Happening::Enrolled => self.enrolled_on = Some(fact.happened_on),
            Happening::Suspended => self.suspended = true,
            Happening::Resumed => self.suspended = false,
            Happening::Withdrew { .. } => self.withdrew = true,
            Happening::Placed { host } => self.hosts.push(*host),
            Happening::HoursDelivered { place: Place::College, hours } => {
                self.hours_college += u64::from(*hours);
            }
            Happening::HoursDelivered { place: Place::Enterprise, hours } => {
                self.at_enterprise.push((fact.reporter, u64::from(*hours)));
            }
            Happening::Graduated { class, score, recognition } => {
                self.class = Some(*class);
                self.score = Some(score.to_string());
                self.certificate.clone_from(&recognition.certificate);
            }
            Happening::Annulled { .. } => self.annulled = true,
            Happening::Employed { .. } => self.employed = true,
            Happening::EmploymentEnded => self.employed = false,
            Happening::DuplicateFlagged { .. } => self.duplicate_open = true,
            Happening::DuplicateDecided { .. } => self.duplicate_open = false,
            Happening::HoursContested { .. } | Happening::Noted { .. } | Happening::Retracted { .. } => {}
        }
    }

    /// Hours count where the learner is placed with the enterprise that reported them, as in settlement.
    pub fn hours_enterprise(&self) -> u64 {
        self.at_enterprise.iter().filter(|(host, _)| self.hosts.contains(host)).map(|(_, hours)| hours).sum()
    }

    /// An enrolment that was reported in error and taken back stands no longer.
    pub fn stands(&self) -> bool {
        self.enrolled_on.is_some()
    }

    pub fn graduated(&self) -> bool {
        !self.annulled && self.class.is_some_and(GraduationClass::graduates)
    }

    pub fn duplicate_open(&self) -> bool {
        self.duplicate_open
    }

    pub fn view(&self, directory: &Directory, today: Date) -> StandingView {
        StandingView {
            state: self.state(),
            enrolled_on: self.enrolled_on,
            host: self.hosts.last().map(|host| PartyName::new(*host, directory.name(*host, today))),
            hours_college: self.hours_college,
            hours_enterprise: self.hours_enterprise(),
            class: self.class.map(|class| Coded::new(class.as_str(), class.name())),
            score: self.score.clone(),
            certificate_serial: self.certificate.as_ref().map(|c| c.serial.clone()),
            certificate_register_number: self.certificate.as_ref().map(|c| c.register_number.clone()),
        }
    }

    fn state(&self) -> Coded {
        let (code, vi, en) = match () {
            () if !self.stands() => ("taken_back", "đã rút nhập học", "enrolment taken back"),
            () if self.duplicate_open => ("duplicate", "chờ xét trùng", "duplicate to decide"),
            () if self.annulled => ("annulled", "văn bằng bị hủy", "certificate annulled"),
            () if self.graduated() && self.employed => ("employed", "có việc làm", "employed"),
            () if self.graduated() => ("graduated", "đã tốt nghiệp", "graduated"),
            () if self.class.is_some() => ("not_graduated", "không tốt nghiệp", "did not graduate"),
            () if self.withdrew => ("withdrawn", "đã thôi học", "withdrawn"),
            () if self.suspended => ("suspended", "bảo lưu", "suspended"),
            () => ("enrolled", "đang học", "enrolled"),
        };
        Coded::new(code, Text::new(vi, en))
    }
}
