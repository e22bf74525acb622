use domain::text::Lang;

use super::{frame, say};
use crate::{
    form::{Choice, Field},
    pages::*,
    show::{Crumb, Pair},
    texts::texts,
};

const SEAL: &str = "9f2c41d07be35a60c1f8e4b2d9a7730516c8fe2ab44d0937e5b1c6d8f0a2e394";

impl AuditPage {
    pub fn sample(lang: Lang) -> AuditPage {
        let entries = vec![AuditRow {
            number: "1204".to_owned(),
            link: "/audit/1204".to_owned(),
            at: "05/11/2025 09:12:44".to_owned(),
            who: "Phạm Thị Thu Hà".to_owned(),
            action: say(lang, "Duyệt đơn", "Order approved"),
            subject: say(lang, "Đơn 07/2025/HĐ-ĐHĐT", "Order 07/2025/HĐ-ĐHĐT"),
            subject_link: Some("/orders/7".to_owned()),
        }];
        AuditPage { entries, ..AuditPage::sample_empty(lang) }
    }

    pub fn sample_empty(lang: Lang) -> AuditPage {
        let a = &texts(lang).audit;
        AuditPage {
            frame: frame(lang, a.heading, "/audit").crumbs(vec![Crumb::here(a.heading)]),
            heads: vec![
                Pair::new(a.head, SEAL).note(format!("{} 1204", a.of_entry)),
                Pair::new(a.ledger_head, SEAL),
            ],
            who: Field::new("who", "ha"),
            action: Field::new("action", "order.approve"),
            subject: Field::new("subject", ""),
            from: Field::new("from", "01/11/2025"),
            until: Field::new("until", ""),
            actions: vec![Choice::new("order.approve", say(lang, "Duyệt đơn", "Order approved"))],
            found: a.found.count(1, lang),
            entries: Vec::new(),
            paging: None,
            export_link: "/audit.csv?who=v1:5d0c".to_owned(),
        }
    }
}

impl AuditEntryPage {
    pub fn sample(lang: Lang) -> AuditEntryPage {
        let a = &texts(lang).audit;
        let title = format!("{} 1204", a.number);
        AuditEntryPage {
            frame: frame(lang, &title, "/audit/1204")
                .crumbs(vec![Crumb::new(a.heading, "/audit"), Crumb::here(&title)]),
            head: vec![Pair::new(a.at, "05/11/2025 09:12:44"), Pair::new(a.who, "Phạm Thị Thu Hà")],
            hashes: vec![Pair::new(a.seal, SEAL), Pair::new(a.previous, SEAL)],
            written: vec![Pair::new(say(lang, "Sự kiện", "Facts"), a.rows.count(1, lang))],
            changes: vec![ChangeRow {
                what: "Nguyễn Thị Ngọc Ánh".to_owned(),
                link: Some("/learners/9".to_owned()),
                before: say(lang, "Thôi học: chuyển nơi ở", "Withdrew: moved away"),
                after: say(lang, "Rút lại: báo nhầm", "Retracted: reported by mistake"),
            }],
        }
    }
}
