//! The files that people of a cohort or an order take away: the template, the workbook with what is wrong, the list of
//! learners.

use std::collections::{BTreeSet, HashMap};

use domain::{
    ids::{CohortId, EnrolmentId},
    permission::Deed,
    text::{Lang, folded},
    workbook::{Cell, Kind, Target, enrolment::no_cohort, graduation, headings::said},
};
use time::Date;

use super::{
    deed, examine, find,
    results::{Recorded, recorded},
    target,
    view::checked,
};
use crate::{
    actions::{
        Ctx, choices,
        tables::{self, Heading, Table},
        views::{Coded, CohortView},
    },
    error::Error,
    spreadsheet::{self, Offered, Template, WriteError},
    storage::learners as people,
};

/// A file and what it is called.
#[derive(Debug, Clone)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

const EVERYBODY: u64 = 50_000;
/// Rows with drop-downs beyond the ordered number: some leave before the course begins.
const SPARE: u32 = 200;

pub async fn written<T, F>(write: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, WriteError> + Send + 'static,
{
    let written =
        tokio::task::spawn_blocking(write).await.map_err(|error| Error::fault("workbook", error))?;
    written.map_err(|error| Error::fault("workbook", error))
}

/// The template of a cohort or an order: empty for enrolment; for graduation with every learner who waits for a result or
/// has one, as it is recorded.
pub async fn template(ctx: &Ctx, target: Target, kind: Kind, lang: Lang) -> Result<File, Error> {
    let (cohorts, order) = target::seen(ctx, ctx.db(), target).await?;
    ctx.permit(deed(kind), &[order.provider])?;
    let mut views = Vec::with_capacity(cohorts.len());
    for cohort in &cohorts {
        views.push(super::super::learners::cohort(ctx, cohort.id, 1, EVERYBODY).await?);
    }
    let Some(first) = views.first() else { return Err(no_cohort().into()) };
    let occupation = |view: &CohortView| format!("{} {}", view.occupation_code, view.occupation.get(lang));
    let (name, of) = match target {
        Target::Cohort(_) => (&first.name, format!("{} · {}", first.order_number, occupation(first))),
        Target::Order(_) => {
            let cohorts = views.iter().map(|view| format!("{}: {}", view.name, occupation(view)));
            (&first.order_number, cohorts.collect::<Vec<_>>().join("; "))
        }
    };
    let workers = kind == Kind::Enrolment && views.iter().any(|view| view.learner_kind == "worker");
    let (title, above, rows) = match kind {
        Kind::Enrolment => {
            (said(("DANH SÁCH NGƯỜI HỌC NHẬP HỌC", "LEARNERS TO ENROL"), lang), Vec::new(), Vec::new())
        }
        Kind::Graduation => {
            let filled = with_results(ctx, &views, lang).await?;
            let (number, day) = filled
                .decision()
                .map_or((Cell::Empty, Cell::Empty), |(number, day)| (Cell::Text(number), Cell::Day(day)));
            let above = vec![
                (said(graduation::DECISION, lang).to_owned(), false, number),
                (said(graduation::DECIDED_ON, lang).to_owned(), true, day),
            ];
            (said(("KẾT QUẢ TỐT NGHIỆP", "GRADUATION RESULTS"), lang), above, filled.rows)
        }
    };
    let filled = Template {
        kind,
        target,
        title: format!("{title} · {name}"),
        subtitle: format!("{} · {of}", first.provider.name),
        above,
        rows,
        room: views.iter().map(|view| view.quantity).sum::<u32>() + SPARE,
        employers: if workers { employers(ctx).await? } else { Vec::new() },
        cohorts: offered(target, names(&views)),
        classes: classes(&views, lang),
        lang,
    };
    let name = match kind {
        Kind::Enrolment => format!("ghi-danh-{}.xlsx", slug(name)),
        Kind::Graduation => format!("ket-qua-{}.xlsx", slug(name)),
    };
    Ok(File { name, bytes: written(move || spreadsheet::template(&filled)).await? })
}

/// What the column of the cohort offers; a workbook of one cohort has none.
fn offered(target: Target, cohorts: Vec<String>) -> Vec<String> {
    match target {
        Target::Cohort(_) => Vec::new(),
        Target::Order(_) => cohorts,
    }
}

fn names(views: &[CohortView]) -> Vec<String> {
    views.iter().map(|view| view.name.clone()).collect()
}

async fn employers(ctx: &Ctx) -> Result<Vec<String>, Error> {
    Ok(choices::enterprises(ctx).await?.into_iter().map(|party| party.name).collect())
}

/// The classes that any of the cohorts can give, each once.
fn classes(views: &[CohortView], lang: Lang) -> Vec<String> {
    let mut classes: Vec<String> = Vec::new();
    for class in views.iter().flat_map(|view| &view.classes).map(|class| capital(class, lang)) {
        if !classes.contains(&class) {
            classes.push(class);
        }
    }
    classes
}

type Prefilled = Vec<Vec<(&'static str, Cell)>>;

/// The list of a results template, and by which decisions its results are recorded.
#[derive(Default)]
struct Filled {
    rows: Prefilled,
    decisions: BTreeSet<(String, Date)>,
    /// Somebody has no result yet.
    waiting: bool,
}

impl Filled {
    /// The decision above the list, where everybody's result is recorded by one and the same.
    fn decision(&self) -> Option<(String, Date)> {
        let only = self.decisions.first().filter(|_| self.decisions.len() == 1 && !self.waiting);
        only.cloned()
    }
}

async fn with_results(ctx: &Ctx, views: &[CohortView], lang: Lang) -> Result<Filled, Error> {
    let mut filled = Filled::default();
    for view in views {
        add_results(ctx, view, lang, &mut filled).await?;
    }
    Ok(filled)
}

async fn add_results(ctx: &Ctx, view: &CohortView, lang: Lang, filled: &mut Filled) -> Result<(), Error> {
    let (db, today) = (ctx.db(), ctx.today());
    let people = people::people_of_cohort(db, CohortId(view.id)).await?;
    let facts = people::standing_of(db, people.iter().map(|(enrolment, _)| enrolment.id)).await?;
    let births: HashMap<i64, Date> =
        people.into_iter().map(|(enrolment, person)| (enrolment.id.0, person.birth_date)).collect();
    for learner in &view.learners.rows {
        let known = facts.get(&EnrolmentId(learner.enrolment_id)).map_or(&[][..], Vec::as_slice);
        let result = recorded(known, today).filter(|_| learner.standing.enrolled_on.is_some());
        let waits = matches!(learner.standing.state.code.as_str(), "enrolled" | "suspended" | "duplicate");
        if result.is_none() && !waits {
            continue;
        }
        let born = births.get(&learner.enrolment_id).map_or(Cell::Empty, |day| Cell::Day(*day));
        let mut row = vec![
            ("number", Cell::Number((filled.rows.len() + 1).to_string())),
            ("cohort", Cell::Text(view.name.clone())),
            ("full_name", Cell::Text(learner.full_name.clone())),
            ("birth_date", born),
            ("enrolment", Cell::Text(learner.enrolment_id.to_string())),
        ];
        match result {
            Some(result) => {
                filled.decisions.insert((result.recognition.decision.clone(), result.fact.happened_on));
                row.extend(as_recorded(&result, lang));
            }
            None => filled.waiting = true,
        }
        filled.rows.push(row);
    }
    Ok(())
}

/// A result as the books have it: sent back as it is, it is unchanged.
fn as_recorded(result: &Recorded, lang: Lang) -> Vec<(&'static str, Cell)> {
    let score = Some(result.score.normalize()).filter(|score| !score.is_zero()).map(|score| match lang {
        Lang::Vi => score.to_string().replace('.', ","),
        Lang::En => score.to_string(),
    });
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
    let certificate = result.recognition.certificate.as_ref();
    let class = Coded::new(result.class.as_str(), result.class.name());
    vec![
        ("score", text(score)),
        ("class", Cell::Text(capital(&class, lang))),
        ("serial", text(certificate.map(|given| given.serial.clone()))),
        ("register_number", text(certificate.map(|given| given.register_number.clone()))),
    ]
}

fn capital(class: &Coded, lang: Lang) -> String {
    let name = class.name.get(lang);
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `CĐ25-CNTT1` as part of a file's name.
pub fn slug(name: &str) -> String {
    let letters =
        folded(name).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect::<String>();
    letters.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// The workbook as it was sent, with everything that the last check found.
pub async fn annotated(ctx: &Ctx, id: i64, lang: Lang) -> Result<File, Error> {
    let (stored, kind, _) = find(ctx, id).await?;
    let (sheet, columns) = match examine::list(ctx, &stored, kind).await? {
        Ok(found) => found,
        Err(issues) => return Err(issues.into()),
    };
    let checked = checked(&stored)?;
    let target = stored.target();
    let (cohorts, _) = target::seen(ctx, ctx.db(), target).await?;
    let choices = Offered {
        employers: employers(ctx).await?,
        cohorts: offered(target, cohorts.into_iter().map(|cohort| cohort.name).collect()),
        classes: Vec::new(),
        lang,
    };
    let write = move || spreadsheet::annotated((kind, target), &sheet, &columns, &checked, &choices);
    let stem = stored.name.rsplit_once('.').map_or(stored.name.as_str(), |(stem, _)| stem);
    Ok(File { name: format!("{}-da-kiem-tra.xlsx", slug(stem)), bytes: written(write).await? })
}

/// The learners of a cohort as its page shows them, all of them.
pub async fn learners(ctx: &Ctx, id: CohortId, lang: Lang) -> Result<File, Error> {
    ctx.permit_own(Deed::Read)?;
    let view = super::super::learners::cohort(ctx, id, 1, EVERYBODY).await?;
    const HEADINGS: &[Heading] = &[
        ("Họ và tên", "Name", 28),
        ("Số định danh", "Personal id", 16),
        ("Nơi thực tập", "Host", 34),
        ("Giờ tại trường", "Hours at college", 12),
        ("Giờ tại doanh nghiệp", "Hours at enterprise", 12),
        ("Xếp loại", "Class", 14),
        ("Điểm", "Score", 8),
        ("Số hiệu phôi", "Serial of the blank", 16),
        ("Số vào sổ", "Register number", 16),
        ("Trạng thái", "State", 18),
        ("Ngày nhập học", "Enrolled on", 14),
        ("Nghiệm thu (đồng)", "Accepted (dong)", 18),
    ];
    let text = |text: Option<String>| text.filter(|text| !text.is_empty()).map_or(Cell::Empty, Cell::Text);
    let row = |learner: &crate::actions::views::CohortLearner| {
        let standing = &learner.standing;
        vec![
            Cell::Text(learner.full_name.clone()),
            Cell::Text(learner.personal_id.clone()),
            text(standing.host.as_ref().map(|host| host.name.clone())),
            Cell::Number(standing.hours_college.to_string()),
            Cell::Number(standing.hours_enterprise.to_string()),
            text(standing.class.as_ref().map(|class| class.name.get(lang).to_owned())),
            standing.score.clone().map_or(Cell::Empty, Cell::Number),
            text(standing.certificate_serial.clone()),
            text(standing.certificate_register_number.clone()),
            Cell::Text(standing.state.name.get(lang).to_owned()),
            standing.enrolled_on.map_or(Cell::Empty, Cell::Day),
            Cell::Number(learner.accepted_dong.to_string()),
        ]
    };
    let rows: Vec<Vec<Cell>> = view.learners.rows.iter().map(row).collect();
    let table = Table {
        name: format!("nguoi hoc {}", view.name),
        title: view.name,
        of: format!("{} · {}", view.provider.name, view.order_number),
        filter: "",
        headings: HEADINGS,
        rows,
    };
    tables::file(ctx, table, lang).await
}
