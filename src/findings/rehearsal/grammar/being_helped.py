"""Themes about what happens once one gets there: the wait, the staff, an emergency, the same face."""

from __future__ import annotations

from findings.rehearsal.grammar.theme import Polarity, Said, Theme

WAITING = Theme(
    name="waiting",
    label="Waiting times",
    definition="How long people wait for an appointment, an answer or a decision.",
    polarity=Polarity.SUPPORT,
    near=("staffing", "crisis"),
    briefs=Said(
        against=(
            "Waits will only get longer than {wait}.",
            "{Wait} already and this makes it worse.",
            "How does this make {wait} any shorter?",
        ),
        unsure=(
            "Will it cut the wait for the {place}?",
            "Fine if {who} gets seen any sooner.",
            "Not sure it would shorten {wait} much.",
        ),
        support=(
            "{Wait} is too long to wait.",
            "{Who} waited {wait}. It needs sorting.",
            "Anything to cut the wait for {who}.",
            "Shorter waits at the {place}, yes.",
        ),
    ),
    reasons=Said(
        against=(
            "The wait is {wait} as it is and sending more people the same way will make it *longer*.",
            "You won't bring waiting down by moving things about.",
            "A target on paper doesn't get anybody seen any *sooner*.",
            "While all this is being changed round, people like {who} will be left waiting.",
        ),
        unsure=(
            "If it brings the wait down I'm for it, but nobody has said by how much.",
            "The wait is the thing that matters to me, and I can't find it in the papers.",
            "It could make things quicker or it could just move the queue somewhere else.",
        ),
        support=(
            "{Who} waited {wait} just to be told to ring back, so anything that speeds it up gets my vote.",
            "Waiting is what makes people *worse*, and this at least tries to do something about it.",
            "Being seen in days and not months would take such a weight off people.",
            "I like that there'd be a clear time by which you have to be seen.",
        ),
    ),
    simple=Said(
        against=(
            "Now we wait {wait} and I think it will be more long.",
            "This does not help the waiting. More people, same doctor.",
        ),
        unsure=(
            "I hope the waiting is less, but I do not see it in this plan.",
            "How many weeks we will wait? Please write it.",
        ),
        support=(
            "We waited {wait} for appointment, it is too much. So I agree.",
            "To wait is very hard when you are sick. This plan is good.",
        ),
    ),
    details=(
        "{Who} waited {wait} for a first appointment {when}.",
        "You ring at eight, and by five past there's nothing left.",
        "The letter said {wait} and it turned out to be nearly twice that.",
        "Nobody rang to say it had been cancelled.",
        "We heard nothing at all for {wait}.",
        "By the time {who} was seen, things had got a good deal worse.",
    ),
    wishes=(
        "Please tell people where they are in the queue.",
        "Somebody should ring those who are waiting, even if it's only to see how they are.",
        "Put the waiting times up where *everybody* can see them.",
        "Evening and Saturday appointments would help.",
    ),
)

STAFFING = Theme(
    name="staffing",
    label="Staff and training",
    definition="Enough staff, their skills, pay, workload and morale.",
    polarity=Polarity.MIXED,
    near=("waiting", "continuity", "money"),
    briefs=Said(
        against=(
            "Where are the staff coming from?",
            "Not enough staff at the {place} now.",
            "The {place} can't keep staff as it is.",
            "Pay the staff at the {place} properly.",
        ),
        unsure=(
            "Who will staff the {place}, though?",
            "OK if the {place} gets enough staff.",
            "What do the {place} staff think?",
        ),
        support=(
            "More trained staff at the {place} please.",
            "Good, the {place} staff need support.",
            "The staff helped {who} no end.",
        ),
    ),
    reasons=Said(
        against=(
            "There aren't enough staff to run what you have now, *never* mind this.",
            "The people at the {place} are worn out, and this asks them to do even more.",
            "You can't recruit anybody to work in {spot} today, so who's going to do it?",
            "This reads as though it was written by somebody who has *never* worked a shift.",
        ),
        unsure=(
            "It all hangs on whether there are enough trained people, and I don't see where they'd come from.",
            "I like the idea, but the staff have been through a lot of change already.",
            "Has anybody asked the people who work at the {place} what they think?",
            "It might work with proper training, but training is always the first thing to be cut.",
        ),
        support=(
            "The staff at the {place} are *wonderful* and deserve some backing, so I'm pleased to see this.",
            "Better training would mean that people get the right help the first time.",
            "With a few more pairs of hands the {place} could do so much more.",
        ),
    ),
    simple=Said(
        against=(
            "There are not enough workers in the {place}. First find more people.",
            "The staff is very tired, I see it. Do not give them more work.",
        ),
        unsure=(
            "The idea is good but who will do the work?",
            "I do not know if there are enough nurses and teachers for this.",
        ),
        support=(
            "The people in the {place} are very kind with {who}. Please help them.",
            "More staff with good training is a good idea.",
        ),
    ),
    details=(
        "The {place} had five people on the desk {when} and now there are two.",
        "{Who} works in a service like this and comes home shattered.",
        "It's a different agency person every week.",
        "The one who helped {who} left {when} and hasn't been replaced.",
        "You can see that they haven't stopped for a drink of water all day.",
    ),
    wishes=(
        "Please listen to the people who do the job.",
        "Pay them *properly* and they'll stay.",
        "There should be time set aside for training.",
        "Get the staff in place first and change things afterwards.",
    ),
)

CRISIS = Theme(
    name="crisis",
    label="Help in a crisis",
    definition="Urgent help: nights and weekends, emergencies, knowing whom to call.",
    polarity=Polarity.SUPPORT,
    near=("waiting", "carers"),
    briefs=Said(
        against=(
            "No good to {who} at two in the morning.",
            "This won't help {who} in an emergency.",
            "Nothing here about nights and weekends.",
        ),
        unsure=(
            "Who would {who} ring at night?",
            "Does it cover nights and weekends?",
            "Would {who} get help on a Sunday?",
        ),
        support=(
            "Help at night is badly needed.",
            "{Who} had nobody to ring at night.",
            "Weekend cover for {spot}, yes please.",
            "Somebody to ring at night, about time.",
        ),
    ),
    reasons=Said(
        against=(
            "None of this would be any use at *two* in the morning, which is when people need it.",
            "You're taking away the one place where people could just turn up when things got bad.",
            "If it goes wrong on a Friday night, {who} would still be on hold until *Monday*.",
        ),
        unsure=(
            "It isn't clear to me who you'd ring if something happened on a Sunday.",
            "It's fine for the everyday things, but I can't see what happens in an emergency.",
            "A helpline is good only if there's somebody at the other end who can do something.",
        ),
        support=(
            "When {who} was in a bad way {when} there was *nobody* to ring, so I'm very much in favour.",
            "Having one number for day and night would have saved us a lot of fear.",
            "Getting help early stops a bad week turning into a disaster.",
        ),
    ),
    simple=Said(
        against=(
            "In the night there is nobody. This plan does not change it.",
            "If it is emergency we can not wait for appointment.",
        ),
        unsure=(
            "Who do we call in the night or on Sunday? I do not find it.",
            "It is good in the day, but what about weekend?",
        ),
        support=(
            "When {who} was very ill we did not know who to call. One number is good.",
            "Help in the night is very important for families, so yes.",
        ),
    ),
    details=(
        "{Who} spent a whole night in a corridor {when}.",
        "We were passed between three numbers and ended up where we started.",
        "The out of hours line told us to try the {place} in the morning.",
        "It always seems to happen on a bank holiday.",
        "The neighbours sat with {who} until somebody came.",
    ),
    wishes=(
        "Please have *one* number, and somebody who picks up.",
        "There should be a safe place to go at night that isn't a hospital.",
        "Put the number on a card that people can keep by the phone.",
        "Please make sure that {spot} is covered at weekends as well.",
    ),
)

CONTINUITY = Theme(
    name="continuity",
    label="The same people, joined up",
    definition="Seeing somebody who knows you, not telling the story again, services that talk to each other.",
    polarity=Polarity.SUPPORT,
    near=("staffing", "communication"),
    briefs=Said(
        against=(
            "{Who} would lose a face to trust.",
            "Leave {who} with the people at the {place}.",
            "Another new face for {who}. No thanks.",
        ),
        unsure=(
            "Would {who} keep the same person?",
            "Who would be in charge of it all?",
            "Fine if {who} sees the same people.",
        ),
        support=(
            "One person who knows {who}. Yes.",
            "No more telling the story again.",
            "Let the {place} talk to the others.",
            "Joined up for once, good for {who}.",
        ),
    ),
    reasons=Said(
        against=(
            "{Who} has finally found somebody at the {place} to trust, and now you'd *break* that up.",
            "Passing people from one team to another is how they get lost.",
            "Every reorganisation means starting again from the beginning with a stranger.",
        ),
        unsure=(
            "I'd be happier if I knew that people could stay with the person they see now.",
            "It says services will work together, but it said that {when} too.",
            "Sharing what's on file could help, though I'd want to know who can look at it.",
        ),
        support=(
            "I'm tired of telling the same story *five* times, so one person in charge would be a blessing.",
            "If the {place} and the others talked to each other, half of the problems would go away.",
            "Seeing somebody who knows you makes all the difference, and this would help with that.",
            "What {who} needs is one plan and one name, and that's what this offers.",
        ),
    ),
    simple=Said(
        against=(
            "We know the lady in the {place} and she knows us. Please do not change.",
            "Always new people and again we must explain everything.",
        ),
        unsure=(
            "Will it be the same person each time? I would like to know.",
            "I do not understand who is responsible for {who}.",
        ),
        support=(
            "One person who knows our family is much better, also for the language.",
            "I explained my problem to six people. So this idea is good.",
        ),
    ),
    details=(
        "{Who} has seen seven different people since {when}.",
        "The {place} never got the letter, so it all had to be done again.",
        "Nobody seems to read what the last one wrote.",
        "One left hand, one right hand, and they have clearly never met.",
        "The notes were lost when {who} moved from one team to the next {when}.",
    ),
    wishes=(
        "Please give everybody *one* name to ask for.",
        "Let the services share a file, if people say yes to it.",
        "There should be a proper handover, with the person in the room.",
        "If staff have to change, tell people before it happens.",
    ),
)
