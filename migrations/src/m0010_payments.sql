CREATE TABLE payment_batch (
  id {id},
  audit_seq BIGINT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  programme_id BIGINT NOT NULL REFERENCES programme (id),
  made_on DATE NOT NULL,
  made_by BIGINT NOT NULL,
  note TEXT NOT NULL
);

CREATE TABLE payment_batch_event (
  id {id},
  audit_seq BIGINT NOT NULL,
  batch_id BIGINT NOT NULL REFERENCES payment_batch (id),
  state TEXT NOT NULL CHECK (state IN ('made', 'approved', 'discarded', 'sent')),
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  made_by BIGINT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (batch_id, state),
  CHECK (state <> 'approved' OR actor_id <> made_by)
);

CREATE TABLE payment_line (
  id {id},
  audit_seq BIGINT NOT NULL,
  batch_id BIGINT NOT NULL REFERENCES payment_batch (id),
  statement_id BIGINT NOT NULL REFERENCES statement (id),
  order_id BIGINT NOT NULL REFERENCES orders (id),
  party_id BIGINT NOT NULL REFERENCES party (id),
  end_to_end TEXT NOT NULL UNIQUE,
  amount_dong BIGINT NOT NULL CHECK (amount_dong > 0),
  way TEXT NOT NULL CHECK (way IN ('treasury', 'bank')),
  payee TEXT NOT NULL,
  tax_code TEXT NOT NULL,
  account TEXT NOT NULL CHECK (account <> ''),
  bank TEXT NOT NULL,
  charge_year INTEGER NOT NULL,
  charge TEXT NOT NULL CHECK (charge IN ('of_year', 'adjustment', 'carried_over')),
  UNIQUE (batch_id, statement_id)
);
CREATE INDEX payment_line_by_statement ON payment_line (statement_id);

CREATE TABLE confirmation (
  id {id},
  audit_seq BIGINT NOT NULL,
  sha256 TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('xlsx', 'camt.053', 'camt.054')),
  message TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  received_on DATE NOT NULL,
  received_by BIGINT NOT NULL
);

CREATE TABLE confirmation_event (
  id {id},
  audit_seq BIGINT NOT NULL,
  confirmation_id BIGINT NOT NULL REFERENCES confirmation (id),
  state TEXT NOT NULL CHECK (state IN ('received', 'accepted', 'discarded')),
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (confirmation_id, state)
);

CREATE TABLE confirmation_entry (
  id {id},
  audit_seq BIGINT NOT NULL,
  confirmation_id BIGINT NOT NULL REFERENCES confirmation (id),
  position INTEGER NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('paid', 'refused', 'came_back')),
  end_to_end TEXT NOT NULL,
  reference TEXT NOT NULL,
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  amount_dong BIGINT NOT NULL CHECK (amount_dong > 0),
  booked_on DATE NOT NULL,
  reason_code TEXT NOT NULL,
  reason TEXT NOT NULL,
  UNIQUE (confirmation_id, position)
);

CREATE TABLE entry_event (
  id {id},
  audit_seq BIGINT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES confirmation_entry (id),
  state TEXT NOT NULL CHECK (state IN ('matched', 'already', 'waiting', 'assigned', 'set_aside')),
  why TEXT NOT NULL,
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (entry_id, state)
);

CREATE TABLE payment_event (
  id {id},
  audit_seq BIGINT NOT NULL,
  line_id BIGINT NOT NULL REFERENCES payment_line (id),
  order_id BIGINT NOT NULL REFERENCES orders (id),
  what TEXT NOT NULL CHECK (what IN ('paid', 'refused', 'came_back', 'withdrawn')),
  amount_dong BIGINT NOT NULL CHECK (amount_dong > 0),
  entry_id BIGINT REFERENCES confirmation_entry (id),
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (line_id, entry_id),
  CHECK ((what = 'withdrawn') = (entry_id IS NULL))
);
CREATE INDEX payment_event_by_line ON payment_event (line_id);

CREATE TABLE invoice (
  id {id},
  audit_seq BIGINT NOT NULL,
  statement_id BIGINT NOT NULL REFERENCES statement (id),
  order_id BIGINT NOT NULL REFERENCES orders (id),
  party_id BIGINT NOT NULL REFERENCES party (id),
  number TEXT NOT NULL CHECK (number <> ''),
  invoiced_on DATE NOT NULL,
  amount_dong BIGINT NOT NULL CHECK (amount_dong > 0),
  vat TEXT NOT NULL CHECK (vat IN ('not_taxable', 'rate_0', 'rate_5', 'rate_8', 'rate_10')),
  recorded_on DATE NOT NULL,
  recorded_by BIGINT NOT NULL,
  supersedes BIGINT UNIQUE REFERENCES invoice (id)
);
CREATE INDEX invoice_by_statement ON invoice (statement_id);

CREATE INDEX posting_by_statement ON posting (statement_id);

CREATE VIEW statement_state AS
  SELECT e.statement_id,
    CASE WHEN e.state = 'paid' AND
      (SELECT COALESCE(SUM(CASE WHEN p.debit = 'payable' AND p.credit IN ('paid', 'paid_ahead') THEN p.amount_dong
        WHEN p.credit = 'payable' AND p.debit IN ('paid', 'paid_ahead') THEN -p.amount_dong ELSE 0 END), 0)
        FROM posting p WHERE p.statement_id = e.statement_id)
      < (SELECT s.payable_dong FROM statement s WHERE s.id = e.statement_id)
    THEN 'approved' ELSE e.state END AS state
  FROM statement_event e
  WHERE e.id = (SELECT MAX(f.id) FROM statement_event f WHERE f.statement_id = e.statement_id);
