"""Small words that make no theme: English and Welsh."""

from __future__ import annotations

_ENGLISH = """
a about above after again against all also am an and any are aren't as at be because been before being below between
both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each either else ever
every few for from further get gets getting go goes going got had hadn't has hasn't have haven't having he he'd he'll
he's her here hers herself him himself his how however i i'd i'll i'm i've if in into is isn't it it'd it'll it's its
itself just let let's like made make many may me might more most much must my myself n't neither no nor not now of off
often on once one only or other others our ours ourselves out over own per perhaps quite rather really same say see
seem seems several shall she she'd she'll she's should shouldn't since so some still such than that that's the their
theirs them themselves then there there's these they they'd they'll they're they've this those though through thus to
too toward towards under unless until up upon us use used using very via was wasn't we we'd we'll we're we've well were
weren't what what's when where whether which while who who's whole whom whose why will with within without won't would
wouldn't yes yet you you'd you'll you're you've your yours yourself yourselves
"""
_WELSH = """
a ac ag am ar arall at beth bod bydd byddai chi dan dim dros dw dyma dyna ddim ei eich ein eu er fe fel fod fy fydd gan
gall gyda hefyd hi hon hwn hyn i iawn ie mae maen mai mewn mi mor na nad neu ni nid nhw o oedd oes ond os pan pob
pwy rhai rhwng roedd sut sy sydd trwy tua un wedi wrth y ydw ydy ydyn ym yma yn yna yng yno yr
"""
STOP_WORDS = frozenset((_ENGLISH + _WELSH).split())
