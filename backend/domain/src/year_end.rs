//! The end of a budget year: until when money of the year may be spent, what the time of adjustment allows, and what is
//! carried over (TT 26/2026/TT-BTC). The days are settings of the office, dated like all of them.

use time::{Date, Duration, Month};

use crate::{
    issue::Issue,
    setting::{Setting, Settings},
    statement::Kind,
    text::Text,
    working_days::WorkingDays,
};

pub const LAW: &str = "TT 26/2026/TT-BTC";

/// The days of one budget year; the last three lie in the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearEnd {
    pub year: i32,
    pub dossier: Date,
    pub spend: Date,
    pub adjustment_dossier: Date,
    pub adjustment: Date,
    pub reconcile: Date,
    pub give_back: Date,
}

/// Which money pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// Of the year, within it.
    OfYear(i32),
    /// Of the year, for volume done within it, in the time of adjustment.
    Adjustment(i32),
    /// Carried over: the order was signed with its dossier before the year ended (TT 130/2025/TT-BTC, 0912/0962).
    CarriedOver(i32),
}

impl Charge {
    pub fn name(self) -> Text {
        match self {
            Charge::OfYear(year) => Text::new(format!("dự toán năm {year}"), format!("budget of {year}")),
            Charge::Adjustment(year) => Text::new(
                format!("dự toán năm {year}, thời gian chỉnh lý"),
                format!("budget of {year}, time of adjustment"),
            ),
            Charge::CarriedOver(year) => {
                Text::new(format!("chuyển nguồn sang năm {year}"), format!("carried over into {year}"))
            }
        }
    }
}

impl YearEnd {
    pub fn of(year: i32, settings: &Settings, calendar: &WorkingDays) -> YearEnd {
        // Which days hold is asked for the last day of the year.
        let asked = in_year(year, 1231);
        let day = |setting, year| in_year(year, settings.on(setting, asked));
        let adjustment = day(Setting::YearEndAdjustment, year + 1);
        let ahead = settings.on(Setting::YearEndAdjustmentDossierDays, asked);
        YearEnd {
            year,
            dossier: day(Setting::YearEndDossier, year),
            spend: day(Setting::YearEndSpend, year),
            adjustment_dossier: before(calendar, adjustment, ahead),
            adjustment,
            reconcile: day(Setting::YearEndReconcile, year + 1),
            give_back: day(Setting::YearEndGiveBack, year + 1),
        }
    }

    /// Every day with what it means, in their order.
    pub fn days(&self) -> [(Date, Text); 6] {
        let year = self.year;
        [
            (
                self.dossier,
                Text::new(
                    format!("Hồ sơ chi, tạm ứng của năm {year} phải đến Kho bạc."),
                    format!("Dossiers for spending and advances of {year} must be with the Treasury."),
                ),
            ),
            (
                self.spend,
                Text::new(
                    format!("Ngày cuối chi và tạm ứng bằng dự toán năm {year}."),
                    format!("Last day to spend and advance money of {year}."),
                ),
            ),
            (
                self.adjustment_dossier,
                Text::new(
                    format!("Hồ sơ chỉnh lý của khối lượng đã làm trong năm {year} phải đến Kho bạc."),
                    format!("Dossiers for volume done in {year} must be with the Treasury."),
                ),
            ),
            (
                self.adjustment,
                Text::new(
                    format!("Hết thời gian chỉnh lý quyết toán năm {year}."),
                    format!("The time of adjustment of {year} ends."),
                ),
            ),
            (
                self.reconcile,
                Text::new(
                    "Đối chiếu số dư tạm ứng với Kho bạc để chuyển sang năm sau.",
                    "Advance balances are reconciled with the Treasury, to be carried over.",
                ),
            ),
            (
                self.give_back,
                Text::new(
                    "Nộp trả số dư tạm ứng không được chuyển.",
                    "Advance balances that are not carried over are given back.",
                ),
            ),
        ]
    }

    /// The first of the days that has not passed.
    pub fn next(&self, today: Date) -> Option<(Date, Text)> {
        self.days().into_iter().find(|(day, _)| *day >= today)
    }
}

/// Which money pays a statement that is put into a batch today, or why none does. `year` is that of the order's budget
/// line, `signed_on` the day the order was accepted, `done_by` the last day of the volume.
pub fn charge(
    end: &YearEnd,
    next: &YearEnd,
    kind: Kind,
    signed_on: Date,
    done_by: Date,
    today: Date,
) -> Result<Charge, Issue> {
    if today <= end.dossier {
        return Ok(Charge::OfYear(end.year));
    }
    if today <= end.spend {
        return Err(refusal(
            "payment.dossier_day",
            Text::new(
                format!("Đã quá ngày {} để gửi hồ sơ chi của năm {}.", said(end.dossier), end.year),
                format!("The last day for dossiers of {}, {}, has passed.", end.year, said(end.dossier)),
            ),
            Text::new(
                "Chi trong thời gian chỉnh lý nếu khối lượng đã làm trong năm, hoặc bằng nguồn chuyển sang.",
                "Pay in the time of adjustment if the volume was done in the year, or from what is carried over.",
            ),
        ));
    }
    if kind != Kind::Advance && done_by <= end.spend && today <= end.adjustment_dossier {
        return Ok(Charge::Adjustment(end.year));
    }
    if signed_on <= end.spend && today <= next.dossier {
        return Ok(Charge::CarriedOver(end.year + 1));
    }
    Err(refusal(
        "payment.year_over",
        Text::new(
            format!("Dự toán năm {} đã hết hạn chi và không còn được chuyển nguồn.", end.year),
            format!("Money of {} may no longer be spent, and is not carried over.", end.year),
        ),
        Text::new("Đề nghị bố trí dự toán năm nay cho đơn này.", "Ask for money of this year for the order."),
    ))
}

fn refusal(code: &str, problem: Text, remedy: Text) -> Issue {
    Issue::new(code, "statements", LAW, problem, remedy)
}

fn said(day: Date) -> String {
    crate::calendar::vietnamese(day)
}

/// A day of a year from `1231`. A day that the month lacks is its last one.
pub fn in_year(year: i32, month_day: i64) -> Date {
    let month = u8::try_from(month_day / 100).ok().and_then(|month| Month::try_from(month).ok());
    let month = month.unwrap_or(Month::December);
    let day = u8::try_from(month_day % 100).unwrap_or(31).clamp(1, month.length(year));
    Date::from_calendar_date(year, month, day).unwrap_or(Date::MAX)
}

/// The working day so many working days before a day.
fn before(calendar: &WorkingDays, day: Date, working_days: i64) -> Date {
    let (mut found, mut left) = (day, working_days);
    while left > 0 {
        let Some(earlier) = found.checked_sub(Duration::DAY) else { return found };
        found = earlier;
        left -= i64::from(calendar.is_working(found));
    }
    found
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn ends() -> (YearEnd, YearEnd) {
        let of = |year| YearEnd::of(year, &Settings::default(), &WorkingDays::default());
        (of(2025), of(2026))
    }

    fn charged(kind: Kind, signed: Date, done: Date, today: Date) -> Result<Charge, String> {
        let (end, next) = ends();
        charge(&end, &next, kind, signed, done, today).map_err(|issue| issue.code)
    }

    #[test]
    fn the_days_of_the_circular() {
        let (end, _) = ends();
        assert_eq!(end.dossier, date!(2025 - 12 - 30));
        assert_eq!(end.spend, date!(2025 - 12 - 31));
        assert_eq!(end.adjustment, date!(2026 - 01 - 31));
        // 31 January 2026 is a Saturday; two working days before it is Thursday.
        assert_eq!(end.adjustment_dossier, date!(2026 - 01 - 29));
        assert_eq!((end.reconcile, end.give_back), (date!(2026 - 02 - 10), date!(2026 - 02 - 15)));
        assert_eq!(end.next(date!(2026 - 02 - 01)).map(|(day, _)| day), Some(date!(2026 - 02 - 10)));
        assert_eq!(end.next(date!(2026 - 02 - 16)), None);
    }

    #[test]
    fn which_money_pays_follows_from_the_day() {
        let (signed, done) = (date!(2025 - 01 - 08), date!(2025 - 12 - 31));
        let on = |today| charged(Kind::Acceptance, signed, done, today);
        assert_eq!(on(date!(2025 - 12 - 30)), Ok(Charge::OfYear(2025)));
        assert_eq!(on(date!(2025 - 12 - 31)), Err("payment.dossier_day".to_owned()));
        assert_eq!(on(date!(2026 - 01 - 01)), Ok(Charge::Adjustment(2025)));
        assert_eq!(on(date!(2026 - 01 - 29)), Ok(Charge::Adjustment(2025)));
        assert_eq!(on(date!(2026 - 01 - 30)), Ok(Charge::CarriedOver(2026)));
        assert_eq!(on(date!(2026 - 12 - 30)), Ok(Charge::CarriedOver(2026)));
        assert_eq!(on(date!(2026 - 12 - 31)), Err("payment.year_over".to_owned()));
    }

    #[test]
    fn an_advance_and_a_late_order_have_no_adjustment() {
        let january = date!(2026 - 01 - 15);
        let (signed, late) = (date!(2025 - 06 - 01), date!(2026 - 01 - 05));
        assert_eq!(charged(Kind::Advance, signed, signed, january), Ok(Charge::CarriedOver(2026)));
        assert_eq!(charged(Kind::Advance, late, late, january), Err("payment.year_over".to_owned()));
        assert_eq!(charged(Kind::Acceptance, late, january, january), Err("payment.year_over".to_owned()));
    }

    #[test]
    fn a_day_that_the_month_lacks_is_its_last() {
        assert_eq!(in_year(2026, 230), date!(2026 - 02 - 28));
        assert_eq!(in_year(2026, 131), date!(2026 - 01 - 31));
    }
}
