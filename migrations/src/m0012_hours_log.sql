CREATE TABLE hours_log (
  id {id},
  audit_seq BIGINT NOT NULL,
  order_id BIGINT NOT NULL REFERENCES orders (id),
  cohort_id BIGINT NOT NULL REFERENCES cohort (id),
  party_id BIGINT NOT NULL REFERENCES party (id),
  month TEXT NOT NULL,
  reason TEXT NOT NULL,
  entered_on DATE NOT NULL,
  entered_by BIGINT NOT NULL
);
CREATE INDEX hours_log_by_cohort ON hours_log (cohort_id, month);
CREATE INDEX hours_log_by_party ON hours_log (party_id);

CREATE TABLE hours_log_row (
  id {id},
  audit_seq BIGINT NOT NULL,
  log_id BIGINT NOT NULL REFERENCES hours_log (id),
  enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
  hours INTEGER NOT NULL CHECK (hours >= 0),
  UNIQUE (log_id, enrolment_id)
);
CREATE INDEX hours_log_row_by_enrolment ON hours_log_row (enrolment_id);

CREATE TABLE hours_log_event (
  id {id},
  audit_seq BIGINT NOT NULL,
  log_id BIGINT NOT NULL UNIQUE REFERENCES hours_log (id),
  state TEXT NOT NULL CHECK (state IN ('confirmed', 'returned', 'withdrawn', 'replaced')),
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  entered_by BIGINT NOT NULL,
  note TEXT NOT NULL,
  CHECK (state NOT IN ('confirmed', 'returned') OR actor_id <> entered_by)
);
