use domain::{issue::Issue, text::Lang};

use super::{dong, frame, issue, orders_crumb, say};
use crate::{
    form::{Choice, Entered, Field, SmallForm, SmallInput},
    pages::*,
    show::{Action, Badge, Crumb, Paging, Pair, Tone},
    texts::texts,
};

const PROVIDER: &str = "Trường Cao đẳng Công nghệ Thủ Đức";

/// A chain of two of which so many were taken.
pub(super) fn chain(lang: Lang, taken: usize) -> Vec<ApprovalRow> {
    let l = &texts(lang).life;
    let row = |place: usize, role: (&str, &str), by: &str| ApprovalRow {
        role: say(lang, role.0, role.1),
        state: match place.cmp(&taken) {
            std::cmp::Ordering::Less => Badge::new(l.done, Tone::Good),
            std::cmp::Ordering::Equal => Badge::new(l.awaited, Tone::Waiting),
            std::cmp::Ordering::Greater => Badge::new(l.later, Tone::Plain),
        },
        by: if place < taken { by.to_owned() } else { String::new() },
        on: if place < taken { "20/08/2025".to_owned() } else { String::new() },
        note: if place == 0 {
            say(lang, "Đúng kế hoạch năm", "As planned for the year")
        } else {
            String::new()
        },
    };
    vec![
        row(0, ("Người duyệt", "Approver"), "Lê Minh Đức"),
        row(1, ("Thủ trưởng cơ quan đặt hàng", "Head of the ordering body"), "Trần Quốc Bảo"),
    ]
}

pub(super) fn approve_form(lang: Lang, url: &str, heading: &str) -> SmallForm {
    let t = texts(lang);
    SmallForm {
        url: url.to_owned(),
        heading: heading.to_owned(),
        lead: Some(t.life.approve_lead.to_owned()),
        hidden: Vec::new(),
        inputs: vec![SmallInput::typed(t.fields.comment, Field::new("comment", ""))],
        button: heading.to_owned(),
        confirm: None,
    }
}

pub(super) fn changes(lang: Lang) -> Vec<TermChange> {
    let f = &texts(lang).fields;
    let change = |field: &str, before: &str, after: &str| TermChange {
        line: "1".to_owned(),
        field: field.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    vec![
        change(f.quantity, "60", "52"),
        change(f.price, "24.000.000", "23.500.000"),
        change(f.starts_on, "05/09/2025", "15/09/2025"),
    ]
}

pub(super) fn comparison(lang: Lang) -> Comparison {
    Comparison {
        budget: vec![BudgetRow {
            appropriation: "2025 · 022 · 070-093 · 7012".to_owned(),
            amount: dong(40_000_000_000, lang),
            committed: dong(23_044_000_000, lang),
            reserved: dong(1_980_000_000, lang),
            this_order: dong(1_980_000_000, lang),
            available: dong(14_976_000_000, lang),
        }],
        licences: vec![LicenceRow {
            line: "1".to_owned(),
            occupation: "6480202".to_owned(),
            number: "GCN 31/2020/GCNĐKHĐ".to_owned(),
            year: "2025".to_owned(),
            scale: "150".to_owned(),
            others: "48".to_owned(),
            this_order: "60".to_owned(),
            left: "42".to_owned(),
        }],
        prices: vec![PriceRow {
            line: "1".to_owned(),
            occupation: "6480202".to_owned(),
            price: dong(24_000_000, lang),
            decision: say(lang, "Đơn giá mẫu 01/2025", "Sample price 01/2025"),
            at_most: dong(24_000_000, lang),
            others: "22.800.000 – 24.000.000 (11)".to_owned(),
        }],
    }
}

pub(super) fn versions(lang: Lang) -> Vec<AmendmentRow> {
    let t = texts(lang);
    let (l, f) = (&t.life, &t.fields);
    vec![AmendmentRow {
        heading: format!("{} 1", l.amendment),
        state: Badge::new(say(lang, "chờ cơ sở nhận", "offered"), Tone::Waiting),
        head: vec![
            Pair::new(f.governs_from, "01/10/2025"),
            Pair::new(f.reason, say(lang, "Ít người nhập học hơn dự kiến", "Fewer came than expected")),
            Pair::new(l.proposed_by, "Phạm Thị Thu Hà, 25/09/2025"),
            Pair::new(l.value, "1.980.000.000 → 1.762.000.000 đ"),
            Pair::new(l.gives, "8 · 12/2025/HĐ-ĐH").link("/orders/12"),
        ],
        changes: changes(lang),
        approval: chain(lang, 2),
        forms: vec![SmallForm {
            url: "/orders/7/amendment/withdraw".to_owned(),
            heading: l.withdraw_amendment.to_owned(),
            lead: Some(l.ends_lead.to_owned()),
            hidden: vec![("number".to_owned(), "1".to_owned())],
            inputs: vec![SmallInput::typed(f.reason, Field::new("reason", ""))],
            button: l.withdraw_amendment.to_owned(),
            confirm: None,
        }],
    }]
}

impl DraftsPage {
    pub fn sample(lang: Lang) -> DraftsPage {
        let l = &texts(lang).life;
        let row = |provider: &str, corrects: Option<(&str, &str)>, reason: String| DraftRow {
            provider: provider.to_owned(),
            link: "/drafts/3".to_owned(),
            lines: "2".to_owned(),
            learners: "90".to_owned(),
            changed: "20/08/2025 09:12, Phạm Thị Thu Hà".to_owned(),
            corrects: corrects.map(|(number, link)| (number.to_owned(), link.to_owned())),
            reason,
            discard: Action {
                url: "/drafts/3/discard".to_owned(),
                label: l.discard.to_owned(),
                confirm: Some(l.discard_confirm.to_owned()),
                primary: false,
            },
        };
        let back = say(lang, "Sửa ngày khai giảng", "Correct the start");
        DraftsPage {
            rows: vec![
                row(PROVIDER, Some(("03/2026/HĐ-ĐH", "/orders/3")), back),
                row(l.no_provider, None, String::new()),
            ],
            ..DraftsPage::sample_empty(lang)
        }
    }

    pub fn sample_empty(lang: Lang) -> DraftsPage {
        let title = texts(lang).life.drafts;
        DraftsPage {
            frame: frame(lang, title, "/drafts").crumbs(vec![orders_crumb(lang), Crumb::here(title)]),
            rows: Vec::new(),
        }
    }
}

impl OtherTermsPage {
    pub fn sample(lang: Lang) -> OtherTermsPage {
        other_terms(lang, &[])
    }

    pub fn sample_refused(lang: Lang) -> OtherTermsPage {
        let above = issue(
            "amendment.price",
            "lines[0].price",
            "NĐ 32/2019 Đ12",
            (
                "Đơn giá không vượt 24.000.000 đ của quyết định giá.",
                "The price is not above 24,000,000 dong.",
            ),
            ("Ghi đơn giá trong mức của quyết định giá.", "Write a price within the decision."),
        );
        let nothing = issue(
            "amendment.nothing",
            "lines",
            "NĐ 32/2019 Đ12",
            ("Không có gì thay đổi.", "Nothing differs."),
            ("Sửa ít nhất một ô.", "Change at least one field."),
        );
        other_terms(lang, &[above, nothing])
    }
}

fn other_terms(lang: Lang, issues: &[Issue]) -> OtherTermsPage {
    let t = texts(lang);
    let (l, f) = (&t.life, &t.fields);
    let value = |name: &str| {
        let now = match name.rsplit('.').next() {
            Some("quantity") => "60",
            Some("price") => "24.500.000",
            Some("starts_on") => "05/09/2025",
            Some("ends_on") => "30/06/2027",
            _ => "",
        };
        now.to_owned()
    };
    let entered = Entered { value: &value, issues, lang };
    let field = |name: &str| entered.field(&format!("lines[0].{name}"));
    OtherTermsPage {
        frame: frame(lang, l.amend, "/orders/7/amend")
            .crumbs(vec![
                orders_crumb(lang),
                Crumb::new("07/2025/HĐ-ĐHĐT", "/orders/7"),
                Crumb::here(l.amend),
            ])
            .issues(issues),
        url: "/orders/7/amend".to_owned(),
        back: "/orders/7".to_owned(),
        lead: l.amend_lead.to_owned(),
        governs_from: Some(entered.field("governs_from")),
        reason: entered.field("reason"),
        lines: vec![OtherTerms {
            place: "lines[0]".to_owned(),
            occupation: say(lang, "6480202 Công nghệ thông tin", "6480202 Information technology"),
            now: vec![
                Pair::new(f.quantity, "60"),
                Pair::new(f.price, "24.000.000").note(format!("{} 24.000.000", l.price_cap)),
                Pair::new(t.order.dates, "05/09/2025 – 30/06/2027"),
                Pair::new(t.programme.enrolled, "52"),
            ],
            quantity: field("quantity"),
            price: field("price"),
            starts_on: field("starts_on"),
            ends_on: field("ends_on"),
        }],
        errors: entered.errors("lines"),
        send: l.amend_send.to_owned(),
    }
}

impl ReallocationsPage {
    pub fn sample(lang: Lang) -> ReallocationsPage {
        ReallocationsPage {
            rows: vec![UnusedRow {
                order: "07/2025/HĐ-ĐHĐT".to_owned(),
                link: "/orders/7".to_owned(),
                provider: PROVIDER.to_owned(),
                line: "1".to_owned(),
                occupation: say(lang, "6480202 Công nghệ thông tin", "6480202 Information technology"),
                starts_on: "05/09/2025".to_owned(),
                quantity: "60".to_owned(),
                enrolled: "52".to_owned(),
                unused: "8".to_owned(),
            }],
            paging: Paging::new(1, 25, 1, lang, |page| format!("/reallocations?page={page}")),
            giving_lines: vec![Choice::new("11", "07/2025/HĐ-ĐHĐT · 1 · 6480202 (8)")],
            taking_lines: vec![Choice::new("24", "12/2025/HĐ-ĐHĐT · 2 · 6480202")],
            ..ReallocationsPage::sample_empty(lang)
        }
    }

    pub fn sample_empty(lang: Lang) -> ReallocationsPage {
        let title = texts(lang).life.reallocate;
        let field = |name: &str| Field::new(name, "");
        ReallocationsPage {
            frame: frame(lang, title, "/reallocations").crumbs(vec![orders_crumb(lang), Crumb::here(title)]),
            rows: Vec::new(),
            paging: Paging::default(),
            giving: field("giving"),
            giving_lines: Vec::new(),
            taking: field("taking"),
            taking_lines: Vec::new(),
            places: field("places"),
            governs_from: field("governs_from"),
            reason: field("reason"),
        }
    }
}
