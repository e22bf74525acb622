use domain::text::Lang;

use super::{dong, frame, say};
use crate::{
    form::{Field, SmallForm, SmallInput},
    pages::*,
    show::{Action, Badge, Pair, Tone},
    texts::texts,
};

const COLLEGE: &str = "Trường Cao đẳng Kỹ thuật Cao Thắng";

pub(super) fn clock(lang: Lang) -> Listing {
    let t = texts(lang);
    let p = &t.payments;
    let columns = [p.approved_on, p.complete_on, p.due, t.fields.state];
    let row = vec![
        Entry::new("12/10/2026"),
        Entry::new("14/10/2026"),
        Entry::new("04/11/2026"),
        Entry::badge(Badge::new(p.on_time, Tone::Active)),
    ];
    Listing::new(p.clock, &columns, "").lead(p.clock_lead).rows(vec![row])
}

impl PaymentsPage {
    pub fn sample(lang: Lang) -> PaymentsPage {
        let p = &texts(lang).payments;
        let row = |id: i64, refusals: Vec<String>| ChooseRow {
            id,
            number: format!("BTT-{id:04}/2026"),
            link: format!("/statements/{id}"),
            kind: say(lang, "Nghiệm thu", "Acceptance"),
            order: "07/2025/HĐ-ĐHĐT".to_owned(),
            order_link: "/orders/7".to_owned(),
            payee: COLLEGE.to_owned(),
            account: "****0033 Kho bạc Nhà nước".to_owned(),
            amount: dong(412_500_000, lang),
            invoice: "1C26TDT-00000123, 14/10/2026".to_owned(),
            charge: say(lang, "Chuyển nguồn sang năm 2026", "Carried over into 2026"),
            due: "04/11/2026".to_owned(),
            ticked: refusals.is_empty(),
            refusals,
        };
        let waiting = WaitingEntry {
            heading: say(lang, "Đã chi", "Paid"),
            amount: dong(60_000_000, lang),
            why: say(
                lang,
                "Không có mã khoản chi của lô nào.",
                "It carries no key of a payment that was sent.",
            ),
            head: vec![Pair::new(p.document, "FT26290001").note("16/10/2026")],
            proposed: vec![say(
                lang,
                "DH20260010002: đã chi 60.000.000 đ",
                "DH20260010002: paid 60.000.000 đ",
            )],
            assign_url: "/payments/entries/4/assign".to_owned(),
            key: Field::new("end_to_end[4]", ""),
            part: Field::new("part[4]", ""),
            aside_url: "/payments/entries/4/set-aside".to_owned(),
            reason: Field::new("reason[4]", ""),
        };
        let batch = vec![
            Entry::new("LC-001/2026").link("/payments/batches/1"),
            Entry::new("15/10/2026"),
            Entry::badge(Badge::new(p.sent, Tone::Active)),
        ];
        let columns = [p.batch, p.made_on, texts(lang).fields.state];
        PaymentsPage {
            banner: Some(format!("{}: 30/12/2026 ({})", p.next_day, p.days_left.count(58, lang))),
            files: vec![(p.carried_file.to_owned(), "/payments/carried.xlsx".to_owned())],
            choose: Some(ChooseForm {
                rows: vec![
                    row(41, Vec::new()),
                    row(
                        42,
                        vec![say(
                            lang,
                            "BTT-0042/2026: chưa có hóa đơn.",
                            "BTT-0042/2026: there is no invoice.",
                        )],
                    ),
                ],
                total: dong(825_000_000, lang),
                note: Field::new("note", ""),
            }),
            waiting: vec![waiting],
            tables: vec![Listing::new(p.batches, &columns, p.no_batches).rows(vec![batch])],
            forms: vec![import(lang)],
            ..PaymentsPage::new(frame(lang, p.nav, "/payments"), p.lead)
        }
    }

    pub fn sample_own(lang: Lang) -> PaymentsPage {
        let t = texts(lang);
        let p = &t.payments;
        let columns = [t.statement.number, t.statement.payable, p.paid, p.invoice];
        let row = vec![
            Entry::new("BTT-0042/2026").link("/statements/42"),
            Entry::new("412.500.000"),
            Entry::new("0"),
            Entry::new(p.no_invoice),
        ];
        let form = PaymentForm {
            url: "/statements/42/invoice".to_owned(),
            heading: format!("{} BTT-0042/2026", p.record),
            lead: format!("{} 412.500.000 đ.", p.record_lead),
            open: true,
            inputs: vec![
                Question::new(t.fields.invoice_number, Field::new("invoice_number[42]", ""), Asks::Text),
                Question::new(t.fields.invoiced_on, Field::new("invoiced_on[42]", ""), Asks::Day),
            ],
            button: p.record.to_owned(),
        };
        PaymentsPage {
            tables: vec![Listing::new(p.own, &columns, p.none_own).figures(&[1, 2]).rows(vec![row])],
            forms: vec![form],
            ..PaymentsPage::new(frame(lang, p.nav, "/payments"), p.own_lead)
        }
    }

    pub fn sample_batch(lang: Lang) -> PaymentsPage {
        let t = texts(lang);
        let p = &t.payments;
        let release = SmallForm {
            url: "/payments/batches/1/release".to_owned(),
            heading: p.release.to_owned(),
            lead: Some(p.release_lead.to_owned()),
            hidden: Vec::new(),
            inputs: vec![SmallInput::typed(t.fields.comment, Field::new("comment", ""))],
            button: p.release.to_owned(),
            confirm: None,
        };
        let line = |label: &str, amount| (label.to_owned(), String::new(), dong(amount, lang));
        PaymentsPage {
            state: Some(Badge::new(p.sent, Tone::Active)),
            small: vec![release],
            sums: Some(AddedUp {
                heading: p.reconciled.to_owned(),
                lead: p.reconciled_lead.to_owned(),
                rows: vec![
                    line(p.paid, 700_000_000),
                    line(p.returned, 25_000_000),
                    line(p.withdrawn, 0),
                    line(p.open, 100_000_000),
                ],
                total: (p.in_batch.to_owned(), dong(825_000_000, lang)),
                holds: true,
            }),
            ..PaymentsPage::new(frame(lang, format!("{} LC-001/2026", p.batch), "/payments/batches/1"), "")
        }
    }

    pub fn sample_confirmation(lang: Lang) -> PaymentsPage {
        let p = &texts(lang).payments;
        let take = Action {
            url: "/payments/confirmations/1/accept".to_owned(),
            label: p.take.to_owned(),
            confirm: Some(p.take_confirm.to_owned()),
            primary: true,
        };
        PaymentsPage {
            head: vec![Pair::new("SHA-256", "3f1c9a")],
            actions: vec![take],
            ..PaymentsPage::new(frame(lang, format!("{} 1", p.confirmation), "/payments/confirmations/1"), "")
        }
    }
}

fn import(lang: Lang) -> PaymentForm {
    let t = texts(lang);
    PaymentForm {
        url: "/payments/confirmations".to_owned(),
        heading: t.payments.import.to_owned(),
        lead: t.payments.import_lead.to_owned(),
        open: false,
        inputs: vec![Question::new(t.fields.file, Field::new("file", ""), Asks::File)],
        button: t.payments.look.to_owned(),
    }
}
