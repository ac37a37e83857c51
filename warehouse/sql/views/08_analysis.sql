-- What analysts ask. One thing told is a claim at one value: a restatement belongs to the value that it repeats, in however other words
-- or rounding, and what is unsure or withdrawn was told by nobody.
CREATE OR REPLACE VIEW tellings AS
WITH said AS (
    SELECT facts.fact_id, facts.claim_id, facts.topic, facts.core, facts.kind, facts.subject, facts.predicate, facts.line, facts.sentence,
           facts.speaker, facts.published_at, facts.judged_at, facts.article_url,
           coalesce(facts.publisher, '') AS publisher,
           coalesce(facts.origin_id, facts.article_id) AS origin_id,
           CASE WHEN facts.verdict = 'restated' AND prior.claim_id = facts.claim_id THEN prior.value ELSE facts.value END AS value,
           CASE WHEN facts.verdict = 'restated' AND prior.claim_id = facts.claim_id THEN prior.unit ELSE facts.unit END AS unit,
           CASE WHEN facts.verdict = 'restated' AND prior.claim_id = facts.claim_id THEN prior.object ELSE facts.object END AS object
    FROM facts
    LEFT JOIN facts AS prior ON prior.fact_id = facts.prior_fact_id
    WHERE facts.verdict NOT IN ('unsure', 'retracted')
),
final AS (
    SELECT *, first_value(fact_id) OVER (
        PARTITION BY claim_id, value, unit, object ORDER BY published_at, judged_at, fact_id) AS first_fact_id
    FROM said
)
SELECT first_fact_id, fact_id, claim_id, topic, core, kind, subject, predicate, line, sentence, publisher, speaker, published_at,
       article_url, origin_id, value, unit, judged_at
FROM final;
COMMENT ON VIEW tellings IS 'Every fact with the one that told the same first: the same claim at the same value.';
COMMENT ON COLUMN tellings.first_fact_id IS 'The fact that told it first; itself if none was before it.';
COMMENT ON COLUMN tellings.fact_id IS 'The fact.';
COMMENT ON COLUMN tellings.claim_id IS 'The claim it makes.';
COMMENT ON COLUMN tellings.topic IS 'Name of the topic.';
COMMENT ON COLUMN tellings.core IS 'Whether it is about one of the topic''s own subjects.';
COMMENT ON COLUMN tellings.kind IS 'quantity, ranking, attribute, event or statement.';
COMMENT ON COLUMN tellings.subject IS 'What it is about.';
COMMENT ON COLUMN tellings.predicate IS 'What is said of the subject.';
COMMENT ON COLUMN tellings.line IS 'The fact as one readable line.';
COMMENT ON COLUMN tellings.sentence IS 'Its verbatim sentence.';
COMMENT ON COLUMN tellings.publisher IS 'Who published it.';
COMMENT ON COLUMN tellings.speaker IS 'Who says so, if the article names somebody.';
COMMENT ON COLUMN tellings.published_at IS 'When (UTC).';
COMMENT ON COLUMN tellings.article_url IS 'Address of the article.';
COMMENT ON COLUMN tellings.origin_id IS 'Articles that are copies of one original share it.';
COMMENT ON COLUMN tellings.value IS 'The value it gives; of a restatement, the value that it repeats.';
COMMENT ON COLUMN tellings.unit IS 'What is counted.';
COMMENT ON COLUMN tellings.judged_at IS 'When it was judged (UTC).';

-- A claim that only one source had, and the first other one that says it too: another publisher, and no copy. The value counts: who
-- says the old figure does not support the new one.
CREATE OR REPLACE VIEW corroboration AS
WITH first AS (
    SELECT * FROM tellings WHERE fact_id = first_fact_id
),
second AS (
    SELECT other.*
    FROM tellings AS other
    JOIN first ON first.fact_id = other.first_fact_id
    WHERE other.origin_id <> first.origin_id AND other.publisher <> first.publisher
    QUALIFY row_number() OVER (PARTITION BY other.first_fact_id ORDER BY other.published_at, other.judged_at, other.fact_id) = 1
)
SELECT first.claim_id, first.line, first.value, first.unit, first.fact_id AS first_fact_id, first.publisher AS first_publisher,
       first.speaker AS first_speaker, first.published_at AS first_published_at, second.fact_id, second.publisher, second.speaker,
       second.published_at, first.topic
FROM first
JOIN second ON second.first_fact_id = first.fact_id;
COMMENT ON VIEW corroboration IS 'Claims that a second independent source confirmed: another publisher, and no copy of the first.';
COMMENT ON COLUMN corroboration.claim_id IS 'The claim.';
COMMENT ON COLUMN corroboration.line IS 'What the first source said, as one readable line.';
COMMENT ON COLUMN corroboration.value IS 'The value that both give.';
COMMENT ON COLUMN corroboration.unit IS 'What is counted.';
COMMENT ON COLUMN corroboration.first_fact_id IS 'The fact of the first source.';
COMMENT ON COLUMN corroboration.first_publisher IS 'Who published it first.';
COMMENT ON COLUMN corroboration.first_speaker IS 'Whom the first source names as its own source.';
COMMENT ON COLUMN corroboration.first_published_at IS 'When (UTC).';
COMMENT ON COLUMN corroboration.fact_id IS 'The fact of the second source.';
COMMENT ON COLUMN corroboration.publisher IS 'Who published that.';
COMMENT ON COLUMN corroboration.speaker IS 'Whom it names as its source: the same one as the first is no second witness.';
COMMENT ON COLUMN corroboration.published_at IS 'When (UTC).';
COMMENT ON COLUMN corroboration.topic IS 'Name of the topic.';

CREATE OR REPLACE VIEW first_with AS
WITH first AS (
    SELECT * FROM tellings WHERE fact_id = first_fact_id
),
-- Of each other publisher its first telling; it is a copy if all its tellings are.
others AS (
    SELECT first.fact_id, other.publisher, min(other.published_at) AS published_at,
           bool_and(other.origin_id = first.origin_id) AS is_copy
    FROM first
    JOIN tellings AS other ON other.first_fact_id = first.fact_id AND other.publisher <> first.publisher
    GROUP BY first.fact_id, other.publisher
),
spread AS (
    SELECT fact_id,
           count(*) FILTER (NOT is_copy) AS followers,
           count(*) FILTER (is_copy) AS copies,
           arg_min(publisher, (published_at, publisher)) FILTER (NOT is_copy) AS followed_by,
           min(published_at) FILTER (NOT is_copy) AS followed_at
    FROM others
    GROUP BY fact_id
)
SELECT first.fact_id, first.claim_id, first.publisher, first.published_at, first.line, first.speaker, spread.followed_by,
       spread.followed_at, date_diff('minute', first.published_at, spread.followed_at) / 60 AS lead_hours,
       coalesce(spread.followers, 0) AS followers, coalesce(spread.copies, 0) AS copies, first.sentence, first.article_url,
       first.kind, first.subject, first.core, first.topic
FROM first
LEFT JOIN spread ON spread.fact_id = first.fact_id;
COMMENT ON VIEW first_with IS 'Who was first with each thing told, and who came after.';
COMMENT ON COLUMN first_with.fact_id IS 'The first fact that told it.';
COMMENT ON COLUMN first_with.claim_id IS 'The claim it makes.';
COMMENT ON COLUMN first_with.publisher IS 'Who published it first.';
COMMENT ON COLUMN first_with.published_at IS 'When (UTC).';
COMMENT ON COLUMN first_with.line IS 'What was told, as one readable line.';
COMMENT ON COLUMN first_with.speaker IS 'Whom the article names as its source.';
COMMENT ON COLUMN first_with.followed_by IS 'The next publisher that told it and was no copy; null if none did.';
COMMENT ON COLUMN first_with.followed_at IS 'When (UTC).';
COMMENT ON COLUMN first_with.lead_hours IS 'Hours from the first to the next, to the minute.';
COMMENT ON COLUMN first_with.followers IS 'Number of other publishers that told it in articles of their own.';
COMMENT ON COLUMN first_with.copies IS 'Number of other publishers that only carried the same article.';
COMMENT ON COLUMN first_with.sentence IS 'The verbatim sentence.';
COMMENT ON COLUMN first_with.article_url IS 'Address of the article.';
COMMENT ON COLUMN first_with.kind IS 'quantity, ranking, attribute, event or statement.';
COMMENT ON COLUMN first_with.subject IS 'What it is about.';
COMMENT ON COLUMN first_with.core IS 'Whether it is about one of the topic''s own subjects.';
COMMENT ON COLUMN first_with.topic IS 'Name of the topic.';

CREATE OR REPLACE VIEW contradictions AS
WITH support AS (
    SELECT first_fact_id, count(DISTINCT origin_id) AS origins FROM tellings GROUP BY first_fact_id
),
grouped AS (
    SELECT tellings.fact_id, support.origins
    FROM tellings
    JOIN support ON support.first_fact_id = tellings.first_fact_id
)
SELECT fact.fact_id, fact.claim_id, fact.subject, fact.predicate, fact.published_at, fact.line, fact.publisher, fact.speaker,
       fact.sentence, fact.article_url, coalesce(ours.origins, 1) AS origins, prior.fact_id AS earlier_fact_id,
       prior.published_at AS earlier_published_at, prior.line AS earlier_line, prior.publisher AS earlier_publisher,
       prior.speaker AS earlier_speaker, prior.sentence AS earlier_sentence, prior.article_url AS earlier_url,
       coalesce(theirs.origins, 1) AS earlier_origins, fact.reason, fact.verdict_rule AS rule, fact.core, fact.topic
FROM facts AS fact
JOIN facts AS prior ON prior.fact_id = fact.prior_fact_id
LEFT JOIN grouped AS ours ON ours.fact_id = fact.fact_id
LEFT JOIN grouped AS theirs ON theirs.fact_id = prior.fact_id
WHERE fact.verdict = 'contradicted'
ORDER BY fact.published_at DESC, fact.fact_id;
COMMENT ON VIEW contradictions IS 'Two things told that cannot both be right, side by side, the latest first.';
COMMENT ON COLUMN contradictions.fact_id IS 'The later fact.';
COMMENT ON COLUMN contradictions.claim_id IS 'The claim it makes.';
COMMENT ON COLUMN contradictions.subject IS 'What it is about.';
COMMENT ON COLUMN contradictions.predicate IS 'What is said of the subject.';
COMMENT ON COLUMN contradictions.published_at IS 'When the later one was published (UTC).';
COMMENT ON COLUMN contradictions.line IS 'The later fact as one readable line.';
COMMENT ON COLUMN contradictions.publisher IS 'Who published it.';
COMMENT ON COLUMN contradictions.speaker IS 'Who says so, if the article names somebody.';
COMMENT ON COLUMN contradictions.sentence IS 'Its verbatim sentence.';
COMMENT ON COLUMN contradictions.article_url IS 'Address of its article.';
COMMENT ON COLUMN contradictions.origins IS 'Number of independent origins that say what the later one says.';
COMMENT ON COLUMN contradictions.earlier_fact_id IS 'The earlier fact.';
COMMENT ON COLUMN contradictions.earlier_published_at IS 'When it was published (UTC).';
COMMENT ON COLUMN contradictions.earlier_line IS 'The earlier fact as one readable line.';
COMMENT ON COLUMN contradictions.earlier_publisher IS 'Who published it.';
COMMENT ON COLUMN contradictions.earlier_speaker IS 'Who says so, if the article names somebody.';
COMMENT ON COLUMN contradictions.earlier_sentence IS 'Its verbatim sentence.';
COMMENT ON COLUMN contradictions.earlier_url IS 'Address of its article.';
COMMENT ON COLUMN contradictions.earlier_origins IS 'Number of independent origins that say what the earlier one says.';
COMMENT ON COLUMN contradictions.reason IS 'Why both cannot be right, in one sentence.';
COMMENT ON COLUMN contradictions.rule IS 'Name of the rule that decided (see verdict_rules).';
COMMENT ON COLUMN contradictions.core IS 'Whether it is about one of the topic''s own subjects.';
COMMENT ON COLUMN contradictions.topic IS 'Name of the topic.';

-- What became of what a publisher told first. The bounds are Wilson's 95 % interval (Wilson 1927, "Probable inference"): two out of two is
-- no better record than ninety out of a hundred, and a bare share says that it is.
CREATE OR REPLACE VIEW publisher_reliability AS
WITH against AS (
    SELECT tellings.first_fact_id,
           bool_or(facts.verdict = 'contradicted') AS is_contradicted,
           bool_or(facts.verdict = 'retracted') AS is_retracted
    FROM facts
    JOIN tellings ON tellings.fact_id = facts.prior_fact_id
    WHERE facts.verdict IN ('contradicted', 'retracted')
    GROUP BY tellings.first_fact_id
),
counted AS (
    SELECT first_with.topic, first_with.publisher, count(*) AS told_first,
           count(*) FILTER (first_with.followers > 0) AS corroborated,
           count(*) FILTER (against.is_contradicted) AS contradicted,
           count(*) FILTER (against.is_retracted) AS retracted,
           count(*) FILTER (first_with.followers = 0 AND against.first_fact_id IS NULL) AS alone,
           median(first_with.lead_hours) AS median_lead_hours
    FROM first_with
    LEFT JOIN against ON against.first_fact_id = first_with.fact_id
    GROUP BY first_with.topic, first_with.publisher
),
shares AS (
    SELECT *, corroborated / told_first AS share, 1.96 * 1.96 / told_first AS z FROM counted
),
final AS (
    SELECT topic, publisher, told_first, corroborated, contradicted, retracted, alone, share AS corroborated_share,
           greatest(0, (share + z / 2 - 1.96 * sqrt((share * (1 - share) + z / 4) / told_first)) / (1 + z)) AS share_low,
           least(1, (share + z / 2 + 1.96 * sqrt((share * (1 - share) + z / 4) / told_first)) / (1 + z)) AS share_high,
           median_lead_hours
    FROM shares
)
SELECT * FROM final ORDER BY share_low DESC, told_first DESC, topic, publisher;
COMMENT ON VIEW publisher_reliability IS 'What became of what a publisher told first. Says how often others followed, not how often it was right.';
COMMENT ON COLUMN publisher_reliability.topic IS 'Name of the topic.';
COMMENT ON COLUMN publisher_reliability.publisher IS 'The publisher.';
COMMENT ON COLUMN publisher_reliability.told_first IS 'Number of things that it told before any other publisher we read.';
COMMENT ON COLUMN publisher_reliability.corroborated IS 'Of those, told later by another publisher that was no copy.';
COMMENT ON COLUMN publisher_reliability.contradicted IS 'Of those, contradicted later, by whomever.';
COMMENT ON COLUMN publisher_reliability.retracted IS 'Of those, removed or reversed by an edit.';
COMMENT ON COLUMN publisher_reliability.alone IS 'Of those, neither followed nor contradicted nor retracted so far.';
COMMENT ON COLUMN publisher_reliability.corroborated_share IS 'corroborated / told_first, 0 to 1.';
COMMENT ON COLUMN publisher_reliability.share_low IS 'Lower end of the share''s 95 % interval (Wilson); sort by it, few cases prove little.';
COMMENT ON COLUMN publisher_reliability.share_high IS 'Upper end of that interval.';
COMMENT ON COLUMN publisher_reliability.median_lead_hours IS 'Median time until the next publisher told it, in hours; null if none did.';

CREATE OR REPLACE VIEW suppressed AS
WITH outcome AS (
    SELECT alerts.fact_id, alerts.alert_id, alerts.state, max(deliveries.last_error) AS note
    FROM alerts
    LEFT JOIN deliveries ON deliveries.alert_id = alerts.alert_id
    GROUP BY alerts.fact_id, alerts.alert_id, alerts.state
),
silent AS (
    SELECT facts.*, article_versions.source, outcome.alert_id, outcome.note
    FROM facts
    LEFT JOIN outcome ON outcome.fact_id = facts.fact_id
    LEFT JOIN article_versions ON article_versions.article_id = facts.article_id AND article_versions.version = facts.version
    WHERE outcome.alert_id IS NULL OR outcome.state = 'suppressed'
),
final AS (
    SELECT fact_id, claim_id, verdict,
           CASE
               WHEN alert_id IS NOT NULL THEN 'held back'
               WHEN verdict = 'restated' THEN 'known'
               WHEN verdict = 'unsure' THEN 'unsure'
               WHEN source = 'seed' THEN 'baseline'
               WHEN NOT core THEN 'side matter'
               WHEN source = 'replay' THEN 'replayed'
               ELSE 'folded'
           END AS cause,
           CASE
               WHEN alert_id IS NOT NULL THEN coalesce(note, 'no target wanted it')
               WHEN verdict = 'restated' THEN reason
               WHEN verdict = 'unsure' THEN reason
               WHEN source = 'seed' THEN 'seeding is quiet: it is what was known at the start'
               WHEN NOT core THEN 'not about one of the topic''s own subjects'
               WHEN source = 'replay' THEN 'replayed without --alerts'
               ELSE 'told in another alert about the same correction'
           END AS why,
           line, publisher, published_at, sentence, article_url, prior_fact_id, alert_id, topic, judged_at
    FROM silent
)
SELECT * FROM final;
COMMENT ON VIEW suppressed IS 'Every fact that nobody was alerted about, and why. Together with alerts that are not suppressed: all facts.';
COMMENT ON COLUMN suppressed.fact_id IS 'The fact.';
COMMENT ON COLUMN suppressed.claim_id IS 'The claim it makes.';
COMMENT ON COLUMN suppressed.verdict IS 'new, restated, changed, contradicted, retracted or unsure.';
COMMENT ON COLUMN suppressed.cause IS 'known, unsure, baseline (seeded), side matter, replayed, folded (into another alert) or held back (by every target).';
COMMENT ON COLUMN suppressed.why IS 'The cause in words, for this fact.';
COMMENT ON COLUMN suppressed.line IS 'The fact as one readable line.';
COMMENT ON COLUMN suppressed.publisher IS 'Who published it.';
COMMENT ON COLUMN suppressed.published_at IS 'When (UTC).';
COMMENT ON COLUMN suppressed.sentence IS 'Its verbatim sentence.';
COMMENT ON COLUMN suppressed.article_url IS 'Address of the article.';
COMMENT ON COLUMN suppressed.prior_fact_id IS 'The earlier fact it was judged against.';
COMMENT ON COLUMN suppressed.alert_id IS 'The alert that was held back; null if none was raised.';
COMMENT ON COLUMN suppressed.topic IS 'Name of the topic.';
COMMENT ON COLUMN suppressed.judged_at IS 'When it was judged (UTC).';

CREATE OR REPLACE MACRO claims_on(known_on) AS TABLE
SELECT * FROM claims_before(CAST(known_on AS DATE) + INTERVAL 1 DAY);
COMMENT ON MACRO TABLE claims_on IS 'The view claims as it would have been at the end of a day (UTC): only what had been published by then.';

CREATE OR REPLACE MACRO timeline(about) AS TABLE
SELECT coalesce(facts.as_of, CAST(facts.published_at AS DATE)) AS day, facts.verdict, facts.line,
       CASE WHEN facts.verdict <> 'new' THEN prior.line END AS before, facts.publisher, facts.published_at, facts.speaker,
       facts.sentence, facts.article_url, facts.fact_id, facts.claim_id, facts.topic
FROM facts
LEFT JOIN facts AS prior ON prior.fact_id = facts.prior_fact_id
WHERE facts.verdict NOT IN ('restated', 'unsure') AND lower(about) IN (lower(facts.subject), lower(facts.object))
ORDER BY day, facts.published_at, facts.start_char, facts.fact_id;
COMMENT ON MACRO TABLE timeline IS 'What was new about a subject, by the day it holds for: day, verdict, line, before (the claim as it stood), publisher, published_at, speaker, sentence, article_url, fact_id, claim_id, topic.';
