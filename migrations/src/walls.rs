//! The second wall, on PostgreSQL: rows that an organisation or a learner may not see are not there for a connection that
//! works for them, whatever a query asks. The program says for whom it works (`dathang.reach`, `dathang.organisation`,
//! `dathang.learner`); nothing said is nothing seen. A write may look at everybody's rows, because a person is trained
//! once and a number given once, and adds rows to its own side only.

/// The role that the program works as. Whoever owns the tables passes every policy, so the program does not stay the owner.
pub const ROLE: &str = "dathang_portal";

/// `(SELECT …)` is asked once for a query; bare, it would be asked for every row.
const OFFICE: &str = "(SELECT current_setting('dathang.reach', true)) = 'office'";
const WRITES: &str = "(SELECT current_setting('dathang.writes', true)) = 'yes'";
const ME: &str = "(SELECT NULLIF(current_setting('dathang.organisation', true), '')::bigint)";
const LEARNER: &str = "(SELECT NULLIF(current_setting('dathang.learner', true), '')::bigint)";

/// Read past the walls, which would otherwise ask each other in a circle. An organisation's own orders are those that it
/// provides or hosts; a learner's are those that they are enrolled on.
const FUNCTIONS: [&str; 3] = [
    "CREATE FUNCTION dathang_orders() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public \
     AS $$ SELECT id FROM orders WHERE provider_id = NULLIF(current_setting('dathang.organisation', true), '')::bigint \
     UNION SELECT order_id FROM hosting WHERE party_id = NULLIF(current_setting('dathang.organisation', true), '')::bigint $$",
    "CREATE FUNCTION dathang_learning() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public \
     AS $$ SELECT order_id FROM enrolment \
     WHERE learner_id = NULLIF(current_setting('dathang.learner', true), '')::bigint $$",
    "CREATE FUNCTION dathang_provided() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public \
     AS $$ SELECT id FROM orders WHERE provider_id = NULLIF(current_setting('dathang.organisation', true), '')::bigint $$",
];

/// A table, and which of its rows are one's own.
pub(crate) struct Wall {
    table: &'static str,
    own: &'static str,
    /// What may be added, where that is not the same.
    adds: Option<&'static str>,
}

const fn wall(table: &'static str, own: &'static str) -> Wall {
    Wall { table, own, adds: None }
}

/// What is seen by way of another table; a write sees all of that one, so what may be added is said in full.
const fn behind(table: &'static str, own: &'static str, adds: &'static str) -> Wall {
    Wall { table, own, adds: Some(adds) }
}

const OFFICE_ONLY: &str = "false";

const OF_ORDER: &str = "order_id IN (SELECT dathang_orders())";
const OF_ORDER_OR_LEARNING: &str =
    "order_id IN (SELECT dathang_orders()) OR order_id IN (SELECT dathang_learning())";
const OF_COHORT: &str = "cohort_id IN (SELECT id FROM cohort)";
const OF_FACT: &str = "EXISTS (SELECT 1 FROM fact WHERE fact.id = fact_id)";
const OF_WORKBOOK: &str = "EXISTS (SELECT 1 FROM workbook WHERE workbook.id = workbook_id)";
const OF_STATEMENT: &str = "EXISTS (SELECT 1 FROM statement WHERE statement.id = statement_id)";

const OF_AMENDMENT: &str = "amendment_id IN (SELECT id FROM amendment)";
const OF_OWN_AMENDMENT: &str =
    "amendment_id IN (SELECT a.id FROM amendment a WHERE a.order_id IN (SELECT dathang_orders()))";

const OF_OWN_LINE: &str =
    "order_line_id IN (SELECT id FROM order_line WHERE order_id IN (SELECT dathang_orders()))";
const OF_OWN_COHORT: &str = "cohort_id IN (SELECT c.id FROM cohort c JOIN order_line l ON l.id = c.order_line_id \
    WHERE l.order_id IN (SELECT dathang_orders()))";
const OF_OWN_WORKBOOK: &str = "EXISTS (SELECT 1 FROM workbook WHERE workbook.id = workbook_id \
    AND workbook.order_id IN (SELECT dathang_orders()))";
const OF_OWN_FACT: &str = "EXISTS (SELECT 1 FROM fact JOIN order_line l ON l.id = fact.order_line_id \
    WHERE fact.id = fact_id AND l.order_id IN (SELECT dathang_orders()))";

const WALLS: &[Wall] = &[
    wall("orders", "id IN (SELECT dathang_orders()) OR id IN (SELECT dathang_learning())"),
    wall("order_line", OF_ORDER_OR_LEARNING),
    wall("order_event", OF_ORDER_OR_LEARNING),
    wall("hosting", OF_ORDER_OR_LEARNING),
    wall("trainer", OF_ORDER_OR_LEARNING),
    behind("order_correction", OF_ORDER, OFFICE_ONLY),
    wall("order_proposal", OF_ORDER),
    wall("order_fact", OF_ORDER),
    behind("amendment", OF_ORDER, OFFICE_ONLY),
    behind("amendment_line", OF_AMENDMENT, OFFICE_ONLY),
    behind("amendment_event", OF_AMENDMENT, OF_OWN_AMENDMENT),
    behind(
        "approval_step",
        "(subject = 'order' AND subject_id IN (SELECT dathang_orders())) \
         OR (subject = 'statement' AND subject_id IN (SELECT id FROM statement)) \
         OR (subject = 'amendment' AND subject_id IN (SELECT id FROM amendment))",
        OFFICE_ONLY,
    ),
    behind("order_volume", OF_ORDER, OFFICE_ONLY),
    behind("settlement_run", OF_ORDER, OFFICE_ONLY),
    wall("posting", OF_ORDER),
    // A host sees what it is paid, and not what the provider is.
    behind("statement", "party_id = {me} OR order_id IN (SELECT dathang_provided())", OFFICE_ONLY),
    behind("statement_event", OF_STATEMENT, OFFICE_ONLY),
    behind("settled_line", OF_STATEMENT, OFFICE_ONLY),
    behind("cohort", "order_line_id IN (SELECT id FROM order_line)", OF_OWN_LINE),
    behind("hours_plan", OF_COHORT, OF_OWN_COHORT),
    wall("workbook", OF_ORDER),
    behind("workbook_event", OF_WORKBOOK, OF_OWN_WORKBOOK),
    behind("workbook_row", OF_WORKBOOK, OF_OWN_WORKBOOK),
    wall("enrolment", "order_id IN (SELECT dathang_orders()) OR learner_id = {learner}"),
    // A new person is known to nobody until the enrolment that follows in the same write.
    behind(
        "learner",
        "id = {learner} OR EXISTS (SELECT 1 FROM enrolment e WHERE e.learner_id = learner.id)",
        "{me} IS NOT NULL",
    ),
    // A learner's own; an organisation's by the line, of which it has few.
    behind(
        "fact",
        "({learner} IS NULL AND order_line_id IN (SELECT id FROM order_line)) \
         OR ({learner} IS NOT NULL AND enrolment_id IN (SELECT id FROM enrolment))",
        OF_OWN_LINE,
    ),
    behind("fact_reason", OF_FACT, OF_OWN_FACT),
    behind("certificate", OF_FACT, "provider_id = {me}"),
    behind(
        "access_record",
        "learner_id = {learner}",
        "EXISTS (SELECT 1 FROM enrolment e WHERE e.learner_id = access_record.learner_id \
         AND e.order_id IN (SELECT dathang_orders()))",
    ),
];

/// Confirmations are the office's alone. A payee sees its own payments, and the batches that they are in.
const OF_PAYMENTS: &[Wall] = &[
    behind(
        "payment_batch",
        "EXISTS (SELECT 1 FROM payment_line l WHERE l.batch_id = payment_batch.id)",
        OFFICE_ONLY,
    ),
    behind(
        "payment_batch_event",
        "EXISTS (SELECT 1 FROM payment_line l WHERE l.batch_id = payment_batch_event.batch_id)",
        OFFICE_ONLY,
    ),
    behind("payment_line", "party_id = {me} OR order_id IN (SELECT dathang_provided())", OFFICE_ONLY),
    behind("payment_event", "EXISTS (SELECT 1 FROM payment_line l WHERE l.id = line_id)", OFFICE_ONLY),
    wall("confirmation", OFFICE_ONLY),
    wall("confirmation_event", OFFICE_ONLY),
    wall("confirmation_entry", OFFICE_ONLY),
    wall("entry_event", OFFICE_ONLY),
    behind("invoice", OF_STATEMENT, "party_id = {me}"),
];

/// Tables of the books that have a wall.
pub fn walled() -> impl Iterator<Item = &'static str> {
    WALLS.iter().chain(OF_PAYMENTS).map(|wall| wall.table)
}

/// A person's own rows, by the account; a learner's account has no organisation's wall around it.
const OF_OWN_PEOPLE: &str = "EXISTS (SELECT 1 FROM user_account u WHERE u.id = user_id \
    AND (u.party_id = {me} OR u.learner_id = {learner}))";

/// Notices change, unlike the books: they are read, gathered, sent. Whoever acts tells others, so anybody may add one.
const NOTICES: &[Wall] = &[
    behind("notice", OF_OWN_PEOPLE, "true"),
    behind("outbox", "false", "true"),
    wall("notice_way", OF_OWN_PEOPLE),
];

/// The walls of notices, also for rows that are changed and taken away.
pub fn notices() -> Vec<String> {
    let mut statements = Vec::new();
    for wall in NOTICES {
        let (table, own) = (wall.table, said(wall.own));
        statements.extend(put_up(wall));
        statements.push(format!("CREATE POLICY changes ON {table} FOR UPDATE USING ({OFFICE} OR {own})"));
        statements.push(format!("CREATE POLICY ends ON {table} FOR DELETE USING ({OFFICE} OR {own})"));
    }
    statements
}

/// Puts every wall up.
pub fn statements() -> Vec<String> {
    let mut statements: Vec<String> = FUNCTIONS.iter().map(|function| (*function).to_owned()).collect();
    // A view asks as who made it, unless it is told to ask as who reads it.
    statements.push("ALTER VIEW amended_line SET (security_invoker = true)".to_owned());
    statements.extend(WALLS.iter().flat_map(put_up));
    statements
}

fn put_up(Wall { table, own, adds }: &Wall) -> Vec<String> {
    let (own, adds) = (said(own), said(adds.unwrap_or(own)));
    vec![
        format!("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"),
        format!("CREATE POLICY sees ON {table} FOR SELECT USING ({OFFICE} OR {WRITES} OR {own})"),
        format!("CREATE POLICY adds ON {table} FOR INSERT WITH CHECK ({OFFICE} OR {adds})"),
    ]
}

fn said(condition: &str) -> String {
    condition.replace("{me}", ME).replace("{learner}", LEARNER)
}

/// The walls of payments, and of the view that tells where a statement stands.
pub fn of_payments() -> Vec<String> {
    let view = "ALTER VIEW statement_state SET (security_invoker = true)".to_owned();
    std::iter::once(view).chain(of(OF_PAYMENTS)).collect()
}

/// The walls before some tables.
pub(crate) fn of(walls: &[Wall]) -> Vec<String> {
    walls.iter().flat_map(put_up).collect()
}

const OF_PAPER: &str = "paper_id IN (SELECT id FROM paper)";
const OF_OWN_PAPER: &str =
    "paper_id IN (SELECT p.id FROM paper p WHERE p.order_id IN (SELECT dathang_orders()))";

/// Papers of an order; which of them a host may have is the program's to say.
pub(crate) const PAPERS: &[Wall] = &[
    wall("paper", OF_ORDER),
    behind("paper_event", OF_PAPER, OF_OWN_PAPER),
    behind("signed_copy", OF_PAPER, OF_OWN_PAPER),
];

const OF_LOG: &str = "log_id IN (SELECT id FROM hours_log)";
const OF_OWN_LOG: &str = "log_id IN (SELECT g.id FROM hours_log g WHERE g.party_id = {me})";

/// Hours that wait for their host are seen by that host and by the provider whose learners they are of.
pub(crate) const HOURS: &[Wall] = &[
    behind("hours_log", "party_id = {me} OR order_id IN (SELECT dathang_provided())", "party_id = {me}"),
    behind("hours_log_row", OF_LOG, OF_OWN_LOG),
    behind("hours_log_event", OF_LOG, OF_OWN_LOG),
];

/// Seen by who sees one of the person's enrolments, and added to by who provides one.
pub(crate) const CONTACTS: &[Wall] = &[behind(
    "learner_contact",
    "learner_id = {learner} OR EXISTS (SELECT 1 FROM enrolment e WHERE e.learner_id = learner_contact.learner_id)",
    "EXISTS (SELECT 1 FROM enrolment e WHERE e.learner_id = learner_contact.learner_id \
     AND e.order_id IN (SELECT dathang_orders()))",
)];

/// Lets the program work as a role that owns nothing. May run twice, and runs after every migration, so that a new table
/// is known to the role. Where the role cannot be made here, whoever keeps the database makes it: `dathang doctor` says how.
pub fn grants() -> String {
    format!(
        "DO $$ BEGIN \
         BEGIN CREATE ROLE {ROLE} NOLOGIN; \
         EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL; END; \
         IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN RETURN; END IF; \
         BEGIN SET LOCAL ROLE {ROLE}; RESET ROLE; \
         EXCEPTION WHEN insufficient_privilege THEN \
         BEGIN EXECUTE 'GRANT {ROLE} TO ' || quote_ident(current_user); \
         EXCEPTION WHEN insufficient_privilege THEN NULL; END; END; \
         GRANT USAGE ON SCHEMA public TO {ROLE}; \
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}; \
         GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLE}; \
         END $$"
    )
}
