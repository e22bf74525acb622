//! The real input, carried in the program: parties, occupations, licences, prices, programmes and schemes, each row
//! with its source and how sure it is. Read as text from `fixtures/`; what it means is decided elsewhere.

use serde::{Deserialize, de::DeserializeOwned};
use time::Date;

use crate::error::Error;

pub const NAMES: &str = include_str!("../../fixtures/names.csv");
pub const PROVINCES: &str = include_str!("../../fixtures/provinces.csv");
const PARTIES: &str = include_str!("../../fixtures/parties.csv");
const OCCUPATIONS: &str = include_str!("../../fixtures/occupations.csv");
const COURSES: &str = include_str!("../../fixtures/courses.csv");
const PILOT: &str = include_str!("../../fixtures/pilot_occupations.csv");
const LICENCES: &str = include_str!("../../fixtures/licences.csv");
const CONDITION_CHECKS: &str = include_str!("../../fixtures/condition_checks.csv");
const PRICES: &str = include_str!("../../fixtures/price_decisions.csv");
const HOSTS: &str = include_str!("../../fixtures/hosts.csv");

pub const PROGRAMMES: [&str; 3] = [
    include_str!("../../fixtures/programmes/qd1446.toml"),
    include_str!("../../fixtures/programmes/qd1002-hue.toml"),
    include_str!("../../fixtures/programmes/qd374.toml"),
];
pub const SCHEMES: [&str; 2] = [
    include_str!("../../fixtures/schemes/qd1446-training.toml"),
    include_str!("../../fixtures/schemes/qd1446-retraining.toml"),
];

#[derive(Debug, Clone, Deserialize)]
pub struct PartyRow {
    pub key: String,
    pub kind: String,
    pub valid_from: Date,
    pub name: String,
    pub short_name: String,
    pub parent: String,
    pub subordinate_to: String,
    pub province_code: String,
    pub ownership: String,
    pub tax_code: String,
    pub source: String,
    pub status: String,
    pub note: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct OccupationRow {
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub level: String,
    pub source: String,
    pub status: String,
    pub note: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct CourseRow {
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub level: String,
    pub months: i32,
    pub hours_total: i32,
    pub hours_enterprise: i32,
    pub source: String,
    pub status: String,
    pub note: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct PilotRow {
    pub college_code: String,
    pub intermediate_code: String,
}

/// A licence or a condition check.
#[derive(Debug, Clone, Deserialize)]
pub struct ApprovalRow {
    pub provider_key: String,
    #[serde(alias = "course_code")]
    pub applies_to: String,
    pub place: String,
    pub yearly_scale: i32,
    #[serde(alias = "document_number")]
    pub number: String,
    #[serde(alias = "date")]
    pub valid_from: Date,
    pub source: String,
    pub status: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct PriceRow {
    pub key: String,
    pub authority: String,
    pub number: String,
    pub date: Date,
    pub applies_to: String,
    pub price_dong: i64,
    pub valid_from: Date,
    #[serde(deserialize_with = "csv::invalid_option")]
    pub valid_until: Option<Date>,
    pub reasoning: String,
    pub source: String,
    pub status: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct HostRow {
    pub college_key: String,
    pub enterprise_key: String,
}

/// All tables, read once.
#[derive(Debug, Clone)]
pub struct Fixtures {
    pub parties: Vec<PartyRow>,
    pub occupations: Vec<OccupationRow>,
    pub courses: Vec<CourseRow>,
    pub pilot: Vec<PilotRow>,
    pub licences: Vec<ApprovalRow>,
    pub condition_checks: Vec<ApprovalRow>,
    pub prices: Vec<PriceRow>,
    pub hosts: Vec<HostRow>,
}

impl Fixtures {
    pub fn read() -> Result<Fixtures, Error> {
        Ok(Fixtures {
            parties: table("parties.csv", PARTIES)?,
            occupations: table("occupations.csv", OCCUPATIONS)?,
            courses: table("courses.csv", COURSES)?,
            pilot: table("pilot_occupations.csv", PILOT)?,
            licences: table("licences.csv", LICENCES)?,
            condition_checks: table("condition_checks.csv", CONDITION_CHECKS)?,
            prices: table("price_decisions.csv", PRICES)?,
            hosts: table("hosts.csv", HOSTS)?,
        })
    }
}

/// Code and name of every province as it is today, in the order of their codes.
pub fn provinces() -> Result<std::collections::BTreeMap<String, String>, Error> {
    #[derive(Deserialize)]
    struct Row {
        new_code: String,
        new_name: String,
    }
    let rows: Vec<Row> = table("provinces.csv", PROVINCES)?;
    Ok(rows.into_iter().map(|row| (row.new_code, row.new_name)).collect())
}

/// The name of a province today, without the word for its kind: `Hà Nội`.
pub fn province_name(code: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Row {
        new_code: String,
        new_name: String,
    }
    let rows: Vec<Row> = table("provinces.csv", PROVINCES).ok()?;
    let name = rows.into_iter().find(|row| row.new_code == code)?.new_name;
    Some(
        ["Thành phố ", "Tỉnh "]
            .iter()
            .fold(name.as_str(), |name, kind| name.strip_prefix(kind).unwrap_or(name))
            .to_owned(),
    )
}

fn table<T: DeserializeOwned>(name: &str, text: &str) -> Result<Vec<T>, Error> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<Vec<T>, csv::Error>>()
        .map_err(|error| Error::fault(name, error))
}
