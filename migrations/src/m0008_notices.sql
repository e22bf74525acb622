ALTER TABLE user_account ADD COLUMN language TEXT NOT NULL DEFAULT 'vi';

CREATE TABLE notice (
  id {serial},
  user_id BIGINT NOT NULL REFERENCES user_account (id),
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  content TEXT NOT NULL,
  told_at BIGINT NOT NULL,
  read_at BIGINT,
  way TEXT NOT NULL CHECK (way IN ('at_once', 'daily', 'off')),
  digest_id BIGINT,
  UNIQUE (user_id, kind, about)
);
CREATE INDEX notice_unread ON notice (user_id) WHERE read_at IS NULL;
CREATE INDEX notice_by_digest ON notice (digest_id) WHERE digest_id IS NOT NULL;
CREATE INDEX notice_to_gather ON notice (user_id, told_at) WHERE way = 'daily' AND digest_id IS NULL;

CREATE TABLE outbox (
  id {serial},
  user_id BIGINT NOT NULL REFERENCES user_account (id),
  notice_id BIGINT REFERENCES notice (id),
  message_key TEXT NOT NULL UNIQUE,
  secret TEXT,
  queued_at BIGINT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  next_try_at BIGINT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
  sent_at BIGINT,
  answer TEXT NOT NULL DEFAULT '',
  CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
  CHECK (state <> 'sent' OR secret IS NULL)
);
CREATE INDEX outbox_due ON outbox (next_try_at) WHERE state = 'waiting';
CREATE INDEX outbox_not_sent ON outbox (id) WHERE state <> 'sent';

CREATE TABLE notice_way (
  user_id BIGINT NOT NULL REFERENCES user_account (id),
  kind TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('at_once', 'daily', 'off')),
  PRIMARY KEY (user_id, kind)
);
