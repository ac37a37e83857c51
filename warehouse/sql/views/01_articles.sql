CREATE OR REPLACE VIEW article_versions AS
SELECT article_id, version, version_id, topic, source, feed_url, url, publisher, title, author, published_at, first_seen_at,
       language, text, words, quality, agency, origin_id, field_sources
FROM article;
COMMENT ON VIEW article_versions IS 'Every wording of every article.';
COMMENT ON COLUMN article_versions.article_id IS 'Names the article, whatever its wording.';
COMMENT ON COLUMN article_versions.version IS '1, 2, 3 ... in the order in which wordings of the article were read.';
COMMENT ON COLUMN article_versions.version_id IS 'Names this wording.';
COMMENT ON COLUMN article_versions.topic IS 'Name of the topic.';
COMMENT ON COLUMN article_versions.source IS 'How it came in: feed, seed, replay or recheck.';
COMMENT ON COLUMN article_versions.feed_url IS 'The feed that led to it; null for local articles.';
COMMENT ON COLUMN article_versions.url IS 'Its address.';
COMMENT ON COLUMN article_versions.publisher IS 'Who published it.';
COMMENT ON COLUMN article_versions.title IS 'Its headline.';
COMMENT ON COLUMN article_versions.author IS 'Who wrote it, as the page says.';
COMMENT ON COLUMN article_versions.published_at IS 'Publication time of this wording (UTC); null when the page does not say.';
COMMENT ON COLUMN article_versions.first_seen_at IS 'When this wording was first read (UTC).';
COMMENT ON COLUMN article_versions.language IS 'ISO 639-1 code.';
COMMENT ON COLUMN article_versions.text IS 'The text that offsets of facts point into.';
COMMENT ON COLUMN article_versions.words IS 'Number of words in text.';
COMMENT ON COLUMN article_versions.quality IS 'full, summary_only or quarantined.';
COMMENT ON COLUMN article_versions.agency IS 'News agency that the text credits.';
COMMENT ON COLUMN article_versions.origin_id IS 'Copies of one original share it.';
COMMENT ON COLUMN article_versions.field_sources IS 'Where title, author, publisher and date come from: feed, json-ld, meta, time, page, htmldate, visit.';

-- One row per article, so that joining facts to it by article_id doubles nothing.
CREATE OR REPLACE VIEW articles AS
WITH latest AS (
    SELECT article_id, max(version) AS version, min(first_seen_at) AS first_seen_at
    FROM article
    GROUP BY article_id
),
final AS (
    SELECT article.article_id, article.version, article.url, article.publisher, article.title, article.author, article.published_at,
           latest.first_seen_at, article.language, article.text, article.words, article.quality, article.origin_id,
           article.topic, article.source, article.feed_url, article.agency, article.version_id, article.field_sources
    FROM article
    JOIN latest ON latest.article_id = article.article_id AND latest.version = article.version
)
SELECT * FROM final;
COMMENT ON VIEW articles IS 'Articles in their latest wording, one row each.';
COMMENT ON COLUMN articles.article_id IS 'Names the article, whatever its wording.';
COMMENT ON COLUMN articles.version IS 'Number of its latest wording; above 1 it was edited after we first read it.';
COMMENT ON COLUMN articles.url IS 'Its address.';
COMMENT ON COLUMN articles.publisher IS 'Who published it.';
COMMENT ON COLUMN articles.title IS 'Its headline.';
COMMENT ON COLUMN articles.author IS 'Who wrote it, as the page says.';
COMMENT ON COLUMN articles.published_at IS 'Publication time of the latest wording (UTC); null when the page does not say.';
COMMENT ON COLUMN articles.first_seen_at IS 'When the article was first read, in whatever wording (UTC).';
COMMENT ON COLUMN articles.language IS 'ISO 639-1 code.';
COMMENT ON COLUMN articles.text IS 'The latest text.';
COMMENT ON COLUMN articles.words IS 'Number of words in text.';
COMMENT ON COLUMN articles.quality IS 'full, summary_only or quarantined.';
COMMENT ON COLUMN articles.origin_id IS 'Copies of one original share it.';
COMMENT ON COLUMN articles.topic IS 'Name of the topic.';
COMMENT ON COLUMN articles.source IS 'How it came in: feed, seed, replay or recheck.';
COMMENT ON COLUMN articles.feed_url IS 'The feed that led to it; null for local articles.';
COMMENT ON COLUMN articles.agency IS 'News agency that the text credits.';
COMMENT ON COLUMN articles.version_id IS 'Names the latest wording.';
COMMENT ON COLUMN articles.field_sources IS 'Where title, author, publisher and date come from: feed, json-ld, meta, time, page, htmldate, visit.';
