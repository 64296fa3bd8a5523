"""Themes about getting to a service at all: travel, buildings, the internet, and where one lives."""

from __future__ import annotations

from findings.rehearsal.grammar.theme import Polarity, Said, Theme

TRAVEL = Theme(
    name="travel",
    label="Travel and distance",
    definition="How far it is, how to get there, buses, parking, and the cost of the journey.",
    polarity=Polarity.OPPOSE,
    near=("fairness", "buildings"),
    briefs=Said(
        against=(
            "Too far from {spot}, simple as that.",
            "No bus to the {place} after six.",
            "{Span} each way is too far.",
            "Fine if you drive. {Who} doesn't.",
            "How would {who} get to the {place}?",
        ),
        unsure=(
            "Depends how you get to the {place}.",
            "OK if there's a bus from {spot}.",
            "Would it mean {span} each way?",
            "Not sure {who} could get to the {place}.",
        ),
        support=(
            "Closer to home, so yes please.",
            "Would save {who} {span} on the bus.",
            "Less travelling for {who}, all for it.",
            "Good for those of us in {spot}.",
        ),
    ),
    reasons=Said(
        against=(
            "It's already {span} on the bus to the {place} and I don't want it any *further* away.",
            "You can't expect people in {spot} to travel that far for something they need every month.",
            "Not everybody has a car, and the last bus goes before six.",
            "It may look fine on a map, but try doing that journey with a pushchair.",
            "{Who} doesn't drive and couldn't manage *two* buses each way.",
            "If it gets any harder to reach, a lot of us simply *won't* go.",
        ),
        unsure=(
            "It depends where it is, because from {spot} some journeys are easy and others take half a day.",
            "I don't mind going a bit further if it's better when I get there, but there has to be a bus.",
            "I can't say yes or no until I know how people are supposed to get there.",
            "For people with a car it's no great matter, but what about everybody else?",
        ),
        support=(
            "Having more of this nearby would save {who} a journey of {span} each way.",
            "Anything that means *fewer* trips right across the area is a good thing.",
            "I'd rather travel once and have everything done in *one* visit than go back three times.",
            "It's good that somebody has thought about people in {spot} who can't just jump in a car.",
        ),
    ),
    simple=Said(
        against=(
            "The {place} is too far for us and the bus is not often.",
            "I have no car. It is {span} with the bus and with small children this is very hard.",
            "Many people here can not travel so far.",
        ),
        unsure=(
            "I do not know how I will go there. Please tell us which bus.",
            "If it is near I say yes, if it is far from {spot} I say no.",
        ),
        support=(
            "It is good if it is more near to our home.",
            "Now {who} must travel {span}. With this it will be better.",
        ),
    ),
    details=(
        "From {spot} it's two buses and then a walk, {span} if they meet up.",
        "The return fare is {fare}, which is a lot on a pension.",
        "{Who} had an appointment {when} and the bus never came.",
        "The car park is full by half past nine.",
        "There's no pavement on part of the road, so walking isn't safe in the dark.",
        "A taxi to the {place} costs more than the weekly shop.",
    ),
    wishes=(
        "Please look at the bus timetable *before* you decide.",
        "A minibus twice a week would make all the difference.",
        "Could appointments be given at times that fit the buses?",
        "Please think about help with the fares.",
        "Somebody should do the journey from {spot} by bus and see.",
    ),
)

BUILDINGS = Theme(
    name="buildings",
    label="Buildings and rooms",
    definition="The state of buildings, rooms, lifts, toilets, privacy and getting about inside.",
    polarity=Polarity.MIXED,
    near=("travel", "money"),
    briefs=Said(
        against=(
            "Nothing wrong with the old {place}.",
            "New buildings won't fix this at all.",
            "Mend the roof of the {place} first.",
            "The {place} is fine where it is.",
        ),
        unsure=(
            "Will the {place} be kept or not?",
            "What happens to the old {place}?",
            "Would there be a lift for {who}?",
        ),
        support=(
            "The {place} is falling to bits.",
            "About time the {place} was done up.",
            "A building {who} can actually get into.",
            "The {place} badly needs doing up.",
        ),
    ),
    reasons=Said(
        against=(
            "The {place} is a perfectly good building and it would be a *waste* to leave it.",
            "Moving everything under one roof sounds tidy, but big places are noisy and people get lost in them.",
            "You're spending on *walls* when it's what goes on inside that matters.",
            "We fought to keep the {place} open {when} and we don't want to do it all over again.",
        ),
        unsure=(
            "A better building would be welcome, but it doesn't say what will become of the {place}.",
            "I can see that the {place} is past its best, though I'm not sure this is the answer.",
            "It's hard to judge without a drawing of what the rooms would be like.",
        ),
        support=(
            "The {place} is cold, the lift is *always* out of order and it can't go on like that.",
            "A proper room where you can talk without the whole queue hearing is long overdue.",
            "If {who} could get through the door in a wheelchair without help, that alone would be worth it.",
            "The staff do their best but the building lets them down, so I'm glad it's in here.",
        ),
    ),
    simple=Said(
        against=(
            "The old {place} is good and everybody knows where it is.",
            "Please do not close the {place}. We like this building.",
        ),
        unsure=(
            "I do not understand if the {place} stays open.",
            "New building is nice but I do not know where it will be.",
        ),
        support=(
            "The {place} is very old and cold. A better one is good for all people.",
            "There is no lift now and for {who} the stairs are difficult, so I agree.",
        ),
    ),
    details=(
        "There are eleven steps up to the front door of the {place}.",
        "{Who} has to wait in the corridor because the waiting room is too small.",
        "The lift was out of order for {wait} {when}.",
        "You can hear every word through the partition.",
        "The café was the best thing about the {place} and it shut {when}.",
        "There's one toilet, and it's up the stairs.",
    ),
    wishes=(
        "Please ask disabled people to walk round it with you before anything is signed off.",
        "A ramp and a door that opens by itself would be a start.",
        "There should be one quiet room for people who find crowds hard.",
        "Please keep the {place} open for something, even if it's only a few days a week.",
    ),
)

DIGITAL = Theme(
    name="digital_exclusion",
    label="Digital exclusion",
    definition="Services by internet, app or phone menu, and people who cannot or will not use them.",
    polarity=Polarity.OPPOSE,
    near=("communication", "fairness"),
    briefs=Said(
        against=(
            "{Who} hasn't got the internet.",
            "Not everything can be done online.",
            "Signal in {spot} is hopeless.",
            "People want a person, not an app.",
            "{Who} can't use a smartphone.",
        ),
        unsure=(
            "OK online as long as phone stays.",
            "What about {who} with no internet?",
            "Will the {place} still answer the phone?",
        ),
        support=(
            "Booking online would suit {who} fine.",
            "Online is quicker than the {place}.",
            "Good, saves a trip to the {place}.",
        ),
    ),
    reasons=Said(
        against=(
            "{Who} has never used a computer and isn't going to start now.",
            "There's hardly any signal in {spot}, so doing it all online is a *non-starter*.",
            "Every time something goes online, the people who need it most drop off the end.",
            "When you're worried you want to talk to a *person*, not fill in a form on a phone.",
            "It seems to be assumed that we've all got broadband and a printer, and plenty of us *haven't*.",
        ),
        unsure=(
            "Online is handy for people like me, but I worry about those who can't manage it.",
            "I've nothing against doing more online if the phone and the front desk stay as well.",
            "Some of it could well be done by video, but not all of it, and it doesn't say which.",
        ),
        support=(
            "Being able to book at night from the sofa instead of hanging on the phone would be a *real* help.",
            "A video call saves me half a day off work, so more of that please.",
            "I was wary at first, but doing it online {when} was quick and easy.",
        ),
    ),
    simple=Said(
        against=(
            "Many older people can not use internet and they need a person.",
            "The website is only in English and difficult. I like better to speak with somebody.",
        ),
        unsure=(
            "Online is good for me, but for {who} it is not possible.",
            "I can use phone but not the computer. Is it enough?",
        ),
        support=(
            "With internet I can translate the page, so for me online is better.",
            "It is easy with the phone and I do not need to wait at the {place}.",
        ),
    ),
    details=(
        "It took {who} three tries and a grandchild to get through the last form.",
        "The library computers are booked solid.",
        "The password letter took {wait} to come.",
        "{Who} gave up on the website {when} and went without.",
        "You press one, then three, then two, and then it cuts you off.",
    ),
    wishes=(
        "Please keep a phone number that a *human being* answers.",
        "Keep paper forms for those who want them.",
        "Somebody at the {place} should be there to help people get online.",
        "Please test it on an old phone with a poor signal.",
    ),
)

FAIRNESS = Theme(
    name="fairness",
    label="Fairness between areas",
    definition="One place or group gets more than another: town and country, richer and poorer areas.",
    polarity=Polarity.MIXED,
    near=("travel", "money"),
    briefs=Said(
        against=(
            "It's always {spot} that loses out.",
            "Forgotten again in {spot}, as usual.",
            "Everything goes to the same old places.",
            "Unfair on people living in {spot}.",
        ),
        unsure=(
            "Would {spot} get the same as elsewhere?",
            "Fair if it's the same everywhere.",
            "What's in it for {spot}, exactly?",
        ),
        support=(
            "Same service wherever you live. Good.",
            "Fairer for people living in {spot}.",
            "Should be the same for everyone.",
        ),
    ),
    reasons=Said(
        against=(
            "Once again it's {spot} that loses out while other places get *everything*.",
            "We pay the same as everybody else and get less and less for it.",
            "What suits other places doesn't suit {spot}, and nobody has thought about that.",
            "The people with the least will be hit *hardest* by this.",
        ),
        unsure=(
            "I'd support it if I could see that {spot} would be treated the same as everywhere else.",
            "It may be fairer overall, but it isn't clear who would end up with less.",
            "Some areas clearly need more help than others, and I can't tell if this does that.",
        ),
        support=(
            "What you get shouldn't depend on your postcode, so I'm in favour of the *same* for everybody.",
            "For once {spot} would get what other places have had for years.",
            "It puts help where it's most needed, and that's only right.",
        ),
    ),
    simple=Said(
        against=(
            "It is not fair for people in {spot}. We pay same tax.",
            "Always the city gets everything and we get nothing.",
        ),
        unsure=(
            "I want that it is same for all people. I am not sure if this plan does it.",
            "Please explain what changes for people in {spot}.",
        ),
        support=(
            "All people should have same service, rich or poor, so I agree.",
            "This is good for {spot} because now we have very little here.",
        ),
    ),
    details=(
        "People a few miles away have three of them and we've got none.",
        "In {spot} the {place} opens two mornings a week.",
        "{Who} lives on the other side of the boundary and gets help that we can't.",
        "The last thing we had in {spot} went {when}.",
        "When the money was shared out {when}, none of it came our way.",
    ),
    wishes=(
        "Please publish what each area gets now and what it would get.",
        "Come out to {spot} and *talk* to people.",
        "Start with the places that have the least.",
        "Nobody should end up worse off than they are now.",
    ),
)
