"""Full-text search, as any reader of the snapshot can run it."""

import pytest
from sample_rows import article, day, fact

TEXTS = {
    "tiktok": ("TikTok goes dark", "TikTok's app stopped working in the United States late on Saturday. Users saw a message."),
    "users": ("RedNote gains users", "RedNote has won 700,000 new users in two days, users said. Users like it."),
    "cafe": ("Café society", "Companies in São Paulo opened a café."),
    "chinese": ("小红书迎来美国用户", "小红书的美国用户突破七十万。"),
    "mixed": ("Little Red Book", "The app is called 小红书 (Xiaohongshu) at home."),
    "court": ("Court upholds law", "The Supreme Court upheld the law that bans the app unless it is sold."),
}
QUERIES = {
    "one word": ("message", ["tiktok"]),
    "case does not matter": ("XIAOHONGSHU", ["mixed"]),
    "accents do not matter": ("cafe sao", ["cafe"]),
    "singular finds plural": ("company", ["cafe"]),
    "plural finds possessive": ("tiktoks", ["tiktok"]),
    "the rarer word and the denser text come first": ("users", ["users", "tiktok"]),
    "digits": ("700", ["users"]),
    "Chinese, written without spaces": ("美国用户", ["chinese"]),
    "Chinese inside English": ("小红书", ["mixed", "chinese"]),
    "Chinese and English": ("小红书 Xiaohongshu", ["mixed", "chinese"]),
    "characters that never stand side by side": ("书美", []),
    "nothing to look for": ("", []),
    "only punctuation": ("?! '; DROP TABLE", []),
    "unknown": ("zebra", []),
}


@pytest.mark.parametrize("case", QUERIES)
def test_search_articles(ask, case):
    query, expected = QUERIES[case]
    rows = [article(name, title=title, text=text) for name, (title, text) in TEXTS.items()]
    found = [row[0] for row in ask(rows, "SELECT article_id FROM search_articles($q)", q=query)]
    if case == "Chinese inside English":
        found, expected = sorted(found), sorted(expected)
    assert found == expected


def test_only_the_latest_wording_is_found(ask):
    rows = [article(version=1, text="It has seven members."), article(version=2, text="It has eight members.")]
    ask(rows, "SELECT 1")
    assert ask([], "SELECT article_id FROM search_articles('seven')") == []
    assert ask([], "SELECT article_id, url FROM search_articles('eight')") == [("a1", "https://news.example/a1")]


def test_indexing_again_adds_nothing(ask):
    rows = [article(text="Seven members."), fact(sentence="Seven members.")]
    counts = "SELECT (SELECT count(*) FROM article_posting), (SELECT count(*) FROM claim_posting)"
    first = ask(rows, counts)
    assert first[0][0] > 0
    assert ask(rows, counts) == first
    assert ask([article("a2", text="Seven more.")], "SELECT article_id FROM search_articles('seven') ORDER BY article_id") == [
        ("a1",),
        ("a2",),
    ]


def test_search_claims_finds_a_claim_once_by_the_words_of_any_fact(ask):
    rows = [
        article(),
        fact("f1", claim_id="c1", line="RedNote: users 300 million", sentence="RedNote counts 300 million people."),
        fact("f2", claim_id="c1", line="RedNote: users 300 million", sentence="Its membership is this.", published_at=day(14)),
        fact("f3", claim_id="c2", line="TikTok: users 170 million", sentence="TikTok has 170 million."),
    ]
    assert ask(rows, "SELECT claim_id FROM search_claims('membership')") == [("c1",)]
    assert ask([], "SELECT claim_id FROM search_claims('rednote million')") == [("c1",), ("c2",)]
    ((claim_id, score, line, status),) = ask([], "SELECT claim_id, score, line, status FROM search_claims('tiktok')")
    assert (claim_id, line, status) == ("c2", "TikTok: users 170 million", "standing")
    assert score > 0
