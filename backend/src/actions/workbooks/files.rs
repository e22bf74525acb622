//! The files that a cohort's people take away: the template, the workbook with what is wrong, the list of learners.

use std::collections::{BTreeSet, HashMap};

use domain::{
    ids::{CohortId, EnrolmentId},
    permission::Deed,
    text::{Lang, folded},
    workbook::{Cell, Kind, graduation, headings::said},
};
use time::Date;

use super::{
    deed, examine, find,
    results::{Recorded, recorded},
    view::checked,
};
use crate::{
    actions::{
        Ctx, choices,
        tables::{self, Heading, Table},
        views::{Coded, CohortView},
    },
    error::Error,
    spreadsheet::{self, Template, WriteError},
    storage::{learners as people, orders},
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

/// The template of a cohort: empty for enrolment; for graduation with every learner who waits for a result or has one, as
/// it is recorded.
pub async fn template(ctx: &Ctx, id: CohortId, kind: Kind, lang: Lang) -> Result<File, Error> {
    let cohort = orders::cohort_by_id(ctx.db(), id).await?.ok_or(Error::NotFound)?;
    let order = orders::find(ctx.db(), ctx.scope(), cohort.order).await?.ok_or(Error::NotFound)?;
    ctx.permit(deed(kind), &[order.provider])?;
    let view = super::super::learners::cohort(ctx, id, 1, EVERYBODY).await?;
    let worker = view.learner_kind == "worker";
    let employers = match (kind, worker) {
        (Kind::Enrolment, true) => {
            choices::enterprises(ctx).await?.into_iter().map(|party| party.name).collect()
        }
        _ => Vec::new(),
    };
    let (title, above, rows) = match kind {
        Kind::Enrolment => {
            (said(("DANH SÁCH NGƯỜI HỌC NHẬP HỌC", "LEARNERS TO ENROL"), lang), Vec::new(), Vec::new())
        }
        Kind::Graduation => {
            let Filled { rows, decision } = with_results(ctx, &view, lang).await?;
            let (number, day) = decision
                .map_or((Cell::Empty, Cell::Empty), |(number, day)| (Cell::Text(number), Cell::Day(day)));
            let above = vec![
                (said(graduation::DECISION, lang).to_owned(), false, number),
                (said(graduation::DECIDED_ON, lang).to_owned(), true, day),
            ];
            (said(("KẾT QUẢ TỐT NGHIỆP", "GRADUATION RESULTS"), lang), above, rows)
        }
    };
    let filled = Template {
        kind,
        cohort: id.0,
        title: format!("{title} · {}", view.name),
        subtitle: format!(
            "{} · {} · {} {}",
            view.provider.name,
            view.order_number,
            view.occupation_code,
            view.occupation.get(lang)
        ),
        above,
        rows,
        room: view.quantity + SPARE,
        employers,
        classes: view.classes.iter().map(|class| capital(class, lang)).collect(),
        lang,
    };
    let name = match kind {
        Kind::Enrolment => format!("ghi-danh-{}.xlsx", slug(&view.name)),
        Kind::Graduation => format!("ket-qua-{}.xlsx", slug(&view.name)),
    };
    Ok(File { name, bytes: written(move || spreadsheet::template(&filled)).await? })
}

type Prefilled = Vec<Vec<(&'static str, Cell)>>;

/// The list of a results template, and the decision above it where everybody's result is recorded by one and the same.
#[derive(Default)]
struct Filled {
    rows: Prefilled,
    decision: Option<(String, Date)>,
}

async fn with_results(ctx: &Ctx, view: &CohortView, lang: Lang) -> Result<Filled, Error> {
    let (db, today) = (ctx.db(), ctx.today());
    let people = people::people_of_cohort(db, CohortId(view.id)).await?;
    let facts = people::standing_of(db, people.iter().map(|(enrolment, _)| enrolment.id)).await?;
    let births: HashMap<i64, Date> =
        people.into_iter().map(|(enrolment, person)| (enrolment.id.0, person.birth_date)).collect();
    let mut filled = Filled::default();
    let (mut waiting, mut decisions) = (false, BTreeSet::new());
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
            ("full_name", Cell::Text(learner.full_name.clone())),
            ("birth_date", born),
            ("enrolment", Cell::Text(learner.enrolment_id.to_string())),
        ];
        match result {
            Some(result) => {
                decisions.insert((result.recognition.decision.clone(), result.fact.happened_on));
                row.extend(as_recorded(&result, lang));
            }
            None => waiting = true,
        }
        filled.rows.push(row);
    }
    let only = decisions.pop_first().filter(|_| decisions.is_empty() && !waiting);
    Ok(Filled { decision: only, ..filled })
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
    let employers = choices::enterprises(ctx).await?.into_iter().map(|party| party.name).collect();
    let cohort = stored.cohort_id;
    let write = move || spreadsheet::annotated((kind, cohort), &sheet, &columns, &checked, employers, lang);
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
