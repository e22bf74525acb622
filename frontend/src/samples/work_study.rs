use domain::text::Lang;

use super::{
    frame, issue,
    learners::{NAMES, crumbs, head},
    say,
};
use crate::{
    form::{Choice, Entered, Field, SmallForm, SmallInput},
    pages::*,
    show::{Badge, Pair, Tone},
    texts::texts,
};

const BOSCH: &str = "Công ty TNHH Bosch Việt Nam";
const COLLEGE: &str = "Trường Cao đẳng Công nghệ Thủ Đức";

impl WorkStudyPage {
    pub fn sample(lang: Lang) -> WorkStudyPage {
        let t = texts(lang);
        let month = |number: u32, teacher: &str, state: Option<Badge>| WorkStudyMonth {
            name: say(lang, &format!("Tháng {number}/2025"), &format!("2025, month {number}")),
            link: format!("/cohorts/3/hours/2025-{number:02}"),
            teacher: teacher.to_owned(),
            expected: "6".to_owned(),
            reported: "5".to_owned(),
            hours: "480".to_owned(),
            state,
        };
        WorkStudyPage {
            standing: vec![
                Pair::new(t.work_study.plan, "1.240 + 860").note(t.work_study.hours_unit),
                Pair::new(BOSCH, t.work_study.people.count(6, lang)),
            ],
            months: vec![
                month(11, BOSCH, Some(Badge::new(format!("{} 1", t.work_study.contested), Tone::Bad))),
                month(11, COLLEGE, Some(Badge::new(format!("{} 1", t.work_study.missing), Tone::Waiting))),
                month(10, BOSCH, None),
            ],
            trainers: vec![TrainerRow {
                name: "Vũ Đình Khôi".to_owned(),
                host: BOSCH.to_owned(),
                qualification: say(lang, "Chứng chỉ kỹ năng nghề", "Certificate of vocational skill"),
                document: "KNN 0421/2021".to_owned(),
                named_on: "15/09/2025".to_owned(),
            }],
            place_link: Some("/cohorts/3/placements".to_owned()),
            forms: vec![SmallForm {
                url: "/cohorts/3/plan".to_owned(),
                heading: t.work_study.plan.to_owned(),
                lead: Some(t.work_study.plan_lead.to_owned()),
                hidden: Vec::new(),
                inputs: vec![
                    SmallInput::typed(t.fields.hours_college, Field::new("hours_college", "1240")),
                    SmallInput::typed(t.fields.hours_enterprise, Field::new("hours_enterprise", "860")),
                ],
                button: t.work_study.plan_save.to_owned(),
                confirm: None,
            }],
            ..WorkStudyPage::sample_empty(lang)
        }
    }

    pub fn sample_empty(lang: Lang) -> WorkStudyPage {
        let w = &texts(lang).work_study;
        WorkStudyPage {
            frame: frame(lang, w.heading, "/cohorts/3/work-study").crumbs(crumbs(lang, w.heading)),
            head: head(lang),
            standing: vec![Pair::new(w.plan, w.no_plan)],
            months: Vec::new(),
            trainers: Vec::new(),
            place_link: None,
            forms: Vec::new(),
        }
    }
}

impl HoursPage {
    /// As the host's coordinator sees it.
    pub fn sample(lang: Lang) -> HoursPage {
        HoursPage::filled(lang, &[])
    }

    pub fn sample_refused(lang: Lang) -> HoursPage {
        let issues = [
            issue(
                "hours.month",
                "reports[1].hours",
                "TT 43/2015/TT-BLĐTBXH",
                (
                    "260 giờ; 30 ngày có mặt trong tháng cho nhiều nhất 240 giờ.",
                    "260 hours; 30 days in the month allow 240 at most.",
                ),
                ("Sửa số giờ theo sổ theo dõi.", "Correct the hours by the log."),
            ),
            issue(
                "hours.reason",
                "reason",
                "TT 23/2018/TT-BLĐTBXH",
                (
                    "Có giờ đã báo cáo được sửa mà chưa ghi lý do.",
                    "Hours are changed, and no reason is given.",
                ),
                ("Ghi lý do.", "Give the reason."),
            ),
        ];
        let mut page = HoursPage::filled(lang, &issues);
        page.frame = page.frame.issues(&issues);
        page
    }

    /// As the college sees it: what hosts reported, to be contested.
    pub fn sample_of_college(lang: Lang) -> HoursPage {
        let mut page = HoursPage::filled(lang, &[]);
        let other = |(i, name): (usize, &&str)| OthersHours {
            name: (*name).to_owned(),
            personal_id: "********1207".to_owned(),
            teacher: BOSCH.to_owned(),
            hours: "96".to_owned(),
            state: match i {
                0 => Badge::new(say(lang, "trường phản đối", "contested"), Tone::Bad),
                _ => Badge::new(say(lang, "đã xác nhận", "confirmed"), Tone::Good),
            },
            note: if i == 0 { say(lang, "Sổ ghi 80 giờ", "The log has 80 hours") } else { String::new() },
            told: "02/12/2025".to_owned(),
            tick: (i > 0).then(|| i.to_string()),
            ticked: i == 2,
        };
        page.own = Some(texts(lang).work_study.own_college.to_owned());
        page.others = NAMES.iter().enumerate().map(other).collect();
        page.contest_url = Some("/cohorts/3/hours/2025-11/contest".to_owned());
        page.effect = vec![Pair::new(texts(lang).cohort.effect_due, "16.200.000 → 16.200.000 đ")];
        page
    }

    /// As the host's director sees it: hours that wait, of whom one confirms or sends back.
    pub fn sample_of_director(lang: Lang) -> HoursPage {
        let w = &texts(lang).work_study;
        let row = |(i, name): (usize, &&str)| EnteredHours {
            name: (*name).to_owned(),
            personal_id: format!("********{}", 1207 + 1391 * i),
            before: if i == 0 { "80".to_owned() } else { String::new() },
            hours: "96".to_owned(),
        };
        let to = |deed: &str| Some(format!("/cohorts/3/hours/2025-11/{deed}"));
        let list = EnteredList {
            heading: w.entered.to_owned(),
            lead: w.entered_lead_confirm.to_owned(),
            log: "7".to_owned(),
            about: vec![
                Pair::new(w.teacher, BOSCH),
                Pair::new(w.entered_by, "Trần Thị Mai").note("02/12/2025"),
                Pair::new(texts(lang).fields.reason, say(lang, "Sổ trang 12", "Page 12 of the log")),
            ],
            rows: NAMES.iter().enumerate().map(row).collect(),
            confirm_url: to("confirm"),
            return_url: to("return"),
            withdraw_url: to("withdraw"),
        };
        HoursPage { own: None, rows: Vec::new(), entered: vec![list], ..HoursPage::filled(lang, &[]) }
    }

    fn filled(lang: Lang, issues: &[domain::issue::Issue]) -> HoursPage {
        let w = &texts(lang).work_study;
        let title = say(lang, "Số giờ · tháng 11/2025", "Hours · November 2025");
        let value = |name: &str| match name {
            "reports[1].hours" => "260".to_owned(),
            name if name.ends_with("].hours") => "96".to_owned(),
            _ => String::new(),
        };
        let entered = Entered { value: &value, issues, lang };
        let row = |(i, name): (usize, &&str)| {
            let mut row = OwnHours::at(i, name, &format!("********{}", 1207 + 1391 * i), &entered);
            row.so_far = format!("{} 240 {} 860", w.so_far, w.of_plan);
            row.contest = (i == 3).then(|| format!("{} 96. {}", w.contest_of, w.contest_answer));
            row
        };
        HoursPage {
            frame: frame(lang, title.clone(), "/cohorts/3/hours/2025-11").crumbs(crumbs(lang, &title)),
            url: "/cohorts/3/hours/2025-11".to_owned(),
            head: head(lang),
            own: Some(w.own_enterprise.to_owned()),
            lead: w.enter_lead.to_owned(),
            save: w.enter.to_owned(),
            warning: Some(w.no_trainer_warning.to_owned()),
            rows: NAMES.iter().enumerate().map(row).collect(),
            reason: entered.field("reason"),
            confirm: entered.field("confirm"),
            effect: Vec::new(),
            entered: Vec::new(),
            log: entered.field("log"),
            log_confirm: entered.field("log_confirm"),
            note: entered.field("note"),
            others: Vec::new(),
            contest_url: None,
            contest_reason: entered.field("contest_reason"),
            contest_confirm: entered.field("contest_confirm"),
            contested: entered.field("contested"),
        }
    }
}

impl PlacementsPage {
    pub fn sample(lang: Lang) -> PlacementsPage {
        let w = &texts(lang).work_study;
        let entered = Entered { value: &|_| String::new(), issues: &[], lang };
        let row = |(i, name): (usize, &&str)| {
            let mut row = PlacementRow::at(i, name, "********1207", &entered);
            row.now = (i == 0).then(|| BOSCH.to_owned());
            row
        };
        PlacementsPage {
            frame: frame(lang, w.place, "/cohorts/3/placements").crumbs(crumbs(lang, w.place)),
            url: "/cohorts/3/placements".to_owned(),
            head: head(lang),
            hosts: vec![Choice::new("4", BOSCH), Choice::new("5", "Công ty CP FPT")],
            rows: NAMES.iter().enumerate().map(row).collect(),
        }
    }
}
