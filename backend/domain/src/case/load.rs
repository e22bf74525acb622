//! From the file to a case: codes become ids, facts become facts, and whatever does not fit is named with its line.

use std::{collections::BTreeMap, ops::Range};

use serde::Deserialize;
use time::Date;
use toml::{
    Spanned,
    de::{DeTable, DeValue, ValueDeserializer},
};

use super::file::{CaseFile, FactTerms, LearnerTerms, OrderTerms, SchemeTerms};
use crate::{
    calendar::Moment,
    fact::{Fact, Happening, Note, Place, Recognition},
    file::{At, Exact, faults_in, mend, mended},
    fraction::Fraction,
    grading::GraduationClass,
    ids::{EnrolmentId, FactId, OrderId, PartyId},
    issue::Issue,
    money::Money,
    settlement::{
        Before, Learner, Order, Scheme, Settled, findings::Findings, manual::Manual, scheme_file::SchemeFile,
    },
    text::Text,
    value::Value,
};

/// A case, ready to be settled.
#[derive(Debug)]
pub struct Case {
    pub file: CaseFile,
    pub scheme: Scheme,
    /// By id − 1.
    pub parties: Vec<String>,
    /// By id − 1.
    pub orders: Vec<String>,
    /// By enrolment − 1.
    pub learners: Vec<String>,
    pub input: Vec<(Order, Vec<Learner>)>,
    pub before: Vec<Before>,
    /// With the order's place and the day from which it counts.
    pub manual: Vec<(Date, usize, Manual)>,
}

/// The path of the scheme, where the case names one.
pub fn scheme_path(text: &str) -> Result<Option<String>, Vec<Issue>> {
    match read_file(text)?.0.scheme.value {
        SchemeTerms::Path(path) => Ok(Some(path)),
        SchemeTerms::Inside => Ok(None),
    }
}

/// The file as it was meant, and the slips in it.
fn read_file(text: &str) -> Result<(CaseFile, Findings<'_>), Vec<Issue>> {
    let mut findings = Findings::new(text);
    let (file, faults) = mended::<CaseFile>(text);
    findings.faults(faults);
    match file {
        Some(file) => Ok((file, findings)),
        None => Err(findings.sorted()),
    }
}

/// Reads a case. `scheme` is the text of the scheme file it names. A scheme that is refused, as the case expects, gives
/// no case.
pub fn read(text: &str, scheme: Option<&str>) -> Result<Option<Case>, Vec<Issue>> {
    let (file, mut found) = read_file(text)?;
    let of_file = scheme.is_some();
    let scheme = match scheme {
        Some(scheme) => Scheme::parse(scheme),
        None => inside(text),
    };
    if let (Err(issues), false) = (&scheme, of_file) {
        found.issues.retain(|slip| !issues.contains(slip));
    }
    let scheme = match (scheme, &file.refused) {
        (Ok(scheme), None) => scheme,
        (Err(issues), None) if of_file => return Err(issues),
        (Err(issues), None) => {
            found.issues.extend(issues);
            return Err(found.sorted());
        }
        (Ok(_), Some(refused)) => {
            found.add(
                "case.not_refused",
                &refused.span,
                Text::new(
                    "Quy chế này được chấp nhận, lẽ ra phải bị từ chối.",
                    "The scheme is accepted; it should be refused.",
                ),
                Text::new("Sửa quy chế hoặc bỏ [refused].", "Mend the scheme, or drop [refused]."),
            );
            return Err(found.sorted());
        }
        (Err(issues), Some(refused)) => {
            let codes: Vec<&str> = issues.iter().map(|issue| issue.code.as_str()).collect();
            let lines: Vec<String> = issues.iter().map(|issue| issue.place.clone()).collect();
            let wanted: Vec<String> = refused.lines.iter().map(|line| format!("line {line}")).collect();
            if codes != refused.findings || !(wanted.is_empty() || wanted == lines) {
                let (codes, lines) = (codes.join(", "), lines.join(", "));
                found.add(
                    "case.findings",
                    &refused.span,
                    Text::new(
                        format!("Kết quả kiểm tra: {codes} ({lines})."),
                        format!("The findings are {codes} ({lines})."),
                    ),
                    Text::new("So với danh sách mong đợi.", "Compare with what is expected."),
                );
            }
            return if found.issues.is_empty() { Ok(None) } else { Err(found.sorted()) };
        }
    };
    let case = Loader { scheme: &scheme, found: &mut found, facts: 0 }.load(&file);
    super::check::check(&file, &scheme, &mut found);
    if !found.issues.is_empty() {
        return Err(found.sorted());
    }
    let (parties, orders, learners, input, before, manual) = case;
    Ok(Some(Case { file, scheme, parties, orders, learners, input, before, manual }))
}

fn inside(text: &str) -> Result<Scheme, Vec<Issue>> {
    let refuse = |faults| {
        let mut findings = Findings::new(text);
        findings.faults(faults);
        findings.sorted()
    };
    fn scheme<'i>(document: &DeTable<'i>) -> Option<Spanned<DeValue<'i>>> {
        document.get("scheme").filter(|scheme| scheme.get_ref().is_table()).cloned()
    }
    let (mut document, _) = DeTable::parse_recoverable(text);
    let Some(written) = scheme(document.get_ref()) else { return Err(refuse(Vec::new())) };
    let slips = faults_in::<SchemeFile>(&written, text, "scheme");
    mend(document.get_mut(), &slips);
    match scheme(document.get_ref()).map(|meant| SchemeFile::deserialize(ValueDeserializer::from(meant))) {
        Some(Ok(file)) => crate::settlement::scheme_inside(file, slips, text),
        _ => Err(refuse(slips)),
    }
}

/// Midnight, for what was recorded on a day.
fn recorded(day: Date) -> Moment {
    Moment(i64::from(day.to_julian_day()) * 86_400)
}

/// The end of a day, for what was known by then.
pub(super) fn known(day: Date) -> Moment {
    Moment(i64::from(day.to_julian_day()) * 86_400 + 86_399)
}

type Loaded = (
    Vec<String>,
    Vec<String>,
    Vec<String>,
    Vec<(Order, Vec<Learner>)>,
    Vec<Before>,
    Vec<(Date, usize, Manual)>,
);

struct Loader<'a, 't> {
    scheme: &'a Scheme,
    found: &'a mut Findings<'t>,
    facts: i64,
}

impl Loader<'_, '_> {
    fn load(&mut self, file: &CaseFile) -> Loaded {
        self.found.once(file.parties.iter().map(|party| &party.code));
        self.found.once(file.orders.iter().filter_map(|order| order.code.as_ref()));
        self.found.once(file.learners.iter().map(|learner| &learner.code));
        let parties: Vec<String> = file.parties.iter().map(|party| party.code.value.clone()).collect();
        let orders: Vec<String> = file
            .orders
            .iter()
            .map(|order| order.code.as_ref().map_or("A".to_owned(), |code| code.value.clone()))
            .collect();
        let learners: Vec<String> = file.learners.iter().map(|learner| learner.code.value.clone()).collect();
        let mut input: Vec<(Order, Vec<Learner>)> = Vec::new();
        for (i, terms) in file.orders.iter().enumerate() {
            let count = file
                .learners
                .iter()
                .filter(|learner| self.order(learner.order.as_ref(), &orders) == Some(i))
                .count();
            input.push((self.order_line(i, terms, count, &parties), Vec::new()));
        }
        for (i, terms) in file.learners.iter().enumerate() {
            let Some(place) = self.order_of(terms.order.as_ref(), &orders, &terms.span) else { continue };
            let learner = self.learner(i, terms, &input[place].0, &parties);
            input[place].1.push(learner);
        }
        let mut before = vec![Before::new(); input.len()];
        for terms in &file.settled {
            let learner = terms.learner.as_ref().map(|code| self.found.place_of(code, &learners));
            let order =
                learner.and_then(|place| file.learners.get(place)).and_then(|learner| learner.order.as_ref());
            let order = terms.order.as_ref().or(order);
            let Some(order) = self.order_of(order, &orders, &terms.span) else { continue };
            let amount = self.money(&terms.amount);
            let payee = self.payee(terms.payee.as_ref(), &input[order].0, &parties);
            let enrolment = learner.map(enrolment);
            before[order].entry(enrolment).or_default().push(Settled {
                part: terms.component.clone(),
                label: terms.instalment.clone(),
                payee,
                amount,
                payers: terms.payer.iter().map(|payer| (payer.clone(), amount)).collect(),
            });
        }
        let mut manual = Vec::new();
        for terms in &file.manual {
            let Some(order) = self.order_of(terms.order.as_ref(), &orders, &terms.span) else { continue };
            let line = Manual {
                enrolment: terms.learner.as_ref().map(|code| enrolment(self.found.place_of(code, &learners))),
                payee: self.payee(terms.payee.as_ref(), &input[order].0, &parties),
                amount: self.money(&terms.amount),
                reason: terms.reason.clone(),
                evidence: terms.evidence.clone(),
                prepared_by: terms.prepared_by.clone(),
                approved_by: terms.approved_by.clone(),
            };
            manual.push((terms.on.0, order, line));
        }
        (parties, orders, learners, input, before, manual)
    }

    fn order(&self, code: Option<&At<String>>, orders: &[String]) -> Option<usize> {
        match code {
            Some(code) => orders.iter().position(|order| *order == code.value),
            None if orders.len() == 1 => Some(0),
            None => None,
        }
    }

    fn order_of(
        &mut self,
        code: Option<&At<String>>,
        orders: &[String],
        span: &Range<usize>,
    ) -> Option<usize> {
        let order = self.order(code, orders);
        if order.is_none() {
            match code {
                Some(code) => self.found.unknown(code, orders),
                None => self.found.require(false, span, "order", &orders.join(", ")),
            }
        }
        order
    }

    fn party(&mut self, code: &At<String>, parties: &[String]) -> PartyId {
        party(self.found.place_of(code, parties))
    }

    fn payee(&mut self, code: Option<&At<String>>, order: &Order, parties: &[String]) -> PartyId {
        match code {
            None => order.provider,
            Some(code) if code.value == "provider" => order.provider,
            Some(code) => match order.roles.get(&code.value) {
                Some(party) => *party,
                None => self.party(code, parties),
            },
        }
    }

    fn money(&mut self, written: &At<Exact>) -> Money {
        let number = self.found.number(&written.value, &written.span);
        let rule = self.scheme.rounding;
        let money = rule.money(number);
        let exact = money.and_then(|money| rule.exact(money)) == Some(number);
        let (amount, unit) = (written.as_str(), rule.smallest);
        self.found.refuse(
            exact,
            &written.span,
            (
                &format!("Số tiền {amount} không chẵn theo đơn vị {unit}."),
                &format!("The amount {amount} is not a multiple of {unit}."),
            ),
            (
                "Đơn vị nhỏ nhất là rounding.unit của quy chế.",
                "The smallest amount is rounding.unit of the scheme.",
            ),
        );
        money.unwrap_or_default()
    }

    fn order_line(&mut self, i: usize, terms: &At<OrderTerms>, count: usize, parties: &[String]) -> Order {
        let (starts_on, ends_on) = (terms.starts_on.0, terms.ends_on.0);
        self.found.refuse(
            starts_on <= ends_on,
            &terms.span,
            (
                &format!("Đơn kết thúc ({ends_on}) trước khi bắt đầu ({starts_on})."),
                &format!("The order ends ({ends_on}) before it starts ({starts_on})."),
            ),
            ("Sửa starts_on hoặc ends_on.", "Mend starts_on or ends_on."),
        );
        let mut order = Order {
            id: OrderId(number(i)),
            price: terms.price.as_ref().map_or(Money::ZERO, |price| self.money(price)),
            quantity: terms.quantity.unwrap_or_else(|| u32::try_from(count).unwrap_or(u32::MAX)),
            provider: self.party(&terms.provider, parties),
            starts_on,
            ends_on,
            roles: terms.roles.iter().map(|(role, code)| (role.clone(), self.party(code, parties))).collect(),
            terms: terms
                .terms
                .iter()
                .map(|(name, value)| (name.clone(), Value::read(value.as_str())))
                .collect(),
            facts: Vec::new(),
        };
        order.facts = self.facts(&terms.facts, &order, parties);
        order
    }

    fn learner(&mut self, i: usize, terms: &At<LearnerTerms>, order: &Order, parties: &[String]) -> Learner {
        Learner {
            enrolment: enrolment(i),
            attributes: terms
                .attributes
                .iter()
                .map(|(name, value)| (name.clone(), Value::read(value.as_str())))
                .collect(),
            facts: self.facts(&terms.facts, order, parties),
        }
    }

    fn facts(&mut self, list: &[At<FactTerms>], order: &Order, parties: &[String]) -> Vec<Fact> {
        let first = self.facts;
        let mut names: BTreeMap<&str, FactId> = BTreeMap::new();
        for (terms, id) in list.iter().zip(first + 1..) {
            if let Some(name) = &terms.id {
                names.insert(name, FactId(id));
            }
        }
        let mut facts = Vec::with_capacity(list.len());
        for terms in list {
            self.facts += 1;
            let supersedes = terms.supersedes.as_ref().and_then(|name| {
                let known = names.get(name.value.as_str()).copied();
                let itself = known == Some(FactId(self.facts));
                self.found.refuse(
                    !itself,
                    &name.span,
                    ("Sự kiện không thể thay chính nó.", "A fact cannot supersede itself."),
                    ("Ghi id của sự kiện được sửa.", "Give the id of the fact it corrects."),
                );
                if known.is_none() {
                    let all: Vec<String> = names.keys().map(|name| (*name).to_owned()).collect();
                    self.found.unknown(name, &all);
                }
                known
            });
            facts.push(Fact {
                id: FactId(self.facts),
                happened_on: terms.on.0,
                recorded_at: recorded(terms.recorded.unwrap_or(terms.on).0),
                reporter: self.payee(terms.by.as_ref(), order, parties),
                supersedes,
                what: self.what(terms, parties),
            });
        }
        facts
    }

    fn what(&mut self, terms: &At<FactTerms>, parties: &[String]) -> Happening {
        let label = || terms.label.as_ref().map(|label| label.value.clone()).unwrap_or_default();
        match terms.kind.value.as_str() {
            "enrolled" => Happening::Enrolled,
            "suspended" => Happening::Suspended,
            "resumed" => Happening::Resumed,
            "withdrew" => Happening::Withdrew { reason: label() },
            "annulled" => Happening::Annulled { reason: label() },
            "employed" => Happening::Employed { employer: label() },
            "employment_ended" => Happening::EmploymentEnded,
            "retracted" => {
                self.found.refuse(
                    terms.supersedes.is_some(),
                    &terms.span,
                    ("Không rõ rút lại sự kiện nào.", "It is not said which fact is retracted."),
                    ("Thêm supersedes với id của sự kiện đó.", "Give its id in supersedes."),
                );
                Happening::Retracted { reason: label() }
            }
            "placed" => {
                self.found.refuse(
                    terms.label.is_some(),
                    &terms.span,
                    ("Không rõ thực tập ở doanh nghiệp nào.", "It is not said with which enterprise."),
                    ("Thêm label là mã của doanh nghiệp.", "Give the party's code as label."),
                );
                let host = terms.label.as_ref().map_or(PartyId(0), |label| self.party(label, parties));
                Happening::Placed { host }
            }
            "hours" | "hours_delivered" => {
                let place = match label().as_str() {
                    "enterprise" => Place::Enterprise,
                    label => {
                        self.found.refuse(
                            label == "college",
                            &terms.span,
                            (
                                "Giờ học cần label cho biết học ở đâu.",
                                "Hours need a label that says where they were taught.",
                            ),
                            ("Chọn một trong: college, enterprise.", "Choose one of: college, enterprise."),
                        );
                        Place::College
                    }
                };
                let hours =
                    self.number(terms).and_then(Fraction::to_whole).and_then(|n| u32::try_from(n).ok());
                self.found.refuse(
                    hours.is_some(),
                    &terms.span,
                    (
                        "Số giờ (value) phải là số nguyên không âm.",
                        "Hours are a whole number (value), not below 0.",
                    ),
                    ("Ví dụ: value = 40.", "For instance: value = 40."),
                );
                Happening::HoursDelivered { place, hours: hours.unwrap_or(0) }
            }
            "graduated" => {
                let class = GraduationClass::ALL.into_iter().find(|class| class.as_str() == label());
                let all: Vec<&str> = GraduationClass::ALL.iter().map(|class| class.as_str()).collect();
                let all = all.join(", ");
                self.found.refuse(
                    class.is_some(),
                    &terms.span,
                    (
                        &format!(
                            "Sự kiện graduated cần label là xếp loại tốt nghiệp, không phải '{}'.",
                            label()
                        ),
                        &format!("A fact graduated needs the class as its label; '{}' is none.", label()),
                    ),
                    (&format!("Chọn một trong: {all}."), &format!("Choose one of: {all}.")),
                );
                let score = self.number(terms).and_then(|score| score.to_string().parse().ok());
                Happening::graduated(
                    class.unwrap_or(GraduationClass::Failed),
                    score.unwrap_or_default(),
                    Recognition { certificate: None, decision: String::new() },
                )
            }
            "duplicate_flagged" => Happening::DuplicateFlagged { other: EnrolmentId(0) },
            "duplicate_decided" => {
                let pay = terms.value.value.as_ref().map(|value| Value::read(value.as_str()));
                self.found.refuse(
                    matches!(pay, Some(Value::YesNo(_))),
                    &terms.span,
                    ("Không rõ quyết định trả hay không trả.", "It is not said whether to pay."),
                    ("Thêm value = true hoặc value = false.", "Give value = true or value = false."),
                );
                Happening::DuplicateDecided { pay: pay == Some(Value::YesNo(true)), reason: label() }
            }
            kind => {
                let value = terms.value.value.as_ref().map(|value| Value::read(value.as_str()));
                let label = terms.label.as_ref().map(|label| label.value.clone());
                Happening::noted(kind, Note { value, label, evidence: terms.evidence.clone() })
            }
        }
    }

    fn number(&self, terms: &FactTerms) -> Option<Fraction> {
        Value::read(terms.value.as_ref()?.as_str()).as_number()
    }
}

fn number(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX - 1) + 1
}

fn enrolment(place: usize) -> EnrolmentId {
    EnrolmentId(number(place))
}

fn party(place: usize) -> PartyId {
    PartyId(number(place))
}
