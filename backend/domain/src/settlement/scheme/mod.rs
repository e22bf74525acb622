//! A scheme: payment terms as data, checked and ready to be applied. How it is written stands in `scheme_file`;
//! an order freezes the version it was placed under.

mod funding;
mod one_line;
mod part;
mod spread;
mod terms;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use time::Date;

pub use self::{
    funding::{
        Advance, Cap, CapPer, CapYear, Corrections, Cut, Gives, Negative, Netting, Recovery, Source, Tax,
        TaxClass,
    },
    part::{
        Base, Bound, Days, Extra, FactTrigger, Fills, Gate, Loading, Otherwise, Part, Payee, Per, Stacking,
        Trigger,
    },
    spread::{AfterBreak, Change, Early, EndDay, Every, Milestone, Monthly, NoMonthEnd, Overpaid, Spread},
    terms::{
        Amount, Band, Bands, Beyond, Factor, Quality, Quantity, Rank, Reach, Refund, RoundingStep, Row, Rule,
        Scale, Table,
    },
};
use super::{
    formula::{Formula, Leaf},
    scheme_load,
};
use crate::{grading::GraduationClass, issue::Issue, text::Text};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    pub id: String,
    pub version: u32,
    pub title: Text,
    pub governs_from: Date,
    pub currency: String,
    /// The version this one replaces, and what changed.
    pub replaces: Option<(u32, Text)>,
    pub values: BTreeMap<String, Formula>,
    pub tables: BTreeMap<String, Table>,
    pub scales: BTreeMap<String, Scale>,
    pub bands: Vec<Bands>,
    pub amounts: Vec<Amount>,
    /// What is paid. Those of a learner first, then those of the order, each in the order of the file.
    pub parts: Vec<Part>,
    pub quality: Option<Quality>,
    pub factors: Vec<Factor>,
    pub quantity: Option<Quantity>,
    pub caps: Vec<Cap>,
    pub sources: Vec<Source>,
    pub draw_order: Vec<Formula>,
    pub advance: Option<Advance>,
    pub netting: Netting,
    pub tax: Tax,
    /// Month in which the fiscal year begins.
    pub year_begins: u8,
    pub rounding: Rule,
    pub rounding_law: String,
}

impl Scheme {
    /// Reads a scheme file. Every finding comes back at once, placed by line.
    pub fn parse(text: &str) -> Result<Scheme, Vec<Issue>> {
        scheme_load::parse(text)
    }

    /// `qd1446-training v1`
    pub fn name(&self) -> String {
        format!("{} v{}", self.id, self.version)
    }

    pub fn part(&self, code: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.code == code)
    }

    pub fn part_index(&self, code: &str) -> Option<usize> {
        self.parts.iter().position(|part| part.code == code)
    }

    /// The factor of every class, for showing the table.
    pub fn factor(&self, class: GraduationClass) -> Decimal {
        self.quality.as_ref().map_or(Decimal::ONE, |quality| quality.factor(class))
    }

    /// Every formula of the scheme, wherever it stands.
    pub fn formulas(&self) -> Vec<&Formula> {
        let mut all: Vec<&Formula> = self.draw_order.iter().collect();
        for amount in &self.amounts {
            all.push(&amount.value);
            all.extend(&amount.cap);
        }
        for factor in &self.factors {
            all.push(&factor.value);
            all.extend(&factor.cap);
        }
        for source in &self.sources {
            all.extend(source.when.iter().chain(&source.ceiling));
            if let Gives::Share(share) = &source.gives {
                all.push(share);
            }
        }
        all.extend(self.caps.iter().map(|cap| &cap.amount));
        all.extend(&self.tax.rate);
        all.extend(
            self.bands.iter().flat_map(|bands| &bands.steps).flat_map(|step| [&step.capacity, &step.price]),
        );
        self.parts.iter().for_each(|part| part.formulas(&mut all));
        all
    }

    /// Every kind of fact the scheme asks about, those that say an attribute or a term among them.
    pub fn asked_kinds(&self) -> Vec<String> {
        let mut kinds = Vec::new();
        for formula in self.formulas().into_iter().chain(self.values.values()) {
            kinds.extend(formula.leaves().into_iter().filter_map(Leaf::asks_kind).map(str::to_owned));
        }
        for part in &self.parts {
            for trigger in &part.triggers {
                match trigger {
                    Trigger::Fact(wanted) => kinds.push(wanted.fact.clone()),
                    Trigger::Reached { fact, .. } => kinds.push(fact.clone()),
                    _ => {}
                }
            }
            match &part.spread {
                Some(Spread::Monthly(terms)) => {
                    kinds.push("planned_end".to_owned());
                    kinds.extend(terms.change_fact.clone());
                }
                Some(Spread::Facts(kind)) => kinds.push(kind.clone()),
                _ => {}
            }
            if let Base::Bands { fills: Some(fills), .. } = &part.base {
                kinds.push(fills.fills.clone());
                kinds.extend(fills.empties.clone());
            }
        }
        kinds.sort();
        kinds.dedup();
        kinds
    }
}
