//! A class joins a cohort; and, at the end, its graduation report.

use axum::{Json, http::StatusCode, response::Response};
use domain::{
    enrolment::{Draft, LearnerKind},
    fact::Certificate,
    grading::{GraduationClass, Record},
    graduation::{self, ResultDraft},
    ids::EnrolmentId,
    personal_id::Sex,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;

use super::{
    fields::{self, AtCohort},
    problem::Refused,
    receive::{Asked, At, Body, Signed},
    sending::{EffectBody, SendingQuery, sent},
};
use crate::actions::{enrolments, graduations};

/// Learners who join a cohort: all of them or none.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolBody {
    pub learners: Vec<LearnerBody>,
}

/// One learner.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LearnerBody {
    #[schema(example = "Nguyễn Thị Ngọc Ánh")]
    pub full_name: String,
    pub birth_date: Date,
    #[schema(schema_with = fields::sexes)]
    pub sex: Sex,
    /// Twelve digits.
    #[schema(example = "001306012345")]
    pub personal_id: String,
    #[schema(schema_with = fields::learner_kinds)]
    pub kind: LearnerKind,
    /// The enterprise that employs a worker.
    #[serde(default)]
    pub employer: Option<String>,
    pub enrolled_on: Date,
    /// Where the learner is reached: ten digits, or eleven of a landline; `+84` and spaces are understood. Answers show its last four.
    #[serde(default)]
    #[schema(example = "0912345678")]
    pub phone: Option<String>,
}

/// The new enrolments, in the order of the learners sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Enrolled {
    pub enrolments: Vec<i64>,
}

/// The graduation report of a cohort, whole or in part.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GraduationBody {
    /// Number of the decision that recognises the results.
    #[schema(example = "112/QĐ-CĐ")]
    pub decision: String,
    pub decided_on: Date,
    pub results: Vec<ResultBody>,
}

/// One learner's result.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultBody {
    #[schema(value_type = i64)]
    pub enrolment: EnrolmentId,
    pub record: RecordBody,
    /// The class awarded; it must be the one the record gives.
    #[schema(schema_with = fields::classes)]
    pub class: GraduationClass,
    #[serde(default)]
    pub certificate: Option<CertificateBody>,
}

/// What is known of the learner at the end of the training.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordBody {
    /// As text, so that no decimal is lost: 0–10, or the GPA 0–4 in the credit system.
    #[schema(value_type = String, pattern = "^[0-9]+(\\.[0-9]+)?$", example = "7.8")]
    pub score: Decimal,
    pub modules_resat: u32,
    /// As text: part of the programme's time that was studied again, 0–100.
    #[schema(value_type = String, pattern = "^[0-9]+(\\.[0-9]+)?$", example = "0")]
    pub restudied_percent: Decimal,
    pub graduation_resits: u32,
    /// A warning or worse during the training.
    pub disciplined: bool,
    /// Suspended from study, or under prosecution.
    pub barred: bool,
    pub all_modules_passed: bool,
}

/// Văn bằng, chứng chỉ.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateBody {
    /// Số hiệu phôi.
    pub serial: String,
    /// Số vào sổ.
    pub register_number: String,
}

/// What was recorded.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recorded {
    /// Rows of the report that became facts: all of them.
    pub recorded: usize,
}

/// Enrol learners
///
/// Nhập học cả danh sách vào lớp; sai một người thì không ghi ai, và mọi lỗi được báo cùng lúc.
#[utoipa::path(post, path = "/cohorts/{id}/learners", tag = "cohorts", operation_id = "enrol",
    params(("id" = i64, Path, description = "Cohort")), request_body = EnrolBody,
    responses((status = 201, description = "All are enrolled", body = Enrolled)))]
pub async fn enrol(
    Signed(ctx): Signed,
    At(id): AtCohort,
    Body(body): Body<EnrolBody>,
) -> Result<(StatusCode, Json<Enrolled>), Refused> {
    let drafts = body.learners.into_iter().map(Draft::from).collect();
    let enrolments = enrolments::enrol(&ctx, id, drafts).await?;
    let enrolments = enrolments.into_iter().map(|enrolment| enrolment.0).collect();
    Ok((StatusCode::CREATED, Json(Enrolled { enrolments })))
}

/// Report a graduation
///
/// Báo cáo tốt nghiệp của lớp: kết quả, xếp loại, văn bằng và quyết định công nhận.
#[utoipa::path(post, path = "/cohorts/{id}/graduation", tag = "cohorts", operation_id = "report_graduation",
    params(("id" = i64, Path, description = "Cohort"), SendingQuery), request_body = GraduationBody,
    responses((status = 201, description = "All results are recorded", body = Recorded),
        (status = 200, description = "With `preview`: what the results would do to money", body = EffectBody)))]
pub async fn graduation(
    Signed(ctx): Signed,
    At(id): AtCohort,
    Asked(sending): Asked<SendingQuery>,
    Body(body): Body<GraduationBody>,
) -> Result<Response, Refused> {
    let recorded = body.results.len();
    Ok(sent(graduations::report(&ctx, id, body.into(), sending.sending()).await?, recorded))
}

impl From<LearnerBody> for Draft {
    fn from(body: LearnerBody) -> Draft {
        let LearnerBody { full_name, birth_date, sex, personal_id, kind, employer, enrolled_on, phone } =
            body;
        Draft { full_name, birth_date, sex, personal_id, kind, employer, enrolled_on, phone }
    }
}

impl From<GraduationBody> for graduation::Draft {
    fn from(body: GraduationBody) -> graduation::Draft {
        let GraduationBody { decision, decided_on, results } = body;
        let results = results.into_iter().map(ResultDraft::from).collect();
        graduation::Draft { decision, decided_on, results }
    }
}

impl From<ResultBody> for ResultDraft {
    fn from(body: ResultBody) -> ResultDraft {
        let ResultBody { enrolment, record, class, certificate } = body;
        let certificate = certificate
            .map(|CertificateBody { serial, register_number }| Certificate { serial, register_number });
        ResultDraft { enrolment, record: record.into(), class, certificate }
    }
}

impl From<RecordBody> for Record {
    fn from(body: RecordBody) -> Record {
        let RecordBody {
            score,
            modules_resat,
            restudied_percent,
            graduation_resits,
            disciplined,
            barred,
            all_modules_passed,
        } = body;
        Record {
            score,
            modules_resat,
            restudied_percent,
            graduation_resits,
            disciplined,
            barred,
            all_modules_passed,
        }
    }
}
