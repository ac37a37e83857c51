"""What is cut out of a page before text is looked for in it, and what never is."""

from __future__ import annotations

import time

import pytest

from extractors.page_tree import cut_scripts, parse_page, prune_furniture


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        ("a<script>x('</p>')</script>b", "ab"),
        ("a<SCRIPT src=x></SCRIPT >b<style>p{}</style>c", "abc"),
        ("a<svg><path d='M1'/></svg>b<!-- <p>no</p> -->c", "abc"),
        (
            '<script type="application/ld+json">{"a": "<svg>"}</script>b',
            '<script type="application/ld+json">{"a": "<svg>"}</script>b',
        ),
        ("<script>if (a < b) document.write('<!-- x -->')</script>c", "c"),
        ("a<script>never closed", "a<script>never closed"),
        ("a<!-- never closed <style>p{}</style>b", "a<!-- never closed b"),
        ("a <scripted>stays</scripted>", "a <scripted>stays</scripted>"),
    ],
)
def test_scripts_are_cut_and_json_ld_stays(markup: str, left: str):
    assert cut_scripts(markup) == left


def test_a_page_of_unclosed_scripts_takes_no_longer_than_its_length():
    begun = time.process_time()
    for opening in ("<script>", "<svg><!--", "<style><script type='ld+json'>"):
        cut_scripts(opening * 200_000)
    assert time.process_time() - begun < 5


def read_text(body: str) -> str:
    tree = parse_page(f"<html><head><title>T</title></head><body>{body}</body></html>")
    assert tree is not None
    prune_furniture(tree)
    return " ".join(" ".join(tree.body.itertext()).split())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One.</p><nav>Home</nav><footer>Jobs</footer><p>Two.</p>", "One. Two."),
        ('<p>One.</p><section id="comments"><h2>3 comments</h2><ol><li>First!</li></ol></section> tail', "One. tail"),
        ('<p>One.</p><div class="RelatedStories wide"><p>Other.</p></div><p>Two.</p>', "One. Two."),
        ('<p><i class="material-icons">text_fields</i>One.</p>', "One."),
        ('<p><span class="icon-share" aria-hidden="true">share</span>One.</p>', "One."),
    ],
)
def test_furniture_is_cut(body: str, text: str):
    assert read_text(body) == text


@pytest.mark.parametrize(
    "body",
    [
        '<div class="comments-open"><article><p>One.</p></article></div>',
        '<div class="related-layout"><h1>One.</h1></div>',
        '<div id="comment-page"><div itemprop="articleBody">One.</div></div>',
        '<div class="has-related">One.</div>',
        '<p class="comment">One.</p>',
        '<p><span class="iconic">One.</span></p>',
    ],
)
def test_what_holds_the_article_is_no_furniture(body: str):
    assert read_text(body) == "One."
