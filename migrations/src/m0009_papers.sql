CREATE TABLE paper (
  id {id},
  audit_seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  order_id BIGINT NOT NULL REFERENCES orders (id),
  about TEXT NOT NULL,
  body_id BIGINT NOT NULL REFERENCES party (id),
  series TEXT NOT NULL,
  year INTEGER NOT NULL,
  ordinal INTEGER,
  number TEXT NOT NULL,
  title TEXT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  issued_on DATE NOT NULL,
  issued_by BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  replaces BIGINT UNIQUE REFERENCES paper (id),
  UNIQUE (body_id, series, year, ordinal)
);
CREATE INDEX paper_by_order ON paper (order_id);

CREATE TABLE paper_event (
  id {id},
  audit_seq BIGINT NOT NULL,
  paper_id BIGINT NOT NULL UNIQUE REFERENCES paper (id),
  state TEXT NOT NULL CHECK (state = 'cancelled'),
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  note TEXT NOT NULL CHECK (note <> '')
);

CREATE TABLE signed_copy (
  id {id},
  audit_seq BIGINT NOT NULL,
  paper_id BIGINT NOT NULL REFERENCES paper (id),
  bytes BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  finding TEXT NOT NULL,
  received_on DATE NOT NULL,
  sent_by BIGINT NOT NULL,
  UNIQUE (paper_id, sha256)
);

CREATE TABLE paper_file (
  sha256 TEXT PRIMARY KEY,
  content {bytes} NOT NULL
);
