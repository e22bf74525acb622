CREATE TABLE approval_band (
  id {id},
  audit_seq BIGINT NOT NULL,
  subject TEXT NOT NULL CHECK (subject IN ('order', 'statement')),
  version INTEGER NOT NULL CHECK (version >= 1),
  governs_from DATE NOT NULL,
  above_dong BIGINT NOT NULL CHECK (above_dong >= 0),
  roles TEXT NOT NULL CHECK (roles <> ''),
  set_on DATE NOT NULL,
  set_by BIGINT NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  UNIQUE (subject, version, above_dong),
  CHECK (governs_from > set_on)
);

CREATE TABLE approval_step (
  id {id},
  audit_seq BIGINT NOT NULL,
  subject TEXT NOT NULL CHECK (subject IN ('order', 'statement', 'amendment')),
  subject_id BIGINT NOT NULL,
  step INTEGER NOT NULL CHECK (step >= 1),
  steps INTEGER NOT NULL CHECK (steps >= step),
  role TEXT NOT NULL,
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  made_by BIGINT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (subject, subject_id, step),
  UNIQUE (subject, subject_id, actor_id),
  CHECK (actor_id <> made_by)
);

CREATE TABLE order_draft (
  id {serial},
  party_id BIGINT NOT NULL REFERENCES party (id),
  changed_by BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  corrects BIGINT REFERENCES orders (id),
  content TEXT NOT NULL
);

CREATE TABLE order_correction (
  id {id},
  audit_seq BIGINT NOT NULL,
  order_id BIGINT NOT NULL UNIQUE REFERENCES orders (id),
  corrects BIGINT NOT NULL UNIQUE REFERENCES orders (id),
  CHECK (order_id > corrects)
);

CREATE TABLE order_proposal (
  id {id},
  audit_seq BIGINT NOT NULL,
  order_id BIGINT NOT NULL REFERENCES orders (id),
  order_line_id BIGINT NOT NULL UNIQUE REFERENCES order_line (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  price_dong BIGINT NOT NULL CHECK (price_dong > 0),
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  CHECK (starts_on < ends_on)
);
CREATE INDEX order_proposal_by_order ON order_proposal (order_id);

CREATE TABLE amendment (
  id {id},
  audit_seq BIGINT NOT NULL,
  order_id BIGINT NOT NULL REFERENCES orders (id),
  number INTEGER NOT NULL CHECK (number >= 1),
  governs_from DATE NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  proposed_on DATE NOT NULL,
  proposed_by BIGINT NOT NULL,
  value_before_dong BIGINT NOT NULL CHECK (value_before_dong > 0),
  value_after_dong BIGINT NOT NULL CHECK (value_after_dong > 0),
  UNIQUE (order_id, number)
);

CREATE TABLE amendment_line (
  id {id},
  audit_seq BIGINT NOT NULL,
  amendment_id BIGINT NOT NULL REFERENCES amendment (id),
  order_line_id BIGINT NOT NULL REFERENCES order_line (id),
  quantity_before INTEGER NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  price_before_dong BIGINT NOT NULL,
  price_dong BIGINT NOT NULL CHECK (price_dong > 0),
  starts_before DATE NOT NULL,
  starts_on DATE NOT NULL,
  ends_before DATE NOT NULL,
  ends_on DATE NOT NULL,
  value_before_dong BIGINT NOT NULL,
  value_after_dong BIGINT NOT NULL CHECK (value_after_dong > 0),
  UNIQUE (amendment_id, order_line_id),
  CHECK (starts_on < ends_on)
);
CREATE INDEX amendment_line_by_line ON amendment_line (order_line_id);

CREATE TABLE amendment_event (
  id {id},
  audit_seq BIGINT NOT NULL,
  amendment_id BIGINT NOT NULL REFERENCES amendment (id),
  state TEXT NOT NULL CHECK (state IN ('submitted', 'approved', 'rejected', 'accepted', 'declined', 'withdrawn')),
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  proposed_by BIGINT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (amendment_id, state),
  CHECK (state <> 'approved' OR actor_id <> proposed_by)
);

CREATE TABLE order_fact (
  id {id},
  audit_seq BIGINT NOT NULL,
  order_id BIGINT NOT NULL REFERENCES orders (id),
  order_line_id BIGINT NOT NULL REFERENCES order_line (id),
  amendment_id BIGINT NOT NULL REFERENCES amendment (id),
  happened_on DATE NOT NULL,
  recorded_at BIGINT NOT NULL,
  reporter_id BIGINT NOT NULL REFERENCES party (id),
  kind TEXT NOT NULL,
  content TEXT NOT NULL
);
CREATE INDEX order_fact_by_line ON order_fact (order_line_id);

CREATE TABLE reallocation (
  id {id},
  audit_seq BIGINT NOT NULL,
  giving BIGINT NOT NULL UNIQUE REFERENCES amendment (id),
  taking BIGINT NOT NULL UNIQUE REFERENCES amendment (id),
  places INTEGER NOT NULL CHECK (places > 0),
  CHECK (giving <> taking)
);

CREATE VIEW amended_line AS
  SELECT a.order_line_id, a.quantity, a.price_dong, a.starts_on, a.ends_on, a.value_after_dong
  FROM amendment_line a JOIN amendment_event e ON e.amendment_id = a.amendment_id AND e.state = 'accepted'
  WHERE NOT EXISTS (
    SELECT 1 FROM amendment_line b JOIN amendment_event f ON f.amendment_id = b.amendment_id AND f.state = 'accepted'
    WHERE b.order_line_id = a.order_line_id AND b.id > a.id
  );
