//! The graduation report: what a college says of a class at the end, checked before it becomes facts.

use std::collections::HashSet;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    calendar::vietnamese,
    fact::Certificate,
    figures,
    grading::{self, GraduationClass, Record, Rules},
    ids::EnrolmentId,
    issue::Issue,
    text::{Text, clean, say},
};

/// The report of a cohort as somebody typed or sent it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Number of the decision that recognises the results (QĐ công nhận tốt nghiệp).
    pub decision: String,
    pub decided_on: Date,
    pub results: Vec<ResultDraft>,
}

/// One learner's result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultDraft {
    pub enrolment: EnrolmentId,
    pub record: Record,
    /// The class the college awarded; it must be the one that the record gives.
    pub class: GraduationClass,
    pub certificate: Option<Certificate>,
}

/// What the system already knows of the learner that a result is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub enrolment: EnrolmentId,
    pub enrolled_on: Date,
    pub withdrew_on: Option<Date>,
    pub already_reported: bool,
}

/// A result that may be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub enrolment: EnrolmentId,
    pub class: GraduationClass,
    pub score: Decimal,
    pub certificate: Option<Certificate>,
}

const EVIDENCE_RULE: &str = "TT 152/2016/TT-BTC Đ12; TT 10/2017/TT-BLĐTBXH";

/// Checks a whole report. `known` answers for an enrolment of this cohort; `used` says whether the provider has
/// given that certificate to somebody before. Repeats inside the report are found here.
pub fn check(
    draft: &Draft,
    rules: Rules,
    today: Date,
    known: impl Fn(EnrolmentId) -> Option<Known>,
    used: impl Fn(&Certificate) -> bool,
) -> Result<Vec<Accepted>, Vec<Issue>> {
    let mut issues = decision_issues(draft, today);
    let mut accepted = Vec::new();
    let mut seen: Vec<&Certificate> = Vec::new();
    let mut told: HashSet<EnrolmentId> = HashSet::new();
    for (i, result) in draft.results.iter().enumerate() {
        let row = format!("results[{i}]");
        let standing = known(result.enrolment);
        let again = standing.is_some() && !told.insert(result.enrolment);
        let mut found = standing_issues(draft, standing);
        found.extend(again.then(twice));
        let impossible: Vec<Issue> =
            result.record.issues(rules).into_iter().map(|i| i.within("record")).collect();
        if impossible.is_empty() {
            found.extend(class_issue(result, rules));
        }
        found.extend(impossible);
        found.extend(certificate_issues(result, &seen, &used));
        seen.extend(result.certificate.as_ref());
        if found.is_empty() {
            accepted.push(Accepted {
                enrolment: result.enrolment,
                class: result.class,
                score: grading::classify(rules, &result.record).rounded_score,
                certificate: result.certificate.as_ref().map(|certificate| Certificate {
                    serial: clean(&certificate.serial),
                    register_number: clean(&certificate.register_number),
                }),
            });
        }
        issues.extend(found.into_iter().map(|issue| issue.within(&row)));
    }
    if issues.is_empty() { Ok(accepted) } else { Err(issues) }
}

fn decision_issues(draft: &Draft, today: Date) -> Vec<Issue> {
    let mut issues = Vec::new();
    if clean(&draft.decision).is_empty() {
        issues.push(Issue::new(
            "graduation.decision",
            "decision",
            EVIDENCE_RULE,
            Text::new(
                "Thiếu số quyết định công nhận tốt nghiệp.",
                "The number of the graduation decision is missing.",
            ),
            Text::new("Ghi số và ký hiệu của quyết định.", "Give the decision's number."),
        ));
    }
    if draft.decided_on > today {
        issues.push(Issue::new(
            "graduation.future",
            "decided_on",
            EVIDENCE_RULE,
            Text::new("Ngày quyết định ở tương lai.", "The decision is dated in the future."),
            Text::new("Gửi báo cáo khi quyết định đã ký.", "Report once the decision is signed."),
        ));
    }
    if draft.results.is_empty() {
        issues.push(Issue::new(
            "graduation.empty",
            "results",
            EVIDENCE_RULE,
            Text::new("Báo cáo không có người học nào.", "The report names no learner."),
            Text::new("Nhập kết quả của ít nhất một người học.", "Enter at least one learner's result."),
        ));
    }
    issues
}

fn standing_issues(draft: &Draft, known: Option<Known>) -> Vec<Issue> {
    let Some(known) = known else {
        return vec![Issue::new(
            "graduation.not_enrolled",
            "enrolment",
            "QĐ 1446/QĐ-TTg",
            Text::new("Người này không nhập học ở lớp này.", "This person is not enrolled in this cohort."),
            Text::new(
                "Bỏ dòng này, hoặc báo cáo nhập học trước.",
                "Leave the row out, or report the enrolment first.",
            ),
        )];
    };
    let mut issues = Vec::new();
    let mut add = |code: &str, problem: Text, remedy: Text| {
        issues.push(Issue::new(code, "enrolment", EVIDENCE_RULE, problem, remedy));
    };
    if draft.decided_on <= known.enrolled_on {
        let day = vietnamese(known.enrolled_on);
        add(
            "graduation.before_enrolment",
            Text::new(
                format!("Tốt nghiệp trước khi nhập học ({day})."),
                format!("Graduated before enrolment ({day})."),
            ),
            Text::new("Kiểm tra ngày của quyết định.", "Check the date of the decision."),
        );
    }
    if let Some(withdrew_on) = known.withdrew_on {
        let day = vietnamese(withdrew_on);
        add(
            "graduation.withdrawn",
            Text::new(
                format!("Người học đã thôi học ngày {day}."),
                format!("The learner withdrew on {day}."),
            ),
            Text::new(
                "Bỏ dòng này, hoặc đính chính việc thôi học.",
                "Leave the row out, or correct the withdrawal.",
            ),
        );
    }
    if known.already_reported {
        add(
            "graduation.repeated",
            Text::new(
                "Kết quả của người học này đã được báo cáo.",
                "This learner's result was already reported.",
            ),
            Text::new("Nếu cần sửa, gửi đính chính.", "If it was wrong, send a correction."),
        );
    }
    issues
}

fn twice() -> Issue {
    Issue::new(
        "graduation.twice_in_report",
        "enrolment",
        "QĐ 1446/QĐ-TTg",
        Text::new("Người này có hai kết quả trong báo cáo.", "This person has two results in the report."),
        Text::new("Bỏ một dòng.", "Leave one of the rows out."),
    )
}

fn class_issue(result: &ResultDraft, rules: Rules) -> Option<Issue> {
    let graded = grading::classify(rules, &result.record);
    (graded.class != result.class).then(|| {
        let (given, right) = (result.class.name(), graded.class.name());
        Issue::new(
            "graduation.class",
            "class",
            rules.source(),
            say!(
                "Kết quả {score} cho xếp loại {right}, không phải {given}.",
                "The result {score} gives {right}, not {given}.",
                score = figures::said(graded.rounded_score),
                right = right.clone(),
                given = given
            ),
            say!("Ghi xếp loại {right}.", "Set the class to {right}.", right = right),
        )
    })
}

/// Whether a corrected class can be that of the score: the class the score gives, or a lower one, because re-sits and
/// discipline lower it and are not told again with a correction. Never a better one.
pub fn corrected_class_issue(rules: Rules, score: Decimal, class: GraduationClass) -> Option<Issue> {
    let best = grading::classify(rules, &Record::clean(score)).class;
    let rank = |class| GraduationClass::ALL.iter().position(|known| *known == class);
    (rank(class) < rank(best)).then(|| {
        let (given, right) = (class.name(), best.name());
        Issue::new(
            "graduation.class",
            "class",
            rules.source(),
            say!(
                "Kết quả {score} cho xếp loại {right} là cao nhất, không phải {given}.",
                "The result {score} gives {right} at best, not {given}.",
                score = figures::said(score),
                right = right,
                given = given
            ),
            Text::new("Sửa xếp loại hoặc kết quả.", "Correct the class or the result."),
        )
    })
}

fn certificate_issues(
    result: &ResultDraft,
    seen: &[&Certificate],
    used: impl Fn(&Certificate) -> bool,
) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut add = |code: &str, problem: Text, remedy: Text| {
        issues.push(Issue::new(code, "certificate", "TT 10/2017/TT-BLĐTBXH", problem, remedy));
    };
    match &result.certificate {
        None if result.class.graduates() => add(
            "certificate.missing",
            Text::new("Người tốt nghiệp chưa có số văn bằng.", "A graduate has no certificate number."),
            Text::new("Ghi số hiệu phôi và số vào sổ.", "Give the serial and the register number."),
        ),
        Some(_) if !result.class.graduates() => add(
            "certificate.not_due",
            Text::new(
                "Người không tốt nghiệp lại có số văn bằng.",
                "Somebody who did not graduate has a certificate.",
            ),
            Text::new("Xóa số văn bằng, hoặc sửa xếp loại.", "Remove the certificate, or correct the class."),
        ),
        Some(certificate) => {
            if clean(&certificate.serial).is_empty() || clean(&certificate.register_number).is_empty() {
                add(
                    "certificate.incomplete",
                    Text::new(
                        "Thiếu số hiệu phôi hoặc số vào sổ.",
                        "The serial or the register number is missing.",
                    ),
                    Text::new("Ghi cả hai số.", "Give both numbers."),
                );
            }
            let repeated = seen.iter().any(|other| {
                other.serial == certificate.serial || other.register_number == certificate.register_number
            });
            if repeated || used(certificate) {
                add(
                    "certificate.used",
                    Text::new(
                        format!("Số văn bằng {} đã cấp cho người khác.", certificate.serial),
                        format!("Certificate {} was given to somebody else.", certificate.serial),
                    ),
                    Text::new(
                        "Đối chiếu sổ gốc cấp văn bằng.",
                        "Check it against the register of certificates.",
                    ),
                );
            }
        }
        None => {}
    }
    issues
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;
    use time::macros::date;

    use super::*;

    fn result(enrolment: i64, score: Decimal, class: GraduationClass, serial: &str) -> ResultDraft {
        ResultDraft {
            enrolment: EnrolmentId(enrolment),
            record: Record::clean(score),
            class,
            certificate: Some(Certificate {
                serial: serial.into(),
                register_number: format!("{serial}/2026"),
            }),
        }
    }

    fn codes(draft: &Draft) -> Vec<String> {
        let known = |enrolment: EnrolmentId| {
            (enrolment.0 < 10).then_some(Known {
                enrolment,
                enrolled_on: date!(2025 - 01 - 13),
                withdrew_on: (enrolment.0 == 9).then_some(date!(2025 - 04 - 01)),
                already_reported: enrolment.0 == 8,
            })
        };
        let used = |certificate: &Certificate| certificate.serial == "A0001";
        match check(draft, Rules::Year2022, date!(2026 - 02 - 01), known, used) {
            Ok(_) => Vec::new(),
            Err(issues) => {
                issues.into_iter().map(|issue| format!("{} {}", issue.place, issue.code)).collect()
            }
        }
    }

    fn report(results: Vec<ResultDraft>) -> Draft {
        Draft { decision: "12/QĐ-CĐN".into(), decided_on: date!(2026 - 01 - 20), results }
    }

    #[test]
    fn a_right_report_is_accepted() {
        let draft = report(vec![result(1, dec!(8.0), GraduationClass::VeryGood, "A0002")]);
        assert_eq!(codes(&draft), Vec::<String>::new());
    }

    #[test]
    fn each_row_names_its_own_faults() {
        let draft = report(vec![
            result(1, dec!(7.94), GraduationClass::VeryGood, "A0002"),
            result(2, dec!(8.0), GraduationClass::VeryGood, "A0001"),
            result(3, dec!(8.0), GraduationClass::VeryGood, "A0002"),
            result(8, dec!(8.0), GraduationClass::VeryGood, "A0003"),
            result(9, dec!(8.0), GraduationClass::VeryGood, "A0004"),
            result(77, dec!(8.0), GraduationClass::VeryGood, "A0005"),
        ]);
        assert_eq!(
            codes(&draft),
            [
                "results[0].class graduation.class",
                "results[1].certificate certificate.used",
                "results[2].certificate certificate.used",
                "results[3].enrolment graduation.repeated",
                "results[4].enrolment graduation.withdrawn",
                "results[5].enrolment graduation.not_enrolled",
            ]
        );
    }

    #[test]
    fn nobody_has_two_results_in_a_report() {
        let failed = |enrolment| ResultDraft {
            certificate: None,
            ..result(enrolment, dec!(4.0), GraduationClass::Failed, "")
        };
        let draft = report(vec![failed(1), failed(2), failed(1)]);
        assert_eq!(codes(&draft), ["results[2].enrolment graduation.twice_in_report"]);
    }

    #[test]
    fn a_correction_never_gives_a_better_class_than_the_score() {
        let issue = |class| corrected_class_issue(Rules::Year2022, dec!(8.0), class);
        assert!(issue(GraduationClass::Excellent).is_some());
        assert!(issue(GraduationClass::VeryGood).is_none());
        assert!(issue(GraduationClass::Good).is_none());
        let failed = corrected_class_issue(Rules::Year2022, dec!(4.9), GraduationClass::Average);
        assert!(failed.is_some());
    }

    #[test]
    fn a_graduation_before_enrolment_or_in_the_future_is_refused() {
        let mut draft = report(vec![result(1, dec!(8.0), GraduationClass::VeryGood, "A0002")]);
        draft.decided_on = date!(2024 - 12 - 13);
        assert_eq!(codes(&draft), ["results[0].enrolment graduation.before_enrolment"]);
        draft.decided_on = date!(2026 - 03 - 01);
        assert_eq!(codes(&draft), ["decided_on graduation.future"]);
    }
}
