-- What the optional language model cost a run and brought it.
ALTER TABLE run ADD COLUMN model_calls INTEGER DEFAULT 0;
ALTER TABLE run ADD COLUMN model_facts INTEGER DEFAULT 0;
ALTER TABLE run ADD COLUMN model_refused INTEGER DEFAULT 0;
ALTER TABLE run ADD COLUMN model_tokens BIGINT DEFAULT 0;
ALTER TABLE run ALTER COLUMN model_calls SET NOT NULL;
ALTER TABLE run ALTER COLUMN model_facts SET NOT NULL;
ALTER TABLE run ALTER COLUMN model_refused SET NOT NULL;
ALTER TABLE run ALTER COLUMN model_tokens SET NOT NULL;
COMMENT ON COLUMN run.model_calls IS 'Calls to the language model, failed ones counted; 0 when none is set.';
COMMENT ON COLUMN run.model_facts IS 'Facts that it added.';
COMMENT ON COLUMN run.model_refused IS 'Claims of its answers that did not hold against the article, or were known.';
COMMENT ON COLUMN run.model_tokens IS 'Tokens of its prompts and answers, as the endpoint counts them.';
