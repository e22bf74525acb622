//! Official papers: which there are, who issues them, and how they are numbered.

use serde::{Deserialize, Serialize};

use crate::{party::Instrument, permission::Role, text::Text};

/// What a paper is. Sources of forms and fields: `backend/docs/papers.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Quyết định đặt hàng (Mẫu 01) or hợp đồng đặt hàng (Mẫu 03), NĐ 32/2019/NĐ-CP.
    Order,
    /// Biên bản nghiệm thu (Mẫu 02), biên bản nghiệm thu, thanh lý (Mẫu 04).
    Minutes,
    /// Quyết định điều chỉnh, phụ lục hợp đồng.
    Amendment,
    /// Bảng kê người học.
    Learners,
    /// Bảng thanh toán, with the reason of every line.
    Statement,
    /// Thông báo thu hồi.
    Clawback,
    /// Giấy rút dự toán, Mẫu 13 (C2-02a/NS), NĐ 347/2025/NĐ-CP.
    Withdrawal,
    /// Giấy đề nghị thanh toán tạm ứng, Mẫu 10 (C2-03/NS).
    AdvanceClearing,
    /// Giấy nộp trả kinh phí, Mẫu 08 (C2-05a/NS).
    Return,
    /// Danh sách thanh toán, Mẫu 20.
    PayList,
    /// Bảng xác định giá trị khối lượng hoàn thành, Mẫu 08a; kept by the unit.
    Volume,
    /// Quyết định công nhận tốt nghiệp, with the certificates.
    Graduation,
    /// Thỏa thuận đào tạo with a host enterprise.
    Hosting,
    /// Xác nhận giờ thực hành.
    Hours,
}

/// Whose paper it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issuer {
    OrderingBody,
    Provider,
    Host,
    /// Whoever was paid by the statement that the paper is about.
    Payee,
}

/// What a paper is about, beside its order. Written `statement:12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    Order,
    /// By its number.
    Amendment(i64),
    Statement(i64),
    /// One of the decisions by which graduates of a cohort were recognised, in the order in which they were reported.
    Cohort(i64, u32),
    Host(i64),
}

/// Whether a paper counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    InForce,
    /// A later paper took its place.
    Replaced,
    Cancelled,
}

impl Kind {
    pub const ALL: [Kind; 14] = [
        Kind::Order,
        Kind::Minutes,
        Kind::Amendment,
        Kind::Learners,
        Kind::Statement,
        Kind::Clawback,
        Kind::Withdrawal,
        Kind::AdvanceClearing,
        Kind::Return,
        Kind::PayList,
        Kind::Volume,
        Kind::Graduation,
        Kind::Hosting,
        Kind::Hours,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Order => "order",
            Kind::Minutes => "minutes",
            Kind::Amendment => "amendment",
            Kind::Learners => "learners",
            Kind::Statement => "statement",
            Kind::Clawback => "clawback",
            Kind::Withdrawal => "withdrawal",
            Kind::AdvanceClearing => "advance_clearing",
            Kind::Return => "return",
            Kind::PayList => "pay_list",
            Kind::Volume => "volume",
            Kind::Graduation => "graduation",
            Kind::Hosting => "hosting",
            Kind::Hours => "hours",
        }
    }

    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    pub fn issuer(self) -> Issuer {
        match self {
            Kind::Graduation | Kind::Hosting => Issuer::Provider,
            Kind::Return => Issuer::Payee,
            Kind::Hours => Issuer::Host,
            _ => Issuer::OrderingBody,
        }
    }

    /// Whose work a paper is: orders are the planners', money is the accountants', learners are the registrars'. A body's own
    /// division of work: assumption.
    pub fn is_work_of(self, role: Role) -> bool {
        match self {
            Kind::Order | Kind::Amendment | Kind::Learners => role == Role::Planner,
            Kind::Minutes => matches!(role, Role::Planner | Role::Accountant),
            Kind::Statement
            | Kind::Clawback
            | Kind::Withdrawal
            | Kind::AdvanceClearing
            | Kind::PayList
            | Kind::Volume => role == Role::Accountant,
            Kind::Return => {
                matches!(
                    role,
                    Role::CollegeAccountant | Role::Director | Role::HostCoordinator | Role::HostDirector
                )
            }
            Kind::Graduation | Kind::Hosting => matches!(role, Role::Registrar | Role::Director),
            Kind::Hours => matches!(role, Role::HostCoordinator | Role::HostDirector),
        }
    }

    /// The words of NĐ 30/2020 for kinds of papers; forms of the Treasury go by the name of the form.
    pub fn abbreviation(self, instrument: Instrument) -> &'static str {
        match (self, instrument) {
            (Kind::Order, Instrument::Decision)
            | (Kind::Amendment, Instrument::Decision)
            | (Kind::Graduation, _) => "QĐ",
            (Kind::Order, Instrument::Contract) => "HĐ",
            (Kind::Amendment, Instrument::Contract) => "PLHĐ",
            (Kind::Minutes, _) => "BB",
            (Kind::Learners, _) => "BK",
            (Kind::Statement, _) => "BTT",
            (Kind::Clawback, _) => "TB",
            (Kind::Withdrawal, _) => "RDT",
            (Kind::AdvanceClearing, _) => "ĐNTU",
            (Kind::Return, _) => "NTKP",
            (Kind::PayList, _) => "DSTT",
            (Kind::Volume, _) => "KL",
            (Kind::Hosting, _) => "TTĐT",
            (Kind::Hours, _) => "XNG",
        }
    }

    /// Tên loại.
    pub fn name(self, instrument: Instrument) -> Text {
        match (self, instrument) {
            (Kind::Order, Instrument::Decision) => Text::new("Quyết định đặt hàng", "Order decision"),
            (Kind::Order, Instrument::Contract) => Text::new("Hợp đồng đặt hàng", "Order contract"),
            (Kind::Minutes, Instrument::Decision) => {
                Text::new("Biên bản nghiệm thu đặt hàng", "Minutes of acceptance")
            }
            (Kind::Minutes, Instrument::Contract) => {
                Text::new("Biên bản nghiệm thu, thanh lý hợp đồng", "Minutes of acceptance and liquidation")
            }
            (Kind::Amendment, Instrument::Decision) => {
                Text::new("Quyết định điều chỉnh đặt hàng", "Decision amending the order")
            }
            (Kind::Amendment, Instrument::Contract) => {
                Text::new("Phụ lục hợp đồng", "Amendment of the contract")
            }
            (Kind::Learners, _) => Text::new("Bảng kê người học", "List of learners"),
            (Kind::Statement, _) => Text::new("Bảng thanh toán", "Statement"),
            (Kind::Clawback, _) => Text::new("Thông báo thu hồi", "Clawback notice"),
            (Kind::Withdrawal, _) => Text::new("Giấy rút dự toán", "Order to draw from the budget"),
            (Kind::AdvanceClearing, _) => {
                Text::new("Giấy đề nghị thanh toán tạm ứng", "Request to settle an advance")
            }
            (Kind::Return, _) => Text::new("Giấy nộp trả kinh phí", "Return of funds"),
            (Kind::PayList, _) => Text::new("Danh sách thanh toán", "List of payments"),
            (Kind::Volume, _) => {
                Text::new("Bảng xác định giá trị khối lượng công việc hoàn thành", "Value of completed work")
            }
            (Kind::Graduation, _) => {
                Text::new("Quyết định công nhận tốt nghiệp", "Decision recognising graduation")
            }
            (Kind::Hosting, _) => Text::new("Thỏa thuận đào tạo", "Training agreement with a host"),
            (Kind::Hours, _) => Text::new("Xác nhận giờ thực hành", "Confirmation of practice hours"),
        }
    }
}

impl About {
    pub fn key(self) -> String {
        match self {
            About::Order => "order".to_owned(),
            About::Amendment(number) => format!("amendment:{number}"),
            About::Statement(id) => format!("statement:{id}"),
            About::Cohort(id, 1) => format!("cohort:{id}"),
            About::Cohort(id, decision) => format!("cohort:{id}:{decision}"),
            About::Host(id) => format!("host:{id}"),
        }
    }

    pub fn parse(key: &str) -> Option<About> {
        let (what, rest) = key.split_once(':').unwrap_or((key, "0"));
        let (id, decision) = rest.split_once(':').unwrap_or((rest, "1"));
        let (id, decision) = (id.parse().ok()?, decision.parse().ok()?);
        if what != "cohort" && decision != 1 {
            return None;
        }
        Some(match what {
            "order" => About::Order,
            "amendment" => About::Amendment(id),
            "statement" => About::Statement(id),
            "cohort" => About::Cohort(id, decision),
            "host" => About::Host(id),
            _ => return None,
        })
    }
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            State::InForce => "in_force",
            State::Replaced => "replaced",
            State::Cancelled => "cancelled",
        }
    }

    pub fn name(self) -> Text {
        match self {
            State::InForce => Text::new("đang có hiệu lực", "in force"),
            State::Replaced => Text::new("đã được thay thế", "replaced"),
            State::Cancelled => Text::new("đã hủy", "cancelled"),
        }
    }
}

/// Letters that stand for a body in the symbol of its papers: `Sở Giáo dục và Đào tạo` is `SGDĐT`. NĐ 30/2020 leaves the
/// abbreviation to the body; the first letter of every word but the small ones is custom: assumption.
pub fn symbol_of(body: &str) -> String {
    const SMALL: [&str; 7] = ["và", "của", "thành", "phố", "tỉnh", "–", "-"];
    let words = body.split_whitespace().filter(|word| !SMALL.contains(&word.to_lowercase().as_str()));
    let letters = words.filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    letters.flat_map(char::to_uppercase).take(12).collect()
}

/// `05/QĐ-SGDĐT`: numbers below ten with a nought (NĐ 30/2020, Phụ lục I).
pub fn number(ordinal: i32, abbreviation: &str, body: &str) -> String {
    format!("{ordinal:02}/{abbreviation}-{}", symbol_of(body))
}

/// The letters a person types to ask about a paper: no 0, O, 1, I or L.
const LETTERS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// Twelve letters in three groups out of a digest: `7KQF-2M9X-TB4C`.
pub fn code(digest: &[u8; 32]) -> String {
    let letters = digest.iter().take(12).map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]));
    let letters: Vec<char> = letters.collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The code as it is kept, from what somebody typed: case, spaces and dashes do not matter.
pub fn typed_code(text: &str) -> String {
    let letters: Vec<char> =
        text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_decree_asks() {
        assert_eq!(number(5, "QĐ", "Sở Giáo dục và Đào tạo"), "05/QĐ-SGDĐT");
        assert_eq!(number(123, "BB", "Bộ Giáo dục và Đào tạo"), "123/BB-BGDĐT");
        assert_eq!(symbol_of("Trường Cao đẳng Nghề số 1 thành phố Hà Nội"), "TCĐNS1HN");
    }

    #[test]
    fn keys_lead_back() {
        let of_cohort = [About::Cohort(4, 1), About::Cohort(4, 2)];
        for about in [About::Order, About::Amendment(2), About::Statement(15), About::Host(33)]
            .into_iter()
            .chain(of_cohort)
        {
            assert_eq!(About::parse(&about.key()), Some(about));
        }
        assert_eq!(About::parse("nothing:1"), None);
        assert_eq!(About::parse("statement:x"), None);
        assert_eq!(About::parse("statement:1:2"), None);
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
    }

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        let code = code(&[7; 32]);
        assert_eq!(code, "9999-9999-9999");
        assert_eq!(typed_code(" 9999 9999-9999"), code);
        assert_eq!(typed_code("7kqf2m9xtb4c"), "7KQF-2M9X-TB4C");
    }
}
