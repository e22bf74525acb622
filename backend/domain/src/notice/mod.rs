//! What people are told: the events, who hears of each, by which way, and when a mail that was not taken is tried again.
//! An event holds numbers, days and amounts, never a person: the one personal thing in a mail is the addressee's name.

mod said;

use serde::{Deserialize, Serialize};
use time::Date;

pub use self::said::Said;
use crate::{
    ids::{CohortId, OrderId, StatementId},
    money::Money,
    permission::Role,
    text::Text,
};

/// Something that somebody is told, with what the sentence needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    OrderOffered {
        order: OrderId,
        number: String,
        value: Money,
    },
    OrderAccepted {
        order: OrderId,
        number: String,
    },
    AmendmentOffered {
        order: OrderId,
        number: String,
        amendment: i32,
    },
    OrderAmended {
        order: OrderId,
        number: String,
        amendment: i32,
        governs_from: Date,
    },
    /// `within` is 7 or 1.
    ResultsDue {
        order: OrderId,
        number: String,
        due_on: Date,
        within: u8,
        learners: u64,
    },
    ResultsOverdue {
        order: OrderId,
        number: String,
        due_on: Date,
        learners: u64,
    },
    /// Hours of a month that a host has not reported, on its cohorts; `cohort` is the first of them. `within` is 7 or 1.
    HoursDue {
        cohort: CohortId,
        month: String,
        due_on: Date,
        within: u8,
        reports: u64,
    },
    HoursOverdue {
        cohort: CohortId,
        month: String,
        due_on: Date,
        reports: u64,
    },
    UploadFinished {
        workbook: i64,
        round: i32,
        rows: u64,
    },
    /// `first` is the first of the facts that were contested; a fact is contested once.
    HoursContested {
        cohort: CohortId,
        number: String,
        month: String,
        first: i64,
        reports: u64,
    },
    /// `log` is the list that waits.
    HoursEntered {
        cohort: CohortId,
        number: String,
        month: String,
        log: i64,
        learners: u64,
    },
    HoursReturned {
        cohort: CohortId,
        number: String,
        month: String,
        log: i64,
    },
    StatementIssued {
        statement: StatementId,
        number: String,
        order: String,
        payable: Money,
        /// Only where a day was promised.
        pay_by: Option<Date>,
        /// Where so many working days were promised from a complete dossier, and it is not complete; else zero.
        #[serde(default)]
        pay_within: u32,
    },
    StatementPaid {
        statement: StatementId,
        number: String,
        amount: Money,
        paid_on: Date,
    },
    StatementReturned {
        statement: StatementId,
        number: String,
    },
    RetentionReleased {
        statement: StatementId,
        number: String,
        amount: Money,
    },
    ClawedBack {
        statement: StatementId,
        number: String,
        amount: Money,
    },
    /// Part of an earlier debt, kept from what this statement pays.
    ClawbackInstalment {
        statement: StatementId,
        number: String,
        amount: Money,
    },
    /// `key` tells one invitation from the next and opens nothing.
    Invited {
        key: String,
        until: Date,
        /// Instead of the way in that the person had.
        #[serde(default)]
        again: bool,
    },
    NewDevice {
        at: i64,
        written: String,
    },
}

/// What kind of event it is: what a person sets a way for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    OrderOffered,
    OrderAccepted,
    AmendmentOffered,
    OrderAmended,
    ResultsDue,
    ResultsOverdue,
    HoursDue,
    HoursOverdue,
    UploadFinished,
    HoursContested,
    HoursEntered,
    HoursReturned,
    StatementIssued,
    StatementPaid,
    StatementReturned,
    RetentionReleased,
    ClawedBack,
    ClawbackInstalment,
    Invited,
    NewDevice,
}

/// How a mail about an event comes. The inbox of the portal has every event, whichever way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    AtOnce,
    /// With the others of the day in one mail.
    Daily,
    Off,
}

impl Way {
    pub const ALL: [Way; 3] = [Way::AtOnce, Way::Daily, Way::Off];

    pub fn as_str(self) -> &'static str {
        match self {
            Way::AtOnce => "at_once",
            Way::Daily => "daily",
            Way::Off => "off",
        }
    }

    pub fn parse(text: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            Way::AtOnce => Text::new("ngay", "at once"),
            Way::Daily => Text::new("gộp mỗi ngày một thư", "in one mail a day"),
            Way::Off => Text::new("không gửi thư", "no mail"),
        }
    }
}

impl Kind {
    pub const ALL: [Kind; 20] = [
        Kind::OrderOffered,
        Kind::OrderAccepted,
        Kind::AmendmentOffered,
        Kind::OrderAmended,
        Kind::ResultsDue,
        Kind::ResultsOverdue,
        Kind::HoursDue,
        Kind::HoursOverdue,
        Kind::UploadFinished,
        Kind::HoursContested,
        Kind::HoursEntered,
        Kind::HoursReturned,
        Kind::StatementIssued,
        Kind::StatementPaid,
        Kind::StatementReturned,
        Kind::RetentionReleased,
        Kind::ClawedBack,
        Kind::ClawbackInstalment,
        Kind::Invited,
        Kind::NewDevice,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::OrderOffered => "order_offered",
            Kind::OrderAccepted => "order_accepted",
            Kind::AmendmentOffered => "amendment_offered",
            Kind::OrderAmended => "order_amended",
            Kind::ResultsDue => "results_due",
            Kind::ResultsOverdue => "results_overdue",
            Kind::HoursDue => "hours_due",
            Kind::HoursOverdue => "hours_overdue",
            Kind::UploadFinished => "upload_finished",
            Kind::HoursContested => "hours_contested",
            Kind::HoursEntered => "hours_entered",
            Kind::HoursReturned => "hours_returned",
            Kind::StatementIssued => "statement_issued",
            Kind::StatementPaid => "statement_paid",
            Kind::StatementReturned => "statement_returned",
            Kind::RetentionReleased => "retention_released",
            Kind::ClawedBack => "clawed_back",
            Kind::ClawbackInstalment => "clawback_instalment",
            Kind::Invited => "invited",
            Kind::NewDevice => "new_device",
        }
    }

    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            Kind::OrderOffered => Text::new("Đơn chờ đơn vị nhận", "An order is offered"),
            Kind::OrderAccepted => Text::new("Đơn được nhận", "An order is accepted"),
            Kind::AmendmentOffered => Text::new("Điều chỉnh chờ đơn vị nhận", "An amendment is offered"),
            Kind::OrderAmended => Text::new("Điều chỉnh có hiệu lực", "An order is amended"),
            Kind::ResultsDue => Text::new("Sắp đến hạn báo cáo tốt nghiệp", "Graduation results are due"),
            Kind::ResultsOverdue => Text::new("Quá hạn báo cáo tốt nghiệp", "Graduation results are overdue"),
            Kind::HoursDue => Text::new("Sắp đến hạn báo cáo giờ", "Hours are due"),
            Kind::HoursOverdue => Text::new("Quá hạn báo cáo giờ", "Hours are overdue"),
            Kind::UploadFinished => Text::new("Bảng tính đã ghi xong", "A workbook is recorded"),
            Kind::HoursContested => Text::new("Giờ đào tạo bị phản đối", "Hours are contested"),
            Kind::HoursEntered => Text::new("Giờ chờ xác nhận", "Hours wait to be confirmed"),
            Kind::HoursReturned => Text::new("Giờ bị trả lại", "Hours are sent back"),
            Kind::StatementIssued => Text::new("Bảng thanh toán được duyệt", "A statement is issued"),
            Kind::StatementPaid => Text::new("Kho bạc đã chi", "A statement is paid"),
            Kind::StatementReturned => Text::new("Bảng thanh toán bị trả lại", "A statement is returned"),
            Kind::RetentionReleased => Text::new("Giải ngân phần giữ lại", "Retained money is released"),
            Kind::ClawedBack => Text::new("Thu hồi", "Money is clawed back"),
            Kind::ClawbackInstalment => {
                Text::new("Khấu trừ nợ thu hồi", "An instalment of a clawback is kept")
            }
            Kind::Invited => Text::new("Lời mời", "An invitation"),
            Kind::NewDevice => Text::new("Đăng nhập từ thiết bị mới", "A sign-in from a new device"),
        }
    }

    /// Who hears of it, among the people of the organisations it concerns. Nobody where it concerns one person.
    pub fn told(self) -> &'static [Role] {
        match self {
            Kind::OrderOffered | Kind::AmendmentOffered => &[Role::Director],
            Kind::OrderAccepted => &[Role::Planner],
            Kind::OrderAmended => &[Role::Planner, Role::Registrar, Role::Director],
            Kind::ResultsDue => &[Role::Registrar],
            Kind::ResultsOverdue => &[Role::Registrar, Role::Director],
            Kind::HoursDue => &[Role::HostCoordinator],
            Kind::HoursOverdue | Kind::HoursContested => &[Role::HostCoordinator, Role::HostDirector],
            Kind::HoursEntered => &[Role::HostDirector],
            Kind::StatementIssued => {
                &[Role::Accountant, Role::Director, Role::CollegeAccountant, Role::HostDirector]
            }
            Kind::StatementPaid | Kind::RetentionReleased | Kind::ClawedBack | Kind::ClawbackInstalment => {
                &[Role::Director, Role::CollegeAccountant, Role::HostDirector]
            }
            Kind::StatementReturned => &[Role::Accountant],
            Kind::UploadFinished | Kind::HoursReturned | Kind::Invited | Kind::NewDevice => &[],
        }
    }

    /// Whether a person may have it later or not at all. A way in, and a stranger's, are always told at once.
    pub fn is_settable(self) -> bool {
        !matches!(self, Kind::Invited | Kind::NewDevice)
    }

    /// What somebody in this role sets a way for.
    pub fn settable_by(role: Role) -> impl Iterator<Item = Kind> {
        let own = [(Kind::UploadFinished, Role::Registrar), (Kind::HoursReturned, Role::HostCoordinator)];
        let mine = move |kind: &Kind| kind.told().contains(&role) || own.contains(&(*kind, role));
        Kind::ALL.into_iter().filter(|kind| kind.is_settable()).filter(mine)
    }
}

/// What a notice about entered hours is about.
pub fn about_log(log: i64) -> String {
    format!("log {log}")
}

impl Event {
    pub fn kind(&self) -> Kind {
        match self {
            Event::OrderOffered { .. } => Kind::OrderOffered,
            Event::OrderAccepted { .. } => Kind::OrderAccepted,
            Event::AmendmentOffered { .. } => Kind::AmendmentOffered,
            Event::OrderAmended { .. } => Kind::OrderAmended,
            Event::ResultsDue { .. } => Kind::ResultsDue,
            Event::ResultsOverdue { .. } => Kind::ResultsOverdue,
            Event::HoursDue { .. } => Kind::HoursDue,
            Event::HoursOverdue { .. } => Kind::HoursOverdue,
            Event::UploadFinished { .. } => Kind::UploadFinished,
            Event::HoursContested { .. } => Kind::HoursContested,
            Event::HoursEntered { .. } => Kind::HoursEntered,
            Event::HoursReturned { .. } => Kind::HoursReturned,
            Event::StatementIssued { .. } => Kind::StatementIssued,
            Event::StatementPaid { .. } => Kind::StatementPaid,
            Event::StatementReturned { .. } => Kind::StatementReturned,
            Event::RetentionReleased { .. } => Kind::RetentionReleased,
            Event::ClawedBack { .. } => Kind::ClawedBack,
            Event::ClawbackInstalment { .. } => Kind::ClawbackInstalment,
            Event::Invited { .. } => Kind::Invited,
            Event::NewDevice { .. } => Kind::NewDevice,
        }
    }

    /// What tells this event from others of its kind: a person is told of it once.
    pub fn about(&self) -> String {
        match self {
            Event::OrderOffered { order, .. } | Event::OrderAccepted { order, .. } => {
                format!("order {}", order.0)
            }
            Event::AmendmentOffered { order, amendment, .. }
            | Event::OrderAmended { order, amendment, .. } => {
                format!("order {} amendment {amendment}", order.0)
            }
            Event::ResultsDue { order, due_on, within, .. } => {
                format!("order {} due {due_on} within {within}", order.0)
            }
            Event::ResultsOverdue { order, due_on, .. } => format!("order {} due {due_on}", order.0),
            Event::HoursDue { month, due_on, within, .. } => {
                format!("month {month} due {due_on} within {within}")
            }
            Event::HoursOverdue { month, due_on, .. } => format!("month {month} due {due_on}"),
            Event::UploadFinished { workbook, round, .. } => format!("workbook {workbook} round {round}"),
            Event::HoursContested { first, .. } => format!("fact {first}"),
            Event::HoursEntered { log, .. } | Event::HoursReturned { log, .. } => about_log(*log),
            Event::StatementIssued { statement, .. }
            | Event::StatementPaid { statement, .. }
            | Event::StatementReturned { statement, .. }
            | Event::RetentionReleased { statement, .. }
            | Event::ClawedBack { statement, .. }
            | Event::ClawbackInstalment { statement, .. } => format!("statement {}", statement.0),
            Event::Invited { key, .. } => format!("invitation {key}"),
            Event::NewDevice { at, .. } => format!("at {at}"),
        }
    }

    /// What a statement moves beside what it pays.
    pub fn amount(&self) -> Option<Money> {
        match self {
            Event::RetentionReleased { amount, .. }
            | Event::ClawedBack { amount, .. }
            | Event::ClawbackInstalment { amount, .. } => Some(*amount),
            _ => None,
        }
    }

    /// Where in the portal one goes from here.
    pub fn path(&self) -> String {
        match self {
            Event::OrderOffered { order, .. }
            | Event::OrderAccepted { order, .. }
            | Event::AmendmentOffered { order, .. }
            | Event::OrderAmended { order, .. }
            | Event::ResultsDue { order, .. }
            | Event::ResultsOverdue { order, .. } => format!("/orders/{}", order.0),
            Event::UploadFinished { workbook, .. } => format!("/workbooks/{workbook}"),
            Event::HoursDue { cohort, month, .. }
            | Event::HoursOverdue { cohort, month, .. }
            | Event::HoursContested { cohort, month, .. }
            | Event::HoursEntered { cohort, month, .. }
            | Event::HoursReturned { cohort, month, .. } => format!("/cohorts/{}/hours/{month}", cohort.0),
            Event::StatementIssued { statement, .. }
            | Event::StatementPaid { statement, .. }
            | Event::StatementReturned { statement, .. }
            | Event::RetentionReleased { statement, .. }
            | Event::ClawedBack { statement, .. }
            | Event::ClawbackInstalment { statement, .. } => format!("/statements/{}", statement.0),
            Event::Invited { .. } | Event::NewDevice { .. } => "/account".to_owned(),
        }
    }
}

/// A mail that waited longer is not sent any more: what it says is in the inbox. RFC 5321 §4.5.4.1 has four to five days.
pub const GOOD_FOR_SECONDS: i64 = 5 * 24 * 60 * 60;

/// Minutes between one try and the next. The first are short, for a server that greylists; the last is once a day.
const MINUTES: [i64; 11] = [1, 5, 15, 30, 60, 120, 240, 480, 720, 1_440, 1_440];

/// How many seconds to wait after so many tries were put off; nothing when it is given up.
pub fn wait_seconds(tries: u32) -> Option<i64> {
    let after = usize::try_from(tries.max(1) - 1).ok()?;
    MINUTES.get(after).map(|minutes| minutes * 60)
}

/// Of the two warnings before a day that results are due on, which one stands today; nothing before and after.
pub fn warning(due_on: Date, today: Date) -> Option<u8> {
    match (due_on - today).whole_days() {
        0..=1 => Some(1),
        2..=7 => Some(7),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use time::macros::date;

    use super::*;

    #[test]
    fn a_kind_is_written_and_read_alike_and_stands_once() {
        let names: BTreeSet<&str> = Kind::ALL.into_iter().map(Kind::as_str).collect();
        assert_eq!(names.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
            assert_eq!(Event::sample(kind).kind(), kind);
        }
    }

    #[test]
    fn an_event_is_kept_and_read_again_as_it_was() {
        for kind in Kind::ALL {
            let event = Event::sample(kind);
            let kept = serde_json::to_string(&event).unwrap();
            assert!(kept.contains(kind.as_str()), "{kept}");
            assert_eq!(serde_json::from_str::<Event>(&kept).unwrap(), event);
        }
    }

    #[test]
    fn what_concerns_one_person_has_no_roles_and_every_other_kind_has() {
        let alone = [Kind::UploadFinished, Kind::HoursReturned, Kind::Invited, Kind::NewDevice];
        for kind in Kind::ALL {
            assert_eq!(kind.told().is_empty(), alone.contains(&kind), "{kind:?}");
        }
    }

    #[test]
    fn an_invitation_and_a_new_device_cannot_be_switched_off() {
        for role in Role::ALL {
            let mut mine = Kind::settable_by(role);
            assert!(mine.all(|kind| kind != Kind::Invited && kind != Kind::NewDevice), "{role:?}");
        }
        assert!(Kind::settable_by(Role::Registrar).any(|kind| kind == Kind::UploadFinished));
        assert_eq!(Kind::settable_by(Role::Learner).count(), 0);
    }

    #[test]
    fn waiting_grows_and_ends_before_the_mail_is_too_old() {
        let waits: Vec<i64> = (1..).map_while(wait_seconds).collect();
        assert_eq!(waits[0], 60);
        assert!(waits.windows(2).all(|pair| pair[0] <= pair[1]), "{waits:?}");
        let in_all: i64 = waits.iter().sum();
        assert!((3 * 24 * 60 * 60..GOOD_FOR_SECONDS).contains(&in_all), "{in_all} seconds");
        assert_eq!(wait_seconds(0), Some(60));
        assert_eq!(wait_seconds(12), None);
        assert_eq!(wait_seconds(u32::MAX), None);
    }

    #[test]
    fn results_are_warned_of_seven_days_and_one_day_before_also_when_a_day_was_missed() {
        let due = date!(2026 - 07 - 31);
        let on = |day: Date| warning(due, day);
        assert_eq!(on(date!(2026 - 07 - 23)), None);
        assert_eq!(on(date!(2026 - 07 - 24)), Some(7));
        assert_eq!(on(date!(2026 - 07 - 29)), Some(7));
        assert_eq!(on(date!(2026 - 07 - 30)), Some(1));
        assert_eq!(on(due), Some(1));
        assert_eq!(on(date!(2026 - 08 - 01)), None);
    }
}
