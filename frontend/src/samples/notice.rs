use domain::{
    notice::{Event, Kind},
    text::Lang,
};

use super::{frame, say};
use crate::{
    pages::*,
    show::{Badge, Paging, Tone},
    texts::texts,
};

impl InboxPage {
    pub fn sample(lang: Lang) -> InboxPage {
        let row = |id: i64, kind: Kind, told: &str, is_read: bool| {
            let event = Event::sample(kind);
            let said = event.said();
            NoticeRow {
                id,
                subject: said.subject.get(lang).to_owned(),
                happened: said.happened.get(lang).to_owned(),
                to_do: said.to_do.get(lang).to_owned(),
                link: event.path(),
                told: told.to_owned(),
                is_read,
            }
        };
        let mut page = InboxPage {
            rows: vec![
                row(9, Kind::OrderOffered, "05/11/2026 09:12", false),
                row(8, Kind::ResultsDue, "05/11/2026 07:00", false),
                row(7, Kind::StatementPaid, "04/11/2026 15:40", true),
            ],
            has_unread: true,
            ..InboxPage::sample_empty(lang)
        };
        page.frame.unread = 2;
        page
    }

    pub fn sample_empty(lang: Lang) -> InboxPage {
        InboxPage {
            frame: frame(lang, texts(lang).notices.inbox, "/inbox"),
            rows: Vec::new(),
            has_unread: false,
            paging: Paging::default(),
        }
    }
}

impl OutboxPage {
    pub fn sample(lang: Lang) -> OutboxPage {
        let n = &texts(lang).notices;
        let row = |id: i64, kind: Kind, next_try: &str, state: Badge, answer: &str| UnsentRow {
            id,
            to: "Nguyễn Thị Hoa".to_owned(),
            link: "/people/12".to_owned(),
            about: kind.name().get(lang).to_owned(),
            since: "05/11/2026 09:12".to_owned(),
            tries: "3".to_owned(),
            next_try: next_try.to_owned(),
            state,
            answer: answer.to_owned(),
        };
        let failed = Badge::new(n.failed, Tone::Bad);
        let waiting = Badge::new(n.waiting, Tone::Waiting);
        OutboxPage {
            is_on: true,
            rows: vec![
                row(4, Kind::Invited, "–", failed, "permanent error (550): 5.1.1 … User unknown"),
                row(
                    5,
                    Kind::StatementIssued,
                    "05/11/2026 09:48",
                    waiting,
                    "transient error (451): 4.7.1 Greylisted",
                ),
            ],
            ..OutboxPage::sample_empty(lang)
        }
    }

    pub fn sample_empty(lang: Lang) -> OutboxPage {
        OutboxPage {
            frame: frame(lang, texts(lang).notices.outbox, "/notices"),
            is_on: false,
            rows: Vec::new(),
            paging: Paging::default(),
        }
    }
}

/// What a mail says is shown by the backend, which writes it.
impl MailPreviewPage {
    pub fn sample(lang: Lang) -> MailPreviewPage {
        let n = &texts(lang).notices;
        let mail = |code: &str, language: &str| PreviewedMail {
            language: language.to_owned(),
            code: code.to_owned(),
            subject: say(lang, "Đơn 03/2026/HĐ-ĐH chờ đơn vị nhận", "Order 03/2026 waits for your answer"),
            lines: vec![TextLine {
                words: say(lang, "Mở trong Dathang: ", "Open in Dathang: "),
                address: "https://dathang.example/orders/3".to_owned(),
            }],
            link: "about:blank".to_owned(),
        };
        MailPreviewPage {
            frame: frame(lang, n.preview, "/notices/preview"),
            kind: Kind::OrderOffered.as_str().to_owned(),
            kinds: vec![crate::form::Choice::new(
                Kind::OrderOffered.as_str(),
                Kind::OrderOffered.name().get(lang),
            )],
            mails: vec![mail("vi", n.vietnamese), mail("en", n.english)],
        }
    }
}
