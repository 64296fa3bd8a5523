"""The letter that a campaign asks its people to copy, for each leaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """A letter, sentence by sentence, each in the ways in which a campaign may have written it.

    Parameters
    ----------
    theme
        The name of the theme that a coder gives it.
    first, last
        The sentences that every wording keeps in their place.
    middle
        Sentences that a wording may leave out or move.
    """

    theme: str
    first: tuple[str, ...]
    middle: tuple[tuple[str, ...], ...]
    last: tuple[str, ...]


AGAINST = Letter(
    theme="fairness",
    first=(
        "I am writing to object to the proposals on {subject}.",
        "I oppose the proposals on {subject} and ask you to withdraw them.",
        "Please record my objection to the proposals on {subject}.",
    ),
    middle=(
        (
            "They would take services away from the communities that rely on them most.",
            "It is the communities with the least that would lose the most.",
        ),
        (
            "People without a car would be left with journeys that many of them cannot make.",
            "Those who depend on buses would find it harder to get help, or would go without.",
        ),
        (
            "No evidence has been published that the changes would improve anything.",
            "The papers do not show how anybody would be better off.",
        ),
        (
            "Local staff know the people they serve, and that knowledge would be lost.",
            "Staff have built up the trust of local people over many years, and trust cannot be moved.",
        ),
        (
            "The money saved would soon be spent on putting right the harm done.",
            "Any saving would be small, and others would have to pay for it.",
        ),
        (
            "Every area deserves the same standard of service.",
            "Where you live should not decide what help you get.",
        ),
    ),
    last=(
        "I ask you to think again and to keep services local.",
        "Please listen to local people and keep our services where they are.",
        "I urge you to reject these proposals.",
    ),
)

UNSURE = Letter(
    theme="communication",
    first=(
        "I am writing about the proposals on {subject}.",
        "I should like to raise some points about {subject}.",
        "Before anything is decided on {subject}, please consider the following.",
    ),
    middle=(
        (
            "The papers do not say clearly what would change, or for whom.",
            "It is not clear from the papers who would be affected and how.",
        ),
        (
            "People who use services should have been asked at the start.",
            "The people with most experience of these services have not been heard.",
        ),
        (
            "The figures should be published in full so that everybody can check them.",
            "We need to see the costs and the evidence, area by area.",
        ),
        (
            "More time is needed for groups that do not meet every month.",
            "The consultation has been too short for many local groups to reply.",
        ),
        (
            "An easy read version and versions in other languages are needed.",
            "Information has to be there in forms that everybody can use.",
        ),
        (
            "Somebody independent should look at the likely effects.",
            "There should be an independent review of what this would mean.",
        ),
    ),
    last=(
        "Please explain your proposals properly before you ask us to choose.",
        "I ask you to answer these points in public before a decision is made.",
        "I look forward to a full and clear reply.",
    ),
)

SUPPORT = Letter(
    theme="waiting",
    first=(
        "I am writing in support of the proposals on {subject}.",
        "I support the proposals on {subject} and hope that they go ahead in full.",
        "Please count me among those who support the proposals on {subject}.",
    ),
    middle=(
        (
            "People have waited far too long for help.",
            "Waits have grown year after year, and people have suffered for it.",
        ),
        (
            "Help that comes early prevents a crisis later.",
            "The sooner somebody gets help, the less of it they need.",
        ),
        (
            "Families and carers have been asking for this for a long time.",
            "This is what families and carers have said they need.",
        ),
        (
            "Clear standards would let people know what they can expect.",
            "Everybody should know what they have a right to, and by when.",
        ),
        (
            "Staff need the time and the training to do this well.",
            "It will work only if staff are given the time to do it.",
        ),
        (
            "Progress should be reported every year, in public.",
            "Please publish how you are doing, so that we can all see it.",
        ),
    ),
    last=(
        "I ask you to fund this properly and to start without delay.",
        "Please do not let this plan gather dust.",
        "I urge you to put these proposals into practice.",
    ),
)

PERSONAL: tuple[str, ...] = (
    "I use the {place} myself.",
    "I live in {spot} and have done for years.",
    "{Who} depends on the {place}.",
    "I look after {who}.",
    "I have worked in services like these.",
    "We needed help {when} and it matters a great deal to us.",
    "{Who} waited {wait} for help {when}.",
    "I am adding my name because of what happened to {who} {when}.",
    "I volunteer at the {place} once a week.",
)
"""What some people put in front of the letter in their own words."""
