-- The claim $id as it stands.
SELECT claims.*, corroboration.publisher AS corroborated_by, corroboration.published_at AS corroborated_at
FROM claims
LEFT JOIN corroboration ON corroboration.claim_id = claims.claim_id AND corroboration.value IS NOT DISTINCT FROM claims.value
WHERE claims.claim_id = $id
LIMIT 1
