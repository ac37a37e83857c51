-- A claim keeps its identity while its value moves. Its value is the one of the latest day it holds for; a restatement repeats an
-- earlier value and therefore never sets it. Its status follows from the verdict published last.
CREATE OR REPLACE MACRO claims_before(moment) AS TABLE
WITH told AS (
    SELECT claim_id, fact_id, prior_fact_id, kind, subject, predicate, scope, object, line, value, value_high, unit, qualifier,
           modality, as_of, core, topic, verdict, published_at, judged_at, publisher, coalesce(origin_id, article_id) AS origin,
           coalesce(as_of, CAST(published_at AS DATE)) AS holds_on,
           CASE verdict WHEN 'restated' THEN 1 WHEN 'unsure' THEN 2 ELSE 0 END AS weakness
    FROM facts
    WHERE published_at < moment
),
spread AS (
    SELECT claim_id,
           min(published_at) AS first_seen_at,
           arg_min(publisher, (published_at, judged_at, fact_id)) AS first_publisher,
           max(published_at) AS last_seen_at,
           min(judged_at) AS first_judged_at,
           count(DISTINCT publisher) AS publishers,
           count(DISTINCT origin) AS origins,
           count(*) AS facts
    FROM told
    GROUP BY claim_id
),
standing AS (
    SELECT claim_id, fact_id, kind, subject, predicate, scope, object, line, value, value_high, unit, qualifier, modality, as_of, core, topic
    FROM told
    QUALIFY row_number() OVER (
        PARTITION BY claim_id ORDER BY weakness, holds_on DESC, published_at DESC, judged_at DESC, fact_id DESC) = 1
),
decided AS (
    SELECT claim_id, verdict
    FROM told
    QUALIFY row_number() OVER (PARTITION BY claim_id ORDER BY weakness, published_at DESC, judged_at DESC, fact_id DESC) = 1
),
-- "The ban is planned" ends when another claim says that it was called off.
replaced AS (
    SELECT DISTINCT earlier.claim_id
    FROM told AS later
    JOIN told AS earlier ON earlier.fact_id = later.prior_fact_id
    WHERE later.verdict = 'changed' AND later.claim_id <> earlier.claim_id
),
final AS (
    SELECT standing.claim_id, standing.kind, standing.subject, standing.predicate, standing.scope, standing.line, standing.value,
           standing.unit,
           CASE
               WHEN decided.verdict IN ('retracted', 'contradicted') THEN decided.verdict
               WHEN replaced.claim_id IS NOT NULL THEN 'superseded'
               ELSE 'standing'
           END AS status,
           spread.first_seen_at, spread.first_publisher, spread.last_seen_at, spread.publishers, spread.origins,
           standing.value_high, standing.qualifier, standing.object, standing.modality, standing.as_of, standing.core, standing.topic,
           standing.fact_id, spread.facts, spread.first_judged_at
    FROM standing
    JOIN spread ON spread.claim_id = standing.claim_id
    JOIN decided ON decided.claim_id = standing.claim_id
    LEFT JOIN replaced ON replaced.claim_id = standing.claim_id
)
SELECT * FROM final;
COMMENT ON MACRO TABLE claims_before IS 'The view claims as it would have been at a moment (UTC): of what had been published before it.';

CREATE OR REPLACE VIEW claims AS
SELECT * FROM claims_before(TIMESTAMP 'infinity');
COMMENT ON VIEW claims IS 'One row per distinct claim, with its present value and who made it.';
COMMENT ON COLUMN claims.claim_id IS 'Names the claim.';
COMMENT ON COLUMN claims.kind IS 'quantity, ranking, attribute, event or statement.';
COMMENT ON COLUMN claims.subject IS 'What it is about.';
COMMENT ON COLUMN claims.predicate IS 'What is said of the subject.';
COMMENT ON COLUMN claims.scope IS 'What narrows it.';
COMMENT ON COLUMN claims.line IS 'The claim with its present value as one readable line.';
COMMENT ON COLUMN claims.value IS 'Its present value in base units: that of the latest day it holds for.';
COMMENT ON COLUMN claims.unit IS 'What is counted.';
COMMENT ON COLUMN claims.status IS 'standing, superseded (another claim replaced it), contradicted (the last word on it is incompatible with an earlier one) or retracted.';
COMMENT ON COLUMN claims.first_seen_at IS 'Publication time of the first article that makes it (UTC).';
COMMENT ON COLUMN claims.first_publisher IS 'Who published it first.';
COMMENT ON COLUMN claims.last_seen_at IS 'Publication time of the last article that makes it (UTC).';
COMMENT ON COLUMN claims.publishers IS 'Number of publishers that make it.';
COMMENT ON COLUMN claims.origins IS 'Number of independent origins: copies of one original count once.';
COMMENT ON COLUMN claims.value_high IS 'Upper end of a range.';
COMMENT ON COLUMN claims.qualifier IS 'exact, about, over, under, up_to or between.';
COMMENT ON COLUMN claims.object IS 'What the subject is related to, if anything.';
COMMENT ON COLUMN claims.modality IS 'actual, planned, possible, denied or alleged.';
COMMENT ON COLUMN claims.as_of IS 'The day that the present value holds for.';
COMMENT ON COLUMN claims.core IS 'Whether it is about one of the topic''s own subjects.';
COMMENT ON COLUMN claims.topic IS 'Name of the topic.';
COMMENT ON COLUMN claims.fact_id IS 'The fact that gives the present value: its evidence.';
COMMENT ON COLUMN claims.facts IS 'Number of facts that make it.';
COMMENT ON COLUMN claims.first_judged_at IS 'When the pipeline first met it (UTC).';

CREATE OR REPLACE VIEW claim_history AS
WITH told AS (
    SELECT claim_id, fact_id, subject, predicate, scope, as_of, published_at, judged_at, value, value_high, unit, qualifier, object,
           modality, verdict, reason,
           publisher, speaker, article_url, sentence, line, coalesce(as_of, CAST(published_at AS DATE)) AS holds_on
    FROM facts
),
sayers AS (
    SELECT claim_id, value, value_high, unit, object, modality, count(DISTINCT publisher) AS publishers
    FROM told
    WHERE verdict NOT IN ('unsure', 'retracted')
    GROUP BY ALL
),
steps AS (
    SELECT *, row_number() OVER (PARTITION BY claim_id ORDER BY holds_on, published_at, judged_at, fact_id) AS step
    FROM told
    WHERE verdict NOT IN ('restated', 'unsure')
),
final AS (
    SELECT steps.claim_id, steps.step, steps.as_of, steps.published_at, steps.value, steps.value_high, steps.unit, steps.qualifier,
           steps.object, steps.modality, steps.verdict, steps.reason, steps.publisher, steps.speaker,
           coalesce(sayers.publishers, 0) AS publishers, steps.article_url, steps.sentence, steps.line, steps.fact_id,
           steps.subject, steps.predicate, steps.scope
    FROM steps
    LEFT JOIN sayers ON sayers.claim_id = steps.claim_id
        AND sayers.value IS NOT DISTINCT FROM steps.value
        AND sayers.value_high IS NOT DISTINCT FROM steps.value_high
        AND sayers.unit IS NOT DISTINCT FROM steps.unit
        AND sayers.object IS NOT DISTINCT FROM steps.object
        AND sayers.modality = steps.modality
)
SELECT * FROM final ORDER BY claim_id, step;
COMMENT ON VIEW claim_history IS 'The values a claim has had, in order, with who said so; restatements are counted in publishers.';
COMMENT ON COLUMN claim_history.claim_id IS 'The claim.';
COMMENT ON COLUMN claim_history.step IS '1, 2, 3 ... by the day the value holds for, then by publication.';
COMMENT ON COLUMN claim_history.as_of IS 'The day that the value holds for, if the article says so.';
COMMENT ON COLUMN claim_history.published_at IS 'When it was published (UTC).';
COMMENT ON COLUMN claim_history.value IS 'The value in base units.';
COMMENT ON COLUMN claim_history.value_high IS 'Upper end of a range.';
COMMENT ON COLUMN claim_history.unit IS 'What is counted.';
COMMENT ON COLUMN claim_history.qualifier IS 'exact, about, over, under, up_to or between.';
COMMENT ON COLUMN claim_history.object IS 'What the subject is related to, if anything.';
COMMENT ON COLUMN claim_history.modality IS 'actual, planned, possible, denied or alleged.';
COMMENT ON COLUMN claim_history.verdict IS 'new, changed, contradicted or retracted.';
COMMENT ON COLUMN claim_history.reason IS 'Why, in one sentence.';
COMMENT ON COLUMN claim_history.publisher IS 'Who published it.';
COMMENT ON COLUMN claim_history.speaker IS 'Who says so, if the article names somebody.';
COMMENT ON COLUMN claim_history.publishers IS 'Number of publishers that give this very value.';
COMMENT ON COLUMN claim_history.article_url IS 'Address of the article.';
COMMENT ON COLUMN claim_history.sentence IS 'The verbatim sentence.';
COMMENT ON COLUMN claim_history.line IS 'The value as one readable line.';
COMMENT ON COLUMN claim_history.fact_id IS 'The fact.';
COMMENT ON COLUMN claim_history.subject IS 'What it is about.';
COMMENT ON COLUMN claim_history.predicate IS 'What is said of the subject.';
COMMENT ON COLUMN claim_history.scope IS 'What narrows it.';
