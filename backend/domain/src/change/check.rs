//! What must hold before a change is proposed, and again before it is confirmed: the world may have moved between.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::{Basis, Change, Kind, Levels, NewOccupation, Organisation, Waiting};
use crate::{
    approval,
    calendar::vietnamese,
    ids::PartyId,
    issue::{Issue, none_or_all},
    money::Money,
    occupation::Level,
    party::PartyKind,
    programme::Certainty,
    settlement::Scheme,
    tax_code::TaxCode,
    text::Text,
    working_days::{DayKind, WorkingDays, is_weekend},
};

/// What is known today of everything that a change may be about.
#[derive(Debug, Clone)]
pub struct World {
    pub today: Date,
    pub occupations: Levels,
    pub parties: BTreeMap<PartyId, PartyKind>,
    /// Province codes in use.
    pub provinces: BTreeSet<String>,
    pub licences: BTreeSet<(PartyId, String, &'static str, Date)>,
    pub lines: Vec<Line>,
    /// Codes of targets, by programme.
    pub targets: BTreeMap<String, BTreeSet<String>>,
    /// Code and newest version.
    pub schemes: BTreeMap<String, u32>,
    pub lists: BTreeSet<i64>,
    pub days: WorkingDays,
    pub identities: BTreeSet<(PartyId, Date)>,
    pub waiting: Waiting,
}

/// A budget line and what is taken of it.
#[derive(Debug, Clone)]
pub struct Line {
    pub programme: String,
    pub code: String,
    pub fiscal_year: i32,
    pub levels: Vec<Level>,
    pub taken: Money,
}

pub(super) const BUDGET: &str = "Luật NSNN 83/2015 Đ12; NĐ 32/2019 Đ12";
pub(super) const LICENSED: &str = "Luật GDNN Đ19; NĐ 143/2016";
const CALENDAR: &str = "Bộ luật Lao động 2019 Đ111–112";
const LISTED: &str = "TT 26/2020/TT-BLĐTBXH";
const DATED: &str = "NĐ 334/2026 Đ15";
/// A public holiday is a few days; more is a slip of the keyboard.
const MOST_DAYS: i64 = 15;

/// Issues as they are collected.
#[derive(Default)]
pub(super) struct Found(pub(super) Vec<Issue>);

impl Found {
    pub(super) fn unless(&mut self, holds: bool, code: &str, place: &str, rule: &str, said: [&str; 4]) {
        if !holds {
            let [problem_vi, problem_en, remedy_vi, remedy_en] = said;
            let (problem, remedy) = (Text::new(problem_vi, problem_en), Text::new(remedy_vi, remedy_en));
            self.0.push(Issue::new(code, place, rule, problem, remedy));
        }
    }

    pub(super) fn filled(&mut self, text: &str, place: &str) {
        self.unless(
            !text.is_empty(),
            "change.missing",
            place,
            DATED,
            ["Chưa điền.", "Nothing is written.", "Điền theo quyết định.", "Fill it in as in the decision."],
        );
    }
}

impl World {
    /// `Ok`, or everything that is wrong with the change and with what it rests on.
    pub fn check(&self, change: &Change, basis: &Basis) -> Result<(), Vec<Issue>> {
        let mut found = Found::default();
        self.rests(change.kind(), basis, &mut found);
        match change {
            Change::Scheme { content } => self.scheme(content, &mut found),
            Change::Prices(list) => self.prices(list, basis, &mut found),
            Change::Licence(licence) => self.licence(licence, basis, &mut found),
            Change::Appropriation { code, amount } => self.appropriation(code, *amount, basis, &mut found),
            Change::BudgetLine(line) => self.budget_line(line, &mut found),
            Change::Days { from, until, what, name } => self.days(*from, *until, *what, name, &mut found),
            Change::Occupation(occupation) => self.occupation(occupation, &mut found),
            Change::Target { programme, code, value } => {
                let known = self.targets.get(programme).is_some_and(|codes| codes.contains(code));
                let said = [
                    "Không có chỉ tiêu này.",
                    "There is no such target.",
                    "Chọn trong danh sách.",
                    "Choose one of the list.",
                ];
                found.unless(known, "target.unknown", "target", "QĐ 1446/QĐ-TTg", said);
                let said = ["Chỉ tiêu âm.", "The target is below zero.", "Ghi số từ 0.", "Write 0 or more."];
                found.unless(*value >= 0, "target.value", "value", "QĐ 1446/QĐ-TTg", said);
                let said = [
                    "Quyết định chưa có hiệu lực.",
                    "The decision is not in force yet.",
                    "Ghi vào ngày có hiệu lực.",
                    "Record it on its day.",
                ];
                found.unless(basis.valid_from <= self.today, "target.future", "valid_from", DATED, said);
            }
            Change::Setting { name, value } => {
                let (least, most) = name.limits();
                if !name.allows(*value) {
                    found.0.push(Issue::new(
                        "setting.value",
                        "value",
                        "assumption",
                        Text::new(
                            format!("Giá trị nằm ngoài {least}–{most}."),
                            format!("The value is not within {least}–{most}."),
                        ),
                        Text::new("Kiểm tra lại số đã gõ.", "Look at what was typed."),
                    ));
                }
                let said = [
                    "Tham số không có hiệu lực lùi ngày.",
                    "A setting does not reach back.",
                    "Chọn từ hôm nay trở đi.",
                    "Choose today or later.",
                ];
                found.unless(basis.valid_from >= self.today, "setting.past", "valid_from", DATED, said);
            }
            Change::Organisation(organisation) => self.organisation(organisation, basis, &mut found),
            Change::Bands { subject, bands } => {
                let said = [
                    "Mức duyệt mới có hiệu lực sớm nhất từ ngày mai.",
                    "New bands govern from tomorrow at the earliest.",
                    "Chọn một ngày sau hôm nay; việc đã trình giữ mức cũ.",
                    "Choose a later day; what is submitted keeps its bands.",
                ];
                found.unless(basis.valid_from > self.today, "band.past", "valid_from", "assumption", said);
                found.0.extend(approval::check(*subject, bands));
            }
        }
        if found.0.is_empty() && self.waiting.contains(&(change.kind(), change.subject(basis))) {
            let said = [
                "Đã có một đề nghị về việc này đang chờ duyệt.",
                "A proposal about this waits already.",
                "Chờ duyệt xong, hoặc rút đề nghị cũ.",
                "Wait for it, or withdraw it first.",
            ];
            found.unless(false, "change.waiting", "", DATED, said);
        }
        none_or_all(found.0)
    }

    /// A decision with its authority, number and day; or an assumption with its reason.
    fn rests(&self, kind: Kind, basis: &Basis, found: &mut Found) {
        let assumed = basis.certainty == Certainty::Assumption;
        if assumed {
            let said = [
                "Giả định mà không ghi lý do.",
                "An assumption without its reason.",
                "Ghi vì sao chọn số liệu này.",
                "Write why this was chosen.",
            ];
            found.unless(!basis.reason.is_empty(), "basis.reason", "reason", DATED, said);
        }
        // A price and a licence are found by their number, also where they are assumed.
        if !assumed || matches!(kind, Kind::Prices | Kind::Licence) {
            found.filled(&basis.number, "decision_number");
        }
        if !assumed || kind == Kind::Prices {
            found.filled(&basis.authority, "authority");
            let said = [
                "Thiếu ngày quyết định, hoặc ngày ở tương lai.",
                "The day of the decision is missing or to come.",
                "Ghi ngày ký quyết định.",
                "Write the day it was signed.",
            ];
            let signed = basis.decided_on.is_some_and(|day| day <= self.today);
            found.unless(signed, "basis.decided_on", "decided_on", DATED, said);
        }
    }

    /// Findings of the file are placed by its lines.
    fn scheme(&self, content: &str, found: &mut Found) {
        let scheme = match Scheme::parse(content) {
            Ok(scheme) => scheme,
            Err(findings) => return found.0.extend(findings),
        };
        let beyond = scheme.beyond_one_line();
        if !beyond.is_empty() {
            let list = |pick: fn(&Text) -> &str| beyond.iter().map(pick).collect::<Vec<_>>().join("; ");
            found.0.push(Issue::new(
                "scheme.beyond_one_line",
                "content",
                "NĐ 32/2019 Đ24",
                Text::new(
                    format!(
                        "Quy chế có điều khoản vượt ra ngoài một dòng đặt hàng: {}.",
                        list(|text| &text.vi)
                    ),
                    format!(
                        "The scheme has terms that reach beyond one order line: {}.",
                        list(|text| &text.en)
                    ),
                ),
                Text::new("Bỏ điều khoản đó khỏi tệp.", "Drop those terms from the file."),
            ));
        }
        let newest = self.schemes.get(&scheme.id).copied().unwrap_or(0);
        if scheme.version <= newest {
            found.0.push(Issue::new(
                "scheme.version",
                "content",
                DATED,
                Text::new(
                    format!("Quy chế {} đã có phiên bản {newest}; bản đã công bố không sửa được.", scheme.id),
                    format!(
                        "Scheme {} has version {newest}; what is published cannot be changed.",
                        scheme.id
                    ),
                ),
                Text::new(
                    format!("Ghi version = {} trong tệp.", newest + 1),
                    format!("Write version = {} in the file.", newest + 1),
                ),
            ));
        }
    }

    fn days(&self, from: Date, until: Date, what: DayKind, name: &str, found: &mut Found) {
        found.filled(name, "day_name");
        let count = (until - from).whole_days() + 1;
        let said = [
            "Khoảng ngày trống hoặc dài hơn 15 ngày.",
            "No days, or more than 15 of them.",
            "Sửa ngày đầu và ngày cuối.",
            "Mend the first and the last day.",
        ];
        found.unless((1..=MOST_DAYS).contains(&count), "days.range", "until_day", CALENDAR, said);
        let mut day = Some(from);
        while let Some(this) = day.filter(|day| *day <= until && count <= MOST_DAYS) {
            let fits = match what {
                DayKind::Holiday => self.days.decided(this).is_none(),
                DayKind::Workday => is_weekend(this) && self.days.decided(this).is_none(),
                DayKind::Ordinary => self.days.decided(this).is_some(),
            };
            if !fits {
                let shown = vietnamese(this);
                found.0.push(Issue::new(
                    "days.day",
                    "from_day",
                    CALENDAR,
                    Text::new(
                        format!("Ngày {shown} đã được quy định, hoặc không cần quy định như vậy."),
                        format!("{shown} is decided already, or needs no such decision."),
                    ),
                    Text::new("Xem lịch của năm rồi sửa khoảng ngày.", "Look at the year and mend the days."),
                ));
            }
            day = this.next_day();
        }
    }

    fn occupation(&self, occupation: &NewOccupation, found: &mut Found) {
        let said = [
            "Mã đã có trong danh mục.",
            "The code is listed already.",
            "Ghi mã khác.",
            "Write another code.",
        ];
        let free = !self.occupations.contains_key(&occupation.code);
        found.unless(free, "occupation.taken", "occupation_code", LISTED, said);
        let digits = occupation.code.len() == 7 && occupation.code.chars().all(|c| c.is_ascii_digit());
        let code = match occupation.level {
            Level::College => digits && occupation.code.starts_with('6'),
            Level::Intermediate => digits && occupation.code.starts_with('5'),
            Level::Elementary | Level::Continuing => !occupation.code.is_empty() && !digits,
        };
        let said = [
            "Mã không hợp với trình độ.",
            "The code does not fit the level.",
            "Cao đẳng: 6 và sáu chữ số; trung cấp: 5 và sáu chữ số; khóa ngắn: mã riêng có chữ.",
            "College: 6 and six figures; intermediate: 5 and six figures; short courses: a code with letters.",
        ];
        found.unless(code, "occupation.code", "occupation_code", LISTED, said);
        found.filled(&occupation.name.vi, "name_vi");
        found.filled(&occupation.name.en, "name_en");
        let short = !occupation.level.is_training();
        let said = [
            "Khóa ngắn cần số tháng và giờ; giờ tại doanh nghiệp không quá tổng giờ.",
            "A short course needs months and hours; hours at the enterprise are part of all hours.",
            "Điền theo chương trình đào tạo.",
            "Fill it in as in the course's programme.",
        ];
        let course = occupation.course.is_some_and(|course| {
            course.months > 0 && course.hours_total > 0 && course.hours_enterprise <= course.hours_total
        });
        found.unless(course == short, "occupation.course", "months", LISTED, said);
    }

    fn organisation(&self, new: &Organisation, basis: &Basis, found: &mut Found) {
        const FOUNDED: &str = "NĐ 32/2019 Đ12";
        let said = [
            "Không có đơn vị này.",
            "There is no such organisation.",
            "Chọn trong danh mục.",
            "Choose one of the list.",
        ];
        found.unless(self.parties.contains_key(&new.party), "party.unknown", "party", FOUNDED, said);
        found.filled(&new.name, "organisation_name");
        let said = [
            "Không có tỉnh này.",
            "There is no such province.",
            "Chọn trong danh sách.",
            "Choose one of the list.",
        ];
        let place = new.province_code.is_empty() || self.provinces.contains(&new.province_code);
        found.unless(place, "party.province", "province", FOUNDED, said);
        if !new.tax_code.is_empty()
            && let Err(issue) = TaxCode::parse(&new.tax_code)
        {
            found.0.push(Issue { place: "tax_code".to_owned(), ..issue });
        }
        let account =
            |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ' '));
        for (text, place) in
            [(&new.treasury_account, "treasury_account"), (&new.bank_account, "bank_account")]
        {
            let said = [
                "Số tài khoản có ký tự lạ.",
                "The account has other signs than letters and figures.",
                "Ghi như trên giấy xác nhận tài khoản.",
                "Write it as the bank or the Treasury confirms it.",
            ];
            found.unless(account(text), "party.account", place, "NĐ 11/2020/NĐ-CP Đ6", said);
        }
        let said = [
            "Số tài khoản và ngân hàng phải đi cùng nhau.",
            "An account and its bank go together.",
            "Điền cả hai, hoặc bỏ trống cả hai.",
            "Fill in both or neither.",
        ];
        found.unless(
            new.bank_account.is_empty() == new.bank.is_empty(),
            "party.bank",
            "bank",
            "NĐ 11/2020/NĐ-CP Đ6",
            said,
        );
        let said = [
            "Đã có thông tin của đơn vị từ đúng ngày ấy.",
            "Something else begins on that very day.",
            "Chọn ngày hiệu lực khác.",
            "Choose another first day.",
        ];
        let free = !self.identities.contains(&(new.party, basis.valid_from));
        found.unless(free, "party.twice", "valid_from", FOUNDED, said);
    }
}
