//! The workbooks of a cohort: templates and lists to take away, and files that come in.

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Path, Query, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use domain::{ids::CohortId, text::Text, workbook::Kind};
use frontend::{SentWorkbook, WorkbookBox};
use serde::Deserialize;

use super::{
    cohorts::show,
    show::{badge, encoded_name},
};
use crate::{
    actions::{
        views::CohortView,
        workbooks::{self, File},
    },
    error::Error,
    http::{
        App,
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
    Ok(file(workbooks::template(&member.ctx, CohortId(id), asked.kind()?, member.visit.lang).await?))
}

pub async fn learners(member: Member, Path(id): Path<i64>) -> Answer {
    Ok(file(workbooks::learners(&member.ctx, CohortId(id), member.visit.lang).await?))
}

/// Takes the file and leads to its page; the work on it has begun by then.
pub async fn receive(
    member: Member,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
    State(app): State<App>,
    request: Request,
) -> Answer {
    let kind = asked.kind()?;
    workbooks::may_receive(&member.ctx, CohortId(id), kind).await?;
    let received = match uploaded(request, &app).await {
        Ok((name, bytes)) => workbooks::receive(&member.ctx, CohortId(id), kind, &name, bytes.to_vec()).await,
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
            refused(&show(&member, id, 1, &issues).await?)
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
    if !may("enrol") && !may("report_graduation") {
        return Ok(None);
    }
    let id = view.id;
    let lang = member.visit.lang;
    let template = |kind: Kind| format!("/cohorts/{id}/template.xlsx?kind={}", kind.as_str());
    let sent = workbooks::of_cohort(&member.ctx, CohortId(id)).await?;
    Ok(Some(WorkbookBox {
        url: format!("/cohorts/{id}/workbooks"),
        enrol_template: may("enrol").then(|| template(Kind::Enrolment)),
        results_template: may("report_graduation").then(|| template(Kind::Graduation)),
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
