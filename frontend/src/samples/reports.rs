use domain::text::Lang;

use super::{
    frame, issue,
    learners::{NAMES, crumbs, head},
    say,
};
use crate::{
    form::{Choice, Entered},
    pages::*,
    show::Pair,
    texts::texts,
};

impl EnrolPage {
    pub fn sample(lang: Lang) -> EnrolPage {
        EnrolPage::filled(lang, &Entered { value: &|_| String::new(), issues: &[], lang }, 5)
    }

    pub fn sample_refused(lang: Lang) -> EnrolPage {
        let issues = [
            issue(
                "learner.personal_id",
                "learners[0].personal_id",
                "NĐ 137/2015/NĐ-CP",
                ("Số định danh không khớp ngày sinh.", "The personal id does not match the date of birth."),
                ("Kiểm tra lại chữ số thứ 4 đến thứ 6.", "Check the fourth to sixth digits."),
            ),
            issue(
                "learner.date",
                "learners[1].birth_date",
                "assumption",
                ("31/02/2004 không phải là ngày có thật.", "31/02/2004 does not exist."),
                ("Ghi lại ngày sinh theo căn cước.", "Write the date as on the identity card."),
            ),
            issue(
                "enrolment.twice",
                "learners[1]",
                "QĐ 1446/QĐ-TTg",
                (
                    "Người này đã nhập học lớp TC25-CNTT1 của cùng đơn.",
                    "This person is on cohort TC25-CNTT1 of the same order.",
                ),
                (
                    "Bỏ dòng này, hoặc thôi học ở lớp kia trước.",
                    "Remove the row, or withdraw them there first.",
                ),
            ),
        ];
        let value = |name: &str| {
            let typed = match name {
                "learners[0].full_name" => "Nguyễn Thị Ngọc Ánh",
                "learners[0].birth_date" => "14/05/2006",
                "learners[0].personal_id" => "079304001234",
                "learners[1].full_name" => "Trần Văn Bình",
                "learners[1].birth_date" => "31/02/2004",
                "learners[1].personal_id" => "079204005678",
                "learners[0].sex" => "female",
                "learners[1].sex" => "male",
                "learners[0].kind" | "learners[1].kind" => "student",
                "learners[0].enrolled_on" | "learners[1].enrolled_on" => "05/09/2025",
                _ => "",
            };
            typed.to_owned()
        };
        let mut page = EnrolPage::filled(lang, &Entered { value: &value, issues: &issues, lang }, 4);
        page.frame = page.frame.issues(&issues);
        page
    }

    fn filled(lang: Lang, entered: &Entered, rows: usize) -> EnrolPage {
        let title = texts(lang).cohort.enrol;
        EnrolPage {
            frame: frame(lang, title, "/cohorts/3/enrol").crumbs(crumbs(lang, title)),
            url: "/cohorts/3/enrol".to_owned(),
            workbook_link: "/cohorts/3#workbooks".to_owned(),
            head: head(lang),
            effect: Vec::new(),
            rows: (0..rows).map(|index| EnrolRow::at(index, entered)).collect(),
            employers: vec![
                Choice::new("1", "Công ty TNHH Bosch Việt Nam"),
                Choice::new("2", "Công ty CP FPT"),
            ],
        }
    }
}

impl GraduationPage {
    pub fn sample(lang: Lang) -> GraduationPage {
        GraduationPage::filled(lang, &Entered { value: &|_| String::new(), issues: &[], lang })
    }

    pub fn sample_previewed(lang: Lang) -> GraduationPage {
        let mut page = GraduationPage::sample(lang);
        let graduation = say(lang, "Phần trả khi tốt nghiệp, theo xếp loại", "Paid at graduation, by class");
        page.effect = vec![
            Pair::new(graduation, "0 → 24.300.000 đ"),
            Pair::new(texts(lang).cohort.effect_due, "16.200.000 → 40.500.000 đ"),
        ];
        page
    }

    pub fn sample_refused(lang: Lang) -> GraduationPage {
        let issues = [
            issue(
                "graduation.date",
                "decided_on",
                "TT 04/2022/TT-BLĐTBXH Đ26",
                ("Ngày quyết định ở tương lai.", "The decision is dated in the future."),
                ("Ghi ngày trên quyết định.", "Write the date on the decision."),
            ),
            issue(
                "graduation.class",
                "results[1].class",
                "TT 04/2022/TT-BLĐTBXH Đ27",
                ("Điểm 7,4 xếp loại Khá, không phải Giỏi.", "A score of 7.4 is good, not very good."),
                ("Chọn Khá, hoặc sửa điểm.", "Choose good, or mend the score."),
            ),
            issue(
                "graduation.certificate",
                "results[2].certificate",
                "TT 10/2017/TT-BLĐTBXH",
                (
                    "Số hiệu phôi B 004180 đã dùng cho người khác.",
                    "Serial B 004180 was used for somebody else.",
                ),
                ("Kiểm tra sổ cấp văn bằng.", "Check the register of certificates."),
            ),
        ];
        let value = |name: &str| {
            let typed = match name {
                "decision" => "214/QĐ-CĐCNTĐ",
                "decided_on" => "15/07/2031",
                "results[0].record.score" => "8,3",
                "results[1].record.score" => "7,4",
                "results[2].record.score" => "9,1",
                "results[0].class" | "results[1].class" => "very_good",
                "results[2].class" => "excellent",
                "results[0].certificate.serial" | "results[2].certificate.serial" => "B 004180",
                "results[1].certificate.serial" => "B 004181",
                "results[0].certificate.register_number" => "112/2027",
                _ => "",
            };
            typed.to_owned()
        };
        let mut page = GraduationPage::filled(lang, &Entered { value: &value, issues: &issues, lang });
        page.frame = page.frame.issues(&issues);
        page
    }

    fn filled(lang: Lang, entered: &Entered) -> GraduationPage {
        let title = texts(lang).cohort.graduation;
        let row = |(i, name): (usize, &&str)| {
            GraduationRow::at(i, name, &format!("********{}", 1207 + 1391 * i), entered)
        };
        GraduationPage {
            frame: frame(lang, title, "/cohorts/3/graduation").crumbs(crumbs(lang, title)),
            url: "/cohorts/3/graduation".to_owned(),
            head: head(lang),
            decision: entered.field("decision"),
            decided_on: entered.field("decided_on"),
            rows: NAMES.iter().enumerate().map(row).collect(),
            classes: vec![
                Choice::new("excellent", say(lang, "Xuất sắc", "Excellent")),
                Choice::new("very_good", say(lang, "Giỏi", "Very good")),
                Choice::new("good", say(lang, "Khá", "Good")),
                Choice::new("average", say(lang, "Trung bình", "Average")),
            ],
            score_hint: texts(lang).cohort.score_hint.to_owned(),
            confirm: entered.field("confirm"),
            effect: Vec::new(),
            grading_rule: Some("TT 04/2022/TT-BLĐTBXH Đ27".to_owned()),
        }
    }
}
