//! From the values of a view to the words of a page.

use domain::{calendar::vietnamese, figures, money::Money, text::Lang};
use frontend::{
    form::Choice,
    show::{Amount, Badge, Mark, MoneyIdentity, Progress, Tone, count},
    texts::texts,
};
use time::Date;

use crate::actions::views::{Coded, PositionView, TargetView, VolumeView};

pub fn dong(amount: i64, lang: Lang) -> Amount {
    Amount::new(Money::dong(amount), lang)
}

pub fn day(day: Date) -> String {
    vietnamese(day)
}

pub fn days(from: Date, until: Date) -> String {
    format!("{} – {}", vietnamese(from), vietnamese(until))
}

/// `2025-Q1` as it is said: `Quý 1/2025`, `Q1 2025`.
pub fn period(period: &str, lang: Lang) -> String {
    match (period.split_once("-Q"), lang) {
        (Some((year, quarter)), Lang::Vi) => format!("Quý {quarter}/{year}"),
        (Some((year, quarter)), Lang::En) => format!("Q{quarter} {year}"),
        (None, _) => period.to_owned(),
    }
}

/// The name of a file as a header carries it.
pub fn encoded_name(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).collect()
}

pub fn name(coded: &Coded, lang: Lang) -> String {
    capital(coded.name.get(lang))
}

pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub fn choice(coded: &Coded, lang: Lang) -> Choice {
    Choice::new(&coded.code, capital(coded.name.get(lang)))
}

/// What must be said beside a figure that was not verified.
pub fn mark(certainty: &Coded) -> Option<Mark> {
    match certainty.code.as_str() {
        "assumption" => Some(Mark::Assumption),
        "memory" => Some(Mark::FromMemory),
        "inferred" => Some(Mark::Inferred),
        _ => None,
    }
}

/// The state of an order, a statement, a cohort or a learner.
pub fn badge(state: &Coded, lang: Lang) -> Badge {
    let tone = match state.code.as_str() {
        "accepted" | "running" | "enrolled" | "check" | "commit" => Tone::Active,
        "closed" | "paid" | "graduated" | "employed" | "finished" => Tone::Good,
        "submitted" | "approved" | "proposed" | "awaited" | "prepared" | "suspended" | "duplicate"
        | "checked" => Tone::Waiting,
        "refused" | "failed" | "taken_back" | "rejected" | "cancelled" | "returned" | "withdrawn"
        | "declined" | "not_graduated" | "annulled" => Tone::Bad,
        _ => Tone::Plain,
    };
    Badge::new(state.name.get(lang), tone)
}

pub fn identities(volume: &VolumeView, position: &PositionView, lang: Lang) -> MoneyIdentity {
    MoneyIdentity {
        ordered: dong(volume.ordered_dong, lang),
        accepted: dong(volume.accepted_dong, lang),
        rejected: dong(volume.rejected_dong, lang),
        outstanding: dong(volume.outstanding_dong, lang),
        order_holds: volume.adds_up,
        advance: dong(position.advanced_dong, lang),
        payments: dong(position.payments_dong, lang),
        recoveries: dong(position.to_recover_dong, lang),
        settled: dong(position.accepted_dong, lang),
        settlement_holds: position.adds_up,
    }
}

/// A target beside what was reached; what the system cannot count has no bar.
pub fn progress(target: &TargetView, lang: Lang) -> Progress {
    let t = &texts(lang).deeds;
    let wanted = u64::try_from(target.value).unwrap_or(0);
    let scaled = scaled(wanted, target.decimals, lang);
    let permille = match (target.actual, target.decimals) {
        (Some(actual), 0) if wanted > 0 => Some(actual.saturating_mul(1_000) / wanted),
        _ => None,
    };
    let lowest = target.lowest.then(|| t.lowest.to_owned());
    let graduated = target
        .graduated
        .filter(|_| target.actual.unwrap_or(0) > 0)
        .map(|graduated| format!("{} {}", count(graduated, lang), t.graduated_of));
    let note = [lowest, graduated].into_iter().flatten().collect::<Vec<_>>().join("; ");
    Progress {
        label: target.label.get(lang).to_owned(),
        target: format!("{}{scaled}", comparison(&target.comparison)),
        actual: target.actual.map_or_else(|| "–".to_owned(), |actual| count(actual, lang)),
        percent: match permille {
            Some(0) if target.actual != Some(0) => format!("< {}", percent(1, lang)),
            Some(permille) => percent(permille, lang),
            None => String::new(),
        },
        filled: permille.map_or(0, |permille| u8::try_from((permille / 10).min(100)).unwrap_or(100)),
        note: Some(note).filter(|note| !note.is_empty()),
    }
}

fn comparison(sign: &str) -> &'static str {
    match sign {
        ">=" => "≥ ",
        ">" => "> ",
        "~" => "≈ ",
        _ => "",
    }
}

/// `125` in units of 10^-1 is `12,5` or `12.5`.
fn scaled(value: u64, decimals: u32, lang: Lang) -> String {
    let unit = 10u64.saturating_pow(decimals);
    if decimals == 0 {
        return count(value, lang);
    }
    let digits = usize::try_from(decimals).unwrap_or(0);
    figures::decimal(&format!("{}.{:0digits$}", value / unit, value % unit), lang)
}

fn percent(permille: u64, lang: Lang) -> String {
    match permille % 10 {
        0 => format!("{} %", count(permille / 10, lang)),
        tenth => format!("{}{}{tenth} %", count(permille / 10, lang), figures::point(lang)),
    }
}

/// The number of a page in an address; the first when it is not one.
pub fn page_number(text: &str) -> u64 {
    text.parse().unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_and_a_share_are_said_in_the_readers_way() {
        assert_eq!(period("2025-Q3", Lang::Vi), "Quý 3/2025");
        assert_eq!(percent(881, Lang::Vi), "88,1 %");
        assert_eq!(percent(1_000, Lang::En), "100 %");
        assert_eq!(scaled(125, 1, Lang::Vi), "12,5");
        assert_eq!(capital("đang học"), "Đang học");
    }
}
