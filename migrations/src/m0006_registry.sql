CREATE TABLE registry_change (
  id {id},
  audit_seq BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('scheme', 'prices', 'licence', 'appropriation', 'budget_line', 'days', 'occupation', 'target', 'setting', 'organisation')),
  subject TEXT NOT NULL,
  content TEXT NOT NULL,
  valid_from DATE NOT NULL,
  authority TEXT NOT NULL,
  number TEXT NOT NULL,
  decided_on DATE,
  source TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  proposed_on DATE NOT NULL,
  proposed_by BIGINT NOT NULL,
  UNIQUE (id, proposed_by)
);

CREATE TABLE registry_event (
  id {id},
  audit_seq BIGINT NOT NULL,
  change_id BIGINT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('approved', 'rejected', 'withdrawn')),
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  proposed_by BIGINT NOT NULL,
  note TEXT NOT NULL,
  seen TEXT NOT NULL,
  FOREIGN KEY (change_id, proposed_by) REFERENCES registry_change (id, proposed_by),
  CHECK (state <> 'approved' OR actor_id <> proposed_by)
);

CREATE TABLE price_end (
  id {id},
  audit_seq BIGINT NOT NULL,
  price_decision_id BIGINT NOT NULL REFERENCES price_decision (id),
  last_day DATE NOT NULL,
  change_id BIGINT NOT NULL REFERENCES registry_change (id),
  UNIQUE (price_decision_id, change_id)
);

CREATE TABLE appropriation_amount (
  id {id},
  audit_seq BIGINT NOT NULL,
  appropriation_id BIGINT NOT NULL REFERENCES appropriation (id),
  valid_from DATE NOT NULL,
  amount_dong BIGINT NOT NULL CHECK (amount_dong >= 0),
  change_id BIGINT NOT NULL REFERENCES registry_change (id)
);
CREATE INDEX appropriation_amount_by_line ON appropriation_amount (appropriation_id);

CREATE TABLE budget_line (
  id {id},
  audit_seq BIGINT NOT NULL,
  appropriation_id BIGINT NOT NULL UNIQUE REFERENCES appropriation (id),
  content TEXT NOT NULL,
  change_id BIGINT NOT NULL REFERENCES registry_change (id)
);

CREATE TABLE calendar_day (
  id {id},
  audit_seq BIGINT NOT NULL,
  day DATE NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('holiday', 'workday', 'ordinary')),
  name TEXT NOT NULL,
  change_id BIGINT NOT NULL REFERENCES registry_change (id)
);
CREATE INDEX calendar_day_by_day ON calendar_day (day);

CREATE TABLE target_value (
  id {id},
  audit_seq BIGINT NOT NULL,
  programme_id BIGINT NOT NULL REFERENCES programme (id),
  code TEXT NOT NULL,
  valid_from DATE NOT NULL,
  amount BIGINT NOT NULL CHECK (amount >= 0),
  change_id BIGINT NOT NULL REFERENCES registry_change (id)
);

CREATE TABLE setting_value (
  id {id},
  audit_seq BIGINT NOT NULL,
  name TEXT NOT NULL,
  valid_from DATE NOT NULL,
  amount BIGINT NOT NULL CHECK (amount >= 0),
  change_id BIGINT NOT NULL REFERENCES registry_change (id)
);

CREATE TABLE party_detail (
  id {id},
  audit_seq BIGINT NOT NULL,
  party_id BIGINT NOT NULL REFERENCES party (id),
  valid_from DATE NOT NULL,
  address TEXT NOT NULL,
  treasury_account TEXT NOT NULL,
  bank_account TEXT NOT NULL,
  bank TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  change_id BIGINT NOT NULL REFERENCES registry_change (id),
  CHECK ((bank_account = '') = (bank = ''))
);
CREATE INDEX party_detail_by_party ON party_detail (party_id);

CREATE TABLE scheme_comparison (
  change_id BIGINT PRIMARY KEY REFERENCES registry_change (id),
  total BIGINT NOT NULL,
  done BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  touched_at BIGINT NOT NULL,
  result TEXT NOT NULL
);
