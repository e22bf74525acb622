//! Minutes with the longest names and every part filled in: what the tests set and what a designer looks at.

use domain::money::Money;
use time::{Date, Month};

use super::minutes::{
    AcceptanceMinutes, AcceptedLine, AnnexLearner, Instrument, MoneySummary, Party, PayeeShare, QualityLine,
    UnitPrice,
};

const FAMILY_NAMES: [&str; 8] = ["Nguyễn", "Trần", "Phạm", "Đặng", "Vũ", "Hoàng", "Huỳnh", "Tôn Nữ"];
const MIDDLE_NAMES: [&str; 7] = ["Thị Ngọc", "Văn", "Quốc", "Thị Mỹ", "Đức", "Thị Huỳnh Như", "Hữu"];
const GIVEN_NAMES: [&str; 9] = ["Ánh", "Dũng", "Hằng", "Khuê", "Loan", "Nghĩa", "Phượng", "Quỳnh", "Yến"];
const CLASSES: [(&str, i64); 4] =
    [("Xuất sắc", 15_675_000), ("Giỏi", 14_962_500), ("Khá", 14_250_000), ("Trung bình", 12_825_000)];

/// Minutes under a contract, with an annex of so many learners. The amounts of the body are not those of the annex.
pub fn acceptance_minutes(learners: usize) -> AcceptanceMinutes {
    AcceptanceMinutes {
        instrument: Instrument::Contract,
        parent_body: Some("Ủy ban nhân dân thành phố Hải Phòng".to_owned()),
        issuing_body: "Sở Giáo dục và Đào tạo".to_owned(),
        place: "Hải Phòng".to_owned(),
        number: "07/BB-SGDĐT".to_owned(),
        date: day(2026, Month::December, 15),
        legal_bases: texts(&[
            "Nghị định số 32/2019/NĐ-CP ngày 10 tháng 4 năm 2019 của Chính phủ quy định giao nhiệm vụ, đặt hàng hoặc đấu thầu cung cấp sản phẩm, dịch vụ công sử dụng ngân sách nhà nước từ nguồn kinh phí chi thường xuyên",
            "Quyết định số 1446/QĐ-TTg của Thủ tướng Chính phủ",
            "Hợp đồng đặt hàng số 12/2026/HĐ-SGDĐT ngày 05 tháng 02 năm 2026 giữa Sở Giáo dục và Đào tạo thành phố Hải Phòng và Trường Cao đẳng Kỹ thuật Công nghiệp Duyên hải",
            "Bảng thanh toán số 03/BTT-2026 và hồ sơ công nhận tốt nghiệp kèm theo",
        ]),
        ordering_body: Party {
            name: "Sở Giáo dục và Đào tạo thành phố Hải Phòng".to_owned(),
            representative_title: Some("Giám đốc".to_owned()),
            address: Some("Số 21 phố Mẫu, phường Hồng Bàng, thành phố Hải Phòng".to_owned()),
            tax_code: None,
            budget_unit_code: Some("1000001".to_owned()),
        },
        provider: Party {
            name: "Trường Cao đẳng Kỹ thuật Công nghiệp và Kinh tế biển Duyên hải Bắc Bộ".to_owned(),
            representative_title: Some("Hiệu trưởng".to_owned()),
            address: Some("Khu đô thị mẫu Nam Đình Vũ, đường trục chính số 5, phường Đông Hải, thành phố Hải Phòng".to_owned()),
            tax_code: Some("0100233488".to_owned()),
            budget_unit_code: None,
        },
        order_number: "12/2026/HĐ-SGDĐT".to_owned(),
        order_date: day(2026, Month::February, 5),
        lines: lines(),
        quality: [("Xuất sắc", 9, 141_075_000), ("Giỏi", 31, 463_837_500), ("Khá", 34, 484_500_000), ("Trung bình", 6, 76_950_000)]
            .map(|(graduation_class, learners, amount)| QualityLine {
                graduation_class: graduation_class.to_owned(),
                learners,
                accepted_amount: Money::dong(amount),
            })
            .into(),
        money: MoneySummary {
            ordered: Money::dong(1_410_000_000),
            accepted: Money::dong(1_166_362_500),
            not_accepted: Money::dong(157_137_500),
            pending: Money::dong(86_500_000),
            advanced: Money::dong(705_000_000),
            paid: Money::dong(320_000_000),
            advance_recovered: Money::dong(583_181_250),
            balance: Money::dong(263_181_250),
        },
        payees: vec![
            PayeeShare { name: "Trường Cao đẳng Kỹ thuật Công nghiệp và Kinh tế biển Duyên hải Bắc Bộ".to_owned(), amount: Money::dong(710_589_375) },
            PayeeShare { name: "Công ty trách nhiệm hữu hạn một thành viên Cơ khí chính xác và Tự động hóa Đình Vũ - Cát Hải (doanh nghiệp thực hành)".to_owned(), amount: Money::dong(455_773_125) },
        ],
        assumptions: texts(&[
            "Đơn giá đào tạo trình độ trung cấp nghề Cắt gọt kim loại được tạm tính theo định mức kinh tế - kỹ thuật, chờ quyết định của cấp có thẩm quyền",
            "Hệ số theo xếp loại tốt nghiệp lấy theo hợp đồng, không phải theo văn bản quy phạm pháp luật",
        ]),
        conclusions: texts(&[
            "Bên B đã hoàn thành khối lượng đào tạo nêu tại mục 1, hồ sơ tốt nghiệp đầy đủ, chất lượng đạt yêu cầu của hợp đồng",
            "Bên A chấp nhận thanh toán cho Bên B số tiền còn phải thanh toán nêu tại mục 3 trong thời hạn 15 ngày làm việc kể từ ngày nhận đủ hồ sơ",
            "Hai bên thống nhất thanh lý hợp đồng kể từ ngày ký biên bản này; biên bản được lập thành 06 bản có giá trị pháp lý như nhau, mỗi bên giữ 03 bản",
        ]),
        recipients: texts(&["Như trên", "Kho bạc Nhà nước khu vực III", "Sở Tài chính thành phố Hải Phòng", "Lưu: VT, KHTC"]),
        statement_hash: Some("9f2c64d1b7a803e55c1d0e6f4b8a97c2310fd6e5a4b3c2d1908f7e6d5c4b3a29".to_owned()),
        ledger_head: Some("41d7c09be2f35a68b1c4d7e0f3a6b9c2d5e8f1a4b7c0d3e6f9a2b5c8d1e4f70a".to_owned()),
        layout_note: Some("Mẫu số 04 ban hành kèm theo Nghị định số 32/2019/NĐ-CP. Bố cục của mẫu được lập lại theo trí nhớ, chưa đối chiếu với bản gốc của Phụ lục.".to_owned()),
        learners: (0..learners).map(learner).collect(),
    }
}

fn lines() -> Vec<AcceptedLine> {
    let line =
        |occupation: &str, level: &str, people: [u32; 4], unit_price, amounts: [i64; 2]| AcceptedLine {
            occupation: occupation.to_owned(),
            level: level.to_owned(),
            ordered: people[0],
            enrolled: people[1],
            graduated: people[2],
            accepted: people[3],
            unit_price,
            ordered_amount: Money::dong(amounts[0]),
            accepted_amount: Money::dong(amounts[1]),
        };
    let issued = |dong| UnitPrice::Issued(Money::dong(dong));
    vec![
        line(
            "Công nghệ kỹ thuật điều khiển và tự động hóa",
            "Cao đẳng",
            [40, 38, 34, 33],
            issued(14_250_000),
            [570_000_000, 481_237_500],
        ),
        line(
            "Kỹ thuật lắp đặt điện và điều khiển trong công nghiệp",
            "Trung cấp",
            [35, 35, 31, 30],
            issued(14_000_000),
            [490_000_000, 437_500_000],
        ),
        line(
            "Cắt gọt kim loại",
            "Trung cấp",
            [25, 22, 18, 17],
            UnitPrice::Assumed(Money::dong(14_000_000)),
            [350_000_000, 247_625_000],
        ),
    ]
}

fn learner(index: usize) -> AnnexLearner {
    let pick = |names: &[&'static str], step: usize| names[(index * step + index / 7) % names.len()];
    let full_name = match index % 29 {
        11 => "Công Tằng Tôn Nữ Hoàng Nguyễn Phước Quỳnh Thị Huyền Trân Diễm Phượng".to_owned(),
        _ => format!("{} {} {}", pick(&FAMILY_NAMES, 3), pick(&MIDDLE_NAMES, 5), pick(&GIVEN_NAMES, 2)),
    };
    let (class, amount) = CLASSES[(index * 7 + index / 5) % CLASSES.len()];
    AnnexLearner {
        full_name,
        masked_personal_id: format!("031*****{:04}", (index * 7919 + 1234) % 10_000),
        graduation_class: class.to_owned(),
        certificate_number: format!("B{:06}/2026", 104_211 + index),
        accepted_amount: Money::dong(amount),
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn day(year: i32, month: Month, day: u8) -> Date {
    Date::from_calendar_date(year, month, day).expect("the sample names days that exist")
}
