//! `/`: what waits, the programmes, the money.

use frontend::{
    HomePage, MoneyState, ProgrammeCard, Urgency, Waiting,
    show::{Amount, count},
    texts::texts,
};

use super::show::{day, dong, progress};
use crate::{
    actions::{
        home,
        views::{HomeView, ProgrammeSummary, WaitingView},
    },
    http::{
        respond::{Answer, page, see},
        session::Member,
    },
};
use domain::{
    permission::{Deed, Scope},
    text::Lang,
};

pub async fn home(member: Member) -> Answer {
    if let Scope::Learner(learner) = member.ctx.scope() {
        return Ok(see(&format!("/learners/{}", learner.0)));
    }
    let view = home::home(&member.ctx).await?;
    let lang = member.visit.lang;
    // A director reads what a registrar reports.
    let may_report = member.ctx.may(Deed::ReportGraduation, &[member.ctx.actor.party]);
    page(&HomePage {
        frame: member.visit.frame(texts(lang).home.heading)?,
        waiting: view.waiting.iter().map(|waiting| item(waiting, may_report, lang)).collect(),
        programmes: view.programmes.iter().map(|programme| card(programme, lang)).collect(),
        money: money(&view, lang),
    })
}

fn item(waiting: &WaitingView, may_report: bool, lang: Lang) -> Waiting {
    let oldest = waiting.oldest_on.map(|on| format!("{} {}", texts(lang).deeds.oldest, day(on)));
    let amount = waiting.amount_dong.map(|amount| format!("{} đ", dong(amount, lang).0));
    let note = [oldest, amount].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let first = waiting.first_id;
    Waiting {
        count: count(waiting.count, lang),
        text: waiting.text.get(lang).to_owned(),
        link: match waiting.code.as_str() {
            "orders_to_approve" => "/orders?state=submitted&mine=yes".to_owned(),
            "orders_proposed" => "/orders?state=proposed".to_owned(),
            "orders_returned" => "/drafts".to_owned(),
            "orders_to_accept" => "/orders?state=approved".to_owned(),
            "amendments_to_approve" | "amendments_to_accept" => format!("/orders/{first}"),
            "orders_to_advance" | "orders_to_close" | "orders_to_liquidate" | "orders_not_liquidated" => {
                format!("/orders/{first}")
            }
            "statements_to_approve" => "/statements?state=prepared&mine=yes".to_owned(),
            "statements_to_pay" | "statements_coming" => "/statements?state=approved".to_owned(),
            "statements_prepared" => "/statements?state=prepared".to_owned(),
            "hours_to_report" | "hours_due" | "hours_overdue" | "hours_contested" | "hours_to_confirm"
            | "hours_returned" => {
                format!("/cohorts/{first}/work-study")
            }
            "batches_to_release" | "batches_to_send" => format!("/payments/batches/{first}"),
            "confirmations_to_take" => format!("/payments/confirmations/{first}"),
            "entries_to_decide" | "invoices_to_record" => "/payments".to_owned(),
            "mails_failed" => "/notices".to_owned(),
            "invitations_expired" => format!("/people/{first}"),
            "statements_returned" => "/statements?state=returned".to_owned(),
            "changes_to_approve" => "/registry".to_owned(),
            "cohorts_empty" => format!("/cohorts/{first}/enrol"),
            "results_awaited" | "results_due" if may_report => format!("/cohorts/{first}/graduation"),
            "results_awaited" | "results_due" => format!("/cohorts/{first}"),
            "duplicates" => format!("/learners/{first}"),
            _ => "/orders".to_owned(),
        },
        urgency: match waiting.urgency.as_str() {
            "overdue" => Urgency::Overdue,
            "returned" => Urgency::Returned,
            "due" => Urgency::Due,
            "for_information" => Urgency::ForInformation,
            _ => Urgency::Waiting,
        },
        note: Some(note).filter(|note| !note.is_empty()),
    }
}

fn card(programme: &ProgrammeSummary, lang: Lang) -> ProgrammeCard {
    let counted = || programme.targets.iter().filter(|target| target.actual.is_some());
    let reported = programme.targets.len().saturating_sub(counted().count()) as u64;
    let t = &texts(lang).deeds;
    let own = (!programme.whole && counted().count() > 0).then(|| format!("{}.", t.own_sums));
    let reported = (reported > 0).then(|| format!("{} {}.", count(reported, lang), t.reported));
    let note = [own, reported].into_iter().flatten().collect::<Vec<_>>().join(" ");
    ProgrammeCard {
        name: programme.name.get(lang).to_owned(),
        link: format!("/programmes/{}", programme.code),
        legal_basis: programme.legal_basis.join("; "),
        period: format!("{}–{}", programme.from.year(), programme.until.year()),
        progress: counted().map(|target| progress(target, lang)).collect(),
        note: Some(note).filter(|note| !note.is_empty()),
    }
}

fn money(view: &HomeView, lang: Lang) -> Vec<MoneyState> {
    let (p, d) = (&texts(lang).programme, &texts(lang).deeds);
    let position = &view.position;
    let state = |label: &str, amount: Amount| MoneyState { label: label.to_owned(), amount, note: None };
    if view.volume.ordered_dong == 0 {
        return Vec::new();
    }
    vec![
        state(p.ordered, dong(view.volume.ordered_dong, lang)),
        state(d.advanced, dong(position.advanced_dong, lang)),
        state(d.accepted, dong(position.accepted_dong, lang)),
        state(d.paid, dong(position.paid_dong, lang)),
        state(d.payable, dong(position.to_pay_dong, lang)),
        MoneyState {
            note: Some(d.to_recover_note.to_owned()),
            ..state(d.to_recover, dong(position.to_recover_dong, lang))
        },
    ]
}
