use domain::text::Text;
use time::Date;

use super::Coded;

/// An account in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub id: i64,
    pub login: String,
    pub name: String,
    pub role: Coded,
    pub party_id: i64,
    pub organisation: String,
    /// `active`, `invited`, `inactive`
    pub state: Coded,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonView {
    pub row: PersonRow,
    pub email: String,
    pub second_step: bool,
    pub identity: Linked,
    pub events: Vec<AccountEvent>,
    pub delegations: Vec<DelegationView>,
    pub history: Vec<TryView>,
    /// `invite`, `deactivate`, `reactivate`
    pub may: Vec<String>,
}

/// Whether a person comes in by a provider of identities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Linked {
    No,
    /// At the first sign-in, by this name.
    Allowed {
        name: String,
    },
    /// An invitation ties without a name.
    Tied {
        name: Option<String>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountEvent {
    pub what: Text,
    pub on: Date,
    pub by: String,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DelegationView {
    pub id: i64,
    pub giver: String,
    pub holder: String,
    pub begins_on: Date,
    pub ends_on: Date,
    pub reason: String,
    /// `holds`, `to_come`, `over`, `withdrawn`
    pub state: Coded,
    /// `act`, `withdraw`
    pub may: Vec<String>,
}

/// A try to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TryView {
    /// `22/11/2026 14:05`, in Vietnam.
    pub at: String,
    pub address: String,
    /// What the browser says it is.
    pub device: String,
    /// `opened`, `new_device`, `wrong`, `wrong_code`, `locked`, `inactive`
    pub outcome: Coded,
}

/// Everything about one's own account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    pub login: String,
    pub email: String,
    pub role: Coded,
    pub organisation: String,
    pub second_step: SecondStep,
    pub sessions: Vec<SessionView>,
    pub history: Vec<TryView>,
    pub delegations: Vec<DelegationView>,
    /// To whom one's role can be handed: login and name. None when it cannot be.
    pub colleagues: Option<Vec<(i64, String)>>,
    /// Whose role the session has now.
    pub acting: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondStep {
    Off,
    /// The secret waits for its first code.
    Pending {
        secret: String,
        address: String,
    },
    On {
        recovery_codes_left: i64,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// Names the session and opens nothing.
    pub key: String,
    pub opened: String,
    pub address: String,
    pub device: String,
    pub is_this: bool,
}

/// One look at somebody's personal id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookView {
    pub learner_id: i64,
    pub learner: String,
    pub at: String,
    pub by: String,
    pub role: Text,
    pub organisation: String,
    pub reason: String,
}
