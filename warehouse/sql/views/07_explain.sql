-- The rules of warehouse/novelty*.py, surety.py and edits.py in words. A test keeps the list whole.
CREATE OR REPLACE VIEW verdict_rules AS
WITH kinds (kind) AS (
    VALUES ('figure'), ('attribute'), ('event'), ('statement')
),
surety (part, slot, words) AS (
    VALUES
        ('same', 'none', 'every slot agrees with what was told before'),
        ('denied_again', 'none', 'the denial was known'),
        ('denied', 'surety', 'what was told as a fact is denied'),
        ('rumour_denied', 'surety', 'what was only rumoured, possible or planned is denied'),
        ('confirmed', 'surety', 'what was denied is told as a fact'),
        ('denied_rumour', 'surety', 'a rumour is told again after its denial'),
        ('firmer', 'surety', 'told more surely than before: a plan was carried out, a rumour confirmed'),
        ('behind', 'surety', 'told less surely than it is known: behind the news')
),
named (rule, slot, words) AS (
    VALUES
        ('figure.first', 'subject and measure', 'nobody gave this figure before'),
        ('figure.other_unit', 'unit', 'the figure is known in another unit only'),
        ('figure.other_scope', 'scope', 'the figure is known for another scope only'),
        ('figure.other_period', 'date', 'the sum is known for another period only'),
        ('figure.other_object', 'object', 'the figure is known of another object only'),
        ('figure.weaker', 'value', 'a vaguer form of a known value'),
        ('figure.sharper', 'value', 'narrows a known value'),
        ('figure.unnamed_measure', 'measure', 'a known value of the subject, told without its measure'),
        ('figure.other_measure', 'measure', 'the very number is known of another measure of the subject: a person must look'),
        ('figure.other_subject', 'subject', 'the very number is known of another subject, and the sentence names none: a person must look'),
        ('figure.same_date', 'value', 'two values for the same date or period: both cannot be right'),
        ('figure.moved', 'value', 'another value of a known figure'),
        ('event.presupposed', 'action', 'a deed that is only named, as if it were known: a person must look'),
        ('attribute.first', 'subject and measure', 'nobody told this of the subject before'),
        ('attribute.another', 'object', 'one more beside those that are known'),
        ('attribute.doubtful', 'object', 'may be the known one under another name: a person must look'),
        ('attribute.other_denied', 'object', 'denies what nobody told'),
        ('attribute.succeeded', 'object', 'another one since a later day'),
        ('attribute.other_prospect', 'object', 'another one, told less or more surely than the known one'),
        ('attribute.other_object', 'object', 'has one answer, and another one was told'),
        ('event.first', 'actor and action', 'nobody told of this before'),
        ('event.other_deed', 'object', 'the same sort of action, by or upon somebody else'),
        ('event.other_day', 'date', 'what was planned has another day'),
        ('event.two_days', 'date', 'two days for one action'),
        ('event.another_time', 'date', 'the same action at another time'),
        ('event.doubtful', 'date', 'may be the known one: neither day nor object is told; a person must look'),
        ('event.opposite', 'action', 'the opposite was told for the same time'),
        ('event.exchanged', 'actor', 'the two sides have changed places'),
        ('event.two_actors', 'actor', 'only one can have done it, and another was told'),
        ('event.two_objects', 'object', 'it can have been done to one only, and another was told'),
        ('statement.first', 'speaker', 'the first words of this speaker'),
        ('statement.another', 'words', 'the speaker is known, these words are not'),
        ('statement.opposite', 'words', 'the speaker said the opposite before'),
        ('statement.heard_otherwise', 'words', 'one speech, told in opposite ways'),
        ('statement.other_number', 'words', 'the speaker gave another number before'),
        ('statement.adds', 'words', 'says more than before: a person must look'),
        ('statement.doubtful', 'words', 'something like it was said before: a person must look'),
        ('statement.other_denied', 'words', 'denies what nobody told'),
        ('statement.same_words', 'speaker', 'the same words were given to another speaker'),
        ('statement.two_speakers', 'speaker', 'the same words were given to another name'),
        ('edit.same_sentence', 'none', 'the sentence stood in an earlier wording of the article'),
        ('edit.removed', 'sentence', 'the edited article no longer says it')
),
final AS (
    SELECT rule, slot, words FROM named
    UNION ALL
    SELECT kinds.kind || '.' || surety.part, surety.slot, surety.words FROM kinds CROSS JOIN surety
)
SELECT * FROM final;
COMMENT ON VIEW verdict_rules IS 'The rules that decide verdicts. With "edit." before it the same rule judged an edit: the article took back what it said.';
COMMENT ON COLUMN verdict_rules.rule IS 'Name of the rule, as in facts.verdict_rule.';
COMMENT ON COLUMN verdict_rules.slot IS 'The slot that it looks at; none if all agree.';
COMMENT ON COLUMN verdict_rules.words IS 'What it says.';

CREATE OR REPLACE VIEW explanations AS
WITH compared AS (
    SELECT fact.*, regexp_replace(fact.verdict_rule, '^edit\.([a-z]+\.)', '\1') AS base_rule,
           prior.claim_id AS prior_claim_id, prior.line AS prior_line, prior.sentence AS prior_sentence,
           prior.publisher AS prior_publisher, prior.published_at AS prior_published_at, prior.article_url AS prior_url,
           CASE WHEN prior.fact_id IS NOT NULL THEN
               concat_ws(', ',
                   CASE WHEN fact.subject IS DISTINCT FROM prior.subject THEN 'subject' END,
                   CASE WHEN fact.predicate IS DISTINCT FROM prior.predicate THEN 'measure' END,
                   CASE WHEN fact.object IS DISTINCT FROM prior.object THEN 'object' END,
                   CASE WHEN fact.scope IS DISTINCT FROM prior.scope THEN 'scope' END,
                   CASE WHEN fact.unit IS DISTINCT FROM prior.unit THEN 'unit' END,
                   CASE WHEN (fact.value, fact.value_high) IS DISTINCT FROM (prior.value, prior.value_high) THEN 'value' END,
                   CASE WHEN fact.as_of IS DISTINCT FROM prior.as_of THEN 'date' END,
                   CASE WHEN fact.modality IS DISTINCT FROM prior.modality THEN 'surety' END,
                   CASE WHEN fact.speaker IS DISTINCT FROM prior.speaker THEN 'speaker' END)
           END AS differing
    FROM facts AS fact
    LEFT JOIN facts AS prior ON prior.fact_id = fact.prior_fact_id
),
final AS (
    SELECT compared.fact_id, compared.claim_id, compared.verdict, compared.verdict_rule AS rule,
           coalesce(rules.words, compared.reason) AS rule_words,
           coalesce(rules.slot, nullif(split_part(compared.differing, ', ', 1), ''), 'words') AS slot,
           compared.reason, compared.differing, compared.line, compared.sentence, compared.publisher, compared.published_at,
           compared.article_url, compared.prior_fact_id, compared.prior_claim_id, compared.prior_line, compared.prior_sentence,
           compared.prior_publisher, compared.prior_published_at, compared.prior_url, alert.alert_id,
           earlier_alert.alert_id AS earlier_alert_id, compared.kind, compared.topic, compared.judged_at
    FROM compared
    LEFT JOIN verdict_rules AS rules ON rules.rule = compared.base_rule
    LEFT JOIN alert ON alert.fact_id = compared.fact_id
    LEFT JOIN alert AS earlier_alert ON earlier_alert.fact_id = compared.prior_fact_id
)
SELECT * FROM final;
COMMENT ON VIEW explanations IS 'Why each fact got its verdict: the nearest earlier fact, the slot that decided, the rule.';
COMMENT ON COLUMN explanations.fact_id IS 'The fact.';
COMMENT ON COLUMN explanations.claim_id IS 'The claim it makes.';
COMMENT ON COLUMN explanations.verdict IS 'new, restated, changed, contradicted, retracted or unsure.';
COMMENT ON COLUMN explanations.rule IS 'Name of the rule that decided (see verdict_rules).';
COMMENT ON COLUMN explanations.rule_words IS 'The rule in words.';
COMMENT ON COLUMN explanations.slot IS 'The slot that decided; none if all agree.';
COMMENT ON COLUMN explanations.reason IS 'The rule applied to this fact, in one sentence.';
COMMENT ON COLUMN explanations.differing IS 'All slots in which it differs from the earlier fact; empty if none, null if there is no earlier fact.';
COMMENT ON COLUMN explanations.line IS 'The fact as one readable line.';
COMMENT ON COLUMN explanations.sentence IS 'Its verbatim sentence.';
COMMENT ON COLUMN explanations.publisher IS 'Who published it.';
COMMENT ON COLUMN explanations.published_at IS 'When (UTC).';
COMMENT ON COLUMN explanations.article_url IS 'Address of the article.';
COMMENT ON COLUMN explanations.prior_fact_id IS 'The earlier fact it was judged against.';
COMMENT ON COLUMN explanations.prior_claim_id IS 'The claim that the earlier fact makes.';
COMMENT ON COLUMN explanations.prior_line IS 'The earlier fact as one readable line.';
COMMENT ON COLUMN explanations.prior_sentence IS 'Its verbatim sentence.';
COMMENT ON COLUMN explanations.prior_publisher IS 'Who published it.';
COMMENT ON COLUMN explanations.prior_published_at IS 'When (UTC).';
COMMENT ON COLUMN explanations.prior_url IS 'Address of its article.';
COMMENT ON COLUMN explanations.alert_id IS 'The alert that it raised; null if none.';
COMMENT ON COLUMN explanations.earlier_alert_id IS 'The alert that the earlier fact raised: what a correction corrects.';
COMMENT ON COLUMN explanations.kind IS 'quantity, ranking, attribute, event or statement.';
COMMENT ON COLUMN explanations.topic IS 'Name of the topic.';
COMMENT ON COLUMN explanations.judged_at IS 'When it was judged (UTC).';

CREATE OR REPLACE VIEW rechecks AS
WITH first_read AS (
    SELECT article_id, min(first_seen_at) AS first_seen_at FROM article GROUP BY article_id
)
SELECT recheck.article_id, articles.url, articles.publisher, articles.title, first_read.first_seen_at, recheck.rechecked_at,
       recheck.look, recheck.outcome, recheck.status_code, recheck.reason, found.version, recheck.run_id
FROM recheck
JOIN articles ON articles.article_id = recheck.article_id
JOIN first_read ON first_read.article_id = recheck.article_id
LEFT JOIN article AS found ON found.article_id = recheck.article_id AND found.version_id = recheck.version_id;
COMMENT ON VIEW rechecks IS 'Second looks at articles and what they found.';
COMMENT ON COLUMN rechecks.article_id IS 'The article.';
COMMENT ON COLUMN rechecks.url IS 'Its address.';
COMMENT ON COLUMN rechecks.publisher IS 'Who published it.';
COMMENT ON COLUMN rechecks.title IS 'Its headline.';
COMMENT ON COLUMN rechecks.first_seen_at IS 'When it was first read (UTC).';
COMMENT ON COLUMN rechecks.rechecked_at IS 'When it was looked at again (UTC).';
COMMENT ON COLUMN rechecks.look IS '1: a day after it was first read; 2: a week after.';
COMMENT ON COLUMN rechecks.outcome IS 'unmodified (same bytes), same (same text), edited, moved, gone, unreadable or failed.';
COMMENT ON COLUMN rechecks.status_code IS 'HTTP status; null when there was no answer.';
COMMENT ON COLUMN rechecks.reason IS 'Why there was no text to compare, in words.';
COMMENT ON COLUMN rechecks.version IS 'The wording that was found (see article_versions).';
COMMENT ON COLUMN rechecks.run_id IS 'The run that looked.';
