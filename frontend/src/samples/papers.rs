use domain::text::Lang;

use super::{frame, issue, orders_crumb, say};
use crate::{
    form::{Entered, SmallForm, SmallInput},
    pages::*,
    show::{Badge, Crumb, Pair, Tone},
    texts::texts,
};

const NUMBER: &str = "05/BB-BGDĐT";
const CODE: &str = "7KQF-2M9X-TB4C";
const HASH: &str = "9f2c6b1d0e4a7385c1b2f60d9e8a4c7713aa5be02f4d6c9810b7e3d5a2c4f681";

impl PapersPage {
    pub fn sample(lang: Lang) -> PapersPage {
        let p = &texts(lang).papers;
        let row = |name: (&str, &str), of: &str, issued: bool, may: bool| PaperRow {
            name: say(lang, name.0, name.1),
            of: of.to_owned(),
            preview: "/orders/7/papers/draft?kind=minutes&about=order".to_owned(),
            number: issued.then(|| (NUMBER.to_owned(), "/papers/3".to_owned())),
            issued: if issued { "20/08/2025".to_owned() } else { String::new() },
            state: match issued {
                true => Badge::new(say(lang, "đang có hiệu lực", "in force"), Tone::Good),
                false => Badge::new(p.not_issued, Tone::Plain),
            },
            issue: may.then(|| ("minutes".to_owned(), "order".to_owned())),
            button: if issued { p.issue_anew } else { p.issue },
        };
        PapersPage {
            rows: vec![
                row(("Hợp đồng đặt hàng", "Order contract"), "", true, true),
                row(
                    ("Xác nhận giờ thực hành", "Confirmation of practice hours"),
                    "Công ty TNHH Điện tử Hải Phòng",
                    false,
                    false,
                ),
                row(("Bảng thanh toán", "Statement"), "BTT-2025-014", false, true),
                row(("Giấy rút dự toán", "Order to draw from the budget"), "BTT-2025-014", false, true),
            ],
            ..PapersPage::sample_empty(lang)
        }
    }

    pub fn sample_empty(lang: Lang) -> PapersPage {
        let t = texts(lang);
        let crumbs = vec![
            orders_crumb(lang),
            Crumb::new("07/2025/HĐ-ĐHĐT", "/orders/7"),
            Crumb::here(t.papers.papers),
        ];
        PapersPage {
            frame: frame(lang, t.papers.papers, "/orders/7/papers").crumbs(crumbs),
            rows: Vec::new(),
            url: "/orders/7/papers".to_owned(),
        }
    }
}

impl PaperPage {
    pub fn sample(lang: Lang) -> PaperPage {
        PaperPage {
            copies: vec![SignedCopy {
                received: "21/08/2025".to_owned(),
                link: "/papers/3/signed/1".to_owned(),
                finding: vec![say(
                    lang,
                    "Nguyễn Thị Hạnh ký ngày 21/08/2025; tệp không đổi từ khi ký; chữ ký khớp với chứng thư. Chưa xét chứng thư có đáng tin.",
                    "Signed by Nguyễn Thị Hạnh on 21/08/2025; unchanged since; the signature fits the certificate. Whether the certificate may be trusted was not looked at.",
                )],
                sha256: HASH.to_owned(),
            }],
            ..paper(lang, &[])
        }
    }

    pub fn sample_refused(lang: Lang) -> PaperPage {
        paper(
            lang,
            &[issue(
                "paper.not_signed",
                "file",
                "NĐ 30/2020/NĐ-CP",
                ("Tệp chưa có chữ ký số.", "The file carries no digital signature."),
                ("Ký số tệp rồi gửi lại.", "Sign the file and send it again."),
            )],
        )
    }
}

fn paper(lang: Lang, issues: &[domain::issue::Issue]) -> PaperPage {
    let t = texts(lang);
    let p = &t.papers;
    let title = format!("{} {NUMBER}", say(lang, "Biên bản nghiệm thu", "Minutes of acceptance"));
    let crumbs = vec![
        orders_crumb(lang),
        Crumb::new("07/2025/HĐ-ĐHĐT", "/orders/7"),
        Crumb::new(p.papers, "/orders/7/papers"),
        Crumb::here(NUMBER),
    ];
    let value = |_: &str| String::new();
    let entered = Entered { value: &value, issues, lang };
    PaperPage {
        frame: frame(lang, title, "/papers/3").crumbs(crumbs).issues(issues),
        state: Badge::new(say(lang, "đang có hiệu lực", "in force"), Tone::Good),
        head: vec![
            Pair::new(p.issuing_body, "Bộ Giáo dục và Đào tạo"),
            Pair::new(p.issued, "20/08/2025"),
            Pair::new(p.code, CODE).link(format!("/papers/check?code={CODE}")),
            Pair::new(p.hash, HASH),
        ],
        file: "/papers/3/file.pdf".to_owned(),
        copies: Vec::new(),
        signed_url: Some("/papers/3/signed".to_owned()),
        cancel: Some(SmallForm {
            url: "/papers/3/cancel".to_owned(),
            heading: p.cancel.to_owned(),
            lead: Some(p.cancel_lead.to_owned()),
            hidden: Vec::new(),
            inputs: vec![SmallInput::typed(t.fields.reason, entered.field("reason"))],
            button: p.cancel.to_owned(),
            confirm: Some(p.cancel_lead.to_owned()),
        }),
    }
}

impl PaperCheckPage {
    pub fn sample(lang: Lang) -> PaperCheckPage {
        let p = &texts(lang).papers;
        PaperCheckPage {
            code: CODE.to_owned(),
            found: Some(FoundPaper {
                title: format!("Biên bản nghiệm thu {NUMBER}"),
                state: Badge::new(say(lang, "đã được thay thế", "replaced"), Tone::Waiting),
                head: vec![
                    Pair::new(p.issuing_body, "Bộ Giáo dục và Đào tạo"),
                    Pair::new(p.issued, "20/08/2025"),
                    Pair::new(p.replaced_by, "06/BB-BGDĐT, 22/08/2025"),
                    Pair::new(p.hash, HASH),
                ],
            }),
            ..PaperCheckPage::sample_empty(lang)
        }
    }

    pub fn sample_empty(lang: Lang) -> PaperCheckPage {
        PaperCheckPage {
            frame: frame(lang, texts(lang).papers.check, "/papers/check"),
            code: String::new(),
            unknown: false,
            found: None,
        }
    }

    pub fn sample_unknown(lang: Lang) -> PaperCheckPage {
        PaperCheckPage { code: "7KQF-2M9X".to_owned(), unknown: true, ..PaperCheckPage::sample_empty(lang) }
    }
}
