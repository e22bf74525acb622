CREATE TABLE audit_entry (
  id {id},
  recorded_at BIGINT NOT NULL,
  actor_id BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  content_sha256 TEXT NOT NULL,
  prev_sha256 TEXT NOT NULL,
  sha256 TEXT NOT NULL UNIQUE
);

CREATE TABLE programme (
  id {id},
  audit_seq BIGINT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  content TEXT NOT NULL
);

CREATE TABLE party (
  id {id},
  audit_seq BIGINT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  subordinate_to TEXT
);

CREATE TABLE party_identity (
  id {id},
  audit_seq BIGINT NOT NULL,
  party_id BIGINT NOT NULL REFERENCES party (id),
  valid_from DATE NOT NULL,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  parent TEXT NOT NULL,
  province_code TEXT NOT NULL,
  ownership TEXT NOT NULL,
  tax_code TEXT,
  source TEXT NOT NULL,
  status TEXT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (party_id, valid_from)
);

CREATE TABLE appropriation (
  id {id},
  audit_seq BIGINT NOT NULL,
  programme_id BIGINT NOT NULL REFERENCES programme (id),
  code TEXT NOT NULL UNIQUE,
  fiscal_year INTEGER NOT NULL,
  amount_dong BIGINT NOT NULL CHECK (amount_dong >= 0)
);

CREATE TABLE occupation (
  id {id},
  audit_seq BIGINT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  level TEXT NOT NULL,
  months INTEGER,
  hours_total INTEGER,
  hours_enterprise INTEGER,
  pilot BOOLEAN NOT NULL,
  source TEXT NOT NULL,
  status TEXT NOT NULL,
  note TEXT NOT NULL
);

CREATE TABLE approval (
  id {id},
  audit_seq BIGINT NOT NULL,
  party_id BIGINT NOT NULL REFERENCES party (id),
  occupation_id BIGINT NOT NULL REFERENCES occupation (id),
  kind TEXT NOT NULL CHECK (kind IN ('licence', 'condition_check')),
  place TEXT NOT NULL,
  yearly_scale INTEGER NOT NULL CHECK (yearly_scale >= 0),
  number TEXT NOT NULL,
  valid_from DATE NOT NULL,
  source TEXT NOT NULL,
  status TEXT NOT NULL,
  UNIQUE (party_id, occupation_id, kind, valid_from)
);

CREATE TABLE price_decision (
  id {id},
  audit_seq BIGINT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  authority TEXT NOT NULL,
  number TEXT NOT NULL,
  decided_on DATE NOT NULL,
  occupation_id BIGINT NOT NULL REFERENCES occupation (id),
  price_dong BIGINT NOT NULL CHECK (price_dong > 0),
  valid_from DATE NOT NULL,
  valid_until DATE,
  reasoning TEXT NOT NULL,
  source TEXT NOT NULL,
  status TEXT NOT NULL
);

CREATE TABLE scheme (
  id {id},
  audit_seq BIGINT NOT NULL,
  code TEXT NOT NULL,
  version INTEGER NOT NULL,
  content TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  UNIQUE (code, version)
);

CREATE TABLE orders (
  id {id},
  audit_seq BIGINT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  programme_id BIGINT NOT NULL REFERENCES programme (id),
  ordering_body_id BIGINT NOT NULL REFERENCES party (id),
  provider_id BIGINT NOT NULL REFERENCES party (id),
  instrument TEXT NOT NULL CHECK (instrument IN ('decision', 'contract')),
  placed_on DATE NOT NULL,
  placed_by BIGINT NOT NULL,
  value_dong BIGINT NOT NULL CHECK (value_dong > 0),
  gates TEXT NOT NULL
);

CREATE TABLE order_line (
  id {id},
  audit_seq BIGINT NOT NULL,
  order_id BIGINT NOT NULL REFERENCES orders (id),
  position INTEGER NOT NULL,
  occupation_id BIGINT NOT NULL REFERENCES occupation (id),
  mode TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  price_dong BIGINT NOT NULL CHECK (price_dong > 0),
  price_decision_id BIGINT NOT NULL REFERENCES price_decision (id),
  approval_id BIGINT NOT NULL REFERENCES approval (id),
  appropriation_id BIGINT NOT NULL REFERENCES appropriation (id),
  scheme_id BIGINT NOT NULL REFERENCES scheme (id),
  grading_rules TEXT NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  UNIQUE (order_id, position),
  CHECK (starts_on < ends_on)
);

CREATE TABLE order_event (
  id {id},
  audit_seq BIGINT NOT NULL,
  order_id BIGINT NOT NULL REFERENCES orders (id),
  state TEXT NOT NULL,
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  placed_by BIGINT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (order_id, state),
  CHECK (state <> 'approved' OR actor_id <> placed_by)
);

CREATE TABLE hosting (
  id {id},
  audit_seq BIGINT NOT NULL,
  order_id BIGINT NOT NULL REFERENCES orders (id),
  party_id BIGINT NOT NULL REFERENCES party (id),
  agreement TEXT NOT NULL,
  agreed_on DATE NOT NULL,
  UNIQUE (order_id, party_id)
);

CREATE TABLE cohort (
  id {id},
  audit_seq BIGINT NOT NULL,
  order_line_id BIGINT NOT NULL REFERENCES order_line (id),
  name TEXT NOT NULL,
  UNIQUE (order_line_id, name)
);

CREATE TABLE learner (
  id {id},
  audit_seq BIGINT NOT NULL,
  full_name TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  birth_date DATE NOT NULL,
  sex TEXT NOT NULL,
  personal_id TEXT NOT NULL UNIQUE
);

CREATE TABLE enrolment (
  id {id},
  audit_seq BIGINT NOT NULL,
  order_id BIGINT NOT NULL REFERENCES orders (id),
  order_line_id BIGINT NOT NULL REFERENCES order_line (id),
  cohort_id BIGINT NOT NULL REFERENCES cohort (id),
  learner_id BIGINT NOT NULL REFERENCES learner (id),
  occupation_id BIGINT NOT NULL REFERENCES occupation (id),
  kind TEXT NOT NULL CHECK (kind IN ('student', 'worker')),
  employer TEXT,
  enrolled_on DATE NOT NULL,
  UNIQUE (learner_id, order_id)
);
CREATE INDEX enrolment_by_line ON enrolment (order_line_id);
CREATE INDEX enrolment_by_cohort ON enrolment (cohort_id);

CREATE TABLE fact (
  id {id},
  audit_seq BIGINT NOT NULL,
  enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
  order_line_id BIGINT NOT NULL,
  happened_on DATE NOT NULL,
  recorded_at BIGINT NOT NULL,
  reporter_id BIGINT NOT NULL REFERENCES party (id),
  supersedes BIGINT REFERENCES fact (id),
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  content TEXT NOT NULL
);
CREATE INDEX fact_by_line ON fact (order_line_id, enrolment_id);
CREATE UNIQUE INDEX fact_superseded_once ON fact (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX fact_of_graduation ON fact (order_line_id, detail) WHERE kind = 'graduated';
CREATE INDEX fact_of_annulment ON fact (order_line_id) WHERE kind = 'annulled';
CREATE INDEX fact_of_duplicate ON fact (enrolment_id) WHERE kind = 'duplicate_flagged';

CREATE TABLE certificate (
  id {id},
  audit_seq BIGINT NOT NULL,
  fact_id BIGINT NOT NULL REFERENCES fact (id),
  provider_id BIGINT NOT NULL REFERENCES party (id),
  serial TEXT NOT NULL,
  register_year INTEGER NOT NULL,
  register_number TEXT NOT NULL,
  UNIQUE (provider_id, serial),
  UNIQUE (provider_id, register_year, register_number)
);

CREATE TABLE settlement_run (
  id {id},
  audit_seq BIGINT NOT NULL,
  order_id BIGINT NOT NULL REFERENCES orders (id),
  period TEXT NOT NULL,
  kind TEXT NOT NULL,
  revision INTEGER NOT NULL,
  as_of DATE NOT NULL,
  known_at BIGINT NOT NULL,
  engine TEXT NOT NULL,
  inputs_sha256 TEXT NOT NULL,
  UNIQUE (order_id, period, kind, revision)
);

CREATE TABLE order_volume (
  id {id},
  audit_seq BIGINT NOT NULL,
  run_id BIGINT NOT NULL REFERENCES settlement_run (id),
  order_id BIGINT NOT NULL,
  order_line_id BIGINT NOT NULL REFERENCES order_line (id),
  ordered_dong BIGINT NOT NULL,
  accepted_dong BIGINT NOT NULL,
  rejected_dong BIGINT NOT NULL,
  outstanding_dong BIGINT NOT NULL,
  UNIQUE (run_id, order_line_id),
  CHECK (ordered_dong = accepted_dong + rejected_dong + outstanding_dong),
  CHECK (accepted_dong >= 0 AND accepted_dong <= ordered_dong)
);
CREATE INDEX order_volume_by_line ON order_volume (order_line_id, id);

CREATE TABLE statement (
  id {id},
  audit_seq BIGINT NOT NULL,
  run_id BIGINT NOT NULL REFERENCES settlement_run (id),
  number TEXT NOT NULL UNIQUE,
  programme_id BIGINT NOT NULL REFERENCES programme (id),
  order_id BIGINT NOT NULL REFERENCES orders (id),
  party_id BIGINT NOT NULL REFERENCES party (id),
  period TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('advance', 'acceptance', 'liquidation')),
  prepared_on DATE NOT NULL,
  prepared_by BIGINT NOT NULL,
  gross_dong BIGINT NOT NULL,
  advance_recovered_dong BIGINT NOT NULL CHECK (advance_recovered_dong >= 0),
  set_off_dong BIGINT NOT NULL CHECK (set_off_dong >= 0),
  payable_dong BIGINT NOT NULL CHECK (payable_dong >= 0),
  to_recover_dong BIGINT NOT NULL CHECK (to_recover_dong >= 0),
  lines_sha256 TEXT NOT NULL,
  UNIQUE (run_id, party_id),
  CHECK (gross_dong < 0 OR payable_dong = gross_dong - advance_recovered_dong - set_off_dong)
);
CREATE INDEX statement_by_order ON statement (order_id);

CREATE TABLE statement_event (
  id {id},
  audit_seq BIGINT NOT NULL,
  statement_id BIGINT NOT NULL REFERENCES statement (id),
  state TEXT NOT NULL,
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  prepared_by BIGINT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (statement_id, state),
  CHECK (state <> 'approved' OR actor_id <> prepared_by)
);

CREATE TABLE settled_line (
  id {id},
  audit_seq BIGINT NOT NULL,
  statement_id BIGINT NOT NULL REFERENCES statement (id),
  order_line_id BIGINT NOT NULL,
  enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
  part TEXT NOT NULL,
  payee_id BIGINT NOT NULL,
  amount_dong BIGINT NOT NULL CHECK (amount_dong <> 0),
  trace TEXT NOT NULL,
  UNIQUE (statement_id, enrolment_id, part)
);
CREATE INDEX settled_line_by_line ON settled_line (order_line_id, statement_id, amount_dong);

CREATE TABLE posting (
  id {id},
  audit_seq BIGINT NOT NULL,
  happened_on DATE NOT NULL,
  debit TEXT NOT NULL,
  credit TEXT NOT NULL,
  order_id BIGINT NOT NULL REFERENCES orders (id),
  party_id BIGINT NOT NULL REFERENCES party (id),
  appropriation_id BIGINT REFERENCES appropriation (id),
  statement_id BIGINT REFERENCES statement (id),
  amount_dong BIGINT NOT NULL CHECK (amount_dong > 0),
  seal TEXT NOT NULL UNIQUE,
  CHECK (debit <> credit)
);
CREATE INDEX posting_by_order ON posting (order_id);
CREATE INDEX posting_by_appropriation ON posting (appropriation_id);

CREATE TABLE user_account (
  id {id},
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  party_id BIGINT NOT NULL REFERENCES party (id),
  password_hash TEXT NOT NULL
);

CREATE TABLE session (
  token_sha256 TEXT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES user_account (id),
  expires_at BIGINT NOT NULL
);

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  next BIGINT NOT NULL
);

CREATE TABLE request_key (
  key TEXT PRIMARY KEY,
  user_id BIGINT NOT NULL,
  answer TEXT NOT NULL
);

INSERT INTO counter (name, next) VALUES ('writes', 0);
