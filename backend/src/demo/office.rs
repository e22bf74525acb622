//! What the office maintained meanwhile: the calendar of two years, an account with the Treasury, prices and budget of the
//! next year, and one proposal that waits. Every step is proposed by one person and approved by another.

use domain::{
    approval::Subject,
    change::{Basis, BudgetLine, Change, Licence, Organisation, PriceList, PriceRow},
    ids::PartyId,
    money::Money,
    occupation::Level,
    order::ApprovalKind,
    programme::Certainty,
    setting::Setting,
    working_days::DayKind,
};
use time::{Date, Duration, macros::date};

use super::cast::Cast;
use crate::{
    actions::{Ctx, changes},
    error::Error,
};

/// Days off, first and last, and the Saturdays worked instead. Written down from memory, not read in the notices.
const DAYS_OFF: [(Date, Date, &str); 9] = [
    (date!(2025 - 01 - 01), date!(2025 - 01 - 01), "Tết Dương lịch"),
    (date!(2025 - 01 - 27), date!(2025 - 01 - 31), "Tết Nguyên đán"),
    (date!(2025 - 04 - 07), date!(2025 - 04 - 07), "Giỗ Tổ Hùng Vương"),
    (date!(2025 - 04 - 30), date!(2025 - 05 - 02), "30/4 và 1/5, nghỉ bù"),
    (date!(2025 - 09 - 01), date!(2025 - 09 - 02), "Quốc khánh"),
    (date!(2026 - 01 - 01), date!(2026 - 01 - 01), "Tết Dương lịch"),
    (date!(2026 - 02 - 16), date!(2026 - 02 - 20), "Tết Nguyên đán"),
    (date!(2026 - 04 - 27), date!(2026 - 05 - 01), "Giỗ Tổ (nghỉ bù), 30/4 và 1/5"),
    (date!(2026 - 09 - 01), date!(2026 - 09 - 02), "Quốc khánh"),
];
const WORKED_INSTEAD: Date = date!(2025 - 04 - 26);
const NEXT_YEAR: Date = date!(2027 - 01 - 01);
const MADE_UP: &str = "Số liệu minh họa của bản dùng thử";

pub async fn maintain(cast: &Cast, provider: PartyId) -> Result<(), Error> {
    let (planner, approver) = (&cast.planner, &cast.approver);
    let (accountant, chief) = (&cast.accountant, &cast.chief_accountant);
    let today = planner.today();
    let labour_code = "Bộ luật Lao động 2019 Đ112; ngày cụ thể chưa đối chiếu với thông báo";
    for (from, until, name) in DAYS_OFF {
        let days = Change::Days { from, until, what: DayKind::Holiday, name: name.to_owned() };
        decide(planner, approver, days, assumed(from, labour_code)).await?;
    }
    let worked = Change::Days {
        from: WORKED_INSTEAD,
        until: WORKED_INSTEAD,
        what: DayKind::Workday,
        name: "Làm bù cho ngày 2/5".to_owned(),
    };
    decide(planner, approver, worked, assumed(WORKED_INSTEAD, labour_code)).await?;
    let due = Change::Setting { name: Setting::PaymentDueWorkingDays, value: 15 };
    decide(planner, approver, due, assumed(today, "Giữ 15 ngày làm việc như mẫu biên bản thanh lý")).await?;
    next_years_prices(planner, approver).await?;
    next_years_budget(accountant, chief).await?;
    let target = changes::targets(planner).await?.into_iter().find(|target| target.programme == "qd374");
    if let Some(target) = target {
        let value =
            target.value.vi.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
        let change = Change::Target { programme: target.programme, code: target.code, value: value + 1 };
        decide(planner, approver, change, assumed(today, MADE_UP)).await?;
    }
    account_with_treasury(accountant, chief, provider).await?;
    // Left for somebody to decide.
    let results = Change::Setting { name: Setting::ResultsDueDays, value: 15 };
    let why = "Cơ sở đào tạo cần thời gian họp hội đồng và ra quyết định";
    changes::propose(planner, results, assumed(today, why)).await?;
    Ok(())
}

/// The body writes down who approves what; it is what holds by default.
pub async fn bands(cast: &Cast) -> Result<(), Error> {
    for subject in Subject::ALL {
        let governs_from = cast.planner.today().saturating_add(Duration::DAY);
        let bands = Change::Bands { subject, bands: subject.defaults() };
        decide(&cast.administrator, &cast.approver, bands, assumed(governs_from, "Phân cấp duyệt năm 2025"))
            .await?;
    }
    Ok(())
}

/// Some prices of the coming year, and a larger scale for who trains the first of them.
async fn next_years_prices(planner: &Ctx, approver: &Ctx) -> Result<(), Error> {
    let lists = changes::price_lists(planner).await?;
    let Some(first) = lists.iter().min_by_key(|list| list.id) else { return Ok(()) };
    let basis = Basis {
        authority: first.authority.clone(),
        number: "GĐ-01/2026".to_owned(),
        decided_on: Some(planner.today()),
        ..assumed(NEXT_YEAR, "Tăng theo mức lương cơ sở; giả định")
    };
    let price = |row: u32, occupation: &str, dong: i64| PriceRow {
        row,
        occupation: occupation.to_owned(),
        price: Money::dong(dong),
    };
    let list = PriceList {
        rows: vec![price(1, "6480202", 18_640_000), price(2, "5480202", 17_150_000)],
        valid_until: None,
        supersedes: Some(first.id),
    };
    decide(planner, approver, Change::Prices(list), basis).await?;
    let held = changes::licences(planner, "6480202", 1, 1).await?.rows.into_iter().next();
    let Some(held) = held.filter(|held| held.kind == ApprovalKind::Licence) else { return Ok(()) };
    let licence = Change::Licence(Licence {
        provider: PartyId(held.party),
        occupation: held.occupation_code,
        kind: held.kind,
        place: held.place_code,
        yearly_scale: held.yearly_scale + 20,
    });
    let basis = Basis { number: format!("{} (bổ sung)", held.number), ..assumed(NEXT_YEAR, MADE_UP) };
    decide(planner, approver, licence, basis).await
}

async fn next_years_budget(accountant: &Ctx, chief: &Ctx) -> Result<(), Error> {
    let line = BudgetLine {
        programme: "qd1446".to_owned(),
        code: "qd1446-2027-093".to_owned(),
        fiscal_year: NEXT_YEAR.year(),
        chapter: "022".to_owned(),
        category: "093".to_owned(),
        item: "7012".to_owned(),
        source_code: "12".to_owned(),
        programme_code: "0959".to_owned(),
        budget_level: "1".to_owned(),
        amount: Money::dong(12_000_000_000),
        levels: vec![Level::College],
    };
    let today = accountant.today();
    decide(accountant, chief, Change::BudgetLine(line), assumed(today, MADE_UP)).await?;
    let more =
        Change::Appropriation { code: "qd1446-2027-093".to_owned(), amount: Money::dong(14_500_000_000) };
    decide(accountant, chief, more, assumed(today, MADE_UP)).await
}

async fn account_with_treasury(accountant: &Ctx, chief: &Ctx, provider: PartyId) -> Result<(), Error> {
    let now = changes::organisation(accountant, provider.0).await?.now;
    let change = Change::Organisation(Organisation { treasury_account: "9523.2.1007001".to_owned(), ..now });
    let basis = Basis {
        authority: "Kho bạc Nhà nước khu vực".to_owned(),
        number: "GXN-TK 01 (giả lập)".to_owned(),
        decided_on: Some(accountant.today()),
        certainty: Certainty::Verified,
        ..assumed(accountant.today(), MADE_UP)
    };
    decide(accountant, chief, change, basis).await
}

async fn decide(maker: &Ctx, checker: &Ctx, change: Change, basis: Basis) -> Result<(), Error> {
    let id = changes::propose(maker, change, basis).await?;
    changes::approve(checker, id).await
}

fn assumed(valid_from: Date, reason: &str) -> Basis {
    Basis {
        valid_from,
        authority: String::new(),
        number: String::new(),
        decided_on: None,
        source: String::new(),
        certainty: Certainty::Assumption,
        reason: reason.to_owned(),
    }
}
