//! Who may be enrolled on an order: checked for a whole class at once, every fault named.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    calendar::{age, vietnamese},
    issue::Issue,
    occupation::Level,
    personal_id::{PersonalId, Sex},
    phone::Phone,
    text::{Text, clean},
};

/// Whether the learner is a student of a college or a worker of an enterprise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LearnerKind {
    Student,
    Worker,
}

/// One learner as somebody typed or sent it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub full_name: String,
    pub birth_date: Date,
    pub sex: Sex,
    pub personal_id: String,
    pub kind: LearnerKind,
    /// The enterprise that employs a worker; not asked of a student.
    pub employer: Option<String>,
    pub enrolled_on: Date,
    /// Where the learner is reached; not required.
    pub phone: Option<String>,
}

/// A learner that may be enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrollable {
    pub full_name: String,
    pub birth_date: Date,
    pub sex: Sex,
    pub personal_id: PersonalId,
    pub kind: LearnerKind,
    pub employer: Option<String>,
    pub enrolled_on: Date,
    pub phone: Option<Phone>,
}

/// The order line that the learners are to join.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    pub level: Level,
    /// Heavy, harmful or dangerous trades take learners from 18 (BLLĐ 2019 Đ61; TT 05/2023).
    pub hazardous: bool,
    pub starts_on: Date,
    pub ends_on: Date,
}

const AGE_RULE: &str = "Bộ luật Lao động 2019 Đ61";
const KIND_RULE: &str = "QĐ 1446/QĐ-TTg: đào tạo cho HSSV, đào tạo lại cho người lao động";

impl LearnerKind {
    pub fn as_str(self) -> &'static str {
        match self {
            LearnerKind::Student => "student",
            LearnerKind::Worker => "worker",
        }
    }

    pub fn parse(text: &str) -> Option<LearnerKind> {
        [LearnerKind::Student, LearnerKind::Worker].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Checks one learner against the course; every fault comes back, placed by field.
pub fn check(draft: &Draft, course: &Course, today: Date) -> Result<Enrollable, Vec<Issue>> {
    let mut issues = Vec::new();
    let full_name = clean(&draft.full_name);
    if full_name.split(' ').count() < 2 || full_name.chars().any(|c| c.is_ascii_digit()) {
        issues.push(Issue::new(
            "learner.name",
            "full_name",
            "NĐ 88/2026",
            Text::new("Thiếu họ hoặc tên.", "The full name is missing a part."),
            Text::new(
                "Ghi đủ họ, tên đệm và tên như trên căn cước.",
                "Write the full name as on the identity card.",
            ),
        ));
    }
    let personal_id = match PersonalId::parse(&draft.personal_id, draft.birth_date, draft.sex) {
        Ok(personal_id) => Some(personal_id),
        Err(found) => {
            issues.extend(found);
            None
        }
    };
    issues.extend(age_issue(draft, course));
    issues.extend(kind_issues(draft, course.level));
    issues.extend(day_issues(draft.enrolled_on, course, today));
    let phone = Phone::optional(draft.phone.as_deref()).unwrap_or_else(|issue| {
        issues.push(issue);
        None
    });
    match (personal_id, issues.is_empty()) {
        (Some(personal_id), true) => Ok(Enrollable {
            full_name,
            birth_date: draft.birth_date,
            sex: draft.sex,
            personal_id,
            kind: draft.kind,
            employer: draft.employer.as_deref().map(clean).filter(|name| !name.is_empty()),
            enrolled_on: draft.enrolled_on,
            phone,
        }),
        _ => Err(issues),
    }
}

fn age_issue(draft: &Draft, course: &Course) -> Option<Issue> {
    let youngest = if course.hazardous { 18 } else { 14 };
    let years = age(draft.birth_date, draft.enrolled_on);
    (years < youngest || years > 80).then(|| {
        Issue::new(
            "learner.age",
            "birth_date",
            AGE_RULE,
            Text::new(
                format!("Ngày nhập học người học {years} tuổi; phải từ {youngest} tuổi."),
                format!("The learner is {years} on the day of enrolment; at least {youngest} is required."),
            ),
            Text::new(
                "Kiểm tra ngày sinh, hoặc bỏ người học này.",
                "Check the birth date, or leave this learner out.",
            ),
        )
    })
}

fn kind_issues(draft: &Draft, level: Level) -> Vec<Issue> {
    let mut issues = Vec::new();
    let expected = if level.is_training() { LearnerKind::Student } else { LearnerKind::Worker };
    if draft.kind != expected {
        let (problem, remedy) = match expected {
            LearnerKind::Student => (
                Text::new(
                    "Đào tạo cao đẳng, trung cấp dành cho học sinh, sinh viên.",
                    "College and intermediate training is for students.",
                ),
                Text::new("Chọn đối tượng học sinh, sinh viên.", "Set the kind to student."),
            ),
            LearnerKind::Worker => (
                Text::new(
                    "Đào tạo lại dành cho người lao động đang làm việc.",
                    "Retraining is for employed workers.",
                ),
                Text::new("Chọn đối tượng người lao động.", "Set the kind to worker."),
            ),
        };
        issues.push(Issue::new("learner.kind", "kind", KIND_RULE, problem, remedy));
    }
    let has_employer = draft.employer.as_deref().is_some_and(|name| !clean(name).is_empty());
    if draft.kind == LearnerKind::Worker && !has_employer {
        issues.push(Issue::new(
            "learner.employer",
            "employer",
            KIND_RULE,
            Text::new("Người lao động phải có nơi làm việc.", "A worker needs an employer."),
            Text::new(
                "Ghi tên doanh nghiệp nơi người học làm việc.",
                "Name the enterprise that employs the learner.",
            ),
        ));
    }
    issues
}

/// What is wrong with a day of enrolment, also of one that is corrected.
pub fn day_issues(enrolled_on: Date, course: &Course, today: Date) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut add = |code: &str, vi: String, en: String| {
        issues.push(Issue::new(
            code,
            "enrolled_on",
            "TT 04/2022 Đ3",
            Text::new(vi, en),
            Text::new("Sửa ngày nhập học.", "Correct the day of enrolment."),
        ));
    };
    if enrolled_on > today {
        add(
            "enrolment.future",
            "Ngày nhập học ở tương lai.".into(),
            "The day of enrolment is in the future.".into(),
        );
    }
    if enrolled_on < course.starts_on || enrolled_on > course.ends_on {
        let (from, until) = (vietnamese(course.starts_on), vietnamese(course.ends_on));
        add(
            "enrolment.outside_course",
            format!("Ngày nhập học ngoài thời gian của dòng đặt hàng ({from}–{until})."),
            format!("The day of enrolment is outside the order line's dates ({from}–{until})."),
        );
    }
    issues
}

/// Whether an issue of the rules says something about a field that could not be read: that field is told already.
pub fn rests_on(code: &str, unread: &[&str]) -> bool {
    let fields: &[&str] = match code {
        "learner.name" => &["full_name"],
        "learner.age" => &["birth_date", "enrolled_on", "cohort"],
        "learner.kind" => &["kind", "cohort"],
        "learner.employer" => &["kind", "employer", "cohort"],
        "personal_id.form" => &["personal_id"],
        "personal_id.sex" => &["personal_id", "sex", "birth_date"],
        "personal_id.birth_year" | "personal_id.century" => &["personal_id", "birth_date"],
        "enrolment.other_person" => &["full_name", "birth_date", "sex"],
        "enrolment.future" => &["enrolled_on"],
        "enrolment.outside_course" => &["enrolled_on", "cohort"],
        _ => &[],
    };
    fields.iter().any(|field| unread.contains(field))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const COURSE: Course = Course {
        level: Level::Intermediate,
        hazardous: false,
        starts_on: date!(2025 - 01 - 13),
        ends_on: date!(2026 - 01 - 12),
    };

    fn draft() -> Draft {
        Draft {
            full_name: "Nguyễn Thị Ngọc Ánh".into(),
            birth_date: date!(2006 - 05 - 20),
            sex: Sex::Female,
            personal_id: "001306012345".into(),
            kind: LearnerKind::Student,
            employer: None,
            enrolled_on: date!(2025 - 01 - 13),
            phone: None,
        }
    }

    fn codes(draft: &Draft, course: &Course) -> Vec<String> {
        match check(draft, course, date!(2025 - 02 - 01)) {
            Ok(_) => Vec::new(),
            Err(issues) => issues.into_iter().map(|issue| issue.code).collect(),
        }
    }

    #[test]
    fn a_student_may_join_a_college_course() {
        assert_eq!(codes(&draft(), &COURSE), Vec::<String>::new());
    }

    #[test]
    fn all_faults_come_back_at_once() {
        let wrong = Draft {
            full_name: "Ánh".into(),
            birth_date: date!(2013 - 05 - 20),
            kind: LearnerKind::Worker,
            enrolled_on: date!(2025 - 03 - 01),
            phone: Some("12345".into()),
            ..draft()
        };
        let found = codes(&wrong, &COURSE);
        for code in [
            "learner.name",
            "learner.age",
            "learner.kind",
            "learner.employer",
            "enrolment.future",
            "phone.form",
        ] {
            assert!(found.iter().any(|c| c == code), "{code} in {found:?}");
        }
    }

    #[test]
    fn hazardous_trades_take_learners_from_eighteen() {
        let young =
            Draft { birth_date: date!(2007 - 05 - 20), personal_id: "001307012345".into(), ..draft() };
        assert!(codes(&young, &COURSE).is_empty());
        assert_eq!(codes(&young, &Course { hazardous: true, ..COURSE }), ["learner.age"]);
    }
}
