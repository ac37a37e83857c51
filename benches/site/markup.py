"""What a news site puts around an article: 100 to 400 kB of navigation, scripts, inline data, drawings, stories, comments.

Made before anything was tuned against it, and from memory of what news pages look like, not from a sample of them: two thirds
of the bytes are scripts, styles and data, 1,200 to 2,200 elements are the rest, the article is 2 to 4 per cent. Five layouts, so
that no one shape of page decides.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from random import Random

from benches.site.prose import ADJECTIVES, NOUNS, VERBS, Story, name_person, write_colour, write_title

SECTIONS = (
    "World", "Business", "Politics", "Technology", "Science", "Health", "Sport", "Culture", "Travel", "Food", "Opinion", "Video",
    "Weather", "Jobs",
)  # fmt: skip
LEAST, MOST = 100_000, 400_000


@dataclass(frozen=True, slots=True)
class Layout:
    """How one site builds its pages."""

    shell: str
    """Element that holds the article: article, main, section or div."""
    body_class: str
    paragraph_class: str
    wraps: int
    """Elements around the article's body."""
    has_json_ld: bool
    has_time: bool


LAYOUTS = (
    Layout("article", "article-body", "", 2, True, True),
    Layout("main", "story__content", "story__p", 4, True, False),
    Layout("div", "post-content entry-content", "", 3, False, True),
    Layout("section", "c-richtext", "c-richtext__item t-16", 5, True, True),
    Layout("article", "caas-body", "", 3, False, False),
)


def write_page(chance: Random, story: Story, url: str, published: datetime, layout: Layout) -> str:
    """Return the HTML of a page."""
    size = chance.randint(LEAST, MOST)
    body = "".join((
        _navigation(chance), _drawings(chance, 20), _article(chance, story, published, layout),
        _related(chance, chance.randint(20, 60)), _comments(chance, chance.randint(10, 80)), _footer(chance),
    ))  # fmt: skip
    head = _head(story, url, published, layout)
    rest = max(size - len(head) - len(body), 10_000)
    data, scripts, styles = (int(rest * share) for share in (0.45, 0.35, 0.2))
    return (
        f'<!DOCTYPE html>\n<html lang="en" class="no-js"><head>{head}<style>{_style(chance, styles)}</style>'
        f'{_script(chance, scripts // 2)}</head>\n<body class="page page--story">{body}'
        f'<script id="__SITE_DATA__" type="application/json">{_data(chance, data)}</script>{_script(chance, scripts // 2)}'
        "</body></html>\n"
    )


def _head(story: Story, url: str, published: datetime, layout: Layout) -> str:
    title = escape(story.title)
    metas = "".join(
        f'<meta property="{name}" content="{escape(content)}">'
        for name, content in (
            ("og:title", story.title), ("og:type", "article"), ("og:url", url), ("og:site_name", "The Made-Up Gazette"),
            ("article:published_time", published.isoformat()), ("og:description", story.paragraphs[0][:150]),
            ("og:image", f"{url}lead.jpg"), ("twitter:card", "summary_large_image"), ("article:section", "Technology"),
        )
    )  # fmt: skip
    links = "".join(f'<link rel="preload" as="script" href="/static/chunk-{number}.js">' for number in range(30))
    described = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title, "datePublished": published.isoformat(),
        "dateModified": published.isoformat(), "author": [{"@type": "Person", "name": story.author}],
        "publisher": {"@type": "Organization", "name": "The Made-Up Gazette"}, "mainEntityOfPage": url,
        "wordCount": story.words, "isAccessibleForFree": True,
    }  # fmt: skip
    json_ld = f'<script type="application/ld+json">{json.dumps(described)}</script>' if layout.has_json_ld else ""
    author = f'<meta name="author" content="{escape(story.author)}">'
    named = f'<title>{title} | The Made-Up Gazette</title><link rel="canonical" href="{url}">'
    return f'<meta charset="utf-8">{named}{metas}{author}{links}{json_ld}'


def _navigation(chance: Random) -> str:
    menus = "".join(
        f'<li class="nav__item"><a class="nav__link" href="/{name}" data-track="nav-{name}"><span>{name}</span></a>'
        '<ul class="nav__sub">'
        + "".join(f'<li><a href="/{name.lower()}/{word}">{word.title()}</a></li>' for word in chance.sample(NOUNS, 14))
        + "</ul></li>"
        for name in SECTIONS
    )
    return (
        '<div id="consent" role="dialog"><p>We and our partners store cookies on your device. You can change your mind later.</p>'
        "<button>Accept</button><button>Settings</button></div>"
        f'<header class="site-header"><a href="/" aria-label="Home">{_drawing(chance)}</a><nav class="nav"><ul>{menus}</ul></nav>'
        '<form action="/search"><input name="q" placeholder="Search"><button type="submit">Go</button></form></header>'
    )


def _article(chance: Random, story: Story, published: datetime, layout: Layout) -> str:
    inner = []
    attribute = f' class="{layout.paragraph_class}"' if layout.paragraph_class else ""
    for place, paragraph in enumerate(story.paragraphs):
        inner.append(f"<p{attribute}>{_link_words(chance, escape(paragraph, quote=False))}</p>")
        if place % 4 == 1:
            inner.append('<div class="ad-slot" data-slot="mid"><span class="ad-label">Advertisement</span><div></div></div>')
        if place % 5 == 2:
            inner.append(_picture(chance))
        if place == 6:
            other = f'<a href="/{chance.choice(NOUNS)}">{escape(write_title(chance))}</a>'
            inner.append(f'<aside class="inline-related"><h4>Read more</h4>{other}</aside>')
    stamp = f"{published:%d %B %Y, %H:%M} UTC"
    time = f'<time datetime="{published.isoformat()}">{stamp}</time>' if layout.has_time else f"<span>{stamp}</span>"
    opening = "".join(f'<div class="l-{chance.choice(NOUNS)}">' for _ in range(layout.wraps))
    shares = "".join(
        f'<li><a href="https://{name}.example/share">{_drawing(chance)}</a></li>' for name in ("post", "mail", "chat")
    )
    return (
        f'<{layout.shell} class="story"><header><h1>{escape(story.title)}</h1><div class="byline">By '
        f'<a href="/by">{escape(story.author)}</a> {time}</div><ul class="share">{shares}</ul></header>'
        f"{_picture(chance)}{opening}"
        f'<div class="{layout.body_class}">{"".join(inner)}</div>{"</div>" * layout.wraps}</{layout.shell}>'
    )


def _link_words(chance: Random, paragraph: str) -> str:
    words = paragraph.split(" ")
    if len(words) > 12 and chance.random() < 0.4:
        at = chance.randrange(2, len(words) - 6)
        words[at] = f'<a href="/tag/{chance.choice(NOUNS)}">{words[at]}'
        words[at + 2] += "</a>"
    if len(words) > 12 and chance.random() < 0.15:
        at = len(words) - 3
        words[at] = f"<em>{words[at]}</em>"
    return " ".join(words)


def _picture(chance: Random) -> str:
    name = f"/images/{chance.choice(NOUNS)}-{chance.randrange(10**6)}"
    sizes = ", ".join(f"{name}-{width}.webp {width}w" for width in (320, 480, 640, 768, 1024, 1280, 1600))
    return (
        f'<figure class="media"><picture><source type="image/webp" srcset="{sizes}"><img loading="lazy" src="{name}.jpg" '
        f'alt="A {chance.choice(ADJECTIVES)} {chance.choice(NOUNS)}"></picture></figure>'
    )


def _related(chance: Random, count: int) -> str:
    cards = "".join(
        f'<div class="card card--{place % 4}"><div class="card__inner"><a class="card__link" href="/{place}">'
        f'{_picture(chance)}<h3 class="card__title"><span>{escape(write_title(chance))}</span></h3></a><p class="card__text">'
        f'{escape(write_colour(chance))}</p><div class="card__meta"><span>{chance.randint(1, 23)} hours ago</span>'
        f'<a href="/{chance.choice(NOUNS)}">{chance.choice(SECTIONS)}</a></div></div></div>'
        for place in range(count)
    )
    return f'<section class="related"><h2>More from the Gazette</h2><div class="grid">{cards}</div></section>'


def _comments(chance: Random, count: int) -> str:
    posts = "".join(
        f'<li class="comment" id="comment-{place}"><div class="comment__author">{name_person(chance)}</div>'
        f'<div class="comment__text"><p>{escape(" ".join(write_colour(chance) for _ in range(chance.randint(1, 3))))}</p></div>'
        f'<div class="comment__tools"><button>Reply</button><button>{chance.randint(0, 90)} likes</button>'
        f"<time>{place} h</time></div></li>"
        for place in range(count)
    )
    return f'<section id="comments" class="comments"><h2>{count} comments</h2><ol class="comment-list">{posts}</ol></section>'


def _footer(chance: Random) -> str:
    links = "".join(f'<li><a href="/about/{word}">{word.title()}</a></li>' for word in chance.sample(NOUNS, 60))
    return (
        f'<footer class="site-footer"><form><label>Our newsletter</label><input type="email"></form><ul>{links}</ul>'
        f"<p>© The Made-Up Gazette. All rights reserved.</p>{_drawings(chance, 12)}</footer>"
    )


def _drawings(chance: Random, count: int) -> str:
    return f"<div hidden>{''.join(_drawing(chance) for _ in range(count))}</div>"


def _drawing(chance: Random) -> str:
    path = " ".join(f"{chance.choice('MLCQ')}{chance.randrange(480) / 10} {chance.randrange(480) / 10}" for _ in range(30))
    return f'<svg viewBox="0 0 48 48" aria-hidden="true"><g fill="none"><path d="{path}z"/></g></svg>'


def _style(chance: Random, size: int) -> str:
    def rules() -> Iterator[str]:
        while True:
            name = f".{chance.choice(NOUNS)}__{chance.choice(ADJECTIVES)}"
            yield f"{name}{{margin:{chance.randrange(40)}px;color:#{chance.randrange(16**6):06x}}}{name}>a:hover{{opacity:.8}}"

    return _fill(rules(), size)


def _script(chance: Random, size: int) -> str:
    def calls() -> Iterator[str]:
        while True:
            one, other = chance.choice(VERBS), chance.choice(NOUNS)
            yield (
                f'!function(e,t){{if(e.{one}&&t<{chance.randrange(10**4)})return e.{other}("<div class=\'{other}\'>"+t+"</div>");'
                f"for(var n=0;n<e.length;n++)window.{other}=window.{other}||[],window.{other}.push([e[n],'{one}'])}}"
                f"(window,{chance.randrange(99)});"
            )

    return f"<script>{_fill(calls(), size)}</script>"


def _data(chance: Random, size: int) -> str:
    def items() -> Iterator[str]:
        while True:
            yield json.dumps({
                "id": chance.randrange(10**9), "type": chance.choice(NOUNS), "headline": write_title(chance),
                "url": f"/{chance.choice(NOUNS)}",
                "teaser": write_colour(chance), "image": {"src": f"/images/{chance.randrange(10**8)}.jpg", "w": 1600, "h": 900},
                "tags": chance.sample(ADJECTIVES, 4), "track": {"pos": chance.randrange(50), "exp": chance.randrange(16**8)},
            }) + ","  # fmt: skip

    return f'{{"items":[{_fill(items(), size)}{{}}]}}'


def _fill(pieces: Iterator[str], size: int) -> str:
    """Whole pieces until `size` is reached."""
    made: list[str] = []
    length = 0
    while length < size:
        made.append(next(pieces))
        length += len(made[-1])
    return "".join(made)
