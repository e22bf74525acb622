//! A case as it is written: one TOML file. Its JSON Schema is generated from these types.

use std::{borrow::Cow, collections::BTreeMap};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de::IgnoredAny};

use crate::{
    file::{At, Day, Exact},
    settlement::scheme_file::SchemeFile,
};

/// A settlement case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Case")]
pub struct CaseFile {
    pub title: String,
    /// Where the case comes from, and what it shows.
    pub about: Option<String>,
    /// A path from this file, or a whole scheme as a table.
    pub scheme: At<SchemeTerms>,
    #[serde(default)]
    pub parties: Vec<At<PartyTerms>>,
    #[serde(default)]
    pub orders: Vec<At<OrderTerms>>,
    #[serde(default)]
    pub learners: Vec<At<LearnerTerms>>,
    /// Paid before the first run.
    #[serde(default)]
    pub settled: Vec<At<SettledTerms>>,
    /// Money that sources draw on.
    #[serde(default)]
    pub balances: Vec<At<BalanceTerms>>,
    #[serde(default)]
    pub manual: Vec<At<ManualTerms>>,
    /// Days of settlement, in order.
    #[serde(default)]
    pub runs: Vec<At<RunTerms>>,
    /// The scheme itself must be refused.
    pub refused: Option<At<RefusedTerms>>,
}

/// A path, or the scheme itself.
#[derive(Debug, Clone)]
pub enum SchemeTerms {
    Path(String),
    Inside,
}

impl<'de> Deserialize<'de> for SchemeTerms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<SchemeTerms, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Path(String),
            Inside(IgnoredAny),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Path(path) => SchemeTerms::Path(path),
            Written::Inside(_) => SchemeTerms::Inside,
        })
    }
}

impl JsonSchema for SchemeTerms {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "SchemeOrPath".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let scheme = generator.subschema_for::<SchemeFile>();
        json_schema!({ "anyOf": [{ "type": "string" }, scheme] })
    }
}

/// Somebody who is paid, pays or reports.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Party")]
pub struct PartyTerms {
    pub code: At<String>,
    pub name: Option<String>,
}

/// An order line.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Order")]
pub struct OrderTerms {
    /// Absent: `A`.
    pub code: Option<At<String>>,
    /// Code of a party.
    pub provider: At<String>,
    /// Other parties by role: the code of each.
    #[serde(default)]
    pub roles: BTreeMap<String, At<String>>,
    /// Learners ordered; absent: as many as there are.
    pub quantity: Option<u32>,
    /// Of one learner; absent: 0.
    pub price: Option<At<Exact>>,
    pub starts_on: Day,
    pub ends_on: Day,
    /// Whatever the scheme asks for as `order.…`.
    #[serde(default)]
    pub terms: BTreeMap<String, Exact>,
    #[serde(default)]
    pub facts: Vec<At<FactTerms>>,
}

/// Something that happened.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Fact")]
pub struct FactTerms {
    /// The day it happened.
    pub on: Day,
    pub kind: At<String>,
    pub value: Option<At<Exact>>,
    pub label: Option<At<String>>,
    /// The day it became known; absent: the day it happened.
    pub recorded: Option<Day>,
    /// Who reported it: a party, or a role of the order; absent: the provider.
    pub by: Option<At<String>>,
    pub evidence: Option<String>,
    /// A name for others to supersede.
    pub id: Option<String>,
    /// The `id` of the fact it corrects.
    pub supersedes: Option<At<String>>,
}

/// A learner and what happened.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Learner")]
pub struct LearnerTerms {
    pub code: At<String>,
    pub name: Option<String>,
    /// Absent: the only order.
    pub order: Option<At<String>>,
    #[serde(default)]
    pub attributes: BTreeMap<String, Exact>,
    #[serde(default)]
    pub facts: Vec<At<FactTerms>>,
}

/// Paid before the first run.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Settled")]
pub struct SettledTerms {
    /// Absent: of the order as a whole.
    pub learner: Option<At<String>>,
    pub order: Option<At<String>>,
    pub component: String,
    #[serde(default)]
    pub instalment: String,
    /// Absent: the provider.
    pub payee: Option<At<String>>,
    /// Code of the source that paid.
    pub payer: Option<String>,
    pub amount: At<Exact>,
}

/// Money that a source draws on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Balance")]
pub struct BalanceTerms {
    pub name: String,
    /// There from this day on; absent: always.
    pub from: Option<Day>,
    pub amount: At<Exact>,
    /// The balance is this from then on, in place of being more by it.
    #[serde(default)]
    pub set: bool,
}

/// A line somebody adds by hand.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ManualLine")]
pub struct ManualTerms {
    /// Into the first run on or after this day.
    pub on: Day,
    pub order: Option<At<String>>,
    pub learner: Option<At<String>>,
    /// Absent: the provider.
    pub payee: Option<At<String>>,
    pub amount: At<Exact>,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub evidence: String,
    #[serde(default)]
    pub prepared_by: String,
    #[serde(default)]
    pub approved_by: String,
}

/// One day of settlement, and what is expected of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Run")]
pub struct RunTerms {
    /// The last day whose facts count.
    pub as_of: Day,
    /// The last day of recording that counts; absent: `as_of`.
    pub known: Option<Day>,
    /// Liquidates the orders.
    #[serde(default)]
    pub closing: bool,
    /// Pays the advance in place of settling.
    #[serde(default)]
    pub advance: bool,
    /// Every line that is due must match one, and each must be met.
    pub lines: Option<Vec<At<LineTerms>>>,
    /// Other lines may be there.
    #[serde(default)]
    pub more: bool,
    /// Parts that pay nothing.
    #[serde(default)]
    pub zeros: Vec<At<ZeroTerms>>,
    pub held: Option<Vec<At<HeldTerms>>>,
    /// `due`, `accepted`, `rejected`, `outstanding`, `beside`, `net`, `tax`, `gross`, or a component: due of it in this run.
    #[serde(default)]
    pub totals: BTreeMap<String, At<Exact>>,
    /// By component: entitled so far.
    #[serde(default)]
    pub entitled: BTreeMap<String, At<Exact>>,
    #[serde(default)]
    pub statements: Vec<At<StatementTerms>>,
    /// After the run.
    #[serde(default)]
    pub balances: BTreeMap<String, At<Exact>>,
    /// What formulas give: what the amounts are made of.
    #[serde(default)]
    pub values: Vec<At<ValueTerms>>,
    /// A word of the message with which the run must be refused.
    pub fault: Option<At<String>>,
}

/// A line that is expected; what is not given is not compared.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Line")]
pub struct LineTerms {
    pub learner: Option<String>,
    pub order: Option<String>,
    pub component: Option<String>,
    pub instalment: Option<String>,
    pub payee: Option<String>,
    pub payer: Option<String>,
    /// A day, or a month such as `2017-09`.
    pub earned: Option<Exact>,
    /// `regular`, `balancing` or `manual`.
    pub kind: Option<String>,
    /// How many lines there are of it.
    pub count: Option<u32>,
    pub due: At<Exact>,
}

/// What a formula gives.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ExpectedValue")]
pub struct ValueTerms {
    /// Absent: of the order.
    pub learner: Option<String>,
    /// Absent: the learner's, or every order.
    pub order: Option<String>,
    /// A formula, or a name of the scheme's `[values]`.
    pub of: At<Exact>,
    /// A number, a date, yes/no or text.
    pub is: Exact,
}

/// A part that pays nothing.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Zero")]
pub struct ZeroTerms {
    pub learner: Option<String>,
    pub order: Option<String>,
    pub component: String,
    /// Only this instalment: `beyond` are those who find no place in the bands.
    pub instalment: Option<String>,
    /// With `instalment = "beyond"`: how many.
    pub units: Option<At<Exact>>,
    /// A reason code, or the code of a gate or a cap.
    pub reason: Option<String>,
}

/// Due, and kept back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Held")]
pub struct HeldTerms {
    pub learner: Option<String>,
    pub order: Option<String>,
    pub component: Option<String>,
    pub instalment: Option<String>,
    pub payee: Option<String>,
    pub due: At<Exact>,
    pub reason: Option<String>,
}

/// What a party gets with a run.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Statement")]
pub struct StatementTerms {
    pub payee: String,
    pub order: Option<String>,
    pub gross: Option<At<Exact>>,
    pub advance_recovered: Option<At<Exact>>,
    pub set_off: Option<At<Exact>>,
    pub payable: Option<At<Exact>>,
    pub to_recover: Option<At<Exact>>,
    /// Still owed by the party after the run, over all its orders.
    pub owed: Option<At<Exact>>,
}

/// Findings with which the scheme must be refused.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Refused")]
pub struct RefusedTerms {
    pub findings: Vec<String>,
    /// Lines of the scheme file, one for each finding.
    #[serde(default)]
    pub lines: Vec<u32>,
}
