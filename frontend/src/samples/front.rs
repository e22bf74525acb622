use domain::text::Lang;

use super::{dong, frame, say};
use crate::{
    frame::Frame,
    pages::*,
    show::{Progress, count},
    texts::texts,
};

impl SignInPage {
    pub fn sample(lang: Lang) -> SignInPage {
        let row = |login: &str, role: (&str, &str), organisation: &str| DemoSignIn {
            login: login.to_owned(),
            role: say(lang, role.0, role.1),
            organisation: organisation.to_owned(),
        };
        let bo = "Bộ Giáo dục và Đào tạo";
        SignInPage {
            frame: Frame::new(lang, texts(lang).sign_in.heading, "/sign-in", "0b6f1f3e5a8c4d27"),
            login: String::new(),
            error: None,
            mistyped: false,
            next: None,
            provider: None,
            demo: vec![
                row("ha.pham", ("Người lập", "Maker"), bo),
                row("duc.le", ("Người duyệt", "Approver"), bo),
                row("lan.ngo", ("Kế toán", "Accountant"), bo),
                row("hung.vo", ("Phòng đào tạo", "Registrar"), "Trường Cao đẳng Công nghệ Thủ Đức"),
                row("mai.tran", ("Điều phối thực tập", "Host coordinator"), "Công ty TNHH Bosch Việt Nam"),
                row("son.do", ("Kiểm toán", "Auditor"), "Kiểm toán Nhà nước"),
            ],
            demo_password: Some("dathang-2026".to_owned()),
        }
    }

    pub fn sample_refused(lang: Lang) -> SignInPage {
        SignInPage {
            login: "ha.pham".to_owned(),
            error: Some(say(
                lang,
                "Tên đăng nhập hoặc mật khẩu không đúng.",
                "The login or the password is wrong.",
            )),
            mistyped: true,
            next: Some("/orders/7".to_owned()),
            demo: Vec::new(),
            demo_password: None,
            ..SignInPage::sample(lang)
        }
    }
}

impl HelpPage {
    pub fn sample(lang: Lang) -> HelpPage {
        HelpPage { frame: Frame::new(lang, texts(lang).help.heading, "/help", "") }
    }
}

impl HomePage {
    pub fn sample(lang: Lang) -> HomePage {
        let waiting = |number: u64, text: (&str, &str), link: &str, note: Option<(&str, &str)>| Waiting {
            count: count(number, lang),
            text: say(lang, text.0, text.1),
            link: link.to_owned(),
            urgency: Urgency::Waiting,
            note: note.map(|(vi, en)| say(lang, vi, en)),
        };
        let money =
            |vi, en, amount| MoneyState { label: say(lang, vi, en), amount: dong(amount, lang), note: None };
        HomePage {
            frame: frame(lang, texts(lang).home.heading, "/"),
            waiting: vec![
                Waiting {
                    urgency: Urgency::Overdue,
                    ..waiting(
                        4,
                        ("đơn đã hết khóa, chưa thanh lý", "ended orders to liquidate"),
                        "/orders/7",
                        Some(("Lâu nhất từ 12/01/2026", "The oldest is of 12/01/2026")),
                    )
                },
                Waiting {
                    urgency: Urgency::Returned,
                    ..waiting(
                        1,
                        ("bảng bị Kho bạc trả lại", "statement returned by the Treasury"),
                        "/statements",
                        None,
                    )
                },
                waiting(
                    3,
                    ("đơn đặt hàng chờ duyệt", "orders to approve"),
                    "/orders?state=submitted",
                    Some(("Cũ nhất gửi ngày 04/09/2025", "The oldest was submitted on 04/09/2025")),
                ),
                waiting(
                    12,
                    ("bảng thanh toán chờ duyệt", "statements to approve"),
                    "/statements?state=checked",
                    Some(("Kỳ 09/2025, cộng 4.182.600.000 đ", "Period 09/2025, 4.182.600.000 dong in all")),
                ),
                Waiting {
                    urgency: Urgency::ForInformation,
                    ..waiting(
                        2,
                        ("bảng đã duyệt, Kho bạc sắp chi", "approved statements to be paid to us"),
                        "/statements?state=approved",
                        None,
                    )
                },
            ],
            programmes: vec![
                ProgrammeCard {
                    name: programme_name(lang),
                    link: "/programmes/1".to_owned(),
                    legal_basis: "Quyết định 1446/QĐ-TTg ngày 30/08/2021".to_owned(),
                    period: "2021–2025".to_owned(),
                    progress: targets(lang),
                    note: None,
                },
                ProgrammeCard {
                    name: say(
                        lang,
                        "Đào tạo nhân lực bán dẫn thành phố Huế",
                        "Training for semiconductors in Huế",
                    ),
                    link: "/programmes/2".to_owned(),
                    legal_basis: "Quyết định 1002/QĐ-TTg".to_owned(),
                    period: "2025–2030".to_owned(),
                    progress: vec![progress(lang, ("Người học tốt nghiệp", "Graduates"), 600, 0, (0, "0 %"))],
                    note: Some(say(lang, "5 chỉ tiêu do các đơn vị báo cáo.", "5 targets are reported.")),
                },
            ],
            money: vec![
                money("Đặt hàng", "Ordered", 118_800_000_000),
                money("Tạm ứng", "Advanced", 35_640_000_000),
                money("Nghiệm thu", "Accepted", 84_150_000_000),
                money("Đã chi", "Paid", 81_967_400_000),
                money("Chờ chi", "To be paid", 4_182_600_000),
                money("Phải thu hồi", "To recover", -1_260_000_000),
            ],
        }
    }

    pub fn sample_empty(lang: Lang) -> HomePage {
        HomePage { waiting: Vec::new(), programmes: Vec::new(), money: Vec::new(), ..HomePage::sample(lang) }
    }
}

pub fn programme_name(lang: Lang) -> String {
    say(
        lang,
        "Đào tạo, đào tạo lại nâng cao kỹ năng nguồn nhân lực đáp ứng yêu cầu của cuộc Cách mạng công nghiệp lần thứ tư",
        "Training and retraining for the skills of the Fourth Industrial Revolution",
    )
}

fn progress(lang: Lang, label: (&str, &str), target: u64, actual: u64, share: (u8, &str)) -> Progress {
    Progress {
        label: say(lang, label.0, label.1),
        target: count(target, lang),
        actual: count(actual, lang),
        percent: share.1.to_owned(),
        filled: share.0,
        note: None,
    }
}

pub fn targets(lang: Lang) -> Vec<Progress> {
    let decimal = if lang == Lang::Vi { "88,1 %" } else { "88.1 %" };
    vec![
        progress(lang, ("Ngành, nghề", "Occupations"), 20, 20, (100, "100 %")),
        Progress {
            note: Some(say(lang, "Ít nhất trong các ngành, nghề", "The lowest of all occupations")),
            ..progress(
                lang,
                ("Người học mỗi ngành, nghề và trình độ", "Learners in each"),
                120,
                96,
                (80, "80 %"),
            )
        },
        progress(
            lang,
            ("Người học cao đẳng, trung cấp", "Learners, college and intermediate"),
            4_800,
            4_230,
            (88, decimal),
        ),
        progress(
            lang,
            ("Lượt người lao động được đào tạo lại", "Workers retrained"),
            300_000,
            126_000,
            (42, "42 %"),
        ),
    ]
}
