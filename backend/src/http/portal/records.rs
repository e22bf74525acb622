//! The training record of a person as a file: masked by GET, in full from the form of the learner's page.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{ids::LearnerId, record::TrainingRecord};

use crate::{
    actions::records,
    http::{respond::Answer, session::Member},
};

/// How the record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    Json,
    Xml,
}

pub async fn json(member: Member, Path(id): Path<i64>) -> Answer {
    Ok(file(id, &records::masked(&member.ctx, LearnerId(id)).await?, Written::Json))
}

pub async fn xml(member: Member, Path(id): Path<i64>) -> Answer {
    Ok(file(id, &records::masked(&member.ctx, LearnerId(id)).await?, Written::Xml))
}

pub fn file(id: i64, record: &TrainingRecord, written: Written) -> Response {
    let (kind, extension, bytes) = match written {
        Written::Json => ("application/json", "json", record.json()),
        Written::Xml => ("application/xml", "xml", record.xml()),
    };
    let kept = format!("attachment; filename=\"ho-so-hoc-tap-{id}.{extension}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, kept)], bytes).into_response()
}
