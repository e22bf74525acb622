//! Who may do what. One table; every action asks it, and nothing else decides.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{PartyId, UserId},
    text::Text,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Planner,
    Approver,
    Accountant,
    ChiefAccountant,
    Administrator,
    Registrar,
    Director,
    HostCoordinator,
    Auditor,
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
    ReportHoursAtEnterprise,
    ReportGraduation,
    DecideDuplicate,
    Settle,
    ApproveStatement,
    ConfirmPayment,
    ReadAudit,
    /// Load programmes, parties, prices and schemes.
    Administer,
}

/// The person acting: who, as what, for which organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub user: UserId,
    pub name: String,
    pub role: Role,
    pub party: PartyId,
}

/// What an actor may see: everything, or what concerns one organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Everything,
    Party(PartyId),
}

enum Reach {
    Nothing,
    Own,
    Everything,
}

impl Role {
    pub const ALL: [Role; 9] = [
        Role::Planner,
        Role::Approver,
        Role::Accountant,
        Role::ChiefAccountant,
        Role::Administrator,
        Role::Registrar,
        Role::Director,
        Role::HostCoordinator,
        Role::Auditor,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Role::Planner => "planner",
            Role::Approver => "approver",
            Role::Accountant => "accountant",
            Role::ChiefAccountant => "chief_accountant",
            Role::Administrator => "administrator",
            Role::Registrar => "registrar",
            Role::Director => "director",
            Role::HostCoordinator => "host_coordinator",
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
            Role::Administrator => Text::new("quản trị hệ thống", "administrator"),
            Role::Registrar => Text::new("cán bộ đào tạo", "registrar"),
            Role::Director => Text::new("thủ trưởng cơ sở đào tạo", "director"),
            Role::HostCoordinator => Text::new("điều phối thực tập", "host coordinator"),
            Role::Auditor => Text::new("kiểm toán viên", "auditor"),
        }
    }
}

impl Actor {
    pub fn scope(&self) -> Scope {
        match self.role {
            Role::Registrar | Role::Director | Role::HostCoordinator => Scope::Party(self.party),
            Role::Planner
            | Role::Approver
            | Role::Accountant
            | Role::ChiefAccountant
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

fn reach(role: Role, deed: Deed) -> Reach {
    use Deed::*;
    match (role, deed) {
        (Role::Planner, Read | PlaceOrder | DecideDuplicate | CloseOrder) => Reach::Everything,
        (Role::Approver, Read | ApproveOrder) => Reach::Everything,
        (Role::Accountant, Read | Settle | ConfirmPayment) => Reach::Everything,
        (Role::ChiefAccountant, Read | ApproveStatement) => Reach::Everything,
        (Role::Administrator, Read | ReadAudit | Administer) => Reach::Everything,
        (Role::Auditor, Read | ReadAudit) => Reach::Everything,
        (Role::Registrar, Read | Enrol | ReportProgress | ReportGraduation) => Reach::Own,
        (Role::Director, Read | AcceptOrder) => Reach::Own,
        (Role::HostCoordinator, Read | ReportHoursAtEnterprise) => Reach::Own,
        _ => Reach::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(role: Role) -> Actor {
        Actor { user: UserId(1), name: "An".into(), role, party: PartyId(7) }
    }

    #[test]
    fn nobody_both_places_and_approves_or_settles_and_approves() {
        for role in Role::ALL {
            let may = |deed| may(&actor(role), deed, &[PartyId(7)]);
            assert!(!(may(Deed::PlaceOrder) && may(Deed::ApproveOrder)), "{role:?}");
            assert!(!(may(Deed::Settle) && may(Deed::ApproveStatement)), "{role:?}");
        }
    }

    #[test]
    fn an_auditor_changes_nothing() {
        use Deed::*;
        for deed in [
            PlaceOrder,
            ApproveOrder,
            AcceptOrder,
            CloseOrder,
            Enrol,
            ReportProgress,
            ReportHoursAtEnterprise,
            ReportGraduation,
            DecideDuplicate,
            Settle,
            ApproveStatement,
            ConfirmPayment,
            Administer,
        ] {
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
}
