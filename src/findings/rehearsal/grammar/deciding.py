"""Themes about what surrounds a service: families, money, being told, and whether the decision is open."""

from __future__ import annotations

from findings.rehearsal.grammar.theme import Polarity, Said, Theme

CARERS = Theme(
    name="carers",
    label="Carers and families",
    definition="What it means for those who look after somebody, unpaid: time, strain, breaks, being heard.",
    polarity=Polarity.MIXED,
    near=("crisis", "continuity"),
    briefs=Said(
        against=(
            "Families will have to pick up the pieces.",
            "More work for those caring for {who}.",
            "And who looks after the carers?",
        ),
        unsure=(
            "What does it mean for carers?",
            "Would those caring for {who} get a break?",
            "Need more on carers in {spot}.",
        ),
        support=(
            "Carers in {spot} need this.",
            "A break for those looking after {who}.",
            "Carers getting a mention. Very welcome.",
        ),
    ),
    reasons=Said(
        against=(
            "Every hour you save comes out of the time of somebody's wife, son or daughter.",
            "I look after {who} and I haven't got any *more* hours in the day to give.",
            "Families are expected to pick up whatever is dropped, and *nobody* asks if they can.",
        ),
        unsure=(
            "There's a page on carers, but I couldn't work out what would really change for us.",
            "It could take some of the load off families, or it could put more on.",
            "Caring for {who} takes all of my time, so I'd want to know how this fits round that.",
        ),
        support=(
            "I look after {who}, and a regular break would mean that I could *carry on*.",
            "It's good to see families treated as part of the team for once.",
            "Help for the carer is help for the person as well, and this seems to understand that.",
        ),
    ),
    simple=Said(
        against=(
            "In our family we care for {who} and we are already very tired.",
            "This gives more work to the family and no help.",
        ),
        unsure=(
            "I care for {who}. What will change for me?",
            "I want to know if family can have help at home.",
        ),
        support=(
            "I take care of {who} every day. Some hours free are very good for me.",
            "Thank you that you think of the families.",
        ),
    ),
    details=(
        "I gave up work {when} to look after {who}.",
        "We've had one weekend off since {when}.",
        "Caring for {who} means that I'm up three or four times a night.",
        "Meetings about {who} are held when I can't leave the house.",
        "The sitting service in {spot} stopped {when}.",
    ),
    wishes=(
        "Please ask carers what they need, and ask them *first*.",
        "A few hours off a week, that's all we want.",
        "Let carers into the room when plans are made.",
        "There ought to be somebody at the {place} just for carers.",
    ),
)

MONEY = Theme(
    name="money",
    label="Money",
    definition="What it costs, where the money comes from, charges, waste and cuts.",
    polarity=Polarity.OPPOSE,
    near=("staffing", "fairness", "buildings"),
    briefs=Said(
        against=(
            "It's a cut, whatever you call it.",
            "A waste of money. Fix the {place}.",
            "{Who} can't afford any more charges.",
            "Spend it on the {place} instead.",
            "This is all about saving money.",
        ),
        unsure=(
            "Where's the money coming from, though?",
            "What would it cost {who}?",
            "Show us the sums for the {place}.",
        ),
        support=(
            "Money well spent if {who} gets help.",
            "Costs less in the long run.",
            "Better than wasting it on the {place}.",
        ),
    ),
    reasons=Said(
        against=(
            "However you dress it up, this is a *cut*.",
            "It'll cost far more than it says here, it always does.",
            "{Who} already goes without things, and another charge is the last thing anybody needs.",
            "You found the money for consultants, so you can find it for the {place}.",
            "This saves a little now and will cost a great deal *more* later on.",
        ),
        unsure=(
            "There's not a single figure in it that tells me what it would cost.",
            "I'd like to know what you'd have to stop doing to pay for this.",
            "Money has to be saved somewhere, I see that, but I'm not convinced that it's here.",
        ),
        support=(
            "It makes sense to spend a bit *early* and save a lot of grief and money later.",
            "You can't keep pouring money into doing things the old way.",
            "I wouldn't mind paying a little more in tax for this if it's spent as you say.",
        ),
    ),
    simple=Said(
        against=(
            "Everything is more expensive now and we can not pay more.",
            "I think it is only to save the money.",
        ),
        unsure=(
            "How much it costs? I did not see it.",
            "If it is free I agree, but if we must pay I am not sure.",
        ),
        support=(
            "It is good to use money for people and not for papers.",
            "I think it is money used in a good way.",
        ),
    ),
    details=(
        "{Who} pays {fare} a time as it is.",
        "The {place} had its hours cut {when} to save money.",
        "A fortune was spent on new signs {when}.",
        "With bills as they are, people in {spot} are counting every penny.",
        "The last scheme went over budget and was dropped {when}.",
    ),
    wishes=(
        "Please show us the sums.",
        "Say plainly what would be *cut* to pay for it.",
        "No charges for people on low incomes, please.",
        "Spend it on the front line and not on reports.",
    ),
)

COMMUNICATION = Theme(
    name="communication",
    label="Communication",
    definition="Being told clearly and in time: letters, plain words, other languages, what the papers mean.",
    polarity=Polarity.NEITHER,
    near=("trust", "digital_exclusion"),
    briefs=Said(
        against=(
            "First that {who} heard of it.",
            "Nobody in {spot} was even told.",
            "Full of jargon, {who} gave up.",
        ),
        unsure=(
            "Can't tell what it means for {who}.",
            "Plain English would help {who}.",
            "Not enough said about the {place}.",
            "Too vague about {spot} to say.",
        ),
        support=(
            "Clear enough, and {who} agrees.",
            "Good to be told in plain words.",
            "Clearer letters would help {who}.",
        ),
    ),
    reasons=Said(
        against=(
            "I only found out about this by *accident*, from a poster at the {place}.",
            "Forty pages and not one plain sentence, so how is {who} meant to understand it?",
            "If you can't explain it clearly, it isn't ready.",
        ),
        unsure=(
            "I've read it twice and I still don't know what would change for {who}.",
            "It's hard to answer when so much is left open.",
            "Words like pathway and footprint mean *nothing* to most of us.",
            "I might well agree with it if it were explained with an example or two.",
        ),
        support=(
            "Letters that say in plain words what will happen next would be a big step forward.",
            "I liked the short version, which was easy to follow, and I agree with it.",
            "Being told what's going on is half the battle, so I'm glad it's in the plan.",
        ),
    ),
    simple=Said(
        against=(
            "This paper is too difficult. Many people in {spot} do not know about it.",
            "We did not get any letter about this.",
        ),
        unsure=(
            "I do not understand all the words. Can you make it in easy language?",
            "Please make it also in other languages, then {who} can answer too.",
        ),
        support=(
            "The letters are difficult for me, so easy words are very good.",
            "I like that you explain it and ask us.",
        ),
    ),
    details=(
        "{Who} had two letters {when}, and each said something different.",
        "The leaflet never reached {spot}.",
        "The meeting was on a weekday at three and there was no notice of it at the {place}.",
        "The print was so small that {who} couldn't read it.",
        "We asked for large print {when} and it hasn't come yet.",
    ),
    wishes=(
        "Please write to people in plain English.",
        "Put a notice up at the {place} where people will see it.",
        "An easy read version should come out on the *same* day.",
        "Tell people what has been decided and why.",
    ),
)

TRUST = Theme(
    name="trust",
    label="Trust in the decision",
    definition="Whether answers will be listened to, whether it is decided already, promises kept before.",
    polarity=Polarity.OPPOSE,
    near=("communication", "money"),
    briefs=Said(
        against=(
            "You've made your minds up already.",
            "It's a done deal, isn't it.",
            "You'll close the {place} whatever we say.",
            "We said no {when} as well.",
            "Nobody listened to {spot} last time.",
        ),
        unsure=(
            "I'll believe it when I see it.",
            "Will what {spot} says count for anything?",
            "Depends whether you keep your word.",
        ),
        support=(
            "Good that people in {spot} were asked.",
            "You listened to {who}, thank you.",
            "Pleased to be asked about the {place}.",
        ),
    ),
    reasons=Said(
        against=(
            "It's *obvious* that this has been decided and we're just being asked for show.",
            "You asked us {when}, we told you, and you went and did the opposite.",
            "The questions are worded so that whatever you tick, you've agreed with it.",
            "We were *promised* that the {place} was safe, so why should we believe this?",
            "I've no faith that anybody will read a word of this.",
        ),
        unsure=(
            "It sounds good, but so did the last plan, and nothing came of that.",
            "I'd be readier to support it if I could see that our answers make any difference.",
            "I'm keeping an open mind until I see what's done with the answers.",
        ),
        support=(
            "It's plain that you've *listened* to what people said {when}, and I respect that.",
            "I didn't expect to be asked at all, so thank you, and I hope that it goes ahead.",
            "The people who came to talk to us in {spot} were straight with us, and that's why I'm for it.",
        ),
    ),
    simple=Said(
        against=(
            "You ask us but I think you already decided.",
            "Before you promised many things for {spot} and nothing happened.",
        ),
        unsure=(
            "I hope somebody reads this. I do not know.",
            "First show that you do what you say.",
        ),
        support=(
            "Thank you for asking people like us. I trust it.",
            "You came to {spot} and listened to us, so I believe in this plan.",
        ),
    ),
    details=(
        "I filled in one of these {when} and never heard a thing.",
        "The hall was full {when} and nearly everybody spoke up.",
        "The minutes of the meeting left out what {spot} had said.",
        "A sign went up at the {place} before this had even begun.",
        "Perhaps I'm naïve, but I thought that being asked meant being heard.",
    ),
    wishes=(
        "Please publish *all* the answers, not just the ones you like.",
        "Come back and tell us what you changed because of what we said.",
        "Somebody independent should look at this before it's decided.",
        "Say honestly which parts are still open.",
    ),
)
