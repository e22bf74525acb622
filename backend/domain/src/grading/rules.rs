//! Which grading rules there are, since when, and where they are written.
//! A new circular adds a pack here and ends the one before it; no pack is ever changed.

use serde::{Deserialize, Serialize};
use time::{Date, macros::date};

use crate::{issue::Issue, text::Text};

/// The four ways of grading. Source: Thông tư 04/2022/TT-BLĐTBXH (niên chế; mô-đun, tín chỉ),
/// Thông tư 42/2015/TT-BLĐTBXH (sơ cấp), Thông tư 43/2015/TT-BLĐTBXH (thường xuyên).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleSet {
    /// College and intermediate training by school years, with a graduation exam or thesis.
    Year,
    /// College and intermediate training by accumulated modules or credits.
    Credits,
    /// Elementary training, three months to under a year.
    Elementary,
    /// Continuing training under three months: passed or failed.
    Continuing,
}

/// One dated pack of a rule set: what an order pins. Source: [`Rules::source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Rules {
    #[serde(rename = "year_2022")]
    Year2022,
    #[serde(rename = "credits_2022")]
    Credits2022,
    #[serde(rename = "elementary_2018")]
    Elementary2018,
    #[serde(rename = "continuing_2015")]
    Continuing2015,
}

/// A place in the law: a circular and, where it is known, the article.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    article: Option<&'static str>,
    circular: &'static str,
}

impl Source {
    /// `Điều 27.4 Thông tư 04/2022/TT-BLĐTBXH`.
    pub(super) fn vi(self) -> String {
        let circular = format!("Thông tư {}", self.circular);
        self.article.map_or(circular.clone(), |article| format!("Điều {article} {circular}"))
    }

    /// `Circular 04/2022/TT-BLĐTBXH, Article 27.4`.
    pub(super) fn en(self) -> String {
        let circular = format!("Circular {}", self.circular);
        self.article.map_or(circular.clone(), |article| format!("{circular}, Article {article}"))
    }
}

/// An article of the circular on college and intermediate training.
pub(super) const fn college(article: &'static str) -> Source {
    Source { article: Some(article), circular: "04/2022/TT-BLĐTBXH" }
}

/// The circular on elementary training as amended; the article numbers were not at hand.
pub(super) const ELEMENTARY: Source = Source { article: None, circular: "42/2015 và 34/2018/TT-BLĐTBXH" };

/// The circular on continuing training; the article numbers were not at hand.
pub(super) const CONTINUING: Source = Source { article: None, circular: "43/2015/TT-BLĐTBXH" };

impl Rules {
    /// Every pack. Source: as for the type.
    pub const ALL: [Rules; 4] =
        [Rules::Year2022, Rules::Credits2022, Rules::Elementary2018, Rules::Continuing2015];

    /// The rule set of which this is one pack. Source: as for [`RuleSet`].
    pub fn kind(self) -> RuleSet {
        match self {
            Rules::Year2022 => RuleSet::Year,
            Rules::Credits2022 => RuleSet::Credits,
            Rules::Elementary2018 => RuleSet::Elementary,
            Rules::Continuing2015 => RuleSet::Continuing,
        }
    }

    /// Where the pack is written, as an [`Issue`] cites it. Source: itself.
    pub fn source(self) -> &'static str {
        match self {
            Rules::Year2022 => "Thông tư 04/2022/TT-BLĐTBXH Điều 12–27",
            Rules::Credits2022 => "Thông tư 04/2022/TT-BLĐTBXH Điều 12–16, 31–35",
            Rules::Elementary2018 => "Thông tư 42/2015 và 34/2018/TT-BLĐTBXH",
            Rules::Continuing2015 => "Thông tư 43/2015/TT-BLĐTBXH",
        }
    }

    /// The first day of the pack. Source: Thông tư 04/2022/TT-BLĐTBXH is in force from 15/5/2022. The days of
    /// Thông tư 34/2018 (8/2/2019) and Thông tư 43/2015 (5/12/2015) are from memory: assumption.
    pub fn in_force_from(self) -> Date {
        match self {
            Rules::Year2022 | Rules::Credits2022 => date!(2022 - 05 - 15),
            Rules::Elementary2018 => date!(2019 - 02 - 08),
            Rules::Continuing2015 => date!(2015 - 12 - 05),
        }
    }

    /// The last day of the pack, if it has ended. That none was replaced under Luật Giáo dục nghề nghiệp
    /// 124/2025/QH15 is an assumption: no successor was found.
    pub fn in_force_until(self) -> Option<Date> {
        match self {
            Rules::Year2022 | Rules::Credits2022 | Rules::Elementary2018 | Rules::Continuing2015 => None,
        }
    }

    /// The key in tables, files and API: `year_2022`. Source: assumption.
    pub fn as_str(self) -> &'static str {
        match self {
            Rules::Year2022 => "year_2022",
            Rules::Credits2022 => "credits_2022",
            Rules::Elementary2018 => "elementary_2018",
            Rules::Continuing2015 => "continuing_2015",
        }
    }

    /// From the key; nothing when no pack has it. Source: assumption.
    pub fn parse(key: &str) -> Option<Rules> {
        Rules::ALL.into_iter().find(|rules| rules.as_str() == key)
    }
}

impl RuleSet {
    /// Every rule set. Source: as for the type.
    pub const ALL: [RuleSet; 4] = [RuleSet::Year, RuleSet::Credits, RuleSet::Elementary, RuleSet::Continuing];

    /// The newest pack of this set. Source: as for [`Rules`].
    pub fn newest(self) -> Rules {
        match self {
            RuleSet::Year => Rules::Year2022,
            RuleSet::Credits => Rules::Credits2022,
            RuleSet::Elementary => Rules::Elementary2018,
            RuleSet::Continuing => Rules::Continuing2015,
        }
    }

    /// Where the newest pack is written. Source: itself.
    pub fn source(self) -> &'static str {
        self.newest().source()
    }

    /// The first day of the newest pack. Source: [`Rules::in_force_from`].
    pub fn in_force_from(self) -> Date {
        self.newest().in_force_from()
    }

    /// The last day of the newest pack, if any. Source: [`Rules::in_force_until`].
    pub fn in_force_until(self) -> Option<Date> {
        self.newest().in_force_until()
    }

    /// `Niên chế`, `Tín chỉ`, … Source: as for the type.
    pub fn name(self) -> Text {
        match self {
            RuleSet::Year => Text::new("Niên chế", "School years"),
            RuleSet::Credits => Text::new("Tích lũy mô-đun, tín chỉ", "Modules or credits"),
            RuleSet::Elementary => Text::new("Sơ cấp", "Elementary"),
            RuleSet::Continuing => Text::new("Đào tạo thường xuyên", "Continuing"),
        }
    }
}

/// The pack of `kind` in force on a day, usually the signing day of an order. Source: that an order keeps the
/// rules of its signing follows Nghị định 334/2026/NĐ-CP Điều 15; for grading it is an assumption.
pub fn in_force(kind: RuleSet, on: Date) -> Result<Rules, Issue> {
    Rules::ALL
        .into_iter()
        .filter(|rules| rules.kind() == kind && rules.in_force_from() <= on)
        .find(|rules| rules.in_force_until().is_none_or(|last| on <= last))
        .ok_or_else(|| no_rules(kind, on))
}

fn no_rules(kind: RuleSet, on: Date) -> Issue {
    let day = format!("{}/{}/{}", on.day(), u8::from(on.month()), on.year());
    let name = kind.name();
    Issue::new(
        "grading.no_rules",
        "signed_on",
        kind.source(),
        Text::new(
            format!("Ngày {day} chưa có quy định xếp loại tốt nghiệp ({}) trong hệ thống.", name.vi),
            format!("The system holds no graduation rules ({}) for {day}.", name.en),
        ),
        Text::new("Kiểm tra lại ngày ký.", "Check the signing day."),
    )
}
