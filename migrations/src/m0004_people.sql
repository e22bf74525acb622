ALTER TABLE user_account ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE user_account ADD COLUMN learner_id BIGINT REFERENCES learner (id);
ALTER TABLE user_account ADD COLUMN active BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE user_account ADD COLUMN otp_secret TEXT;
ALTER TABLE user_account ADD COLUMN otp_pending TEXT;
ALTER TABLE user_account ADD COLUMN otp_step BIGINT NOT NULL DEFAULT 0;

ALTER TABLE session ADD COLUMN opened_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN code_due BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE session ADD COLUMN delegation_id BIGINT;

CREATE TABLE invitation (
  token_sha256 TEXT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES user_account (id),
  expires_at BIGINT NOT NULL
);

CREATE TABLE recovery_code (
  code_sha256 TEXT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES user_account (id)
);

CREATE TABLE sign_in_try (
  id {serial},
  login_sha256 TEXT NOT NULL,
  user_id BIGINT,
  tried_at BIGINT NOT NULL,
  address TEXT NOT NULL,
  device TEXT NOT NULL,
  device_sha256 TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('opened', 'new_device', 'wrong', 'wrong_code', 'locked', 'inactive'))
);
CREATE INDEX sign_in_try_by_login ON sign_in_try (login_sha256, tried_at);
CREATE INDEX sign_in_try_by_address ON sign_in_try (address, tried_at);

CREATE TABLE account_event (
  id {id},
  audit_seq BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('added', 'invited', 'accepted', 'deactivated', 'reactivated', 'code_on', 'code_off', 'password')),
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL,
  role TEXT NOT NULL,
  party_id BIGINT NOT NULL REFERENCES party (id),
  note TEXT NOT NULL
);
CREATE INDEX account_event_by_user ON account_event (user_id);

CREATE TABLE delegation (
  id {id},
  audit_seq BIGINT NOT NULL,
  giver_id BIGINT NOT NULL,
  holder_id BIGINT NOT NULL,
  begins_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  reason TEXT NOT NULL,
  withdraws BIGINT REFERENCES delegation (id),
  CHECK (giver_id <> holder_id),
  CHECK (begins_on <= ends_on)
);
CREATE UNIQUE INDEX delegation_withdrawn_once ON delegation (withdraws) WHERE withdraws IS NOT NULL;

CREATE TABLE acted_for (
  id {id},
  audit_seq BIGINT NOT NULL UNIQUE,
  actor_id BIGINT NOT NULL,
  giver_id BIGINT NOT NULL,
  CHECK (actor_id <> giver_id)
);

CREATE TABLE access_record (
  id {id},
  audit_seq BIGINT NOT NULL,
  learner_id BIGINT NOT NULL REFERENCES learner (id),
  looked_at BIGINT NOT NULL,
  actor_id BIGINT NOT NULL,
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  party_id BIGINT NOT NULL REFERENCES party (id),
  reason TEXT NOT NULL CHECK (reason <> '')
);
CREATE INDEX access_record_by_learner ON access_record (learner_id);
