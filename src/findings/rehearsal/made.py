"""A part of a rehearsal, drawn: who answered what, and what they wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from findings.consultation.names import NOT_ANSWERED
from findings.rehearsal import cases
from findings.rehearsal.also import Also, also_of_part
from findings.rehearsal.by_channel import channel_asked
from findings.rehearsal.cases import Part, Placed, placed
from findings.rehearsal.draft import groups_of_respondents, with_one_answer
from findings.rehearsal.draw import Answers, draw, of_the_person
from findings.rehearsal.network import CAMPAIGN, CHANNEL
from findings.rehearsal.script import Script
from findings.rehearsal.texts import Comments, comments_of_part

ANSWERS, TEXTS, ALSO = 2, 3, 4
"""Streams of the seed beside the draft's: what is drawn for the comments changes no answer, and so on."""


@dataclass(frozen=True)
class Made:
    """A part as it was drawn.

    Parameters
    ----------
    part, placed
        Which part, and where its cases stand.
    answers
        Variable -> states, a place a row.
    comments
        Place to write -> comments.
    may_quote
        Who permits it.
    source
        The row that each row shows: itself, or the one that it is an exact copy of.
    also
        Question with another answer than one out of several -> its answers; those in own words are `comments`.
    """

    part: Part
    placed: Placed
    answers: Answers
    comments: Mapping[str, Comments]
    may_quote: NDArray[np.bool_]
    source: NDArray[np.int64]
    also: Mapping[str, Also]


def make_part(script: Script, part: Part) -> Made:
    """Draw a part; the same part of the same script is always the same.

    Every answer of a response that is analysed follows the tables: a second response is drawn anew for the same
    person, a near duplicate repeats an original that was drawn like any other.
    """
    generator = _stream(script, ANSWERS, part)
    where = placed(part, generator)
    network = script.network
    answers = draw(network, generator, part.rows, script.told)
    first, second = where.pairs[cases.TWICE].T
    profile = with_one_answer(script.questionnaire, script.questionnaire.profile)
    names = (CHANNEL, *profile, *groups_of_respondents(script.questionnaire))
    person = {name: answers[name][first] for name in of_the_person(network, names)}
    for name, codes in draw(network, generator, len(first), script.told, person).items():
        answers[name][second] = codes
    for case in (cases.EXACT, cases.NEAR):
        original, copy = where.pairs[case].T
        for codes in answers.values():
            codes[copy] = codes[original]
    came_by = channel_asked(script.questionnaire) if script.by_channel else ""
    for name in script.questionnaire.questions:
        if name == came_by:
            # A blank form came too, in the file of its channel.
            continue
        answers[name][where.blank] = network.by_name[name].states.index(NOT_ANSWERED)
    if CAMPAIGN in answers:
        answers[CAMPAIGN][where.blank] = 0
    may_quote = generator.random(part.rows) < script.said.may_quote
    also = also_of_part(script, answers, where, _stream(script, ALSO, part), part.rows)
    # Where no section has a question with one answer, who said nothing at all is not blank: she writes something.
    silent = np.full(part.rows, not script.told)
    for one in also.values():
        silent &= ~one.said
    comments = comments_of_part(script, answers, where, _stream(script, TEXTS, part), silent)
    source = np.arange(part.rows)
    source[where.pairs[cases.EXACT][:, 1]] = where.pairs[cases.EXACT][:, 0]
    return Made(part, where, answers, comments, may_quote, source, also)


def _stream(script: Script, kind: int, part: Part) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([script.seed, kind, part.number])))
