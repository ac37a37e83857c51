-- A second way to find a fact, and what analysts said of verdicts.

ALTER TABLE fact ADD COLUMN other_hash BIGINT;
COMMENT ON COLUMN fact.other_hash IS 'Second hash under which it is found: what an event was done to, the words of a quotation.';

CREATE TABLE judgement (
    fact_id       VARCHAR NOT NULL,
    topic         VARCHAR NOT NULL,
    same_as_claim VARCHAR,
    signature     VARCHAR NOT NULL,
    judged_at     TIMESTAMP NOT NULL,
    judged_by     VARCHAR NOT NULL
);
COMMENT ON TABLE judgement IS 'Analysts'' corrections of verdicts, applied to what is judged later. The last one on a fact counts.';
COMMENT ON COLUMN judgement.fact_id IS 'The fact that was judged.';
COMMENT ON COLUMN judgement.topic IS 'Its topic.';
COMMENT ON COLUMN judgement.same_as_claim IS 'The claim that it makes; NULL if it is a claim of its own.';
COMMENT ON COLUMN judgement.signature IS 'Id of the claim that its slots alone would found: facts with the same one are judged alike from now on.';
COMMENT ON COLUMN judgement.judged_at IS 'When (UTC).';
COMMENT ON COLUMN judgement.judged_by IS 'By whom.';
