//! What the database itself refuses, whoever asks: the books are only added to, and two people stand behind money.

use tests::{Backend, demo, on_both, tamper};

on_both!(
    the_same_tables_refuse_changes_on_both_databases,
    a_recorded_row_is_never_changed,
    a_recorded_row_is_never_deleted,
    a_table_of_the_books_is_never_emptied,
    a_posting_of_nothing_is_refused,
    a_posting_from_an_account_to_itself_is_refused,
    an_order_approved_by_who_placed_it_is_refused,
    a_statement_approved_by_who_prepared_it_is_refused,
    volumes_that_do_not_add_up_are_refused,
    a_learner_is_settled_once_for_each_part_of_a_statement,
    a_certificate_is_given_once,
    a_seal_stands_once,
);

/// Tables that change: sign-ins, sessions, counters, the answers to repeated requests, drafts, workbooks that are worked on,
/// notices; and files, which are held by their hashes.
/// All others are the books.
const CHANGING: [&str; 15] = [
    "counter",
    "invitation",
    "notice",
    "notice_way",
    "order_draft",
    "outbox",
    "paper_file",
    "recovery_code",
    "request_key",
    "scheme_comparison",
    "session",
    "sign_in_try",
    "user_account",
    "workbook_file",
    "workbook_job",
];

fn the_same_tables_refuse_changes_on_both_databases(backend: Backend) {
    let database = demo::copy(backend);
    let mut expected = tamper::tables(&database);
    expected.retain(|table| !CHANGING.contains(&table.as_str()));
    assert_eq!(tamper::append_only_tables(&database), expected);
}

fn a_recorded_row_is_never_changed(backend: Backend) {
    let database = demo::copy(backend);
    for table in tamper::filled_tables(&database) {
        for column in tamper::columns(&database, &table) {
            let (id, value) = tamper::victim(&database, &column);
            let other = tamper::another(&column, value.as_deref());
            let refusal =
                database.run(&format!("UPDATE {table} SET {} = {other} WHERE id = {id}", column.name));
            assert_eq!(refusal, Err(format!("{table} is append-only")), "{}", column.name);
        }
    }
}

fn a_recorded_row_is_never_deleted(backend: Backend) {
    let database = demo::copy(backend);
    for table in tamper::filled_tables(&database) {
        let refusal = database.run(&format!("DELETE FROM {table} WHERE id = (SELECT MAX(id) FROM {table})"));
        assert_eq!(refusal, Err(format!("{table} is append-only")));
    }
}

fn a_table_of_the_books_is_never_emptied(backend: Backend) {
    let database = demo::copy(backend);
    for table in tamper::filled_tables(&database) {
        let sql = match backend {
            Backend::Sqlite => format!("DELETE FROM {table}"),
            Backend::Postgres => format!("TRUNCATE {table} CASCADE"),
        };
        let refusal = database.run(&sql).expect_err(&sql);
        assert!(refusal.ends_with("is append-only"), "{sql}: {refusal}");
    }
}

/// Copies the last row of a table with some values replaced; the row is right but for those.
fn refused(backend: Backend, table: &str, which: &str, replaced: &[(&str, &str)], constraint: &str) {
    let database = demo::copy(backend);
    let value = |name: &str| {
        let replacement = replaced.iter().find(|(column, _)| *column == name).map(|(_, value)| *value);
        match replacement {
            Some(value) => value.to_owned(),
            None if name == "id" => format!("(SELECT MAX(id) + 1 FROM {table})"),
            None => name.to_owned(),
        }
    };
    let columns: Vec<String> =
        tamper::columns(&database, table).into_iter().map(|column| column.name).collect();
    let values: Vec<String> = columns.iter().map(|name| value(name)).collect();
    let sql = format!(
        "INSERT INTO {table} ({}) SELECT {} FROM {table} WHERE {which} ORDER BY id DESC LIMIT 1",
        columns.join(", "),
        values.join(", ")
    );
    let before = database.number(&format!("SELECT COUNT(*) FROM {table}"));
    assert!(database.number(&format!("SELECT COUNT(*) FROM {table} WHERE {which}")) > 0, "{table}: {which}");
    let refusal = database.run(&sql).expect_err(&sql).to_lowercase();
    assert!(refusal.contains(constraint), "refused for another reason: {refusal}");
    assert_eq!(database.number(&format!("SELECT COUNT(*) FROM {table}")), before);
}

fn a_posting_of_nothing_is_refused(backend: Backend) {
    for amount in ["0", "-1"] {
        refused(
            backend,
            "posting",
            "1 = 1",
            &[("amount_dong", amount), ("seal", "'new'")],
            "check constraint",
        );
    }
}

fn a_posting_from_an_account_to_itself_is_refused(backend: Backend) {
    refused(backend, "posting", "1 = 1", &[("debit", "credit"), ("seal", "'new'")], "check constraint");
}

fn an_order_approved_by_who_placed_it_is_refused(backend: Backend) {
    let maker = [("actor_id", "placed_by"), ("order_id", "order_id")];
    refused(backend, "order_event", "state = 'approved'", &maker, "check constraint");
}

fn a_statement_approved_by_who_prepared_it_is_refused(backend: Backend) {
    refused(
        backend,
        "statement_event",
        "state = 'approved'",
        &[("actor_id", "prepared_by")],
        "check constraint",
    );
}

fn volumes_that_do_not_add_up_are_refused(backend: Backend) {
    let one_dong_more = [("ordered_dong", "ordered_dong + 1")];
    refused(backend, "order_volume", "1 = 1", &one_dong_more, "check constraint");
    let accepted_too_much =
        [("accepted_dong", "ordered_dong + 1"), ("outstanding_dong", "-1 - rejected_dong")];
    refused(backend, "order_volume", "1 = 1", &accepted_too_much, "check constraint");
}

fn a_learner_is_settled_once_for_each_part_of_a_statement(backend: Backend) {
    refused(backend, "settled_line", "1 = 1", &[], "unique");
}

fn a_certificate_is_given_once(backend: Backend) {
    let other_serial = [("serial", "'another'")];
    refused(backend, "certificate", "1 = 1", &other_serial, "unique");
    let other_register = [("register_number", "'another'")];
    refused(backend, "certificate", "1 = 1", &other_register, "unique");
}

fn a_seal_stands_once(backend: Backend) {
    refused(backend, "posting", "1 = 1", &[], "unique");
    let other_entry = [("content_sha256", "'another'")];
    refused(backend, "audit_entry", "1 = 1", &other_entry, "unique");
}
