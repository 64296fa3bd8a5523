"""Why an answer that a file declares to be none is none, by the words of its label."""

from __future__ import annotations

from findings.consultation.names import as_compared

USER_MISSING = "user_missing"
"""Declared to be no answer, and its label does not say why."""

# In this order: "no answer (refused)" is a refusal.
_WORDS = {
    "refused": ("refuse", "refusal", "prefer not", "rather not"),
    "not_asked": ("not asked", "not applicable", "inapplicable", "not relevant", "n/a", "skipped", "routed"),
    "dont_know": ("don't know", "dont know", "don’t know", "do not know", "not sure", "unknown"),
    "error": ("error", "invalid", "uncodable", "illegible"),
    "no_answer": (
        "no answer",
        "no reply",
        "no response",
        "not answered",
        "not stated",
        "unanswered",
        "missing",
        "blank",
    ),
}


def why_missing(label: str) -> str:
    """The reason that a label gives: `refused`, `not_asked`, `dont_know`, `error`, `no_answer` or `user_missing`.

    Examples
    --------
    >>> [why_missing(label) for label in ("Not applicable", "REFUSED", "No reply", "99")]
    ['not_asked', 'refused', 'no_answer', 'user_missing']
    """
    told = as_compared(label)
    return next((reason for reason, words in _WORDS.items() if any(word in told for word in words)), USER_MISSING)
