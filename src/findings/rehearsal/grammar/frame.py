"""What stands round a theme: slots, openings, asides and closings, in five registers.

A register is a manner of writing. Sentences of a theme serve all registers but the brief and the simple one,
which have their own; what a register adds is how it begins and ends.
"""

from __future__ import annotations

from findings.rehearsal.grammar.theme import Said

SLOTS: dict[str, tuple[str, ...]] = {
    "place": (
        "clinic",
        "library",
        "health centre",
        "advice centre",
        "day centre",
        "local office",
        "drop-in",
        "children's centre",
    ),
    "who": (
        "my mum",
        "my dad",
        "my husband",
        "my wife",
        "my sister",
        "my neighbour",
        "my son",
        "a friend of mine",
        "my gran",
    ),
    "span": (
        "40 minutes",
        "nearly an hour",
        "an hour",
        "over an hour",
        "an hour and a half",
        "50 minutes",
        "a good half hour",
    ),
    "wait": (
        "three weeks",
        "five weeks",
        "six weeks",
        "two months",
        "nearly three months",
        "four months",
        "half a year",
    ),
    "when": (
        "last winter",
        "last spring",
        "last summer",
        "last year",
        "two years ago",
        "just before Christmas",
        "in November",
        "a few months ago",
    ),
    "spot": (
        "this village",
        "this valley",
        "this part of town",
        "the north of the area",
        "the south of the area",
        "this corner of the county",
        "the old part of town",
        "the hills",
    ),
    "years": (
        "four years",
        "six years",
        "eight years",
        "nearly ten years",
        "twelve years",
        "fifteen years",
        "over twenty years",
        "thirty years",
    ),
    "often": (
        "every week",
        "twice a week",
        "most days",
        "every Friday",
        "once a month",
        "every few weeks",
        "three or four times a year",
    ),
    "fare": ("£4.20", "£5", "£6.80", "£9", "£12"),
}
"""What a slot may hold. {Who} is {who} with a capital. A person writes of one place, one relative and so on."""

OPENINGS: dict[str, Said] = {
    "plain": Said(
        against=(
            "I don't agree with this.",
            "I'm against the plans for {subject}.",
            "No, sorry, I can't support this.",
            "I've said no to {subject} and here's why.",
            "I think it's a mistake.",
            "I was disappointed to read the part on {subject}.",
            "My worry is this.",
            "I'd rather things stayed as they are.",
        ),
        unsure=(
            "I've got mixed feelings about this.",
            "I'm in two minds about {subject}.",
            "Some of it's good and some of it isn't.",
            "I'm not sure what to think about {subject}.",
            "Hard to say, really.",
            "I put don't know or in the middle because it could go either way.",
            "I can see both sides.",
        ),
        support=(
            "I think it's a good idea.",
            "I'm happy with the plans for {subject}.",
            "Yes, I'm all for this.",
            "I agree with most of what it says on {subject}.",
            "On the whole I'm in favour.",
            "This is a step in the right direction.",
            "I was pleased to read the part on {subject}.",
        ),
    ),
    "angry": Said(
        against=(
            "Have you *any* idea how people live?",
            "I'm *sick* and tired of filling these in.",
            "Words fail me about {subject}.",
            "Not *again*.",
            "This is a *terrible* idea.",
            "I was furious when I read the part on {subject}.",
            "You should be *ashamed* of this plan.",
        ),
        unsure=(
            "What is anybody supposed to make of this?",
            "I've read {subject} *twice* and I'm none the wiser.",
            "Why can't you just say what you mean?",
            "I'd tell you what I think of {subject} if you'd told us what it is.",
            "*Another* plan.",
        ),
        support=(
            "About *time* too.",
            "Why has it taken you *so* long?",
            "*Finally*.",
            "We've been saying this about {subject} for *years*.",
            "Just get on with it.",
            "It's a disgrace that this wasn't done years ago.",
        ),
    ),
    "formal": Said(
        against=(
            "Thank you for the opportunity to comment on {subject}.",
            "I write as a resident to object to what is proposed.",
            "Having read the document with care, I cannot support the proposals on {subject}.",
            "I wish to record my opposition.",
            "With respect, the case for {subject} has not been made.",
        ),
        unsure=(
            "Thank you for the opportunity to comment on {subject}.",
            "I have some questions before I can give a view.",
            "My position on {subject} is neutral at this stage.",
            "There is merit in parts of what is proposed and I have reservations about others.",
            "I would need further detail on {subject} in order to answer properly.",
        ),
        support=(
            "Thank you for the opportunity to comment on {subject}.",
            "I write as a resident in support of what is proposed.",
            "I broadly support the proposals on {subject}.",
            "I welcome this section of the document.",
            "In my view the case for {subject} is well made.",
        ),
    ),
    "simple": Said(
        against=(
            "I do not agree.",
            "For me this is not good.",
            "I say no to {subject}.",
            "Sorry, I think this is a problem.",
            "I do not want this.",
        ),
        unsure=(
            "I am not sure.",
            "I have a question about {subject}.",
            "Maybe yes, maybe no.",
            "I do not know what is better.",
        ),
        support=(
            "I agree.",
            "I like this.",
            "For me it is a good plan.",
            "I say yes to {subject}.",
            "It is a good idea.",
        ),
    ),
}

CLOSINGS: dict[str, tuple[str, ...]] = {
    "plain": (
        "Thanks for asking.",
        "That's all I've got to say.",
        "I hope somebody reads this.",
        "Thank you.",
        "I hope that helps.",
        "Please think about it.",
        "Good luck with it.",
    ),
    "angry": (
        "It just isn't good enough.",
        "And *please* don't send me a standard reply.",
        "How hard can it be?",
        "Somebody needs to get a grip.",
        "I don't suppose anybody will read this.",
        "Rant over.",
    ),
    "formal": (
        "I would be grateful if these points could be taken into account.",
        "I look forward to reading the outcome.",
        "Thank you for considering this response.",
        "I am content for these comments to be published without my name.",
        "I trust that this will be given due weight.",
    ),
    "simple": (
        "Thank you for reading.",
        "Sorry for my English, I hope you understand.",
        "Thank you very much.",
        "Please think about the families.",
        "I hope it will be good for everybody.",
        "Thank you for your work.",
    ),
}

SELVES: dict[str, tuple[str, ...]] = {
    "brief": (
        "I use the {place} {often}.",
        "Been going to the {place} {years}.",
        "{Who} goes to the {place} {often}.",
        "From {spot}, and use the {place} {often}.",
        "{Years} in {spot} and counting.",
        "At the {place} {often} with {who}.",
    ),
    "plain": (
        "I've used the {place} for {years}.",
        "I use the {place} {often}.",
        "{Who} goes to the {place} {often} and I usually go along.",
        "I live in {spot} and go to the {place} {often}.",
        "I've lived in {spot} for {years}.",
        "We moved to {spot} {years} ago.",
        "Between us, {who} and I are at the {place} {often}.",
        "{Who} has been going to the {place} for {years}.",
        "I don't go to the {place} much myself, but {who} is there {often}.",
        "I used to help out at the {place} {often}.",
    ),
    "angry": (
        "I've used the {place} for {years} and have *never* written in before.",
        "{Who} has to go to the {place} {often}, and I see what it's like.",
        "I've lived in {spot} for {years}, so I know what I'm talking about.",
        "We've been saying so in {spot} for {years}.",
        "Come and stand in the {place} with {who} some time.",
        "I'm at the {place} {often} and I've *never* seen any of you there.",
    ),
    "formal": (
        "I have used the {place} for {years}.",
        "I have been a resident of {spot} for {years}.",
        "I go to the {place} {often}, as does {who}.",
        "My interest is that {who} has relied on the {place} for {years}.",
        "I speak as a regular user of the {place} and as a resident of {spot}.",
        "For {years} I was a volunteer at the {place}.",
    ),
    "simple": (
        "We live in {spot} with our children since {years}.",
        "I go {often} to the {place} with {who}.",
        "I came here {years} ago and I use the {place} a lot.",
        "I know many families in {spot}, they go also to the {place}.",
        "I use the {place} since {years}.",
        "{Who} does not speak English, so I go to the {place} and translate.",
        "In {spot} we know the {place} very well because we go {often}.",
    ),
}
"""Who the writer is. It says nothing that a theme could contradict."""

ASIDES: tuple[str, ...] = (
    "We've been in {spot} a long time and have seen plenty of plans come and go.",
    "I talked to a few people in {spot} about this and most of them feel the same.",
    "It isn't only about us, there are people in a far worse position who won't fill in a form.",
    "I'm not usually one for this sort of thing, but I felt that I had to say something.",
    "I know that nobody can please everybody.",
    "I read the papers at the {place} {when} and took a copy home.",
    "{Who} asked me to put this down as well.",
    "I've got nothing but respect for the people who work there.",
    "I spoke to somebody at the {place} and they were very nice about it but couldn't tell me much.",
    "The questions on {subject} didn't leave room for any of this, so I'm writing it here.",
)
"""Sentences that a long comment wanders off into, whatever its theme."""

SIMPLE_ASIDES: tuple[str, ...] = (
    "We had a problem with this {when}.",
    "I work in the evening so for me the time is important.",
    "My friends in {spot} think the same.",
    "I talked about this with {who} and we have same opinion.",
    "In the {place} I asked but nobody could explain.",
)

TAILS: Said = Said(
    against=(
        "No thanks.",
        "Think again.",
        "Please leave it alone.",
        "Not happy.",
        "It won't work.",
        "Bad idea.",
        "Please don't.",
        "Nobody wants it.",
        "We've been here before.",
        "Says it all.",
        "Against.",
        "Sorry, but no.",
    ),
    unsure=(
        "Not sure.",
        "More detail please.",
        "Hard to say.",
        "We'll see.",
        "Could go either way.",
        "Undecided.",
        "Need to know more.",
        "Time will tell.",
        "Ask me later.",
        "Bit vague.",
    ),
    support=(
        "Good idea.",
        "Agree.",
        "Get on with it.",
        "Thank you.",
        "Makes sense.",
        "Yes to this.",
        "Long overdue.",
        "Happy with that.",
        "Fully support it.",
        "Well done.",
        "Hope it happens.",
    ),
)
"""What a short answer may end with."""
