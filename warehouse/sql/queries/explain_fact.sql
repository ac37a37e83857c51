-- Why the fact $id got its verdict.
SELECT * FROM explanations WHERE fact_id = $id
