ALTER TABLE user_account ADD COLUMN identity_name TEXT;
ALTER TABLE user_account ADD COLUMN identity_sha256 TEXT;
CREATE UNIQUE INDEX user_account_by_identity_name ON user_account (identity_name) WHERE identity_name IS NOT NULL;
CREATE UNIQUE INDEX user_account_by_identity ON user_account (identity_sha256) WHERE identity_sha256 IS NOT NULL;

ALTER TABLE session ADD COLUMN way TEXT NOT NULL DEFAULT 'password';
ALTER TABLE sign_in_try ADD COLUMN way TEXT NOT NULL DEFAULT 'password';

CREATE TABLE identity_event (
  id {id},
  audit_seq BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('allowed', 'linked', 'ended')),
  happened_on DATE NOT NULL,
  actor_id BIGINT NOT NULL
);
CREATE INDEX identity_event_by_user ON identity_event (user_id);
