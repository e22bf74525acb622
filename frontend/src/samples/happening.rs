use domain::text::Lang;

use super::{frame, issue, learners::crumbs, say};
use crate::{
    form::{Choice, Entered},
    pages::*,
    show::Pair,
    texts::texts,
};

impl HappeningPage {
    pub fn sample(lang: Lang) -> HappeningPage {
        let mut page = HappeningPage::filled(lang, &[]);
        page.effect = vec![Pair::new(texts(lang).cohort.effect_due, "40.500.000 → 16.200.000 đ")];
        page
    }

    pub fn sample_refused(lang: Lang) -> HappeningPage {
        let issues = [issue(
            "progress.graduated",
            "kind",
            "TT 04/2022",
            ("Người học đã tốt nghiệp.", "The learner has graduated."),
            ("Kiểm tra người học và ngày.", "Check the learner and the day."),
        )];
        let mut page = HappeningPage::filled(lang, &issues);
        page.frame = page.frame.issues(&issues);
        page
    }

    fn filled(lang: Lang, issues: &[domain::issue::Issue]) -> HappeningPage {
        let t = texts(lang);
        let h = &t.happening;
        let value = |name: &str| if name == "kind" { "withdrew".to_owned() } else { String::new() };
        let entered = Entered { value: &value, issues, lang };
        let kinds = vec![Choice::new("suspended", h.suspended), Choice::new("withdrew", h.withdrew)];
        HappeningPage {
            frame: frame(lang, h.report, "/enrolments/9/report").crumbs(crumbs(lang, h.report)),
            url: "/enrolments/9/report".to_owned(),
            head: vec![Pair::new(t.fields.learner, "Nguyễn Thị Ngọc Ánh").link("/learners/9")],
            lead: h.report_lead.to_owned(),
            inputs: vec![
                HappeningInput::new(t.learner.fact, entered.field("kind"), InputKind::Choice(kinds)),
                HappeningInput::new(t.fields.happened_on, entered.field("happened_on"), InputKind::Day),
                HappeningInput::new(t.fields.reason, entered.field("reason"), InputKind::Text).hint(say(
                    lang,
                    "khi thôi học",
                    "of a withdrawal",
                )),
                HappeningInput::new(t.fields.hours, entered.field("hours"), InputKind::Number),
            ],
            send: h.report_send.to_owned(),
            confirm: entered.field("confirm"),
            effect: Vec::new(),
        }
    }
}
