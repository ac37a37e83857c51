"""Cuts a sentence into clauses: the stretches inside which a figure, a verb and its subject belong together."""

from __future__ import annotations

from itertools import pairwise

from extractors.words import AUXILIARIES, CONJUNCTIONS, DETERMINERS, ENGLISH, VERB_FORMS, Token

_HARD = frozenset(";:—–()?!")
_APPOSITION = 12
"""Words between two commas that set something off."""
SUBORDINATORS = ENGLISH.subordinators

Span = tuple[int, int]


def find_clauses(tokens: tuple[Token, ...]) -> tuple[Span, ...]:
    """Return token spans that cover the sentence, in order.

    A clause ends at a strong mark, at a comma before a word that opens a clause, and at "and" or "but" when a verb
    with its own subject follows. Commas inside lists and figures do not cut.
    """
    cuts = [0]
    relative = False
    for at, token in enumerate(tokens):
        if relative and token.text == ",":
            # "TikTok, which belongs to ByteDance, counts ...": the main clause goes on behind the second comma.
            cuts.append(at + 1)
            relative = False
            continue
        if token.text == ":" and _is_headword(tokens[:at]):
            continue  # "654,200: the Americans who used RedNote on Sunday"
        if token.text in _HARD or (token.text == "-" and token.kind == "mark"):
            cuts.append(at + 1)
        elif (
            token.text == ","
            and at + 1 < len(tokens)
            and tokens[cuts[-1]].low in SUBORDINATORS
            and _has_own_subject(tokens, at + 1)
        ):
            cuts.append(at + 1)  # "When TikTok returned, the crowds ..."
        elif token.text == "," and at + 1 < len(tokens):
            after = tokens[at + 1]
            relative = after.low in ENGLISH.relatives
            if (
                after.low in ENGLISH.openers
                or (after.low in CONJUNCTIONS and _has_finite_verb(tokens, at + 2))
                or (after.low.endswith("ing") and len(after.low) > 5)
            ):
                cuts.append(at + 1)
        elif (token.low in ENGLISH.relatives and at and tokens[at - 1].text != ",") or (
            token.low in ENGLISH.joiners and at and tokens[at - 1].text != "," and _has_own_subject(tokens, at + 1)
        ):
            cuts.append(at)
    cuts.append(len(tokens))
    return tuple((low, high) for low, high in pairwise(cuts) if low < high)


def _is_headword(tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence begins with its figure, set off by a colon."""
    return (
        0 < len(tokens) <= 4 and tokens[0].kind in ("number", "mark") and all(t.kind != "word" or len(t.low) <= 8 for t in tokens)
    )


def _has_finite_verb(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a verb stands among the next words, before the next mark."""
    for token in tokens[at : at + 8]:
        if token.kind == "mark":
            return False
        if is_finite(token):
            return True
    return False


def _has_own_subject(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a joining word is followed by a subject and its verb ("and it has ...", "when he set ...")."""
    if at + 1 >= len(tokens):
        return False
    first = tokens[at]
    if first.low in ENGLISH.subject_pronouns or (first.capital and first.kind in ("word", "initials")):
        reach = 4
    elif first.low in DETERMINERS:
        reach = 6
    else:
        return False
    at = _behind_apposition(tokens, at + 1)
    for token in tokens[at : at + reach - 1]:
        if token.kind == "mark":
            return False
        if is_finite(token):
            return True
    return False


def _behind_apposition(tokens: tuple[Token, ...], at: int) -> int:
    """Where the verb can stand: behind what two commas set off ("while TikTok, with its 170 million users, went dark")."""
    if tokens[at].text != "," or at + 1 >= len(tokens) or tokens[at + 1].low not in ENGLISH.apposed:
        return at
    close = next((here for here in range(at + 1, min(at + _APPOSITION, len(tokens))) if tokens[here].text == ","), None)
    return at if close is None else close + 1


def is_finite(token: Token) -> bool:
    """Whether a word looks like a verb in a finite form; a guess from its form, made without a tagger."""
    if token.kind != "word" or token.text[0].isupper():
        return False
    return token.low in AUXILIARIES or token.low in VERB_FORMS or token.low.endswith("ed")


def clause_of(clauses: tuple[Span, ...], at: int) -> Span:
    """Return the clause that holds token `at`."""
    for low, high in clauses:
        if low <= at < high:
            return low, high
    return clauses[-1] if clauses else (0, 0)
