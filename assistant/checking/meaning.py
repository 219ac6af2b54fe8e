"""Words that mean the same to a reader of an agreement, and words that are only grammar. Pure."""

from __future__ import annotations

import re
from functools import cache

from corpus.words import terms

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def listed(words: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(words.split())


#: Grammar, and words with which anyone speaks of a document: they claim nothing by themselves.
_GRAMMAR = listed(
    """a an the of to in on at by for from with and or as that this these those it its their his her my our your them he she him
    who whom whose which what when where how why is are was were be been being do does did have has had having if then than also so
    such there here into onto over under about between among during per via upon up out off while because own both
    some s re ve ll agreement contract memorandum deal clause article section paragraph item document text provision provisions
    rule rules sideletter principle principles law act digest says said say states state stated provides according specifically
    further however additionally moreover therefore thus meaning means regarding concerning respect related relating well itself
    themselves i ie eg now still currently today whether any each every all let they we us me more most much many very just yes would
    will shall must may can could should might not no nor never none without cannot only unless except until except though although
    but out under covered question continue continues continued continuing go goes going source sources evidence speak speaks mention mentions
    mentioned"""
)
#: Words that are the same thing to a reader of an agreement; the first of each line stands for all.
_SAME = """company companies employer employers producer producers studio studios management signatory
worker workers writer writers performer performers actor actors member members employee employees artist artists musician musicians
director directors driver drivers you yours your yourself
union unions guild guilds
tell tells told telling notify notifies notified notifying notification notice inform informs informed disclose discloses disclosed disclosing disclosure
consent consents consented permission approval approve approved authorization authorisation authorize agreed-to
bargain bargains bargained bargaining negotiate negotiated negotiation negotiations
meet meets meeting meetings sit sits sat
ai gai genai artificial generative intelligence
pay pays paid payment payments paying compensate compensated compensation remuneration remunerate
compel compels compelled force forced forcing make making makes oblige obliged obligation require requires required requiring
delete deletes deleted deletion deleting erase erased destroy destroyed destruction
keep keeps kept keeping retain retains retained retention store stored storing hold holds held
script scripts screenplay screenplays teleplay
give gives given giving provide provided providing supply supplied deliver delivered hand handed offer offered
ask asks asked asking request requests requested requesting demand demands
license licenses licensed licensing licence licences licenced licensor
get gets getting got obtain obtains obtained obtaining secure secured receive receives received
fix fixes fixed set sets
begin begins began start starts started commence commences beginning
end ends ended ending expire expires expired expiration terminate terminated
written writing
change changes changed changing alter alters altered alteration alterations modify modified modification edit edited
create creates created creating creation generate generates generated generating produce produced produces producing
before prior advance ahead beforehand
after following afterwards
film films movie movies picture pictures
discuss discusses discussed discussing discussion talk talks
use uses used using usage utilize utilise
cover covers covered apply applies applied extend extends include includes included including contain contains
job jobs work employment
photo photos photograph photographs image images"""
_GROUP = {word: line.split()[0] for line in _SAME.splitlines() for word in line.split()}
_ACTORS = frozenset(
    [
        *(
            "company",
            "worker",
            "union",
            "local",
            "licensee",
            "licensor",
            "platform",
            "publisher",
            "court",
            "government",
            "agency",
            "owner",
        ),
        *(
            "customer",
            "user",
            "partner",
            "minor",
            "adult",
            "provider",
            "developer",
            "estate",
            "heir",
            "agent",
            "manager",
            "vendor",
            "state",
            "congress",
        ),
    ]
)


def content(text: str) -> list[str]:
    words = [m.group().lower().replace("’", "'").removesuffix("'s") for m in WORD.finditer(text)]
    return [canonical(word) for word in words if len(word) > 1 and (word not in _GRAMMAR or word in _GROUP)]


@cache
def canonical(word: str) -> str:
    word = word.lower().replace("’", "'").removesuffix("'s")
    if word in _GROUP:
        return _GROUP[word]
    return next(iter(terms(word, True)), word)


#: Whoever a rule may be for, against or about.
ACTORS = frozenset(canonical(word) for word in _ACTORS)
#: Too general to tell one rule from another.
WEAK = ACTORS | {"ai", "compel", "use", "create", "give", "get"}
