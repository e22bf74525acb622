//! Who may do what. One table; every action asks it, and nothing else decides.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{LearnerId, PartyId, UserId},
    party::PartyKind,
    text::Text,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Planner,
    Approver,
    Accountant,
    ChiefAccountant,
    /// Thủ trưởng of the ordering body.
    Head,
    Inspector,
    Administrator,
    Auditor,
    Registrar,
    Director,
    CollegeAccountant,
    HostCoordinator,
    HostDirector,
    Learner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    Read,
    PlaceOrder,
    ApproveOrder,
    AcceptOrder,
    CloseOrder,
    Enrol,
    ReportProgress,
    /// Enter a month's hours for somebody else of the host to confirm, and name trainers.
    EnterHoursAtEnterprise,
    /// Make entered hours count, or send them back.
    ConfirmHoursAtEnterprise,
    ReportGraduation,
    DecideDuplicate,
    Settle,
    ApproveStatement,
    ConfirmPayment,
    /// Give an official paper its number, and cancel it.
    IssuePaper,
    /// Put approved statements into a batch for the Treasury and banks.
    PreparePayment,
    /// Release a batch that somebody else made.
    ReleasePayment,
    /// Record one's own invoice for a statement.
    RecordInvoice,
    ReadAudit,
    /// See a personal id in full; each look is recorded with its reason (Luật 91/2025/QH15).
    Unmask,
    /// See who looked.
    ReadAccess,
    /// Hand one's own role to somebody of the same organisation until a day.
    Delegate,
    /// Propose what the office maintains: prices, licences, budget, calendar, payment terms.
    ProposeChange,
    /// Confirm what somebody else proposed.
    ApproveChange,
    /// Load programmes, parties, prices and schemes.
    Administer,
}

impl Deed {
    pub const ALL: [Deed; 25] = [
        Deed::Read,
        Deed::PlaceOrder,
        Deed::ApproveOrder,
        Deed::AcceptOrder,
        Deed::CloseOrder,
        Deed::Enrol,
        Deed::ReportProgress,
        Deed::EnterHoursAtEnterprise,
        Deed::ConfirmHoursAtEnterprise,
        Deed::ReportGraduation,
        Deed::DecideDuplicate,
        Deed::Settle,
        Deed::ApproveStatement,
        Deed::ConfirmPayment,
        Deed::IssuePaper,
        Deed::PreparePayment,
        Deed::ReleasePayment,
        Deed::RecordInvoice,
        Deed::ReadAudit,
        Deed::Unmask,
        Deed::ReadAccess,
        Deed::Delegate,
        Deed::ProposeChange,
        Deed::ApproveChange,
        Deed::Administer,
    ];

    pub fn name(self) -> Text {
        match self {
            Deed::Read => Text::new("xem", "read"),
            Deed::PlaceOrder => Text::new("lập đơn đặt hàng", "place an order"),
            Deed::ApproveOrder => Text::new("duyệt đơn đặt hàng", "approve an order"),
            Deed::AcceptOrder => Text::new("nhận đơn đặt hàng", "accept an order"),
            Deed::CloseOrder => Text::new("đóng đơn đặt hàng", "close an order"),
            Deed::Enrol => Text::new("ghi danh", "enrol"),
            Deed::ReportProgress => Text::new("báo cáo quá trình học", "report progress"),
            Deed::EnterHoursAtEnterprise => {
                Text::new("nhập giờ tại doanh nghiệp", "enter hours at the enterprise")
            }
            Deed::ConfirmHoursAtEnterprise => {
                Text::new("xác nhận giờ tại doanh nghiệp", "confirm hours at the enterprise")
            }
            Deed::ReportGraduation => Text::new("báo cáo tốt nghiệp", "report graduation"),
            Deed::DecideDuplicate => Text::new("xét trùng", "decide a duplicate"),
            Deed::Settle => Text::new("lập bảng thanh toán", "prepare statements"),
            Deed::ApproveStatement => Text::new("duyệt bảng thanh toán", "approve a statement"),
            Deed::ConfirmPayment => Text::new("xác nhận chi", "confirm a payment"),
            Deed::IssuePaper => Text::new("ban hành văn bản", "issue a paper"),
            Deed::PreparePayment => Text::new("lập lô chi", "prepare a payment batch"),
            Deed::ReleasePayment => Text::new("duyệt lô chi", "release a payment batch"),
            Deed::RecordInvoice => Text::new("ghi hóa đơn", "record an invoice"),
            Deed::ReadAudit => Text::new("xem nhật ký kiểm toán", "read the audit trail"),
            Deed::Unmask => Text::new("xem số định danh đầy đủ", "see a personal id in full"),
            Deed::ReadAccess => Text::new("xem ai đã tra cứu", "see who looked"),
            Deed::Delegate => Text::new("ủy quyền", "delegate"),
            Deed::ProposeChange => {
                Text::new("đề nghị thay đổi danh mục", "propose a change of the registers")
            }
            Deed::ApproveChange => Text::new("duyệt thay đổi danh mục", "approve a change of the registers"),
            Deed::Administer => Text::new("quản trị", "administer"),
        }
    }
}

/// The person acting: who, as what, for which organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub user: UserId,
    pub name: String,
    pub role: Role,
    pub party: PartyId,
    /// Whom a learner's account is about.
    pub learner: Option<LearnerId>,
    /// Whose role this is while somebody acts by delegation.
    pub acting_for: Option<UserId>,
}

/// What an actor may see: everything, what concerns one organisation, or themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Everything,
    Party(PartyId),
    /// No order, no statement, nobody else.
    Learner(LearnerId),
}

/// How far a role may do a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Nothing,
    /// On what belongs to the own organisation; a learner, on themselves.
    Own,
    Everything,
}

impl Role {
    pub const ALL: [Role; 14] = [
        Role::Planner,
        Role::Approver,
        Role::Accountant,
        Role::ChiefAccountant,
        Role::Head,
        Role::Inspector,
        Role::Administrator,
        Role::Auditor,
        Role::Registrar,
        Role::Director,
        Role::CollegeAccountant,
        Role::HostCoordinator,
        Role::HostDirector,
        Role::Learner,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Role::Planner => "planner",
            Role::Approver => "approver",
            Role::Accountant => "accountant",
            Role::ChiefAccountant => "chief_accountant",
            Role::Head => "head",
            Role::Administrator => "administrator",
            Role::Registrar => "registrar",
            Role::Director => "director",
            Role::HostCoordinator => "host_coordinator",
            Role::Inspector => "inspector",
            Role::CollegeAccountant => "college_accountant",
            Role::HostDirector => "host_director",
            Role::Learner => "learner",
            Role::Auditor => "auditor",
        }
    }

    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            Role::Planner => Text::new("cán bộ kế hoạch", "planner"),
            Role::Approver => Text::new("người duyệt", "approver"),
            Role::Accountant => Text::new("kế toán", "accountant"),
            Role::ChiefAccountant => Text::new("kế toán trưởng", "chief accountant"),
            Role::Head => Text::new("thủ trưởng cơ quan đặt hàng", "head of the ordering body"),
            Role::Administrator => Text::new("quản trị hệ thống", "administrator"),
            Role::Registrar => Text::new("cán bộ đào tạo", "registrar"),
            Role::Director => Text::new("thủ trưởng cơ sở đào tạo", "director"),
            Role::HostCoordinator => Text::new("điều phối thực tập", "host coordinator"),
            Role::Auditor => Text::new("kiểm toán viên", "auditor"),
            Role::Inspector => Text::new("thanh tra viên", "inspector"),
            Role::CollegeAccountant => Text::new("kế toán cơ sở đào tạo", "college accountant"),
            Role::HostDirector => Text::new("thủ trưởng nơi thực tập", "host director"),
            Role::Learner => Text::new("người học", "learner"),
        }
    }

    /// Whether such people read the reports of law and programme: the office, and who trains. What a host and a learner
    /// see is not theirs to report.
    pub fn reads_reports(self) -> bool {
        !matches!(self, Role::HostCoordinator | Role::HostDirector | Role::Learner)
    }

    /// The kinds of organisation that have such people.
    pub fn at_home_in(self) -> &'static [PartyKind] {
        use PartyKind::*;
        match self {
            Role::Planner
            | Role::Approver
            | Role::Accountant
            | Role::ChiefAccountant
            | Role::Head
            | Role::Inspector
            | Role::Administrator => &[OrderingBody, Department],
            Role::Auditor => &[Auditor, OrderingBody, Department],
            // An enterprise may train under an order as a college does.
            Role::Registrar | Role::Director | Role::CollegeAccountant | Role::Learner => {
                &[College, Enterprise]
            }
            Role::HostCoordinator | Role::HostDirector => &[Enterprise],
        }
    }
}

impl Actor {
    /// Somebody acting in their own role.
    pub fn new(user: UserId, name: impl Into<String>, role: Role, party: PartyId) -> Actor {
        Actor { user, name: name.into(), role, party, learner: None, acting_for: None }
    }

    /// Whether this person, or the one they act for, is `other`: one pair of eyes.
    pub fn is_same_hand(&self, other: UserId) -> bool {
        self.user == other || self.acting_for == Some(other)
    }

    pub fn scope(&self) -> Scope {
        match self.role {
            Role::Registrar
            | Role::Director
            | Role::CollegeAccountant
            | Role::HostCoordinator
            | Role::HostDirector => Scope::Party(self.party),
            // An account without a learner sees nobody: no learner has the number 0.
            Role::Learner => Scope::Learner(self.learner.unwrap_or(LearnerId(0))),
            Role::Inspector
            | Role::Planner
            | Role::Approver
            | Role::Accountant
            | Role::ChiefAccountant
            | Role::Head
            | Role::Administrator
            | Role::Auditor => Scope::Everything,
        }
    }
}

/// Whether the actor may do the deed on something that belongs to `owners` (provider and hosts of an order).
/// A deed on nobody's property passes no owners.
pub fn may(actor: &Actor, deed: Deed, owners: &[PartyId]) -> bool {
    match reach(actor.role, deed) {
        Reach::Nothing => false,
        Reach::Own => owners.contains(&actor.party),
        Reach::Everything => true,
    }
}

/// The table itself: what is not written here nobody may do.
pub fn reach(role: Role, deed: Deed) -> Reach {
    use Deed::*;
    match (role, deed) {
        (
            Role::Planner,
            Read | PlaceOrder | DecideDuplicate | CloseOrder | IssuePaper | Unmask | Delegate | ProposeChange,
        ) => Reach::Everything,
        (Role::Approver, Read | ApproveOrder | Delegate | ApproveChange) => Reach::Everything,
        (
            Role::Accountant,
            Read | Settle | ConfirmPayment | IssuePaper | PreparePayment | Delegate | ProposeChange,
        ) => Reach::Everything,
        (
            Role::ChiefAccountant | Role::Head,
            Read | ApproveOrder | ApproveStatement | ReleasePayment | Delegate | ApproveChange,
        ) => Reach::Everything,
        (Role::Inspector, Read | Unmask | Delegate) => Reach::Everything,
        (Role::Administrator, Read | ReadAudit | ReadAccess | ProposeChange | Administer) => {
            Reach::Everything
        }
        (Role::Auditor, Read | ReadAudit | ReadAccess | Unmask) => Reach::Everything,
        (
            Role::Registrar,
            Read | Enrol | ReportProgress | ReportGraduation | IssuePaper | Unmask | Delegate,
        ) => Reach::Own,
        (Role::Director, Read | AcceptOrder | IssuePaper | RecordInvoice | Unmask | Delegate) => Reach::Own,
        (Role::CollegeAccountant, Read | IssuePaper | RecordInvoice | Delegate) => Reach::Own,
        (Role::HostCoordinator, Read | EnterHoursAtEnterprise | IssuePaper | Delegate) => Reach::Own,
        (Role::HostDirector, Read | ConfirmHoursAtEnterprise | IssuePaper | RecordInvoice | Delegate) => {
            Reach::Own
        }
        (Role::Learner, Read | ReadAccess) => Reach::Own,
        _ => Reach::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(role: Role) -> Actor {
        Actor::new(UserId(1), "An", role, PartyId(7))
    }

    #[test]
    fn nobody_both_places_and_approves_or_settles_and_approves() {
        for role in Role::ALL {
            let may = |deed| may(&actor(role), deed, &[PartyId(7)]);
            assert!(!(may(Deed::PlaceOrder) && may(Deed::ApproveOrder)), "{role:?}");
            assert!(!(may(Deed::Settle) && may(Deed::ApproveStatement)), "{role:?}");
            assert!(!(may(Deed::PreparePayment) && may(Deed::ReleasePayment)), "{role:?}");
            assert!(!(may(Deed::ProposeChange) && may(Deed::ApproveChange)), "{role:?}");
        }
    }

    #[test]
    fn an_auditor_changes_nothing() {
        use Deed::*;
        // A look at a personal id is recorded, and the record is of the look.
        let reads = [Read, ReadAudit, ReadAccess, Unmask];
        for deed in Deed::ALL.into_iter().filter(|deed| !reads.contains(deed)) {
            assert!(!may(&actor(Role::Auditor), deed, &[PartyId(7)]), "{deed:?}");
        }
        assert!(may(&actor(Role::Auditor), Read, &[]));
    }

    #[test]
    fn a_college_acts_on_its_own_orders_only() {
        assert!(may(&actor(Role::Registrar), Deed::Enrol, &[PartyId(7)]));
        assert!(!may(&actor(Role::Registrar), Deed::Enrol, &[PartyId(8)]));
        assert_eq!(actor(Role::Registrar).scope(), Scope::Party(PartyId(7)));
    }

    #[test]
    fn a_learner_sees_themselves_and_does_nothing() {
        use Deed::*;
        let me = Actor { learner: Some(LearnerId(3)), ..actor(Role::Learner) };
        assert_eq!(me.scope(), Scope::Learner(LearnerId(3)));
        for deed in Deed::ALL.into_iter().filter(|deed| ![Read, ReadAccess].contains(deed)) {
            assert!(!may(&me, deed, &[PartyId(7)]), "{deed:?}");
        }
    }

    #[test]
    fn who_acts_for_another_is_the_same_hand_as_both() {
        let delegate = Actor { acting_for: Some(UserId(9)), ..actor(Role::ChiefAccountant) };
        assert!(delegate.is_same_hand(UserId(1)) && delegate.is_same_hand(UserId(9)));
        assert!(!delegate.is_same_hand(UserId(2)));
    }

    /// The table of the manual is this one.
    #[test]
    fn the_manual_shows_the_table_as_it_is() {
        let manual = include_str!("../../docs/permission.md");
        for deed in Deed::ALL {
            let cell = |role| match reach(role, deed) {
                Reach::Nothing => "–",
                Reach::Own => "own",
                Reach::Everything => "all",
            };
            let cells: Vec<&str> = Role::ALL.into_iter().map(cell).collect();
            let row = format!("| {} | {} |", deed.name().en, cells.join(" | "));
            assert!(manual.contains(&row), "docs/permission.md lacks the row\n{row}");
        }
    }
}
