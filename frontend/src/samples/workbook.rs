use domain::text::Lang;

use super::{
    frame,
    learners::{crumbs, head},
    say,
};
use crate::{
    form::Field,
    pages::*,
    show::{Badge, Pair, Tone, count},
    texts::texts,
};

const NAME: &str = "danh-sach-nhap-hoc.xlsx";

impl WorkbookBox {
    pub fn sample(lang: Lang) -> WorkbookBox {
        WorkbookBox {
            url: "/cohorts/3/workbooks".to_owned(),
            hint: texts(lang).workbook.by_workbook_hint.to_owned(),
            enrol_template: Some("/cohorts/3/template.xlsx?kind=enrolment".to_owned()),
            results_template: Some("/cohorts/3/template.xlsx?kind=graduation".to_owned()),
            sent: vec![SentWorkbook {
                name: NAME.to_owned(),
                link: "/workbooks/5".to_owned(),
                received: "22/11/2026 14:05".to_owned(),
                state: Badge::new(say(lang, "đã kiểm tra", "checked"), Tone::Waiting),
            }],
        }
    }
}

impl WorkbookBox {
    /// On the page of an order.
    pub fn sample_of_order(lang: Lang) -> WorkbookBox {
        let w = &texts(lang).workbook;
        WorkbookBox {
            url: "/orders/7/workbooks".to_owned(),
            hint: format!("{} {}", w.of_all_cohorts, w.by_workbook_hint),
            enrol_template: Some("/orders/7/template.xlsx?kind=enrolment".to_owned()),
            results_template: Some("/orders/7/template.xlsx?kind=graduation".to_owned()),
            sent: Vec::new(),
        }
    }
}

impl WorkbookPage {
    fn empty(lang: Lang, state: Badge) -> WorkbookPage {
        let t = texts(lang);
        let mut head = head(lang);
        head.push(Pair::new(t.workbook.received, "22/11/2026 14:05").note("41 KB"));
        WorkbookPage {
            frame: frame(lang, format!("{} {NAME}", t.workbook.title), "/workbooks/5")
                .crumbs(crumbs(lang, NAME)),
            url: "/workbooks/5".to_owned(),
            state,
            head,
            progress: None,
            faults: Vec::new(),
            totals: Vec::new(),
            groups: Vec::new(),
            changes: Vec::new(),
            more_changes: None,
            cautions: Vec::new(),
            annotated_link: None,
            accept_all: None,
            accept_good: None,
            corrections: None,
            accept_confirm: t.workbook.accept_confirm.to_owned(),
            confirm: Field::new("confirm", ""),
            effect: Vec::new(),
            propose: None,
            proposed: Vec::new(),
            more_proposed: None,
            check_again: false,
            undo: None,
            outcome: None,
            back: ("/cohorts/3".to_owned(), t.workbook.to_cohort.to_owned()),
        }
    }

    /// Checked, with faults.
    pub fn sample(lang: Lang) -> WorkbookPage {
        let w = &texts(lang).workbook;
        let state = Badge::new(say(lang, "đã kiểm tra", "checked"), Tone::Waiting);
        let fields = &texts(lang).fields;
        let group =
            |column: &str, problem: (&str, &str), remedy: (&str, &str), rule: &str, n: u64, cells: &str| {
                FaultGroup {
                    column: column.to_owned(),
                    problem: say(lang, problem.0, problem.1),
                    remedy: say(lang, remedy.0, remedy.1),
                    rule: rule.to_owned(),
                    count: count(n, lang),
                    cells: cells.to_owned(),
                }
            };
        WorkbookPage {
            totals: totals(lang, [300, 279, 2, 6, 1, 12]),
            groups: vec![
                group(
                    fields.personal_id,
                    ("Số định danh mất 2 số 0 ở đầu.", "The personal id has lost 2 zeros at its front."),
                    ("Nhận đề nghị thêm số 0, hoặc gõ lại.", "Accept the proposal, or type it again."),
                    "",
                    7,
                    "E8, E9, E14, E55, E61, E77, E120",
                ),
                group(
                    fields.birth_date,
                    ("Không phải một ngày có thật.", "This day does not exist."),
                    (
                        "Ghi ngày/tháng/năm, ví dụ 31/12/2006.",
                        "Write day/month/year, for example 31/12/2006.",
                    ),
                    "",
                    3,
                    "C20, C31, C200",
                ),
                group(
                    fields.personal_id,
                    (
                        "Chữ số thứ 4 của số định danh không phải của giới tính nữ.",
                        "The 4th digit of the personal id is not that of a female person.",
                    ),
                    ("Đối chiếu với thẻ căn cước rồi sửa.", "Compare with the identity card and correct."),
                    "Luật Căn cước 26/2023/QH15",
                    2,
                    "E90, E91",
                ),
            ],
            annotated_link: Some("/workbooks/5/annotated.xlsx".to_owned()),
            accept_good: Some(format!("{} (280)", w.accept_good)),
            propose: Some(format!("{} (8)", w.propose)),
            proposed: vec![("B31".to_owned(), "Nguyễn Văn Hùng".to_owned())],
            changes: changes(lang),
            corrections: Some(Corrections {
                label: format!("{} (2)", w.accept_corrections),
                tick: Field::new("corrections", ""),
                because: Field::new("because", ""),
            }),
            check_again: true,
            ..WorkbookPage::empty(lang, state)
        }
    }

    pub fn sample_at_work(lang: Lang) -> WorkbookPage {
        let state = Badge::new(say(lang, "đang kiểm tra", "being checked"), Tone::Active);
        let said =
            say(lang, "4.000 / 10.000 dòng, còn khoảng 3 giây", "4,000 / 10,000 rows, about 3 seconds left");
        WorkbookPage {
            progress: Some(WorkProgress { done: 4_000, total: 10_000, said }),
            ..WorkbookPage::empty(lang, state)
        }
    }

    pub fn sample_clean(lang: Lang) -> WorkbookPage {
        let w = &texts(lang).workbook;
        let state = Badge::new(say(lang, "đã kiểm tra", "checked"), Tone::Waiting);
        WorkbookPage {
            totals: totals(lang, [300, 300, 0, 0, 0, 0]),
            cautions: vec![
                w.caution_csv.to_owned(),
                format!(
                    "{}: 250; {}: {}. {}",
                    w.places_left,
                    w.new_people,
                    count(279, lang),
                    w.beyond_places
                ),
            ],
            accept_all: Some(format!("{} (300)", w.accept_all)),
            check_again: true,
            ..WorkbookPage::empty(lang, state)
        }
    }

    pub fn sample_refused(lang: Lang) -> WorkbookPage {
        let state = Badge::new(say(lang, "không đọc được", "cannot be read"), Tone::Bad);
        let fault = (
            say(lang, "Thiếu cột \"Ngày nhập học\".", "The column \"Ngay nhap hoc\" is missing."),
            say(lang, "Thêm cột này và điền cho mọi dòng.", "Add the column and fill it for every row."),
        );
        WorkbookPage { faults: vec![fault], check_again: true, ..WorkbookPage::empty(lang, state) }
    }

    pub fn sample_finished(lang: Lang) -> WorkbookPage {
        let w = &texts(lang).workbook;
        let state = Badge::new(say(lang, "đã nhận", "accepted"), Tone::Good);
        WorkbookPage {
            totals: totals(lang, [300, 300, 0, 0, 0, 0]),
            undo: Some(Undo {
                reason: Field::new("reason", ""),
                hint: w.undo_hint.to_owned(),
                confirm: w.undo_confirm.to_owned(),
            }),
            outcome: Some(say(lang, "300 người học được ghi danh.", "300 learners enrolled.")),
            ..WorkbookPage::empty(lang, state)
        }
    }
}

fn changes(lang: Lang) -> Vec<ChangedCell> {
    let fields = &texts(lang).fields;
    let change = |cell: &str, learner: &str, before: &str, after: &str| ChangedCell {
        cell: cell.to_owned(),
        learner: learner.to_owned(),
        column: fields.enrolled_on.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    vec![
        change("H12", "Trần Thị Hồng", "09/11/2026", "16/11/2026"),
        change("H40", "Lê Quốc Bình", "09/11/2026", "10/11/2026"),
    ]
}

fn totals(lang: Lang, counts: [u64; 6]) -> Vec<Pair> {
    let w = &texts(lang).workbook;
    let labels = [w.all_rows, w.new, w.changed, w.unchanged, w.duplicate, w.error];
    labels.into_iter().zip(counts).map(|(label, n)| Pair::new(label, count(n, lang))).collect()
}
