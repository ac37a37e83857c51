-- All facts of the articles $article_ids (JSON list), with what was taken back, in the order of warehouse/rows.py.
SELECT
    fact_id, topic, claim_id, article_id, version, kind, subject, predicate, object, value, value_high, unit, qualifier, scope, as_of,
    as_of_precision, speaker, modality, core, sentence, start_char, end_char, rule, line, slot_hash, other_hash, wording, published_at, verdict,
    reason, verdict_rule, prior_fact_id, run_id, judged_at
FROM fact
WHERE article_id IN (SELECT unnest(from_json_strict($article_ids, '["VARCHAR"]')))
ORDER BY article_id, version, start_char, fact_id
