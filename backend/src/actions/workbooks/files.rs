//! The files that a cohort's people take away: the template, the workbook with what is wrong, the list of learners.

use domain::{
    ids::CohortId,
    permission::Deed,
    text::{Lang, folded},
    workbook::{Cell, Kind, graduation, headings::said},
};

use super::{deed, examine, find, view::checked};
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

/// The template of a cohort: empty for enrolment, with every learner who waits for a result for graduation.
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
        Kind::Graduation => (
            said(("KẾT QUẢ TỐT NGHIỆP", "GRADUATION RESULTS"), lang),
            vec![
                (said(graduation::DECISION, lang).to_owned(), false),
                (said(graduation::DECIDED_ON, lang).to_owned(), true),
            ],
            waiting(ctx, &view).await?,
        ),
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

async fn waiting(ctx: &Ctx, view: &CohortView) -> Result<Prefilled, Error> {
    let birth_dates: std::collections::HashMap<i64, time::Date> =
        people::people_of_cohort(ctx.db(), CohortId(view.id))
            .await?
            .into_iter()
            .map(|(enrolment, person)| (enrolment.id.0, person.birth_date))
            .collect();
    let waits = view.learners.rows.iter().filter(|learner| {
        matches!(learner.standing.state.code.as_str(), "enrolled" | "suspended" | "duplicate")
            && learner.standing.class.is_none()
    });
    let row = |(number, learner): (u32, &crate::actions::views::CohortLearner)| {
        let born = birth_dates.get(&learner.enrolment_id).map_or(Cell::Empty, |day| Cell::Day(*day));
        vec![
            ("number", Cell::Number(number.to_string())),
            ("full_name", Cell::Text(learner.full_name.clone())),
            ("birth_date", born),
            ("enrolment", Cell::Text(learner.enrolment_id.to_string())),
        ]
    };
    Ok((1..).zip(waits).map(row).collect())
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
