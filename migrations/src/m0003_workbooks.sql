CREATE TABLE workbook (
  id {id},
  audit_seq BIGINT NOT NULL,
  cohort_id BIGINT NOT NULL REFERENCES cohort (id),
  order_id BIGINT NOT NULL REFERENCES orders (id),
  kind TEXT NOT NULL CHECK (kind IN ('enrolment', 'graduation')),
  name TEXT NOT NULL,
  bytes BIGINT NOT NULL CHECK (bytes > 0),
  sha256 TEXT NOT NULL,
  sent_by BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  UNIQUE (cohort_id, kind, sha256)
);

CREATE TABLE workbook_event (
  id {id},
  audit_seq BIGINT NOT NULL,
  workbook_id BIGINT NOT NULL REFERENCES workbook (id),
  round INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('accepted', 'finished', 'undone')),
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (workbook_id, round, state)
);

CREATE TABLE workbook_row (
  id {id},
  audit_seq BIGINT NOT NULL,
  workbook_id BIGINT NOT NULL REFERENCES workbook (id),
  round INTEGER NOT NULL,
  row_number INTEGER NOT NULL,
  enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
  UNIQUE (workbook_id, round, row_number),
  UNIQUE (workbook_id, round, enrolment_id)
);

CREATE TABLE workbook_file (
  workbook_id BIGINT PRIMARY KEY REFERENCES workbook (id),
  content {bytes} NOT NULL
);

CREATE TABLE workbook_job (
  workbook_id BIGINT PRIMARY KEY REFERENCES workbook (id),
  stage TEXT NOT NULL,
  good_only BOOLEAN NOT NULL,
  proposals BOOLEAN NOT NULL,
  total BIGINT NOT NULL,
  done BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  result TEXT NOT NULL
);

CREATE INDEX fact_of_retraction ON fact (enrolment_id) WHERE kind = 'retracted';
