//! One sample of every page in each of its states: for looking at, and for the test that renders them all.
//! Names of schools and laws are real; learners are invented, amounts are only examples.

mod audit;
mod front;
mod happening;
mod identity;
mod incoming;
mod learners;
mod life;
mod notice;
mod order;
mod orders;
mod papers;
mod payments;
mod people;
mod programme;
mod registry;
mod report;
mod reports;
mod statements;
mod why;
mod work_study;
mod workbook;

use domain::{
    issue::Issue,
    money::Money,
    text::{Lang, Text},
};

use crate::{
    frame::{Frame, Person, Rooms},
    pages::*,
    show::{Amount, Badge, Crumb, Tone},
    texts::texts,
};

/// Every sample: a file name and the page.
pub fn all(lang: Lang) -> Vec<(&'static str, String)> {
    let page = |name: &'static str, page: &dyn askama::DynTemplate| {
        (name, page.dyn_render().expect("a template writes into a string"))
    };
    vec![
        page("sign-in", &SignInPage::sample(lang)),
        page("sign-in-refused", &SignInPage::sample_refused(lang)),
        page("sign-in-provider", &SignInPage::sample_with_provider(lang)),
        page("go-on", &GoOnPage::sample(lang)),
        page("home", &HomePage::sample(lang)),
        page("home-empty", &HomePage::sample_empty(lang)),
        page("programme", &ProgrammePage::sample(lang)),
        page("programme-empty", &ProgrammePage::sample_empty(lang)),
        page("orders", &OrdersPage::sample(lang)),
        page("orders-empty", &OrdersPage::sample_empty(lang)),
        page("place-order", &PlaceOrderPage::sample(lang)),
        page("place-order-refused", &PlaceOrderPage::sample_refused(lang)),
        page("order", &OrderPage::sample(lang)),
        page("order-submitted", &OrderPage::sample_submitted(lang)),
        page("order-proposed", &OrderPage::sample_proposed(lang)),
        page("drafts", &DraftsPage::sample(lang)),
        page("drafts-empty", &DraftsPage::sample_empty(lang)),
        page("other-terms", &OtherTermsPage::sample(lang)),
        page("other-terms-refused", &OtherTermsPage::sample_refused(lang)),
        page("papers", &PapersPage::sample(lang)),
        page("papers-empty", &PapersPage::sample_empty(lang)),
        page("paper", &PaperPage::sample(lang)),
        page("paper-refused", &PaperPage::sample_refused(lang)),
        page("paper-check", &PaperCheckPage::sample(lang)),
        page("paper-check-empty", &PaperCheckPage::sample_empty(lang)),
        page("paper-check-unknown", &PaperCheckPage::sample_unknown(lang)),
        page("reallocations", &ReallocationsPage::sample(lang)),
        page("reallocations-empty", &ReallocationsPage::sample_empty(lang)),
        page("cohort", &CohortPage::sample(lang)),
        page("cohort-empty", &CohortPage::sample_empty(lang)),
        page("enrol", &EnrolPage::sample(lang)),
        page("enrol-refused", &EnrolPage::sample_refused(lang)),
        page("graduation", &GraduationPage::sample(lang)),
        page("graduation-previewed", &GraduationPage::sample_previewed(lang)),
        page("graduation-refused", &GraduationPage::sample_refused(lang)),
        page("workbook", &WorkbookPage::sample(lang)),
        page("workbook-at-work", &WorkbookPage::sample_at_work(lang)),
        page("workbook-clean", &WorkbookPage::sample_clean(lang)),
        page("workbook-refused", &WorkbookPage::sample_refused(lang)),
        page("workbook-finished", &WorkbookPage::sample_finished(lang)),
        page("learner", &LearnerPage::sample(lang)),
        page("learner-empty", &LearnerPage::sample_empty(lang)),
        page("money", &MoneyPage::sample(lang)),
        page("money-empty", &MoneyPage::sample_empty(lang)),
        page("order-money", &OrderMoneyPage::sample(lang)),
        page("order-money-closed", &OrderMoneyPage::sample_closed(lang)),
        page("statements", &StatementsPage::sample(lang)),
        page("statements-empty", &StatementsPage::sample_empty(lang)),
        page("statement", &StatementPage::sample(lang)),
        page("statement-draft", &StatementPage::sample_draft(lang)),
        page("payments", &PaymentsPage::sample(lang)),
        page("payments-own", &PaymentsPage::sample_own(lang)),
        page("payment-batch", &PaymentsPage::sample_batch(lang)),
        page("payment-confirmation", &PaymentsPage::sample_confirmation(lang)),
        page("why", &WhyPage::sample(lang)),
        page("why-zero", &WhyPage::sample_zero(lang)),
        page("audit", &AuditPage::sample(lang)),
        page("audit-empty", &AuditPage::sample_empty(lang)),
        page("audit-entry", &AuditEntryPage::sample(lang)),
        page("happening", &HappeningPage::sample(lang)),
        page("happening-refused", &HappeningPage::sample_refused(lang)),
        page("work-study", &WorkStudyPage::sample(lang)),
        page("work-study-empty", &WorkStudyPage::sample_empty(lang)),
        page("hours", &HoursPage::sample(lang)),
        page("hours-refused", &HoursPage::sample_refused(lang)),
        page("hours-of-director", &HoursPage::sample_of_director(lang)),
        page("hours-of-college", &HoursPage::sample_of_college(lang)),
        page("placements", &PlacementsPage::sample(lang)),
        page("help", &HelpPage::sample(lang)),
        page("sign-in-code", &CodePage::sample(lang)),
        page("people", &PeoplePage::sample(lang)),
        page("people-refused", &PeoplePage::sample_refused(lang)),
        page("person", &PersonPage::sample(lang)),
        page("shown-once", &ShownOncePage::sample(lang)),
        page("person-linked", &PersonPage::sample_linked(lang)),
        page("invitation", &InvitationPage::sample(lang)),
        page("invitation-provider", &InvitationPage::sample_with_provider(lang)),
        page("account", &AccountPage::sample(lang)),
        page("account-pending", &AccountPage::sample_pending(lang)),
        page("inbox", &InboxPage::sample(lang)),
        page("inbox-empty", &InboxPage::sample_empty(lang)),
        page("outbox", &OutboxPage::sample(lang)),
        page("outbox-empty", &OutboxPage::sample_empty(lang)),
        page("mail-preview", &MailPreviewPage::sample(lang)),
        page("access", &AccessPage::sample(lang)),
        page("access-empty", &AccessPage::sample_empty(lang)),
        page("reports", &ReportsPage::sample(lang)),
        page("report", &ReportPage::sample(lang)),
        page("report-to-choose", &ReportPage::sample_to_choose(lang)),
        page("report-empty", &ReportPage::sample_empty(lang)),
        page("registry", &RegistryPage::sample(lang)),
        page("registry-prices", &RegistryPage::sample_prices(lang)),
        page("registry-prices-refused", &RegistryPage::sample_prices_refused(lang)),
        page("registry-change", &RegistryPage::sample_change(lang)),
        page("registry-at-work", &RegistryPage::sample_at_work(lang)),
        page("calendar", &CalendarPage::sample(lang)),
        page("error-404", &ErrorPage::not_found(frame(lang, "", "/nowhere"))),
        page("error-403", &ErrorPage::forbidden(frame(lang, "", "/orders/7"))),
        page("error-500", &ErrorPage::fault(frame(lang, "", "/orders/7"), "7F3A-19C2")),
    ]
}

fn say(lang: Lang, vi: &str, en: &str) -> String {
    match lang {
        Lang::Vi => vi.to_owned(),
        Lang::En => en.to_owned(),
    }
}

fn dong(amount: i64, lang: Lang) -> Amount {
    Amount::new(Money::dong(amount), lang)
}

/// A frame with somebody signed in.
fn frame(lang: Lang, title: impl Into<String>, path: &str) -> Frame {
    Frame::new(lang, title, path, "0b6f1f3e5a8c4d27").person(Person {
        name: "Phạm Thị Thu Hà".to_owned(),
        role: say(lang, "Người lập", "Maker"),
        organisation: say(lang, "Cục Giáo dục nghề nghiệp và GDTX", "Department of Vocational Education"),
        rooms: Rooms::Office,
    })
}

fn home_crumb(lang: Lang) -> Crumb {
    Crumb::new(texts(lang).common.programmes, "/")
}

fn orders_crumb(lang: Lang) -> Crumb {
    Crumb::new(texts(lang).common.orders, "/orders")
}

fn state(lang: Lang, key: &str, tone: Tone) -> Badge {
    Badge::new(state_name(lang, key), tone)
}

fn state_name(lang: Lang, key: &str) -> String {
    let (vi, en) = match key {
        "submitted" => ("chờ duyệt", "to approve"),
        "approved" => ("chờ cơ sở nhận", "offered"),
        "rejected" => ("không duyệt", "rejected"),
        "running" => ("đang thực hiện", "running"),
        "closed" => ("đã thanh lý", "closed"),
        "issued" => ("đã duyệt, chờ chi", "approved, to pay"),
        "returned" => ("trả lại", "returned"),
        "paid" => ("đã thanh toán", "paid"),
        "enrolled" => ("đang học", "enrolled"),
        "withdrawn" => ("đã thôi học", "withdrawn"),
        "graduated" => ("đã tốt nghiệp", "graduated"),
        "employed" => ("có việc làm", "employed"),
        _ => ("đã học xong", "completed"),
    };
    say(lang, vi, en)
}

fn issue(code: &str, place: &str, rule: &str, problem: (&str, &str), remedy: (&str, &str)) -> Issue {
    Issue::new(code, place, rule, Text::new(problem.0, problem.1), Text::new(remedy.0, remedy.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_a_whole_page_in_both_languages() {
        for (lang, code) in [(Lang::Vi, "vi"), (Lang::En, "en")] {
            for (name, html) in all(lang) {
                for leftover in ["{{", "}}", "{%", "%}", "{#", "Some(", "None)"] {
                    assert!(!html.contains(leftover), "{name}: {leftover}");
                }
                assert_eq!(html.matches("<h1>").count(), 1, "{name}: one heading");
                assert!(html.contains(&format!("<html lang=\"{code}\">")), "{name}: language");
                assert!(html.trim_end().ends_with("</html>"), "{name}: whole");
                assert!(!html.contains("<title> "), "{name}: title");
            }
        }
    }

    #[test]
    fn a_strict_content_policy_takes_every_page() {
        for (name, html) in all(Lang::Vi) {
            for inline in [" style=", " onclick=", " onsubmit=", " onchange=", "<style", "javascript:"] {
                assert!(!html.contains(inline), "{name}: {inline}");
            }
            assert_eq!(html.matches("<script").count(), 1, "{name}: one script");
        }
    }

    #[test]
    fn every_form_that_writes_carries_its_key() {
        for (name, html) in all(Lang::Vi) {
            let forms = html.matches("method=\"post\"").count();
            assert_eq!(html.matches("name=\"form_key\" value=\"0b6f1f3e5a8c4d27\"").count(), forms, "{name}");
        }
    }

    #[test]
    fn every_input_has_a_label_and_every_id_is_one_of_its_kind() {
        for (name, html) in all(Lang::Vi) {
            let ids: Vec<&str> = values(&html, " id=\"");
            let mut unique = ids.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(unique.len(), ids.len(), "{name}: an id is used twice");
            for label in values(&html, "<label for=\"") {
                assert!(ids.contains(&label), "{name}: label for nothing: {label}");
            }
            for link in values(&html, "href=\"#") {
                assert!(ids.contains(&link), "{name}: a link to nowhere: {link}");
            }
            for described in values(&html, "aria-describedby=\"") {
                assert!(ids.contains(&described), "{name}: described by nothing: {described}");
            }
            let shown = html.matches("<select").count() + html.matches("<input type=\"text\"").count();
            assert!(html.matches("<label").count() >= shown, "{name}: an input without a label");
        }
    }

    fn values<'a>(html: &'a str, before: &str) -> Vec<&'a str> {
        html.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }
}
