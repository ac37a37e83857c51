-- The ledger: articles, what they say, what was alerted, and what became of the alerts. Append-only.

CREATE TABLE article (
    article_id    VARCHAR NOT NULL,
    version       INTEGER NOT NULL,
    version_id    VARCHAR NOT NULL,
    topic         VARCHAR NOT NULL,
    source        VARCHAR NOT NULL,
    feed_url      VARCHAR,
    url           VARCHAR NOT NULL,
    publisher     VARCHAR NOT NULL,
    title         VARCHAR NOT NULL,
    author        VARCHAR,
    published_at  TIMESTAMP,
    first_seen_at TIMESTAMP NOT NULL,
    language      VARCHAR NOT NULL,
    text          VARCHAR NOT NULL,
    words         INTEGER NOT NULL,
    quality       VARCHAR NOT NULL,
    agency        VARCHAR,
    origin_id     VARCHAR NOT NULL
);
COMMENT ON TABLE article IS 'Every wording of every article; rows never change.';
COMMENT ON COLUMN article.article_id IS 'Names the article, whatever its wording.';
COMMENT ON COLUMN article.version IS '1, 2, 3 ... in the order in which wordings of the article were stored.';
COMMENT ON COLUMN article.version_id IS 'Names this wording.';
COMMENT ON COLUMN article.topic IS 'Name of the topic.';
COMMENT ON COLUMN article.source IS 'How it came in: feed, seed, replay or recheck.';
COMMENT ON COLUMN article.feed_url IS 'The feed that led to it; null for local articles.';
COMMENT ON COLUMN article.url IS 'Its address.';
COMMENT ON COLUMN article.publisher IS 'Who published it.';
COMMENT ON COLUMN article.title IS 'Its headline.';
COMMENT ON COLUMN article.author IS 'Who wrote it, as the page says.';
COMMENT ON COLUMN article.published_at IS 'Publication time of this wording (UTC); null when the page does not say.';
COMMENT ON COLUMN article.first_seen_at IS 'When this wording was first read (UTC).';
COMMENT ON COLUMN article.language IS 'ISO 639-1 code.';
COMMENT ON COLUMN article.text IS 'The text that offsets of facts point into.';
COMMENT ON COLUMN article.words IS 'Number of words in text.';
COMMENT ON COLUMN article.quality IS 'full, summary_only or quarantined.';
COMMENT ON COLUMN article.agency IS 'News agency that the text credits.';
COMMENT ON COLUMN article.origin_id IS 'Copies of one original share it.';

CREATE TABLE fact (
    fact_id         VARCHAR NOT NULL,
    topic           VARCHAR NOT NULL,
    claim_id        VARCHAR NOT NULL,
    article_id      VARCHAR NOT NULL,
    version         INTEGER NOT NULL,
    kind            VARCHAR NOT NULL,
    subject         VARCHAR NOT NULL,
    predicate       VARCHAR NOT NULL,
    object          VARCHAR,
    value           DOUBLE,
    value_high      DOUBLE,
    unit            VARCHAR,
    qualifier       VARCHAR NOT NULL,
    scope           VARCHAR,
    as_of           DATE,
    as_of_precision VARCHAR,
    speaker         VARCHAR,
    modality        VARCHAR NOT NULL,
    core            BOOLEAN NOT NULL,
    sentence        VARCHAR NOT NULL,
    start_char      INTEGER NOT NULL,
    end_char        INTEGER NOT NULL,
    rule            VARCHAR NOT NULL,
    line            VARCHAR NOT NULL,
    slot_hash       BIGINT NOT NULL,
    wording         VARCHAR NOT NULL,
    published_at    TIMESTAMP NOT NULL,
    verdict         VARCHAR NOT NULL,
    reason          VARCHAR NOT NULL,
    verdict_rule    VARCHAR NOT NULL,
    prior_fact_id   VARCHAR,
    run_id          VARCHAR NOT NULL,
    judged_at       TIMESTAMP NOT NULL
);
COMMENT ON TABLE fact IS 'One thing that one wording of an article says, with its evidence and the verdict on it.';
COMMENT ON COLUMN fact.fact_id IS 'Names the fact.';
COMMENT ON COLUMN fact.topic IS 'Name of the topic.';
COMMENT ON COLUMN fact.claim_id IS 'The claim it makes; facts of several articles share it.';
COMMENT ON COLUMN fact.article_id IS 'The article that says it.';
COMMENT ON COLUMN fact.version IS 'The wording of that article.';
COMMENT ON COLUMN fact.kind IS 'quantity, ranking, attribute, event or statement.';
COMMENT ON COLUMN fact.subject IS 'What it is about.';
COMMENT ON COLUMN fact.predicate IS 'What is said of the subject.';
COMMENT ON COLUMN fact.object IS 'What the subject is related to, if anything.';
COMMENT ON COLUMN fact.value IS 'The number in base units; a rank is its number, 54 percent is 54.';
COMMENT ON COLUMN fact.value_high IS 'Upper end of a range.';
COMMENT ON COLUMN fact.unit IS 'What is counted: users, percent, an ISO 4217 currency ...';
COMMENT ON COLUMN fact.qualifier IS 'exact, about, over, under, up_to or between.';
COMMENT ON COLUMN fact.scope IS 'What narrows it, parts joined by ", ".';
COMMENT ON COLUMN fact.as_of IS 'The day it holds for; first day of the month or year meant.';
COMMENT ON COLUMN fact.as_of_precision IS 'day, month or year.';
COMMENT ON COLUMN fact.speaker IS 'Who says so, if the article names somebody.';
COMMENT ON COLUMN fact.modality IS 'actual, planned, possible, denied or alleged.';
COMMENT ON COLUMN fact.core IS 'Whether it is about one of the topic''s own subjects.';
COMMENT ON COLUMN fact.sentence IS 'The verbatim evidence: text[start_char:end_char] of the article''s wording.';
COMMENT ON COLUMN fact.start_char IS 'Where the sentence starts, in characters from 0.';
COMMENT ON COLUMN fact.end_char IS 'Where the sentence ends, exclusive.';
COMMENT ON COLUMN fact.rule IS 'Name of the extraction rule.';
COMMENT ON COLUMN fact.line IS 'The fact as one readable line.';
COMMENT ON COLUMN fact.slot_hash IS '64-bit hash of the exact slots, for looking up earlier facts.';
COMMENT ON COLUMN fact.wording IS 'Normalised content words, for comparing events and statements.';
COMMENT ON COLUMN fact.published_at IS 'Publication time of the article''s wording, else when it was first read (UTC).';
COMMENT ON COLUMN fact.verdict IS 'new, restated, changed, contradicted, retracted or unsure.';
COMMENT ON COLUMN fact.reason IS 'Why, in one sentence.';
COMMENT ON COLUMN fact.verdict_rule IS 'Name of the rule that decided.';
COMMENT ON COLUMN fact.prior_fact_id IS 'The earlier fact it was judged against.';
COMMENT ON COLUMN fact.run_id IS 'The run that stored it.';
COMMENT ON COLUMN fact.judged_at IS 'When it was judged (UTC).';

CREATE TABLE miss (
    article_id VARCHAR NOT NULL,
    version    INTEGER NOT NULL,
    sentence   VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char   INTEGER NOT NULL,
    reason     VARCHAR NOT NULL
);
COMMENT ON TABLE miss IS 'Sentences with a known subject and a figure that no rule took.';
COMMENT ON COLUMN miss.article_id IS 'The article.';
COMMENT ON COLUMN miss.version IS 'Its wording.';
COMMENT ON COLUMN miss.sentence IS 'The verbatim sentence.';
COMMENT ON COLUMN miss.start_char IS 'Where it starts, in characters from 0.';
COMMENT ON COLUMN miss.end_char IS 'Where it ends, exclusive.';
COMMENT ON COLUMN miss.reason IS 'What was missing.';

CREATE TABLE alert (
    alert_id   VARCHAR NOT NULL,
    topic      VARCHAR NOT NULL,
    run_id     VARCHAR NOT NULL,
    claim_id   VARCHAR NOT NULL,
    fact_id    VARCHAR NOT NULL,
    verdict    VARCHAR NOT NULL,
    line       VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE alert IS 'The outbox: written in the transaction of the verdicts, before anything is sent.';
COMMENT ON COLUMN alert.alert_id IS 'Names the alert.';
COMMENT ON COLUMN alert.topic IS 'Name of the topic.';
COMMENT ON COLUMN alert.run_id IS 'The run that raised it.';
COMMENT ON COLUMN alert.claim_id IS 'The claim it is about.';
COMMENT ON COLUMN alert.fact_id IS 'The fact that raised it.';
COMMENT ON COLUMN alert.verdict IS 'new, changed, contradicted or retracted.';
COMMENT ON COLUMN alert.line IS 'What it says, in one line.';
COMMENT ON COLUMN alert.created_at IS 'When it was raised (UTC).';

CREATE TABLE delivery (
    alert_id    VARCHAR NOT NULL,
    target      VARCHAR NOT NULL,
    state       VARCHAR NOT NULL,
    attempts    INTEGER NOT NULL,
    last_error  VARCHAR,
    recorded_at TIMESTAMP NOT NULL,
    seq         INTEGER NOT NULL
);
COMMENT ON TABLE delivery IS 'Log of what became of an alert at each target; the highest seq of an alert and target counts.';
COMMENT ON COLUMN delivery.alert_id IS 'The alert.';
COMMENT ON COLUMN delivery.target IS 'Name of the target; never its address, which may hold a secret.';
COMMENT ON COLUMN delivery.state IS 'pending, sent, failed, dead or suppressed.';
COMMENT ON COLUMN delivery.attempts IS 'Attempts so far.';
COMMENT ON COLUMN delivery.last_error IS 'Why the last attempt failed, or why it was suppressed.';
COMMENT ON COLUMN delivery.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN delivery.seq IS '1, 2, 3 ... per alert and target.';
