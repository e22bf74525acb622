//! The workbooks of a cohort or an order: templates and lists to take away, and files that come in.

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Path, Query, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    ids::{CohortId, OrderId},
    text::Text,
    workbook::{Kind, Target},
};
use frontend::{SentWorkbook, WorkbookBox, texts::texts};
use serde::Deserialize;

use super::{
    cohorts, order_page,
    show::{badge, encoded_name},
};
use crate::{
    actions::{
        views::{CohortView, OrderView},
        workbooks::{self, File},
    },
    error::Error,
    http::{
        App,
        forms::Form,
        respond::{Answer, refused, see},
        session::Member,
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    kind: String,
}

impl Asked {
    fn kind(&self) -> Result<Kind, Error> {
        Kind::parse(&self.kind).ok_or(Error::NotFound)
    }
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file to keep; its name is the server's own.
pub fn file(file: File) -> Response {
    let kept = format!("attachment; filename=\"{}\"", encoded_name(&file.name));
    ([(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, kept)], file.bytes)
        .into_response()
}

pub async fn template(member: Member, Path(id): Path<i64>, Query(asked): Query<Asked>) -> Answer {
    template_of(&member, Target::Cohort(CohortId(id)), &asked).await
}

pub async fn order_template(member: Member, Path(id): Path<i64>, Query(asked): Query<Asked>) -> Answer {
    template_of(&member, Target::Order(OrderId(id)), &asked).await
}

async fn template_of(member: &Member, target: Target, asked: &Asked) -> Answer {
    Ok(file(workbooks::template(&member.ctx, target, asked.kind()?, member.visit.lang).await?))
}

pub async fn learners(member: Member, Path(id): Path<i64>) -> Answer {
    Ok(file(workbooks::learners(&member.ctx, CohortId(id), member.visit.lang).await?))
}

pub async fn receive(
    member: Member,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
    State(app): State<App>,
    request: Request,
) -> Answer {
    received(&member, Target::Cohort(CohortId(id)), asked.kind()?, &app, request).await
}

pub async fn receive_for_order(
    member: Member,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
    State(app): State<App>,
    request: Request,
) -> Answer {
    received(&member, Target::Order(OrderId(id)), asked.kind()?, &app, request).await
}

/// Takes the file and leads to its page; the work on it has begun by then.
async fn received(member: &Member, target: Target, kind: Kind, app: &App, request: Request) -> Answer {
    workbooks::may_receive(&member.ctx, target, kind).await?;
    let received = match uploaded(request, app).await {
        Ok((name, bytes)) => workbooks::receive(&member.ctx, target, kind, &name, bytes.to_vec()).await,
        Err(error) => Err(error),
    };
    match received {
        Ok(received) if received.before => {
            Ok(see(&format!("/workbooks/{}?done=workbook_again", received.id)))
        }
        Ok(received) => Ok(see(&format!("/workbooks/{}", received.id))),
        Err(Error::Issues(mut issues)) => {
            for issue in issues.iter_mut().filter(|issue| issue.place.is_empty()) {
                issue.place = format!("file.{}", kind.as_str());
            }
            match target {
                Target::Cohort(id) => refused(&cohorts::show(member, id.0, 1, &issues).await?),
                Target::Order(id) => {
                    refused(&order_page::show(member, id.0, &Form::default(), &issues).await?)
                }
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// The first file of the form, with the name it had on the sender's machine.
pub async fn uploaded(request: Request, app: &App) -> Result<(String, Bytes), Error> {
    let mut form = Multipart::from_request(request, app).await.map_err(|_| too_large())?;
    while let Some(field) = form.next_field().await.map_err(|_| too_large())? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            return Ok((name, field.bytes().await.map_err(|_| too_large())?));
        }
    }
    Ok((String::new(), Bytes::new()))
}

fn too_large() -> Error {
    domain::issue::Issue::new(
        "workbook.too_large",
        "",
        "",
        Text::new(
            "Tệp lớn hơn 8 MB, hoặc việc gửi bị đứt.",
            "The file is larger than 8 MB, or the sending broke off.",
        ),
        Text::new("Chia thành nhiều tệp, rồi gửi lại.", "Split it into several files, and send again."),
    )
    .into()
}

/// What the cohort's page offers to who may report on it.
pub async fn on_cohort(member: &Member, view: &CohortView) -> Result<Option<WorkbookBox>, Error> {
    let may = |deed: &str| view.may.iter().any(|may| may == deed);
    offered(member, Target::Cohort(CohortId(view.id)), (may("enrol"), may("report_graduation"))).await
}

/// What the order's page offers once it has cohorts: one workbook for all of them.
pub async fn on_order(member: &Member, view: &OrderView) -> Result<Option<WorkbookBox>, Error> {
    let may = |deed: &str| view.may.iter().any(|may| may == deed);
    let enrols = may("enrol") && !view.cohorts.is_empty();
    let reports = may("report_graduation") && view.cohorts.iter().any(|cohort| cohort.learners > 0);
    offered(member, Target::Order(OrderId(view.id)), (enrols, reports)).await
}

async fn offered(
    member: &Member,
    target: Target,
    (enrols, reports): (bool, bool),
) -> Result<Option<WorkbookBox>, Error> {
    if !enrols && !reports {
        return Ok(None);
    }
    let lang = member.visit.lang;
    let w = &texts(lang).workbook;
    let (url, hint) = match target {
        Target::Cohort(id) => (format!("/cohorts/{}", id.0), w.by_workbook_hint.to_owned()),
        Target::Order(id) => {
            (format!("/orders/{}", id.0), format!("{} {}", w.of_all_cohorts, w.by_workbook_hint))
        }
    };
    let template = |kind: Kind| format!("{url}/template.xlsx?kind={}", kind.as_str());
    let sent = workbooks::sent(&member.ctx, target).await?;
    Ok(Some(WorkbookBox {
        enrol_template: enrols.then(|| template(Kind::Enrolment)),
        results_template: reports.then(|| template(Kind::Graduation)),
        url: format!("{url}/workbooks"),
        hint,
        sent: sent
            .into_iter()
            .map(|sent| SentWorkbook {
                name: sent.name,
                link: format!("/workbooks/{}", sent.id),
                received: sent.received,
                state: badge(&sent.stage, lang),
            })
            .collect(),
    }))
}
