//! Enrolment: a class of learners joins a cohort, all of them or none.

use std::collections::{HashMap, HashSet};

use domain::{
    enrolment::{Course, Draft, Enrollable, check},
    fact::Happening,
    ids::{CohortId, EnrolmentId, LearnerId},
    issue::{Issue, none_or_all},
    order::State,
    permission::Deed,
    text::{Text, name_sort_key},
};

use super::{Ctx, progress, wrong_state};
use crate::{
    error::Error,
    storage::{
        Tx,
        learners::{self, Enrolment, Person},
        orders::{self, Cohort, Order},
        registry,
        tables::{enrolment, fact, learner},
    },
};

const ONCE_RULE: &str = "QĐ 1446/QĐ-TTg; QĐ 46/2015/QĐ-TTg (mỗi người một lần)";

/// Enrols learners on a cohort. Faults of every row come back together; then nothing is written.
/// Somebody who was trained in the same occupation and level elsewhere is enrolled, flagged, and not paid for until a
/// person decides. Answers with the new enrolments, in the order of the drafts.
pub async fn enrol(ctx: &Ctx, cohort: CohortId, drafts: Vec<Draft>) -> Result<Vec<EnrolmentId>, Error> {
    let mut tx = ctx.begin("learners.enrol").await?;
    let (cohort, order) = cohort_for(ctx, &tx, cohort, Deed::Enrol).await?;
    let line = orders::line_by_id(tx.db(), cohort.line).await?.ok_or(Error::NotFound)?;
    let occupations = registry::occupations(tx.db()).await?;
    let occupation = occupations.get(&line.occupation_id).ok_or(Error::NotFound)?;
    let course = Course {
        level: occupation.level,
        hazardous: false,
        starts_on: line.starts_on,
        ends_on: line.ends_on,
    };
    let mut issues = Vec::new();
    let mut rows: Vec<Enrollable> = Vec::with_capacity(drafts.len());
    let mut seen = HashSet::new();
    for (i, draft) in drafts.iter().enumerate() {
        let place = format!("learners[{i}]");
        match check(draft, &course, ctx.today()) {
            Ok(row) => {
                if !seen.insert(row.personal_id.as_str().to_owned()) {
                    issues.push(twice_in_report().within(&place));
                }
                rows.push(row);
            }
            Err(found) => issues.extend(found.into_iter().map(|issue| issue.within(&place))),
        }
    }
    if drafts.is_empty() {
        issues.push(Issue::new(
            "enrolment.empty",
            "learners",
            "QĐ 1446/QĐ-TTg",
            Text::new("Danh sách không có người học nào.", "The list names no learner."),
            Text::new("Nhập ít nhất một người học.", "Enter at least one learner."),
        ));
    }
    let ids: Vec<&str> = rows.iter().map(|row| row.personal_id.as_str()).collect();
    let known = learners::known_of_everyone(tx.db(), &ids).await?;
    let before = enrolled_before(&tx, known.values().map(|person| person.id)).await?;
    // Rows and drafts go in step only when no draft failed; otherwise the first list of issues is enough.
    if issues.is_empty() {
        for (i, row) in rows.iter().enumerate() {
            let found = person_issues(row, known.get(row.personal_id.as_str()), &before, &order);
            issues.extend(found.into_iter().map(|issue| issue.within(&format!("learners[{i}]"))));
        }
    }
    none_or_all(issues)?;
    let count = rows.len();
    let first = insert(&mut tx, ctx, &cohort, line.occupation_id, rows, &known, &before).await?;
    tx.commit(format!("cohort {} of order {}", cohort.id.0, order.id.0)).await?;
    Ok((first..).take(count).map(EnrolmentId).collect())
}

/// The cohort and its order, when the actor may do the deed on it and the order is running.
pub(super) async fn cohort_for(
    ctx: &Ctx,
    tx: &Tx,
    id: CohortId,
    deed: Deed,
) -> Result<(Cohort, Order), Error> {
    let cohort = orders::cohort_by_id(tx.db(), id).await?.ok_or(Error::NotFound)?;
    let order = orders::find(tx.db(), ctx.scope(), cohort.order).await?.ok_or(Error::NotFound)?;
    ctx.permit(deed, &[order.provider])?;
    running(&order)?;
    Ok((cohort, order))
}

pub(super) fn running(order: &Order) -> Result<(), Error> {
    if order.state == State::Accepted {
        return Ok(());
    }
    let state = order.state.name();
    Err(wrong_state(
        "order.not_running",
        Text::new(
            format!("Đơn đặt hàng đang ở trạng thái \"{}\".", state.vi),
            format!("The order is \"{}\".", state.en),
        ),
        Text::new("Chỉ báo cáo cho đơn đang thực hiện.", "Reports are taken for running orders only."),
    ))
}

async fn enrolled_before(
    tx: &Tx,
    people: impl Iterator<Item = LearnerId>,
) -> Result<HashMap<LearnerId, Vec<Enrolment>>, Error> {
    let mut before: HashMap<LearnerId, Vec<Enrolment>> = HashMap::new();
    for enrolment in learners::enrolments_of_everyone(tx.db(), people).await? {
        before.entry(enrolment.learner).or_default().push(enrolment);
    }
    Ok(before)
}

fn twice_in_report() -> Issue {
    Issue::new(
        "enrolment.twice_in_report",
        "personal_id",
        ONCE_RULE,
        Text::new(
            "Số định danh này có hai lần trong danh sách.",
            "This personal id stands twice in the list.",
        ),
        Text::new("Bỏ một dòng.", "Leave one of the rows out."),
    )
}

fn person_issues(
    row: &Enrollable,
    known: Option<&Person>,
    before: &HashMap<LearnerId, Vec<Enrolment>>,
    order: &Order,
) -> Vec<Issue> {
    let Some(person) = known else { return Vec::new() };
    let mut issues = Vec::new();
    if person.full_name != row.full_name || person.birth_date != row.birth_date || person.sex != row.sex {
        issues.push(Issue::new(
            "enrolment.other_person",
            "personal_id",
            "NĐ 88/2026 Đ9",
            Text::new(
                "Số định danh này đã thuộc về một người có họ tên, ngày sinh hoặc giới tính khác.",
                "This personal id belongs to somebody with another name, birth date or sex.",
            ),
            Text::new(
                "Đối chiếu với căn cước của người học.",
                "Check it against the learner's identity card.",
            ),
        ));
    }
    let enrolments = before.get(&person.id).map_or(&[][..], Vec::as_slice);
    if enrolments.iter().any(|enrolment| enrolment.order == order.id) {
        issues.push(Issue::new(
            "enrolment.twice",
            "personal_id",
            ONCE_RULE,
            Text::new(
                "Người này đã nhập học trong đơn đặt hàng này.",
                "This person is already enrolled on this order.",
            ),
            Text::new("Bỏ dòng này.", "Leave the row out."),
        ));
    }
    issues
}

/// Inserts people not known yet, the enrolments, and their facts. Answers with the first enrolment's id.
async fn insert(
    tx: &mut Tx,
    ctx: &Ctx,
    cohort: &Cohort,
    occupation_id: i64,
    rows: Vec<Enrollable>,
    known: &HashMap<String, Person>,
    before: &HashMap<LearnerId, Vec<Enrolment>>,
) -> Result<i64, Error> {
    let unknown = rows.iter().filter(|row| !known.contains_key(row.personal_id.as_str()));
    let new: Vec<learner::Model> = unknown.map(person_row).collect();
    let mut next_new = tx.insert_all::<learner::Entity>(new).await?;
    let mut enrolments = Vec::with_capacity(rows.len());
    for row in rows {
        let learner = match known.get(row.personal_id.as_str()) {
            Some(person) => person.id,
            None => {
                next_new += 1;
                LearnerId(next_new - 1)
            }
        };
        enrolments.push(enrolment::Model {
            id: 0,
            audit_seq: 0,
            order_id: cohort.order.0,
            order_line_id: cohort.line.0,
            cohort_id: cohort.id.0,
            learner_id: learner.0,
            occupation_id,
            kind: row.kind.as_str().to_owned(),
            employer: row.employer,
            enrolled_on: row.enrolled_on,
        });
    }
    let told = enrolments.clone();
    let first = tx.insert_all::<enrolment::Entity>(enrolments).await?;
    let mut facts: Vec<fact::Model> = Vec::with_capacity(told.len());
    for (id, row) in (first..).zip(&told) {
        let enrolment = EnrolmentId(id);
        let mut add = |what: Happening| {
            facts.push(learners::fact_row(
                enrolment,
                cohort.line,
                row.enrolled_on,
                tx.at(),
                ctx.actor.party,
                &what,
            ));
        };
        add(Happening::Enrolled);
        let mut earlier = before.get(&LearnerId(row.learner_id)).into_iter().flatten();
        if let Some(other) = earlier.rfind(|e| e.occupation_id == occupation_id) {
            add(Happening::DuplicateFlagged { other: other.id });
        }
    }
    progress::insert_facts(tx, facts).await?;
    Ok(first)
}

fn person_row(row: &Enrollable) -> learner::Model {
    learner::Model {
        id: 0,
        audit_seq: 0,
        full_name: row.full_name.clone(),
        sort_key: name_sort_key(&row.full_name),
        birth_date: row.birth_date,
        sex: learners::sex_key(row.sex).to_owned(),
        personal_id: row.personal_id.as_str().to_owned(),
    }
}
