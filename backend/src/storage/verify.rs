//! Reads every recorded row again and compares it with the audit chain and the ledger's seals. Says where it breaks.

use std::collections::BTreeMap;

use domain::{
    ids::{OrderId, PartyId, StatementId},
    ledger::{GENESIS, Posting, Purpose, hex},
    money::Money,
};
use futures_util::TryStreamExt;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Iterable, QueryOrder, StreamTrait};
use sha2::{Digest, Sha256};

use super::{
    rows,
    tables::{
        Recorded, access_record, account_event, acted_for, amendment, amendment_event, amendment_line,
        appropriation, appropriation_amount, approval, approval_band, approval_step, budget_line,
        calendar_day, certificate, cohort, confirmation, confirmation_entry, confirmation_event, delegation,
        enrolment, entry_event, fact, fact_reason, hosting, hours_log, hours_log_event, hours_log_row,
        hours_plan, identity_event, invoice, learner, learner_contact, occupation, order_correction,
        order_event, order_fact, order_line, order_proposal, order_volume, orders, paper, paper_event, party,
        party_detail, party_identity, payment_batch, payment_batch_event, payment_event, payment_line,
        posting, price_decision, price_end, programme, reallocation, registry_change, registry_event, scheme,
        setting_value, settled_line, settlement_run, signed_copy, statement, statement_event, target_value,
        trainer, workbook, workbook_event, workbook_row,
    },
    tx::{Content, Entry},
};

/// What was read, and every place where it does not agree.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    pub rows: u64,
    pub entries: u64,
    pub postings: u64,
    /// The last audit entry's seal.
    pub audit_head: String,
    pub ledger_head: String,
    pub faults: Vec<String>,
}

/// Checks the audit chain, the content of every entry, and the ledger's seals.
pub async fn chain<C: ConnectionTrait + StreamTrait>(db: &C) -> Result<Report, DbErr> {
    let mut report =
        Report { ledger_head: GENESIS.to_owned(), audit_head: GENESIS.to_owned(), ..Report::default() };
    let mut contents: BTreeMap<i64, Content> = BTreeMap::new();
    macro_rules! read {
        ($($table:ident),*) => {$( read_table::<_, $table::Entity>(db, &mut contents, &mut report).await?; )*};
    }
    read!(
        programme,
        party,
        party_identity,
        appropriation,
        occupation,
        approval,
        price_decision,
        scheme,
        orders,
        order_line,
        order_event,
        hosting,
        cohort,
        learner,
        learner_contact,
        enrolment,
        fact,
        fact_reason,
        hours_plan,
        hours_log,
        hours_log_row,
        hours_log_event,
        trainer,
        certificate,
        settlement_run,
        order_volume,
        statement,
        statement_event,
        settled_line,
        workbook,
        workbook_event,
        workbook_row,
        posting,
        account_event,
        identity_event,
        delegation,
        acted_for,
        access_record,
        approval_band,
        approval_step,
        order_correction,
        order_proposal,
        amendment,
        amendment_line,
        amendment_event,
        order_fact,
        reallocation,
        registry_change,
        registry_event,
        price_end,
        appropriation_amount,
        budget_line,
        calendar_day,
        target_value,
        setting_value,
        party_detail,
        payment_batch,
        payment_batch_event,
        payment_line,
        confirmation,
        confirmation_event,
        confirmation_entry,
        entry_event,
        payment_event,
        invoice,
        paper,
        paper_event,
        signed_copy
    );
    entries(db, contents, &mut report).await?;
    postings(db, &mut report).await?;
    papers(db, &mut report).await?;
    Ok(report)
}

/// A paper is its bytes.
async fn papers(db: &impl ConnectionTrait, report: &mut Report) -> Result<(), DbErr> {
    for sha256 in super::papers::hashes(db).await? {
        match super::papers::content(db, &sha256).await {
            Ok(content) if hex(&Sha256::digest(&content)) == sha256 => {}
            Ok(_) => report.faults.push(format!("paper_file {sha256}: its bytes were changed")),
            Err(DbErr::RecordNotFound(_)) => report.faults.push(format!("paper_file {sha256} is missing")),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn read_table<C: ConnectionTrait + StreamTrait, E: Recorded>(
    db: &C,
    contents: &mut BTreeMap<i64, Content>,
    report: &mut Report,
) -> Result<(), DbErr>
where
    E::Model: Send,
{
    let id = E::Column::iter().next().expect("every table has an id");
    let mut stream = E::find().order_by_asc(id).stream(db).await?;
    let mut expected = 1;
    while let Some(row) = stream.try_next().await? {
        if E::id(&row) != expected {
            report.faults.push(format!("{}: row {expected} is missing", E::TABLE));
            expected = E::id(&row);
        }
        expected += 1;
        report.rows += 1;
        contents.entry(E::audit_seq(&row)).or_default().add(E::TABLE, &E::bytes(&row));
    }
    Ok(())
}

async fn entries(
    db: &impl ConnectionTrait,
    mut contents: BTreeMap<i64, Content>,
    report: &mut Report,
) -> Result<(), DbErr> {
    let sql = "SELECT id, recorded_at, actor_id, actor, action, subject, content_sha256, prev_sha256, sha256 \
        FROM audit_entry ORDER BY id";
    for (expected, entry) in (1..).zip(rows::<Entry>(db, sql, vec![]).await?) {
        let at = format!("audit entry {} ({} {})", entry.id, entry.action, entry.subject);
        if entry.id != expected {
            report.faults.push(format!("audit entry {expected} is missing"));
        }
        if entry.prev_sha256 != report.audit_head {
            report.faults.push(format!("{at}: does not follow the entry before it"));
        }
        if entry.seal() != entry.sha256 {
            report.faults.push(format!("{at}: the entry itself was changed"));
        }
        if contents.remove(&entry.id).unwrap_or_default().seal() != entry.content_sha256 {
            report.faults.push(format!("{at}: a row that it wrote was changed, added or taken away"));
        }
        report.audit_head = entry.sha256;
        report.entries += 1;
    }
    for seq in contents.keys() {
        report.faults.push(format!("rows claim audit entry {seq}, which does not exist"));
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct SealedPosting {
    id: i64,
    happened_on: time::Date,
    debit: String,
    credit: String,
    order_id: i64,
    party_id: i64,
    appropriation_id: Option<i64>,
    statement_id: Option<i64>,
    amount_dong: i64,
    seal: String,
}

async fn postings(db: &impl ConnectionTrait, report: &mut Report) -> Result<(), DbErr> {
    let sql = "SELECT id, happened_on, debit, credit, order_id, party_id, appropriation_id, statement_id, amount_dong, \
        seal FROM posting ORDER BY id";
    for row in rows::<SealedPosting>(db, sql, vec![]).await? {
        let purposes = Purpose::parse(&row.debit).zip(Purpose::parse(&row.credit));
        let sealed = purposes.map(|(debit, credit)| {
            let posting = Posting {
                on: row.happened_on,
                debit,
                credit,
                order: OrderId(row.order_id),
                party: PartyId(row.party_id),
                appropriation: row.appropriation_id,
                statement: row.statement_id.map(StatementId),
                amount: Money::dong(row.amount_dong),
            };
            posting.seal(row.id, &report.ledger_head)
        });
        if sealed.as_deref() != Some(row.seal.as_str()) {
            report.faults.push(format!("posting {}: the seal does not fit", row.id));
        }
        report.ledger_head = row.seal;
        report.postings += 1;
    }
    Ok(())
}
