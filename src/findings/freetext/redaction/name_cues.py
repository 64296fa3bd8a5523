"""Words beside which names stand."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words("mr mrs ms mx miss dr drs prof professor cllr councillor rev reverend sgt dame")
"""What follows them is a name unless it is a word in small letters."""

ROLES = _words(
    "doctor nurse sister matron midwife consultant surgeon physio physiotherapist paramedic receptionist registrar"
    " anaesthetist dentist optician pharmacist therapist psychiatrist psychologist counsellor manager carer hca cpn"
    " ot gp practitioner officer constable inspector sir lady lord father brother uncle aunt auntie nanny driver porter"
    " daughter son husband wife mum mam dad mother partner friend neighbour colleague worker technician dispatcher"
    " handler student chaplain visitor child baby boy girl grandson granddaughter grandmother grandfather"
)
"""What follows them is a name if it may be one."""

PARTICLES = _words("de da del della di van von der den ter le la al el bin ibn binti bint ap ab st mac mc ul")

_CUES = tuple(
    tuple(cue.split())
    for cue in (
        "my name is", "my names", "my name's", "name's", "names is", "name is", "name was", "names were", "named",
        "called", "by the name of", "known as", "i am", "i'm", "im", "this is", "signed", "thank you to", "thanks to",
        "mention to", "out to", "ask for", "asked for", "especially",
    )
)  # fmt: skip
CUES_BY_LAST = {cue[-1]: tuple(other for other in _CUES if other[-1] == cue[-1]) for cue in _CUES}
SURE_CUES = frozenset(tuple(cue.split()) for cue in ("my name is", "my names", "my name's", "by the name of", "signed"))
"""Words that a name follows; after the sure ones any word with a capital is one."""

CLOSES = _words("regards sincerely faithfully wishes thanks cheers love yours gratefully signed")

DOES = _words(
    "was is were has had who did does made took gave told said explained helped came went listened showed saw looked"
    " treated put kept asked called phoned rang answered arranged sorted cared deserves understood always really also"
    " never couldn't didn't wasn't isn't cannot can could would should will phones visits works worked seemed seems"
    " stayed provided talked spoke checked carried attended arrived managed got ensured offered supported reassured"
    " discharged referred and responded are"
)
"""What follows somebody who begins a sentence."""

ACTS = _words(
    "explained helped listened told said showed treated asked called phoned rang understood talked spoke checked"
    " arranged sorted reassured referred who deserves"
)
"""What only people do: after it "April" and "Hope" are names."""

THINGS = _words(
    "hospital hospitals ward wards house unit centre center clinic surgery infirmary practice lodge building suite hall"
    " road street avenue lane close park college school university trust team department syndrome disease test scale"
    " council bank airport station hotel bridge island bay beach town city village county church community general"
    " memorial lines rehab foundation view court"
)
"""What a name before them names is no person."""

PLACED = _words("at in near outside around between via")
ARTICLES = _words("the a an")
