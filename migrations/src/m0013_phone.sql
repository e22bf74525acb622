CREATE TABLE learner_contact (
  id {id},
  audit_seq BIGINT NOT NULL,
  learner_id BIGINT NOT NULL REFERENCES learner (id),
  phone TEXT NOT NULL
);
CREATE INDEX learner_contact_by_learner ON learner_contact (learner_id, id);
CREATE INDEX learner_contact_by_entry ON learner_contact (audit_seq)
