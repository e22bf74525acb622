//! Every address on one page: the pages of the portal here, the JSON API beside it. A handler reads, acts and answers;
//! nothing is decided in this folder, and no handler knows the database.

pub mod api;
mod forms;
mod guard;
mod portal;
mod respond;
mod routes;
mod session;
mod table_file;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{Router, middleware};
use domain::{permission::Role, text::Text};
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer, trace::TraceLayer};

pub use self::routes::Route;
use self::{
    portal::{
        access, account, amendment, assets, audit, cohorts, drafts, enrol, graduation, happening, help, home,
        hours, identity, inbox, invitation, learners, money, notices, order, order_file, orders, other_terms,
        papers, payment, payments, people, person, place_order, placements, programmes, reallocations,
        records, registry, reports, sign_in, statement, statements, why, work_study, workbook, workbooks,
    },
    routes::{Routes, get, post},
};
use crate::{
    actions::{Store, identities::Provider, workbooks::MOST_BYTES},
    clock::Clock,
};

/// What every handler works on.
#[derive(Debug, Clone)]
pub struct App {
    pub store: Store,
    pub clock: Clock,
    /// Cookies are for TLS alone, and the web server in front says who comes.
    pub behind_tls: bool,
    /// How the portal is called from outside, where that was said: links and the codes on papers begin with it.
    pub portal: Option<String>,
    /// Who signs people in beside the password.
    pub oidc: Option<Arc<Provider>>,
    /// Whether mails leave this house.
    pub sends_mail: bool,
    /// Shown on the sign-in page of a demonstration, with the one password; empty everywhere else.
    pub demo_sign_ins: Vec<DemoSignIn>,
    pub demo_password: Option<String>,
}

/// A sign-in worth showing to a newcomer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoSignIn {
    pub login: String,
    pub role: Role,
    pub organisation: String,
}

impl DemoSignIn {
    fn role_name(&self) -> Text {
        self.role.name()
    }
}

/// The whole server.
pub fn router(app: App) -> Router {
    let (api, _) = api::router(&app);
    pages()
        .into_router()
        .layer(CsrfLayer::new())
        .layer(CatchPanicLayer::custom(respond::panicked))
        .layer(middleware::from_fn_with_state(app.clone(), respond::explain))
        .merge(api) // the JSON API: addresses under /api, kept by its bearer tokens
        .layer(middleware::from_fn_with_state(app.clone(), guard::headers))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

/// Every address of the portal and of the API, in the order in which they stand.
pub fn routes() -> Vec<Route> {
    pages().list().iter().cloned().chain(api::list()).collect()
}

fn pages() -> Routes {
    Routes::new()
        .route("/", get(home::home))
        .route("/help", get(help::help))
        .route("/sign-in", get(sign_in::form).post(sign_in::open))
        .route("/sign-in/code", get(sign_in::code_form).post(sign_in::code))
        .route("/sign-in/oidc", get(identity::begin))
        .route("/sign-in/oidc/return", get(identity::come_back))
        .route("/sign-out", post(sign_in::close))
        .route("/invitations/{token}", get(invitation::form).post(invitation::accept))
        .route("/invitations/{token}/oidc", get(identity::take))
        .route("/account", get(account::account))
        .route("/account/password", post(account::password))
        .route("/account/sessions/end", post(account::end_session))
        .route("/account/codes", post(account::begin_codes))
        .route("/account/codes/confirm", post(account::confirm_codes))
        .route("/account/codes/end", post(account::end_codes))
        .route("/account/delegations", post(account::delegate))
        .route("/account/delegations/{id}/withdraw", post(account::withdraw))
        .route("/account/act", post(account::act))
        .route("/account/notices", post(account::set_ways))
        .route("/inbox", get(inbox::list))
        .route("/inbox/read", post(inbox::read_all))
        .route("/inbox/{id}/read", post(inbox::read))
        .route("/notices", get(notices::unsent))
        .route("/notices/preview", get(notices::preview))
        .route("/notices/preview/{kind}/{lang}", get(notices::html))
        .route("/notices/{id}/again", post(notices::again))
        .route("/people", get(people::list).post(people::invite))
        .route("/people.xlsx", get(people::export))
        .route("/people/search", post(people::search))
        .route("/people/organisations", post(people::add_organisation))
        .route("/people/{id}", get(person::person))
        .route("/people/{id}/invite", post(person::invite))
        .route("/people/{id}/deactivate", post(person::deactivate))
        .route("/people/{id}/reactivate", post(person::reactivate))
        .route("/people/{id}/identity", post(person::allow_identity))
        .route("/people/{id}/identity/end", post(person::end_identity))
        .route("/registry", get(registry::overview))
        .route("/registry/changes/{id}", get(registry::change::change))
        .route("/registry/tables/{file}", get(registry::export))
        .route("/registry/changes/{id}/table.xlsx", get(registry::change::export))
        .route("/registry/changes/{id}/progress", get(registry::change::progress))
        .route("/registry/changes/{id}/approve", post(registry::change::approve))
        .route("/registry/changes/{id}/reject", post(registry::change::reject))
        .route("/registry/changes/{id}/withdraw", post(registry::change::withdraw))
        .route("/registry/schemes", get(registry::schemes::list).post(registry::schemes::upload))
        .route("/registry/schemes/{id}", get(registry::schemes::one))
        .route("/registry/schemes/{id}/file", get(registry::schemes::file))
        .route("/registry/prices", get(registry::prices::list).post(registry::prices::add))
        .route("/registry/prices/{id}", get(registry::prices::one))
        .route("/registry/prices/{id}/table.xlsx", get(registry::prices::export))
        .route("/registry/licences", get(registry::licences::list).post(registry::licences::add))
        .route("/registry/budget", get(registry::budget::list).post(registry::budget::amount))
        .route("/registry/budget/lines", get(registry::budget::new_line).post(registry::budget::add_line))
        .route("/registry/calendar", get(registry::calendar::calendar).post(registry::calendar::add))
        .route(
            "/registry/occupations",
            get(registry::catalogue::occupations).post(registry::catalogue::add_occupation),
        )
        .route(
            "/registry/targets",
            get(registry::catalogue::targets).post(registry::catalogue::change_target),
        )
        .route("/registry/settings", get(registry::settings::list).post(registry::settings::change))
        .route("/registry/bands", get(registry::bands::list).post(registry::bands::change))
        .route("/registry/organisations", get(registry::organisations::list))
        .route(
            "/registry/organisations/{id}",
            get(registry::organisations::one).post(registry::organisations::change),
        )
        .route("/registry/organisations/{id}/table.xlsx", get(registry::organisations::export))
        .route("/access", get(access::list))
        .route("/access.xlsx", get(access::export))
        .route("/learners/{id}/identity", post(access::unmask))
        .route("/programmes/{code}", get(programmes::programme))
        .route("/programmes/{code}/occupations.xlsx", get(programmes::export))
        .route("/reports", get(reports::list))
        .route("/reports/training-year", get(reports::training_year))
        .route("/reports/training-year.xlsx", get(reports::training_year_workbook))
        .route("/reports/training-year.pdf", get(reports::training_year_paper))
        .route("/reports/province", get(reports::province))
        .route("/reports/province.xlsx", get(reports::province_workbook))
        .route("/reports/province.pdf", get(reports::province_paper))
        .route("/reports/programme", get(reports::programme))
        .route("/reports/programme.xlsx", get(reports::programme_workbook))
        .route("/reports/programme.pdf", get(reports::programme_paper))
        .route("/money", get(money::all))
        .route("/money.xlsx", get(money::export))
        .route("/orders", get(orders::list).post(place_order::place))
        .route("/orders/new", get(place_order::form))
        .route("/orders/check", post(place_order::check))
        .route("/orders.xlsx", get(orders::export))
        .route("/orders/{id}", get(order::order))
        .route("/orders/{id}/order.xlsx", get(order_file::export))
        .route("/orders/{id}/money", get(money::order))
        .route("/orders/{id}/money.xlsx", get(money::order_file))
        .route("/orders/{id}/approve", post(order::approve))
        .route("/orders/{id}/reject", post(order::reject))
        .route("/orders/{id}/cancel", post(order::cancel))
        .route("/orders/{id}/accept", post(order::accept))
        .route("/orders/{id}/return", post(order::send_back))
        .route("/orders/{id}/answer", get(other_terms::answer_form).post(other_terms::answer))
        .route("/orders/{id}/take", post(order::take))
        .route("/orders/{id}/amend", get(other_terms::amend_form).post(other_terms::amend))
        .route("/orders/{id}/amendment/approve", post(amendment::approve))
        .route("/orders/{id}/amendment/reject", post(amendment::reject))
        .route("/orders/{id}/amendment/accept", post(amendment::accept))
        .route("/orders/{id}/amendment/decline", post(amendment::decline))
        .route("/orders/{id}/amendment/withdraw", post(amendment::withdraw))
        .route("/drafts", get(drafts::list).post(drafts::save_new))
        .route("/drafts/{id}", get(drafts::edit).post(drafts::save))
        .route("/drafts/{id}/discard", post(drafts::discard))
        .route("/reallocations", get(reallocations::form).post(reallocations::reallocate))
        .route("/orders/{id}/close", post(order::close))
        .route("/orders/{id}/hosts", post(order::add_host))
        .route("/orders/{id}/advance", post(order::advance))
        .route("/orders/{id}/liquidate", post(order::liquidate))
        .route("/orders/{id}/minutes.pdf", get(order::minutes))
        .route("/orders/{id}/ledger.xlsx", get(order::ledger))
        .route("/orders/{id}/papers", get(papers::of_order).post(papers::issue))
        .route("/orders/{id}/papers/draft", get(papers::draft))
        .route("/papers/check", get(papers::check))
        .route("/papers/check/{code}", get(papers::check_code))
        .route("/papers/{id}", get(papers::one))
        .route("/papers/{id}/file.pdf", get(papers::file))
        .route("/papers/{id}/cancel", post(papers::cancel))
        .route("/papers/{id}/signed", post(papers::signed).at_most(MOST_BYTES + 64 * 1024))
        .route("/papers/{id}/signed/{copy}", get(papers::signed_copy))
        .route("/cohorts/{id}", get(cohorts::cohort))
        .route("/cohorts/{id}/enrol", get(enrol::form).post(enrol::enrol))
        .route("/cohorts/{id}/graduation", get(graduation::form).post(graduation::report))
        .route("/cohorts/{id}/work-study", get(work_study::overview))
        .route("/cohorts/{id}/plan", post(work_study::plan))
        .route("/cohorts/{id}/trainers", post(work_study::trainer))
        .route("/cohorts/{id}/placements", get(placements::form).post(placements::place))
        .route("/cohorts/{id}/hours/{month}", get(hours::form).post(hours::report))
        .route("/cohorts/{id}/hours/{month}/contest", post(hours::contest))
        .route("/cohorts/{id}/hours/{month}/confirm", post(hours::confirm))
        .route("/cohorts/{id}/hours/{month}/return", post(hours::send_back))
        .route("/cohorts/{id}/hours/{month}/withdraw", post(hours::withdraw))
        .route("/cohorts/{id}/learners.xlsx", get(workbooks::learners))
        .route("/cohorts/{id}/template.xlsx", get(workbooks::template))
        .route(
            "/cohorts/{id}/workbooks",
            // A little more than the largest file, for what stands around it.
            post(workbooks::receive).at_most(MOST_BYTES + 64 * 1024),
        )
        .route("/orders/{id}/template.xlsx", get(workbooks::order_template))
        .route("/orders/{id}/workbooks", post(workbooks::receive_for_order).at_most(MOST_BYTES + 64 * 1024))
        .route("/workbooks/{id}", get(workbook::workbook))
        .route("/workbooks/{id}/progress", get(workbook::progress))
        .route("/workbooks/{id}/annotated.xlsx", get(workbook::annotated))
        .route("/workbooks/{id}/check", post(workbook::check))
        .route("/workbooks/{id}/accept", post(workbook::accept))
        .route("/workbooks/{id}/undo", post(workbook::undo))
        .route("/learners/{id}", get(learners::learner))
        .route("/learners/{id}/phone", post(learners::change_phone))
        .route("/learners/{id}/record.json", get(records::json))
        .route("/learners/{id}/record.xml", get(records::xml))
        .route("/enrolments/{id}/report", get(happening::form).post(happening::report))
        .route(
            "/enrolments/{id}/facts/{fact}/correction",
            get(happening::correction_form).post(happening::correct),
        )
        .route("/enrolments/{id}/duplicate", post(learners::decide_duplicate))
        .route("/enrolments/{id}/parts/{part}", get(why::part))
        .route("/enrolments/{id}/parts/{part}/why.xlsx", get(why::part_file))
        .route("/statements", get(statements::list))
        .route("/settlements", post(statements::settle))
        .route("/statements.xlsx", get(statements::export))
        .route("/statements/{id}", get(statement::statement))
        .route("/statements/{id}/lines.xlsx", get(statement::export))
        .route("/statements/{id}/approve", post(statement::approve))
        .route("/statements/{id}/return", post(statement::send_back))
        .route("/statements/{id}/pay", post(statement::pay))
        .route("/statements/{id}/invoice", post(payments::invoice))
        .route("/payments", get(payments::list).post(payments::make))
        .route("/payments.xlsx", get(payments::export))
        .route("/payments/carried.xlsx", get(payments::carried))
        .route("/payments/batches/{id}", get(payment::batch))
        .route("/payments/batches/{id}/release", post(payment::release))
        .route("/payments/batches/{id}/discard", post(payment::discard))
        .route("/payments/batches/{id}/send", post(payment::send))
        .route("/payments/batches/{id}/lines/{line}/withdraw", post(payment::withdraw))
        .route("/payments/batches/{id}/list.pdf", get(payment::printed))
        .route("/payments/batches/{id}/table.xlsx", get(payment::table))
        .route("/payments/batches/{id}/template.xlsx", get(payment::template))
        .route("/payments/batches/{id}/pain.001.xml", get(payment::order_to_pay))
        .route("/payments/confirmations", post(payments::receive).at_most(MOST_BYTES + 64 * 1024))
        .route("/payments/confirmations/{id}", get(payment::confirmation))
        .route("/payments/confirmations/{id}/accept", post(payment::accept))
        .route("/payments/confirmations/{id}/discard", post(payment::drop_file))
        .route("/payments/batches/{id}/withdraw", post(payment::withdraw_one))
        .route("/payments/confirmations/{id}/dispute", post(payment::dispute))
        .route("/payments/entries/{id}/assign", post(payments::assign))
        .route("/payments/entries/{id}/set-aside", post(payments::set_aside))
        .route("/lines/{id}", get(why::line))
        .route("/lines/{id}/why.xlsx", get(why::line_file))
        .route("/audit", get(audit::search))
        .route("/audit/search", post(audit::seek))
        .route("/audit.csv", get(audit::export))
        .route("/audit/{id}", get(audit::entry))
        .route("/assets/style.css", get(assets::style))
        .route("/assets/script.js", get(assets::script))
        .route("/assets/icon.svg", get(assets::icon))
}
