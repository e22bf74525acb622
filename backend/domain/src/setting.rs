//! The few figures that no payment terms hold and that the office decides: each with what holds until somebody decides,
//! and where that comes from.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    money::Money,
    noun,
    programme::Certainty,
    text::{Text, say},
    words::Spelling,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// Working days from the approval of a statement to the Treasury's payment.
    PaymentDueWorkingDays,
    /// Days after the end of a course until results are asked for.
    ResultsDueDays,
    /// Days after the end of a month until its hours are asked for.
    HoursDueDays,
    /// A report that takes back so much of settled money asks for confirmation.
    LargeTakeBackDong,
    LongestDelegationDays,
    InvitationDays,
    /// The end of a budget year (`year_end`): days of a year as month and day, `1230`.
    YearEndDossier,
    YearEndSpend,
    YearEndAdjustment,
    /// Working days before the end of the adjustment by which its dossiers are with the Treasury.
    YearEndAdjustmentDossierDays,
    YearEndReconcile,
    YearEndGiveBack,
    /// Whether a bank's file has names without Vietnamese letters: 1, or 0.
    BankFilePlainLetters,
    /// Days from a notice of clawback until which an objection is heard, and from the approval of the statement until the money
    /// is back.
    ContestDays,
    GiveBackDays,
    /// Whether amounts in words have `lẻ` for `linh`, and `ngàn` for `nghìn`.
    WordsWithLe,
    WordsWithNgan,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Days,
    WorkingDays,
    Dong,
    /// Month and day of a year: `1230` is 30 December.
    DayOfYear,
    YesNo,
}

impl Setting {
    pub const ALL: [Setting; 17] = [
        Setting::PaymentDueWorkingDays,
        Setting::ResultsDueDays,
        Setting::HoursDueDays,
        Setting::LargeTakeBackDong,
        Setting::LongestDelegationDays,
        Setting::InvitationDays,
        Setting::YearEndDossier,
        Setting::YearEndSpend,
        Setting::YearEndAdjustment,
        Setting::YearEndAdjustmentDossierDays,
        Setting::YearEndReconcile,
        Setting::YearEndGiveBack,
        Setting::BankFilePlainLetters,
        Setting::ContestDays,
        Setting::GiveBackDays,
        Setting::WordsWithLe,
        Setting::WordsWithNgan,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Setting::PaymentDueWorkingDays => "payment_due_working_days",
            Setting::ResultsDueDays => "results_due_days",
            Setting::HoursDueDays => "hours_due_days",
            Setting::LargeTakeBackDong => "large_take_back_dong",
            Setting::LongestDelegationDays => "longest_delegation_days",
            Setting::InvitationDays => "invitation_days",
            Setting::YearEndDossier => "year_end_dossier",
            Setting::YearEndSpend => "year_end_spend",
            Setting::YearEndAdjustment => "year_end_adjustment",
            Setting::YearEndAdjustmentDossierDays => "year_end_adjustment_dossier_days",
            Setting::YearEndReconcile => "year_end_reconcile",
            Setting::YearEndGiveBack => "year_end_give_back",
            Setting::BankFilePlainLetters => "bank_file_plain_letters",
            Setting::ContestDays => "contest_days",
            Setting::GiveBackDays => "give_back_days",
            Setting::WordsWithLe => "words_with_le",
            Setting::WordsWithNgan => "words_with_ngan",
        }
    }

    pub fn parse(text: &str) -> Option<Setting> {
        Setting::ALL.into_iter().find(|setting| setting.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            Setting::PaymentDueWorkingDays => Text::new(
                "Hạn chi trả sau khi duyệt bảng thanh toán",
                "Payment due after a statement is approved",
            ),
            Setting::ResultsDueDays => Text::new(
                "Hạn báo cáo tốt nghiệp sau ngày hết khóa",
                "Graduation results due after a course ends",
            ),
            Setting::HoursDueDays => {
                Text::new("Hạn báo cáo giờ sau ngày cuối tháng", "Hours due after a month ends")
            }
            Setting::LargeTakeBackDong => Text::new(
                "Báo cáo làm thu hồi từ mức này phải xác nhận",
                "A report that takes back so much is confirmed first",
            ),
            Setting::LongestDelegationDays => Text::new("Thời hạn ủy quyền dài nhất", "Longest delegation"),
            Setting::InvitationDays => Text::new("Thời hạn lời mời", "Days an invitation is good for"),
            Setting::YearEndDossier => {
                Text::new("Cuối năm: hồ sơ đến Kho bạc", "Year end: dossiers with the Treasury")
            }
            Setting::YearEndSpend => Text::new("Cuối năm: ngày cuối được chi", "Year end: last day to spend"),
            Setting::YearEndAdjustment => {
                Text::new("Cuối năm: hết thời gian chỉnh lý", "Year end: adjustment ends")
            }
            Setting::YearEndAdjustmentDossierDays => Text::new(
                "Cuối năm: hồ sơ chỉnh lý đến trước khi hết chỉnh lý",
                "Year end: dossiers ahead of the end of adjustment",
            ),
            Setting::YearEndReconcile => {
                Text::new("Cuối năm: đối chiếu số dư tạm ứng", "Year end: advances reconciled")
            }
            Setting::YearEndGiveBack => {
                Text::new("Cuối năm: nộp trả số dư tạm ứng", "Year end: advances given back")
            }
            Setting::BankFilePlainLetters => {
                Text::new("Tệp gửi ngân hàng bỏ dấu tiếng Việt", "Bank files without Vietnamese letters")
            }
            Setting::ContestDays => Text::new(
                "Hạn gửi ý kiến về thông báo thu hồi",
                "Objections to a notice of clawback are heard within",
            ),
            Setting::GiveBackDays => {
                Text::new("Hạn nộp trả sau khi duyệt bảng thanh toán", "Money claimed back is due within")
            }
            Setting::WordsWithLe => {
                Text::new("Số tiền bằng chữ: viết “lẻ” thay cho “linh”", "Amounts in words: “lẻ” for “linh”")
            }
            Setting::WordsWithNgan => Text::new(
                "Số tiền bằng chữ: viết “ngàn” thay cho “nghìn”",
                "Amounts in words: “ngàn” for “nghìn”",
            ),
        }
    }

    pub fn unit(self) -> Unit {
        match self {
            Setting::PaymentDueWorkingDays | Setting::YearEndAdjustmentDossierDays => Unit::WorkingDays,
            Setting::LargeTakeBackDong => Unit::Dong,
            Setting::YearEndDossier
            | Setting::YearEndSpend
            | Setting::YearEndAdjustment
            | Setting::YearEndReconcile
            | Setting::YearEndGiveBack => Unit::DayOfYear,
            Setting::BankFilePlainLetters | Setting::WordsWithLe | Setting::WordsWithNgan => Unit::YesNo,
            _ => Unit::Days,
        }
    }

    /// What holds until the office decides otherwise.
    pub fn initial(self) -> i64 {
        match self {
            Setting::PaymentDueWorkingDays => 15,
            Setting::ResultsDueDays => 0,
            Setting::HoursDueDays => 5,
            Setting::LargeTakeBackDong => 1_000_000,
            Setting::LongestDelegationDays => 92,
            Setting::InvitationDays => 7,
            Setting::YearEndDossier => 1230,
            Setting::YearEndSpend => 1231,
            Setting::YearEndAdjustment => 131,
            Setting::YearEndAdjustmentDossierDays => 2,
            Setting::YearEndReconcile => 210,
            Setting::YearEndGiveBack => 215,
            Setting::ContestDays => 15,
            Setting::GiveBackDays => 30,
            Setting::BankFilePlainLetters | Setting::WordsWithLe | Setting::WordsWithNgan => 0,
        }
    }

    /// Where the initial value comes from, and how sure that is.
    pub fn source(self) -> (Text, Certainty) {
        match self {
            Setting::PaymentDueWorkingDays => (
                Text::new(
                    "Mẫu biên bản nghiệm thu, thanh lý: 15 ngày làm việc từ khi đủ hồ sơ",
                    "The form of acceptance and liquidation: 15 working days from the full dossier",
                ),
                Certainty::Inferred,
            ),
            Setting::ResultsDueDays => (
                Text::new(
                    "Chưa có văn bản quy định; hỏi từ ngày hết khóa",
                    "No rule was found; asked for from the end",
                ),
                Certainty::Assumption,
            ),
            Setting::HoursDueDays => (
                Text::new(
                    "Chưa có văn bản quy định; đủ một tuần làm việc để đối chiếu sổ",
                    "No rule was found; a week of work to compare the registers",
                ),
                Certainty::Assumption,
            ),
            Setting::LargeTakeBackDong => (
                Text::new(
                    "Mức mà cơ sở đào tạo muốn được hỏi lại",
                    "What a college would want to be asked about",
                ),
                Certainty::Assumption,
            ),
            Setting::LongestDelegationDays => (
                Text::new(
                    "Vắng lâu hơn thì bổ nhiệm người khác",
                    "Longer absences are for a new appointment",
                ),
                Certainty::Assumption,
            ),
            Setting::InvitationDays => {
                (Text::new("Đủ một tuần làm việc", "A week of work"), Certainty::Assumption)
            }
            Setting::YearEndDossier
            | Setting::YearEndSpend
            | Setting::YearEndAdjustment
            | Setting::YearEndAdjustmentDossierDays
            | Setting::YearEndReconcile
            | Setting::YearEndGiveBack => {
                (Text::new("TT 26/2026/TT-BTC", "TT 26/2026/TT-BTC"), Certainty::Verified)
            }
            Setting::BankFilePlainLetters => (
                Text::new("Ngân hàng nhận chữ có dấu (UTF-8)", "Banks take every letter (UTF-8)"),
                Certainty::Assumption,
            ),
            Setting::ContestDays | Setting::GiveBackDays => {
                (Text::new("Chưa có văn bản quy định", "No rule was found"), Certainty::Assumption)
            }
            Setting::WordsWithLe | Setting::WordsWithNgan => (
                Text::new("Không có quy định; cách viết phổ biến", "No rule; the usual way of writing"),
                Certainty::Assumption,
            ),
        }
    }

    /// Beyond these a value is a slip of the keyboard.
    pub fn limits(self) -> (i64, i64) {
        match self {
            Setting::PaymentDueWorkingDays => (1, 120),
            Setting::ResultsDueDays => (0, 366),
            Setting::HoursDueDays => (0, 60),
            Setting::LargeTakeBackDong => (1, 100_000_000_000),
            Setting::LongestDelegationDays => (1, 366),
            Setting::InvitationDays => (1, 60),
            Setting::ContestDays | Setting::GiveBackDays => (1, 366),
            Setting::YearEndAdjustmentDossierDays => (0, 20),
            Setting::BankFilePlainLetters | Setting::WordsWithLe | Setting::WordsWithNgan => (0, 1),
            Setting::YearEndDossier
            | Setting::YearEndSpend
            | Setting::YearEndAdjustment
            | Setting::YearEndReconcile
            | Setting::YearEndGiveBack => (101, 1231),
        }
    }

    /// Whether a value may be set. Every year has the day that is set.
    pub fn allows(self, value: i64) -> bool {
        let (least, most) = self.limits();
        let there = |value: i64| {
            let day = crate::year_end::in_year(2025, value);
            i64::from(u8::from(day.month())) * 100 + i64::from(day.day()) == value
        };
        (least..=most).contains(&value) && (self.unit() != Unit::DayOfYear || there(value))
    }

    /// As it is said: `15 ngày làm việc`, `1.000.000 đ`.
    pub fn said(self, value: i64) -> Text {
        match self.unit() {
            Unit::Days => noun::DAY.counted(value),
            Unit::WorkingDays => noun::WORKING_DAY.counted(value),
            Unit::Dong => say!("{amount} đ", "{amount} đ", amount = Money::dong(value).said()),
            Unit::DayOfYear => {
                let day = format!("{:02}/{:02}", value % 100, value / 100);
                Text::new(day.clone(), day)
            }
            Unit::YesNo if value == 0 => Text::new("không", "no"),
            Unit::YesNo => Text::new("có", "yes"),
        }
    }
}

/// What was decided of all settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// In the order in which they were decided.
    decided: Vec<(Setting, Date, i64)>,
}

impl Settings {
    pub fn of(decided: Vec<(Setting, Date, i64)>) -> Settings {
        Settings { decided }
    }

    /// The value in force on a day: the latest day counts, and of one day the last word.
    pub fn on(&self, setting: Setting, day: Date) -> i64 {
        let of = self.decided.iter().filter(|(which, from, _)| *which == setting && *from <= day);
        of.max_by_key(|(_, from, _)| *from).map_or(setting.initial(), |(.., value)| *value)
    }

    /// How amounts are written out on a day.
    pub fn spelling(&self, day: Date) -> Spelling {
        let is_set = |setting| self.on(setting, day) != 0;
        Spelling::new(is_set(Setting::WordsWithLe), is_set(Setting::WordsWithNgan))
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_value_holds_from_its_day_and_the_last_word_of_a_day_counts() {
        let which = Setting::InvitationDays;
        let settings = Settings::of(vec![
            (which, date!(2026 - 03 - 01), 10),
            (which, date!(2026 - 02 - 01), 5),
            (which, date!(2026 - 03 - 01), 14),
        ]);
        assert_eq!(settings.on(which, date!(2026 - 01 - 31)), 7);
        assert_eq!(settings.on(which, date!(2026 - 02 - 28)), 5);
        assert_eq!(settings.on(which, date!(2026 - 03 - 01)), 14);
        assert_eq!(settings.on(Setting::ResultsDueDays, date!(2026 - 03 - 01)), 0);
    }

    #[test]
    fn a_day_of_the_year_is_one_that_every_year_has() {
        let which = Setting::YearEndReconcile;
        assert!(which.allows(228) && which.allows(1231) && !which.allows(229) && !which.allows(1301));
        assert!(!which.allows(100) && !which.allows(431));
        assert_eq!(which.said(210).vi, "10/02");
    }

    #[test]
    fn every_initial_value_lies_within_its_limits() {
        for setting in Setting::ALL {
            let (least, most) = setting.limits();
            assert!(
                (least..=most).contains(&setting.initial()) && setting.allows(setting.initial()),
                "{setting:?}"
            );
            assert_eq!(Setting::parse(setting.as_str()), Some(setting));
        }
    }
}
