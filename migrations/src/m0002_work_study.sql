CREATE TABLE hours_plan (
  id {id},
  audit_seq BIGINT NOT NULL,
  cohort_id BIGINT NOT NULL REFERENCES cohort (id),
  planned_on DATE NOT NULL,
  hours_college INTEGER NOT NULL CHECK (hours_college >= 0),
  hours_enterprise INTEGER NOT NULL CHECK (hours_enterprise >= 0)
);
CREATE INDEX hours_plan_by_cohort ON hours_plan (cohort_id, id);

CREATE TABLE trainer (
  id {id},
  audit_seq BIGINT NOT NULL,
  order_id BIGINT NOT NULL REFERENCES orders (id),
  party_id BIGINT NOT NULL REFERENCES party (id),
  full_name TEXT NOT NULL,
  qualification TEXT NOT NULL,
  document TEXT NOT NULL,
  named_on DATE NOT NULL
);
CREATE INDEX trainer_by_order ON trainer (order_id, party_id);

CREATE TABLE fact_reason (
  id {id},
  audit_seq BIGINT NOT NULL,
  fact_id BIGINT NOT NULL UNIQUE REFERENCES fact (id),
  reason TEXT NOT NULL CHECK (reason <> '')
);
