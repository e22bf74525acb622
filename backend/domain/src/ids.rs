//! Keys of what the system keeps. Each is its own type, so that an order is never taken for a learner.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    )*};
}

ids! {
    /// An ordering body, college, enterprise or auditor.
    PartyId,
    OrderId,
    OrderLineId,
    CohortId,
    LearnerId,
    /// One learner on one order line.
    EnrolmentId,
    FactId,
    StatementId,
    UserId,
}
