//! Graduation results by workbook: the same draft, the same report and the same preview of money as the form. A row about
//! somebody whose result is recorded otherwise is a correction, by the form's rules for one.

use std::collections::{BTreeMap, HashMap};

use domain::{
    calendar::{Moment, vietnamese},
    fact::{Fact, Happening, Recognition, in_effect},
    grading::{GraduationClass, Rules, classify},
    graduation::{Draft, ResultDraft, corrected_class_issue},
    ids::{CohortId, EnrolmentId},
    issue::Issue,
    permission::Deed,
    text::{Text, clean},
    workbook::{
        Change, Checked, CheckedRow, Columns, Found, Kind, RowState, Sheet,
        enrolment::no_cohort,
        graduation::{ReadReport, Reading, placed, read},
    },
};
use rust_decimal::Decimal;
use time::Date;

use super::{Accepting, books_changed, corrections::row, event, examine::list, target};
use crate::{
    actions::{
        Ctx, graduations, notices,
        preview::{self, EffectView, Sending, Sent},
        progress::{self, Correction},
        work_study,
    },
    error::Error,
    storage::{
        learners::{self, Enrolment, Person},
        orders::{self, Cohort, Order},
        tables::{workbook_event, workbook_row},
        workbooks::{self, Stored},
    },
};

/// Every row with where it stands. A result that stands in the books already is no fault.
pub(super) async fn checked(
    ctx: &Ctx,
    stored: &Stored,
    sheet: &Sheet,
    columns: &Columns,
) -> Result<Checked, Error> {
    match sorted(ctx, stored, sheet, columns).await? {
        Ok(sorted) => {
            let found = faults(ctx, &sorted, columns).await?;
            Ok(told(&sorted, found))
        }
        Err(issue) => Ok(Checked::refused(vec![issue])),
    }
}

/// What is wrong, by row: what cannot be read, what cannot be corrected, and what the form would not take.
type Faults = BTreeMap<u32, Vec<Found>>;

async fn faults(ctx: &Ctx, sorted: &Sorted, columns: &Columns) -> Result<Faults, Error> {
    let Sorted { report, refused, .. } = sorted;
    let mut found = Faults::new();
    for (row, wrong) in report.found.iter().chain(refused).cloned() {
        found.entry(row).or_default().push(wrong);
    }
    if report.rows.is_empty() {
        return Ok(found);
    }
    for (report, issues) in graduations::issues(ctx, sorted.reports()).await? {
        for (row, wrong) in placed(&report, columns, issues) {
            let told = found.entry(row).or_default();
            // What is wrong with the decision is wrong for every cohort.
            if !told.contains(&wrong) {
                told.push(wrong);
            }
        }
    }
    Ok(found)
}

fn told(sorted: &Sorted, found: Faults) -> Checked {
    let mut rows: BTreeMap<u32, CheckedRow> = BTreeMap::new();
    let plain = |number: &u32, state: RowState| (*number, CheckedRow::new(*number, state, Vec::new()));
    rows.extend(sorted.unchanged.iter().map(|number| plain(number, RowState::Unchanged)));
    rows.extend(sorted.report.rows.iter().map(|number| plain(number, RowState::New)));
    let changed = |changed: &Changed| {
        (changed.row, CheckedRow::changed(changed.row, changed.who.clone(), changed.changes.clone()))
    };
    rows.extend(sorted.changed.iter().map(changed));
    rows.extend(
        found.into_iter().map(|(number, found)| (number, CheckedRow::new(number, RowState::Error, found))),
    );
    Checked { rows: rows.into_values().collect(), ..Checked::default() }
}

/// The rows of a workbook by what the books say of them.
struct Sorted {
    /// What is new, as a report; and what cannot be read.
    report: ReadReport,
    unchanged: Vec<u32>,
    changed: Vec<Changed>,
    /// Rows that differ from the books in what cannot be corrected.
    refused: Vec<(u32, Found)>,
    /// Whose cohort is which; where nobody is known by a number, the first one tells so.
    cohorts: HashMap<EnrolmentId, CohortId>,
    first: CohortId,
}

impl Sorted {
    /// Nothing is wrong with any of it.
    fn is_whole(&self) -> bool {
        self.report.found.is_empty() && self.refused.is_empty()
    }

    fn is_empty(&self) -> bool {
        self.report.rows.is_empty() && self.changed.is_empty()
    }

    /// What is new, as a report of each cohort.
    fn reports(&self) -> Vec<(CohortId, ReadReport)> {
        let ReadReport { draft, rows, found } = &self.report;
        let mut reports: BTreeMap<CohortId, ReadReport> = BTreeMap::new();
        for (row, result) in rows.iter().zip(&draft.results) {
            let cohort = self.cohorts.get(&result.enrolment).copied().unwrap_or(self.first);
            let report = reports.entry(cohort).or_insert_with(|| ReadReport {
                draft: Draft {
                    decision: draft.decision.clone(),
                    decided_on: draft.decided_on,
                    results: Vec::new(),
                },
                rows: Vec::new(),
                found: found.clone(),
            });
            report.rows.push(*row);
            report.draft.results.push(result.clone());
        }
        reports.into_iter().collect()
    }

    /// Leaves out the rows with which something is wrong.
    fn keep_good(&mut self, faults: &Faults) {
        let good = |row: &u32| !faults.contains_key(row);
        let report = &mut self.report;
        let rows = std::mem::take(&mut report.rows).into_iter();
        let results = std::mem::take(&mut report.draft.results);
        (report.rows, report.draft.results) = rows.zip(results).filter(|(row, _)| good(row)).unzip();
        report.found.clear();
        self.changed.retain(|changed| good(&changed.row));
        self.refused.clear();
    }
}

/// A row that says otherwise than the books.
struct Changed {
    row: u32,
    who: String,
    changes: Vec<Change>,
    enrolment: Enrolment,
    correction: Correction,
}

/// What the rules need to know of the cohorts.
struct Ground {
    order: Order,
    cohorts: Vec<(Cohort, Rules)>,
    people: HashMap<EnrolmentId, (Enrolment, Person)>,
    facts: HashMap<EnrolmentId, Vec<Fact>>,
}

impl Ground {
    async fn of(ctx: &Ctx, stored: &Stored) -> Result<Ground, Error> {
        let db = ctx.db();
        let (found, order) = target::seen(ctx, db, stored.target()).await?;
        let mut cohorts = Vec::with_capacity(found.len());
        let mut people = HashMap::new();
        for cohort in found {
            let line = orders::line_by_id(db, cohort.line).await?.ok_or(Error::NotFound)?;
            let rules = Rules::parse(&line.grading_rules)
                .ok_or_else(|| Error::fault("order line", "pins grading rules this version does not know"))?;
            let of_cohort = learners::people_of_cohort(db, cohort.id).await?;
            people
                .extend(of_cohort.into_iter().map(|(enrolment, person)| (enrolment.id, (enrolment, person))));
            cohorts.push((cohort, rules));
        }
        let facts = learners::standing_of(db, people.keys().copied()).await?;
        Ok(Ground { order, cohorts, people, facts })
    }

    fn cohort_of(&self, enrolment: &Enrolment) -> Option<&(Cohort, Rules)> {
        self.cohorts.iter().find(|(cohort, _)| cohort.id == enrolment.cohort)
    }

    fn reading(&self, stored: &Stored) -> Reading {
        let by_id = |(enrolment, (_, person)): (&EnrolmentId, &(Enrolment, Person))| {
            (person.personal_id.as_str().to_owned(), *enrolment)
        };
        let named = |(id, (enrolment, _)): (&EnrolmentId, &(Enrolment, Person))| {
            Some((*id, self.cohort_of(enrolment)?.0.name.clone()))
        };
        Reading {
            by_personal_id: self.people.iter().map(by_id).collect(),
            cohorts: self.people.iter().filter_map(named).collect(),
            proposals: stored.proposals,
        }
    }
}

/// A result as it stands in the books.
pub(super) struct Recorded<'a> {
    pub fact: &'a Fact,
    pub class: GraduationClass,
    pub score: Decimal,
    pub recognition: &'a Recognition,
}

pub(super) fn recorded(facts: &[Fact], today: Date) -> Option<Recorded<'_>> {
    in_effect(facts, today, Moment(i64::MAX)).into_iter().rev().find_map(|fact| match &fact.what {
        Happening::Graduated { class, score, recognition } => {
            Some(Recorded { fact, class: *class, score: *score, recognition })
        }
        _ => None,
    })
}

/// Reads the list and compares it with the books; or why there is nothing to read.
async fn sorted(
    ctx: &Ctx,
    stored: &Stored,
    sheet: &Sheet,
    columns: &Columns,
) -> Result<Result<Sorted, Issue>, Error> {
    let ground = Ground::of(ctx, stored).await?;
    let Some(first) = ground.cohorts.first().map(|(cohort, _)| cohort.id) else {
        return Ok(Err(no_cohort()));
    };
    let cohorts = ground.people.iter().map(|(id, (enrolment, _))| (*id, enrolment.cohort)).collect();
    let mut report = match read(sheet, columns, &ground.reading(stored)) {
        Ok(report) => report,
        Err(issue) => return Ok(Err(issue)),
    };
    let rows = std::mem::take(&mut report.rows).into_iter();
    let results = std::mem::take(&mut report.draft.results);
    let mut sorted =
        Sorted { report, unchanged: Vec::new(), changed: Vec::new(), refused: Vec::new(), cohorts, first };
    for (row, result) in rows.zip(results) {
        let unread = sorted.report.found.iter().any(|(number, _)| *number == row);
        let facts = ground.facts.get(&result.enrolment).map_or(&[][..], Vec::as_slice);
        let before = recorded(facts, ctx.today()).filter(|_| !unread);
        let person = ground.people.get(&result.enrolment);
        let rules = person.and_then(|(enrolment, _)| ground.cohort_of(enrolment)).map(|(_, rules)| *rules);
        let (Some(before), Some(person), Some(rules)) = (before, person, rules) else {
            sorted.report.rows.push(row);
            sorted.report.draft.results.push(result);
            continue;
        };
        let draft = &sorted.report.draft;
        let changes = changes(&before, &result, (&draft.decision, draft.decided_on), rules, columns);
        let certificate = result.certificate == before.recognition.certificate;
        if changes.is_empty() && certificate {
            sorted.unchanged.push(row);
            continue;
        }
        let same_decision = clean(&draft.decision) == before.recognition.decision;
        let score = classify(rules, &result.record).rounded_score;
        let correction = Correction {
            enrolment: result.enrolment,
            wrong: before.fact.id,
            happened_on: draft.decided_on,
            right: Happening::graduated(result.class, score, before.recognition.clone()),
            reason: String::new(),
        };
        let mut issues: Vec<Issue> = result.record.issues(rules).into_iter().map(at_column).collect();
        issues.extend((!certificate).then(|| certificate_stays(before.recognition)));
        issues.extend((!same_decision).then(|| other_decision(before.recognition)));
        issues.extend(corrected_class_issue(rules, score, result.class));
        let found = progress::correction_issues(ctx, &ground.order, &person.0, facts, &correction);
        issues.extend(found.into_iter().map(|issue| Issue { place: "class".to_owned(), ..issue }));
        if issues.is_empty() {
            let (enrolment, person) = person.clone();
            sorted.changed.push(Changed { row, who: person.full_name, changes, enrolment, correction });
        } else {
            let at = |issue: Issue| (row, Found::at(columns.shown(&issue.place), issue));
            sorted.refused.extend(issues.into_iter().map(at));
        }
    }
    Ok(Ok(sorted))
}

/// What a row and the decision above the list say otherwise. Under another decision the day is that decision's own.
fn changes(
    before: &Recorded,
    result: &ResultDraft,
    (decision, decided_on): (&str, Date),
    rules: Rules,
    columns: &Columns,
) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut add = |field: &str, column: Option<u32>, before: Text, after: Text| {
        changes.push(Change { column, field: field.to_owned(), before, after });
    };
    if result.class != before.class {
        add("class", Some(columns.shown("class")), before.class.name(), result.class.name());
    }
    let score = classify(rules, &result.record).rounded_score;
    if score != before.score {
        let said = |score: Decimal| {
            let score = score.normalize().to_string();
            Text::new(score.replace('.', ","), score)
        };
        add("score", Some(columns.shown("score")), said(before.score), said(score));
    }
    let recorded_on = before.fact.happened_on;
    if decided_on != recorded_on && clean(decision) == before.recognition.decision {
        let said = |day: Date| Text::new(vietnamese(day), vietnamese(day));
        add("decided_on", None, said(recorded_on), said(decided_on));
    }
    changes
}

fn at_column(issue: Issue) -> Issue {
    let place = issue.place.split('.').next_back().unwrap_or_default().to_owned();
    Issue { place, ..issue }
}

const RULE: &str = "NĐ 32/2019 Đ24";

fn certificate_stays(recorded: &Recognition) -> Issue {
    let number = recorded.certificate.as_ref().map_or("–", |certificate| certificate.serial.as_str());
    Issue::new(
        "graduation.certificate_stays",
        "serial",
        RULE,
        Text::new(
            format!("Kết quả này đã ghi với văn bằng {number}; đính chính không đổi số văn bằng."),
            format!("This result is recorded with the certificate {number}; a correction keeps its numbers."),
        ),
        Text::new(
            "Ghi đúng số đã ghi; nếu số đó sai, rút lại kết quả ở trang người học rồi báo cáo lại.",
            "Write the numbers recorded; if they are wrong, retract the result on the learner's page and report it anew.",
        ),
    )
}

fn other_decision(recorded: &Recognition) -> Issue {
    let number = &recorded.decision;
    Issue::new(
        "graduation.other_decision",
        "class",
        RULE,
        Text::new(
            format!("Kết quả này đã ghi khác, theo quyết định {number}."),
            format!("This result is recorded otherwise, by the decision {number}."),
        ),
        Text::new(
            format!("Để đính chính, ghi {number} ở phía trên bảng; nếu không, ghi như đã ghi."),
            format!("To correct it write {number} above the list; if not, write what is recorded."),
        ),
    )
}

/// The report as the workbook says it and what it corrects, with how every row stands now; of all rows or of the good
/// ones. Nothing when it cannot be read or something else than a row is wrong.
async fn sorted_of(ctx: &Ctx, stored: &Stored, good_only: bool) -> Result<Option<(Sorted, Checked)>, Error> {
    let Ok((sheet, columns)) = list(ctx, stored, Kind::Graduation).await? else { return Ok(None) };
    let Ok(mut sorted) = sorted(ctx, stored, &sheet, &columns).await? else { return Ok(None) };
    let mut now = super::view::checked(stored)?;
    if good_only {
        let found = faults(ctx, &sorted, &columns).await?;
        now = told(&sorted, found.clone());
        if now.fails_as_a_whole() {
            return Ok(None);
        }
        sorted.keep_good(&found);
    }
    Ok((sorted.is_whole() && !sorted.is_empty()).then_some((sorted, now)))
}

/// What accepting it would do to money: all of it, or what is good of it.
pub(super) async fn effect(ctx: &Ctx, stored: &Stored, good_only: bool) -> Result<Option<EffectView>, Error> {
    let accepting = Accepting { good_only, corrections: true, reason: String::new() };
    match send(ctx, stored, &accepting, Sending::Preview).await {
        Ok(Sent::Previewed(effect)) => Ok(Some(effect)),
        Ok(Sent::Recorded) | Err(Error::Issues(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Sends the report with its corrections: one transaction, all rows or none; or all good rows.
pub(super) async fn send(
    ctx: &Ctx,
    stored: &Stored,
    accepting: &Accepting,
    sending: Sending,
) -> Result<Sent, Error> {
    let (sorted, now) = sorted_of(ctx, stored, accepting.good_only).await?.ok_or_else(books_changed)?;
    let reports = sorted.reports();
    let shown = super::view::checked(stored)?;
    let as_shown = |changed: &Changed| {
        shown.rows.iter().any(|row| row.number == changed.row && row.changes == changed.changes)
    };
    let changed = if accepting.corrections { sorted.changed } else { Vec::new() };
    if !changed.iter().all(as_shown) {
        return Err(books_changed().into());
    }
    let mut tx = ctx.begin("workbook.results").await?;
    let (cohorts, order) = target::writable(ctx, &tx, stored.target(), Deed::ReportGraduation).await?;
    let before = preview::before(ctx, &tx, &order, sending).await?;
    for (cohort, report) in &reports {
        let cohort = cohorts.iter().find(|found| found.id == *cohort).ok_or(Error::NotFound)?;
        graduations::record(ctx, &mut tx, cohort, &order, &report.draft).await?;
    }
    let fact = |changed: &Changed| progress::superseding(ctx, &tx, &changed.enrolment, &changed.correction);
    let facts = changed.iter().map(fact).collect();
    work_study::insert(&mut tx, facts, &accepting.reason).await?;
    let round = workbooks::round(tx.db(), stored.id).await?;
    let report = &sorted.report;
    let new = report.rows.iter().zip(&report.draft.results).map(|(row, result)| (*row, result.enrolment));
    let rows = new.chain(changed.iter().map(|changed| (changed.row, changed.enrolment.id)));
    let rows: Vec<workbook_row::Model> =
        rows.map(|(number, enrolment)| row(stored, round, number, enrolment.0)).collect();
    let taken = rows.len();
    let note = format!("{taken} rows");
    tx.insert_all::<workbook_row::Entity>(rows).await?;
    tx.insert::<workbook_event::Entity>(event(ctx, stored.id, round, "finished", &note)).await?;
    notices::upload_finished(ctx, &tx, (stored.id, round), taken).await?;
    let result = serde_json::to_string(&now).map_err(|error| Error::fault("a checked workbook", error))?;
    workbooks::end(tx.db(), stored.id, "finished", &result).await?;
    preview::finish(ctx, tx, &order, sending, before, format!("workbook {}", stored.id)).await
}
