//! What is known before somebody is enrolled: the cohort's course, and the people of the list with where they were
//! enrolled already.

use std::collections::HashMap;

use domain::{
    enrolment::{Course, Enrollable, LearnerKind},
    fact::{Fact, Happening},
    ids::{EnrolmentId, FactId, LearnerId},
    issue::Issue,
    phone::Phone,
    text::Text,
};
use sea_orm::ConnectionTrait;
use time::Date;

use super::ONCE_RULE;
use crate::{
    error::Error,
    storage::{
        contacts,
        learners::{self, Enrolment, Person},
        orders::{self, Cohort, Order},
        registry,
    },
};

/// Where learners are enrolled, and what the rules need to know of it.
pub(in crate::actions) struct Ground {
    pub cohort: Cohort,
    pub order: Order,
    pub occupation_id: i64,
    pub course: Course,
    pub kind: LearnerKind,
}

impl Ground {
    pub async fn of(db: &impl ConnectionTrait, cohort: Cohort, order: Order) -> Result<Ground, Error> {
        let line = orders::line_by_id(db, cohort.line).await?.ok_or(Error::NotFound)?;
        let occupations = registry::occupations(db).await?;
        let occupation = occupations.get(&line.occupation_id).ok_or(Error::NotFound)?;
        let course = Course {
            level: occupation.level,
            hazardous: false,
            starts_on: line.starts_on,
            ends_on: line.ends_on,
        };
        let kind = if occupation.level.is_training() { LearnerKind::Student } else { LearnerKind::Worker };
        Ok(Ground { cohort, order, occupation_id: line.occupation_id, course, kind })
    }
}

/// An enrolment of before. One that was taken back stands no longer.
pub(in crate::actions) struct Earlier {
    pub enrolment: Enrolment,
    /// The day in effect; nothing when it was taken back.
    pub enrolled_on: Option<Date>,
    /// The fact that took it back.
    pub retraction: Option<FactId>,
    /// All of it but the hours.
    pub facts: Vec<Fact>,
}

impl Earlier {
    fn of(enrolment: Enrolment, facts: Vec<Fact>) -> Earlier {
        let superseded = |id: FactId| facts.iter().find(|fact| fact.supersedes == Some(id));
        let mut enrolled_on = None;
        let mut retraction = None;
        for fact in facts.iter().filter(|fact| fact.what == Happening::Enrolled) {
            match superseded(fact.id) {
                None => enrolled_on = Some(fact.happened_on),
                Some(by) if superseded(by.id).is_none() => retraction = Some(by.id),
                Some(_) => {}
            }
        }
        Earlier { enrolment, enrolled_on, retraction, facts }
    }

    /// The fact by which it stands.
    pub fn fact(&self) -> Option<FactId> {
        let superseded = |id: FactId| self.facts.iter().any(|fact| fact.supersedes == Some(id));
        let stands = |fact: &&Fact| fact.what == Happening::Enrolled && !superseded(fact.id);
        self.facts.iter().rfind(stands).map(|fact| fact.id)
    }

    fn stands(&self) -> bool {
        self.enrolled_on.is_some()
    }
}

/// The people of a list who are in the books.
pub(in crate::actions) struct Known {
    people: HashMap<String, Person>,
    before: HashMap<LearnerId, Vec<Earlier>>,
    phones: HashMap<LearnerId, Phone>,
}

impl Known {
    pub async fn of(db: &impl ConnectionTrait, rows: &[Enrollable]) -> Result<Known, Error> {
        let ids: Vec<&str> = rows.iter().map(|row| row.personal_id.as_str()).collect();
        let people = learners::known_of_everyone(db, &ids).await?;
        let enrolments =
            learners::enrolments_of_everyone(db, people.values().map(|person| person.id)).await?;
        let mut facts = learners::standing_of(db, enrolments.iter().map(|enrolment| enrolment.id)).await?;
        let mut before: HashMap<LearnerId, Vec<Earlier>> = HashMap::new();
        for enrolment in enrolments {
            let facts = facts.remove(&enrolment.id).unwrap_or_default();
            before.entry(enrolment.learner).or_default().push(Earlier::of(enrolment, facts));
        }
        let phones = contacts::phones_of(db, people.values().map(|person| person.id)).await?;
        Ok(Known { people, before, phones })
    }

    pub fn person(&self, row: &Enrollable) -> Option<&Person> {
        self.people.get(row.personal_id.as_str())
    }

    /// The number of a row, where another or none is recorded.
    pub fn new_phone<'a>(&self, row: &'a Enrollable) -> Option<&'a Phone> {
        row.phone.as_ref().filter(|phone| self.phone(row) != Some(*phone))
    }

    /// The number that is recorded.
    pub fn phone(&self, row: &Enrollable) -> Option<&Phone> {
        self.phones.get(&self.person(row)?.id)
    }

    fn earlier(&self, row: &Enrollable) -> &[Earlier] {
        let before = self.person(row).and_then(|person| self.before.get(&person.id));
        before.map_or(&[], Vec::as_slice)
    }

    /// The enrolment on this cohort that stands.
    pub fn here(&self, row: &Enrollable, ground: &Ground) -> Option<&Earlier> {
        self.earlier(row)
            .iter()
            .find(|earlier| earlier.stands() && earlier.enrolment.cohort == ground.cohort.id)
    }

    /// The enrolment on this order that was taken back.
    pub fn taken_back(&self, row: &Enrollable, ground: &Ground) -> Option<&Earlier> {
        self.earlier(row)
            .iter()
            .find(|earlier| !earlier.stands() && earlier.enrolment.order == ground.order.id)
    }

    /// The latest training in the same occupation and level elsewhere.
    pub fn trained_before(&self, row: &Enrollable, ground: &Ground) -> Option<EnrolmentId> {
        let same = |earlier: &&Earlier| {
            earlier.stands()
                && earlier.enrolment.occupation_id == ground.occupation_id
                && earlier.enrolment.order != ground.order.id
        };
        self.earlier(row).iter().rfind(same).map(|earlier| earlier.enrolment.id)
    }

    pub fn issues(&self, row: &Enrollable, ground: &Ground) -> Vec<Issue> {
        let mut issues: Vec<Issue> = self.other_person(row).into_iter().collect();
        let of_order = |earlier: &&Earlier| earlier.enrolment.order == ground.order.id;
        match self.earlier(row).iter().find(of_order) {
            Some(earlier) if earlier.stands() => issues.push(twice()),
            Some(earlier) if earlier.enrolment.cohort != ground.cohort.id => {
                issues.push(taken_back_elsewhere())
            }
            _ => {}
        }
        issues
    }

    pub fn other_person(&self, row: &Enrollable) -> Option<Issue> {
        let person = self.person(row)?;
        let same =
            person.full_name == row.full_name && person.birth_date == row.birth_date && person.sex == row.sex;
        (!same).then(|| {
            Issue::new(
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
            )
        })
    }
}

fn twice() -> Issue {
    Issue::new(
        "enrolment.twice",
        "personal_id",
        ONCE_RULE,
        Text::new(
            "Người này đã nhập học trong đơn đặt hàng này.",
            "This person is already enrolled on this order.",
        ),
        Text::new("Bỏ dòng này.", "Leave the row out."),
    )
}

fn taken_back_elsewhere() -> Issue {
    Issue::new(
        "enrolment.taken_back_elsewhere",
        "personal_id",
        ONCE_RULE,
        Text::new(
            "Việc nhập học của người này ở một lớp khác của đơn đã được rút lại.",
            "This person's enrolment on another cohort of the order was taken back.",
        ),
        Text::new("Ghi danh lại ở lớp cũ.", "Enrol them on that cohort again."),
    )
}
