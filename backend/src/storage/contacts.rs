//! Where learners are reached. Rows are only added: the newest of a learner counts, and an empty number is none.

use std::collections::HashMap;

use domain::{ids::LearnerId, phone::Phone};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::{id_list, registry::unknown, rows, tables::learner_contact};

/// Learners asked for in one query.
const LOOKUP: usize = 500;

#[derive(FromQueryResult)]
struct Known {
    learner_id: i64,
    phone: String,
}

impl Known {
    fn phone(&self) -> Result<Option<Phone>, DbErr> {
        Phone::optional(Some(&self.phone)).map_err(|_| unknown("learner_contact.phone", "no phone"))
    }
}

/// The number of each of these learners who has one.
pub async fn phones_of(
    db: &impl ConnectionTrait,
    learners: impl IntoIterator<Item = LearnerId>,
) -> Result<HashMap<LearnerId, Phone>, DbErr> {
    let ids: Vec<i64> = learners.into_iter().map(|learner| learner.0).collect();
    let mut phones = HashMap::new();
    for chunk in ids.chunks(LOOKUP) {
        let sql = format!(
            "SELECT learner_id, phone FROM learner_contact c WHERE learner_id IN {} \
             AND NOT EXISTS (SELECT 1 FROM learner_contact later WHERE later.learner_id = c.learner_id AND later.id > c.id)",
            id_list(chunk.iter().copied())
        );
        for known in rows::<Known>(db, &sql, vec![]).await? {
            phones.extend(known.phone()?.map(|phone| (LearnerId(known.learner_id), phone)));
        }
    }
    Ok(phones)
}

/// What undoes the numbers that a workbook put in: what each was before, where nobody has said another since.
pub async fn before_workbook(
    db: &impl ConnectionTrait,
    workbook: i64,
    round: i32,
) -> Result<Vec<learner_contact::Model>, DbErr> {
    let sql = "SELECT c.learner_id, COALESCE((SELECT b.phone FROM learner_contact b WHERE b.learner_id = c.learner_id \
        AND b.id < c.id ORDER BY b.id DESC LIMIT 1), '') AS phone FROM learner_contact c \
        WHERE c.audit_seq IN (SELECT audit_seq FROM workbook_row WHERE workbook_id = $1 AND round = $2) \
        AND NOT EXISTS (SELECT 1 FROM learner_contact later WHERE later.learner_id = c.learner_id AND later.id > c.id) \
        ORDER BY c.id";
    let before: Vec<Known> = rows(db, sql, vec![workbook.into(), round.into()]).await?;
    before
        .into_iter()
        .map(|known| Ok(contact(LearnerId(known.learner_id), known.phone()?.as_ref())))
        .collect()
}

/// A new row; its ids are given when it is inserted.
pub fn contact(learner: LearnerId, phone: Option<&Phone>) -> learner_contact::Model {
    let phone = phone.map_or_else(String::new, |phone| phone.as_str().to_owned());
    learner_contact::Model { id: 0, audit_seq: 0, learner_id: learner.0, phone }
}
