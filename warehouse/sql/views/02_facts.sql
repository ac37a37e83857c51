-- A fact's address, time and publisher are those of the wording it was read in: a corrected story keeps its address and
-- has a later published_at.
CREATE OR REPLACE VIEW facts AS
SELECT fact.fact_id, fact.claim_id, fact.article_id, article.url AS article_url, fact.published_at, fact.kind, fact.subject,
       fact.predicate, fact.object, fact.value, fact.value_high, fact.unit, fact.qualifier, fact.scope, fact.as_of, fact.speaker,
       fact.modality, fact.sentence, fact.start_char, fact.end_char, fact.rule, fact.verdict, fact.reason, fact.prior_fact_id,
       fact.line, fact.verdict_rule, fact.as_of_precision, fact.core, fact.topic, article.publisher, article.title AS article_title,
       article.origin_id, fact.version, fact.run_id, fact.judged_at
FROM fact
LEFT JOIN article ON article.article_id = fact.article_id AND article.version = fact.version;
COMMENT ON VIEW facts IS 'One row per thing that an article says, with the sentence that says it and the verdict on it.';
COMMENT ON COLUMN facts.fact_id IS 'Names the fact.';
COMMENT ON COLUMN facts.claim_id IS 'The claim it makes; facts of several articles share it.';
COMMENT ON COLUMN facts.article_id IS 'The article that says it.';
COMMENT ON COLUMN facts.article_url IS 'Address of the article.';
COMMENT ON COLUMN facts.published_at IS 'Publication time of the wording that says it, else when it was first read (UTC).';
COMMENT ON COLUMN facts.kind IS 'quantity, ranking, attribute, event or statement.';
COMMENT ON COLUMN facts.subject IS 'What it is about.';
COMMENT ON COLUMN facts.predicate IS 'What is said of the subject.';
COMMENT ON COLUMN facts.object IS 'What the subject is related to, if anything.';
COMMENT ON COLUMN facts.value IS 'The number in base units: 300 million is 300000000, 54 percent is 54, a rank is its number.';
COMMENT ON COLUMN facts.value_high IS 'Upper end of a range.';
COMMENT ON COLUMN facts.unit IS 'What is counted: users, percent, an ISO 4217 currency ...';
COMMENT ON COLUMN facts.qualifier IS 'exact, about, over, under, up_to or between.';
COMMENT ON COLUMN facts.scope IS 'What narrows it, parts joined by ", ".';
COMMENT ON COLUMN facts.as_of IS 'The day it holds for; first day of the month or year meant (see as_of_precision).';
COMMENT ON COLUMN facts.speaker IS 'Who says so, if the article names somebody.';
COMMENT ON COLUMN facts.modality IS 'actual, planned, possible, denied or alleged.';
COMMENT ON COLUMN facts.sentence IS 'The verbatim sentence.';
COMMENT ON COLUMN facts.start_char IS 'Where the sentence starts in the text of that version, in characters from 0.';
COMMENT ON COLUMN facts.end_char IS 'Where the sentence ends, exclusive.';
COMMENT ON COLUMN facts.rule IS 'Name of the extraction rule.';
COMMENT ON COLUMN facts.verdict IS 'new, restated, changed, contradicted, retracted or unsure.';
COMMENT ON COLUMN facts.reason IS 'Why it got its verdict, in one sentence.';
COMMENT ON COLUMN facts.prior_fact_id IS 'The earlier fact it was judged against.';
COMMENT ON COLUMN facts.line IS 'The fact as one readable line.';
COMMENT ON COLUMN facts.verdict_rule IS 'Name of the rule that decided the verdict.';
COMMENT ON COLUMN facts.as_of_precision IS 'day, month or year.';
COMMENT ON COLUMN facts.core IS 'Whether it is about one of the topic''s own subjects.';
COMMENT ON COLUMN facts.topic IS 'Name of the topic.';
COMMENT ON COLUMN facts.publisher IS 'Who published the article.';
COMMENT ON COLUMN facts.article_title IS 'Headline of the article.';
COMMENT ON COLUMN facts.origin_id IS 'Articles that are copies of one original share it.';
COMMENT ON COLUMN facts.version IS 'Which wording of the article says it (see article_versions).';
COMMENT ON COLUMN facts.run_id IS 'The run that stored it.';
COMMENT ON COLUMN facts.judged_at IS 'When it was judged (UTC).';

CREATE OR REPLACE VIEW misses AS
SELECT miss.article_id, miss.version, article.url AS article_url, article.publisher, article.published_at, miss.sentence, miss.start_char,
       miss.end_char, miss.reason
FROM miss
LEFT JOIN article ON article.article_id = miss.article_id AND article.version = miss.version;
COMMENT ON VIEW misses IS 'Sentences with a known subject and a figure that no rule took: the lexicon''s to-do list.';
COMMENT ON COLUMN misses.article_id IS 'The article.';
COMMENT ON COLUMN misses.version IS 'Its wording.';
COMMENT ON COLUMN misses.article_url IS 'Its address.';
COMMENT ON COLUMN misses.publisher IS 'Who published it.';
COMMENT ON COLUMN misses.published_at IS 'Publication time of that wording (UTC).';
COMMENT ON COLUMN misses.sentence IS 'The verbatim sentence.';
COMMENT ON COLUMN misses.start_char IS 'Where it starts, in characters from 0.';
COMMENT ON COLUMN misses.end_char IS 'Where it ends, exclusive.';
COMMENT ON COLUMN misses.reason IS 'What was missing.';
