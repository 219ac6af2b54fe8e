"""What a sentence claims, in the terms a clause can be held against: force, denial, who must do what, and about what. Pure.

Words are compared, not meaning: whatever can't be shown from the cited words counts as not said there. So an honest
paraphrase is sometimes refused, and the quotations stand in; a lie must not pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from corpus.words import terms

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def listed(words: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(words.split())


#: Grammar, and words with which anyone speaks of a document: they claim nothing by themselves.
_GRAMMAR = listed(
    """a an the of to in on at by for from with and or as that this these those it its their his her my our your them he she him
    who whom whose which what when where how why is are was were be been being do does did have has had having if then than also so
    such there here into onto over under about between among during per via upon up out off while because own other another both
    some s re ve ll agreement contract memorandum deal clause article section paragraph item document text provision provisions terms
    term rule rules sideletter principle principles law act digest says said say states state stated provides according specifically
    further however additionally moreover therefore thus meaning means regarding concerning respect related relating well itself
    themselves i ie eg now still currently today whether any each every all let they we us me more most much many very just yes would
    will shall must may can could should might not no nor never none without cannot only unless except until except though although
    but set sets out under covered question"""
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
compel compels compelled force forced forcing make making makes oblige obliged
delete deletes deleted deletion deleting erase erased destroy destroyed destruction
keep keeps kept keeping retain retains retained retention store stored storing hold holds held
script scripts screenplay screenplays teleplay
give gives given giving provide provided providing supply supplied deliver delivered hand handed offer offered
ask asks asked asking request requests requested requesting demand demands
license licenses licensed licensing licence licences licenced licensor
get gets getting got obtain obtains obtained obtaining secure secured receive receives received
begin begins began start starts started commence commences beginning
end ends ended ending expire expires expired expiration terminate terminated
written writing
change changes changed changing alter alters altered alteration alterations modify modified modification edit edited
create creates created creating creation generate generates generated generating produce produced produces producing
before prior advance ahead beforehand
after following afterwards later
film films movie movies picture pictures
discuss discusses discussed discussing discussion talk talks
use uses used using usage utilize utilise
job jobs work employment
photo photos photograph photographs image images"""
_GROUP = {word: line.split()[0] for line in _SAME.splitlines() for word in line.split()}
_ACTORS = frozenset(
    [
        *("company", "worker", "union", "licensee", "licensor", "platform", "publisher", "court", "government", "agency", "owner"),
        *("customer", "user", "provider", "developer", "estate", "heir", "agent", "manager", "vendor", "state", "congress"),
    ]
)
#: Too general to tell one rule from another.
_WEAK = _ACTORS | {"ai", "compel", "use", "create", "give", "get", "right", "person", "thing"}
#: What a member would act on: never said unless the cited words say it.
_WEIGHTY = listed(
    """pay consent delete keep sell share credit residual fire fired dismiss discipline train scan replica bonus strike court sue lawsuit damages
    fine penalty arbitration grievance illegal unlawful legal copyright veto refuse object withdraw revoke waive waiver retroactive
    written oral advance separate independent business working calendar consecutive annual monthly weekly daily minimum maximum fee
    share percent royalty benefit pension health insurance safe fully background stunt extra minor child deceased estate dead
    union layoff laid replace replaced compel free money wage salary double triple bargain tell meet audit license"""
)
_OPPOSITES = (
    *(("keep", "delete"), ("before", "after"), ("more", "less"), ("least", "most"), ("minimum", "maximum"), ("increase", "reduce")),
    *(("include", "exclude"), ("accept", "refuse"), ("allow", "forbid"), ("begin", "end"), ("public", "private"), ("paid", "unpaid")),
    *(("union", "company"), ("employee", "contractor"), ("separate", "joint"), ("oral", "written"), ("raise", "lower")),
    *(("buy", "sell"), ("true", "false"), ("real", "synthetic"), ("old", "new"), ("grant", "deny"), ("win", "lose")),
)
_BOUNDLESS = {
    "always": r"always|at all times",
    "regardless": r"regardless|no matter|whatever|irrespective|even if|in all cases",
    "unlimited": r"unlimited|without limit|unconditional(?:ly)?|absolute(?:ly)?|complete(?:ly)?|entire(?:ly)?|total(?:ly)?|full(?:y)?",
    "forever": r"forever|permanent(?:ly)?|perpetual(?:ly)?|in perpetuity|indefinite(?:ly)?",
    "at once": r"automatic(?:ally)?|immediate(?:ly)?|at once|instant(?:ly)?",
    "only": r"only|solely|exclusive(?:ly)?|nothing but|exception",
    "all": r"all|every|everyone|everybody|everything|everywhere|each|any|anyone|anything|anybody|anywhere|whole|no",
}
_BOUNDLESS_SAID = {"all": r"everyone|everybody|everything|everywhere|all|every|anyone|anything|anywhere"}

_NEGATIVE_VERB = r"prohibit(?:s|ed|ing|ion)?|forbid(?:s|den|ding)?|ban(?:s|ned|ning)?|bar(?:s|red|ring)|outlaw(?:s|ed)?|refus(?:e|es|ed)|declin(?:e|es|ed)|lacks?|exclud(?:e|es|ed)"
_NEGATION = (
    r"not|never|no|none|nothing|nobody|neither|nor|cannot|can't|won't|don't|doesn't|isn't|aren't|mustn't|shouldn't|wasn't|without"
)
_CUE = re.compile(rf"\b(?:{_NEGATION}|{_NEGATIVE_VERB}|rather than|instead of|free from|exempt(?:ed)?|unable)\b", re.I)
_PLAIN_CUE = re.compile(rf"\b(?:{_NEGATION})\b", re.I)
_CONSENTING = r"consents?|consented|permission|approv(?:al|ed|es?)|authori[sz](?:ation|ed)|agrees?|agreed"
#: "may not ... without consent" is a rule that names a condition, and is read as "may ... with consent".
_CONDITIONAL = re.compile(
    r"\b(not|never|no|cannot|can't|mustn't)\b(?P<middle>[^.;]{0,200}?)\b(?P<unless>without|unless|until|except (?:with|if|when|where|as))\b",
    re.I,
)
_BREAK = re.compile(
    r"[.;:!?]\s|[.;:!?]$|,\s*(?:and|but|or|nor|while|though|although|whereas)\b|\b(?:but|although|though|whereas|while)\b", re.I
)
_MODAL = re.compile(
    r"\b(?:must|shall|may|can|cannot|can't|mustn't|will|should|ought to|has to|have to|needs? to|(?:is|are) (?:required|obliged|allowed|permitted|free|entitled|able) to)\b",
    re.I,
)
_NO_RULE = re.compile(
    r"\b(?:nothing|neither|nor|no|does not|do not|did not|doesn't|don't|is not|are not|isn't|aren't|never)\b[^.;,]{0,60}?"
    r"\b(?:requir\w+|prohibit\w*|forbid\w*|permits?|bans?|bars?|oblig\w+|need\w*|prevents?|stops?|guarantees?|entitle[sd]?)\b",
    re.I,
)
#: What a sentence may claim, by the words that claim it.
_CLAIMS = {
    "prohibits": re.compile(
        r"\b(?:may|shall|must|can|could|will|should) (?:\w+ )?(?:not|never)\b|\b(?:cannot|can't|mustn't|won't)\b"
        r"|\b(?:not|no longer|never) (?:be )?(?:allowed|permitted|free|able)\b|\boff[- ]limits\b|\b(?:il|un)(?:legal|lawful)\w*\b"
        r"|\b(?:prohibit|forbid|outlaw|disallow)\w*|\bban(?:s|ned|ning)?\b|\bbarr?(?:s|ed)\b|\bno \w+ (?:may|can|shall|must|will)\b"
        r"|\b(?:prevent|stop|block)(?:s|ed)?\b|\bprotect\w*",
        re.I,
    ),
    "requires": re.compile(
        r"\b(?:must|shall|has to|have to|had to|needs? to|needs|obliged|obligat\w+|mandat\w+|compulsory|compelled|owes?|duty|duties)\b"
        r"|\brequir\w+|\bagrees? to\b|\bguarante\w+|\b(?:is|are) to be\b",
        re.I,
    ),
    "permits": re.compile(
        r"\b(?:may|can|could|allow\w*|permit\w*|free to|able to|at liberty|authori[sz]ed to|option to|has the right|have the right)\b",
        re.I,
    ),
    "right": re.compile(r"\brights? (?:to|not to|of)\b|\bentitle\w*|\bguarante\w+|\byour rights?\b", re.I),
    "advises": re.compile(r"\b(?:should|ought|recommend\w*|encourag\w*|urge[sd]?)\b", re.I),
    "consent": re.compile(rf"\b(?:{_CONSENTING.replace('agrees?|agreed', 'your agreement')})\b", re.I),
    "reserves": re.compile(
        r"\b(?:reserv|preserv|retain|keep|kept|argu|assert|contest|challeng|disput)\w*|\bright to (?:claim|argue|assert)\b", re.I
    ),
}


@dataclass(frozen=True)
class Claims:
    """What one text claims."""

    text: str

    @cached_property
    def words(self) -> frozenset[str]:
        """Its content words, each as the word that stands for all that mean the same."""
        return frozenset(_content(self.text))

    @cached_property
    def bare(self) -> str:
        """The text less what says that there is no rule ("nothing requires ..."), for the force it claims."""
        return _NO_RULE.sub(" ", self.text)

    @property
    def denies_a_rule(self) -> bool:
        """Whether it says that something is not required, forbidden, or allowed."""
        return bool(_NO_RULE.search(self.text))

    def claims(self, what: str) -> bool:
        """Whether it makes a claim of this sort: a key of the table above."""
        bare = self.bare
        if what == "permits":
            bare = _CLAIMS["prohibits"].sub(" ", bare)
        return bool(_CLAIMS[what].search(bare))

    @property
    def conditional(self) -> bool:
        """Whether it names a condition."""
        return bool(re.search(r"\b(?:if|when|where|unless|only|except|provided|until|once|subject to|without|with)\b", self.text, re.I))


def contradicts(said: Claims, source: Claims) -> str:
    """Why a sentence can't be said on these words: a denial on one side only, roles exchanged, opposites; nothing where none is seen."""
    if unheld := next((word for word in sorted(said.words & _WEIGHTY) if word not in source.words), ""):
        return f"“{unheld}” is not in the cited words"
    for one, other in (*_OPPOSITES, *(pair[::-1] for pair in _OPPOSITES)):
        if one in said.words and one not in source.words and other in source.words:
            return f"it says “{one}” where the cited words say “{other}”"
    for name, pattern in _BOUNDLESS.items():
        if re.search(rf"\b(?:{_BOUNDLESS_SAID.get(name, pattern)})\b", said.text, re.I) and not re.search(
            rf"\b(?:{pattern})\b", source.text, re.I
        ):
            return f"it says “{name}”, which the cited words do not"
    return _denials(said, source) or _roles(said, source)


def share_held(said: Claims, source: frozenset[str]) -> float:
    """How much of what a sentence speaks of is in these words, from 0 to 1."""
    return len(said.words & source) / len(said.words) if said.words else 0.0


def _denials(said: Claims, source: Claims) -> str:
    mine, theirs = list(_cues(said.text)), list(_cues(source.text))
    for cue, scope in mine:
        near = set(scope[:3])
        if not any(near & set(wide) or not near for _, wide in theirs):
            return f"its “{cue}” is not in the cited words"
    denied = {word for _, scope in mine for word in scope}
    for cue, scope in theirs:
        telling = [word for word in scope[:5] if word not in _WEAK]
        met = [word for word in telling[:3] if word in said.words]
        if met and len(met) >= min(2, len(telling)) and not denied & set(met):
            return f"the cited words say “{cue}” of this"
    return ""


def _cues(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each denial with the content words that it reaches, nearest first."""
    text = _CONDITIONAL.sub(lambda m: f"{m['middle']} with ", text)
    for segment in _segments(text):
        open_until = -1
        for found in _CUE.finditer(segment):
            plain = bool(_PLAIN_CUE.fullmatch(found.group()))
            if not plain and open_until >= 0:
                continue  # "nothing forbids": one denial, of a ban
            if plain:
                open_until = found.end()
            after, before = _content(segment[found.end() :]), _content(segment[: found.start()])[::-1]
            passive = not plain and re.search(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?$", segment[: found.start()], re.I)
            yield found.group().lower(), (before + after if passive else after or before)


def _roles(said: Claims, source: Claims) -> str:
    """Who must do it: the nearest actor before the verb, or after it where the verb is passive."""
    for segment in _segments(said.text):
        for modal in _MODAL.finditer(segment):
            after = re.split(r"[,;]", segment[modal.end() :])[0]
            passive = bool(re.match(r"\s+(?:not |never |also |first |only |\w+ly )*be\b", after))
            head = next(iter(_content(after)), None)
            actor = _actor(segment[: modal.start()])
            if head is None:
                continue
            if head not in source.words:
                return f"“{head}” is not in the cited words"
            if actor is None:
                continue
            if actor not in source.words:
                return f"the cited words do not speak of “{actor}”"
            if not any(_plays(actor, head, passive, part) for part in re.split(r"(?<=[.;])\s", source.text)):
                return f"the cited words do not say it of “{actor}”"
    return ""


def _plays(actor: str, head: str, passive: bool, text: str) -> bool:
    pieces = list(_WORD.finditer(text))
    for piece in pieces:
        if _canonical(piece.group()) != head:
            continue
        theirs = bool(re.search(r"\b(?:be|is|are|been|being)\s+(?:not\s+|\w+ly\s+)?$", text[: piece.start()], re.I))
        before, after = text[: piece.start()], text[piece.end() :]
        if theirs == passive:
            doer = _actor(before)
            if doer is None or doer == actor:
                return True
        elif actor in _content(after) or not set(_content(after)) & _ACTORS:
            return True
    return False


def _actor(text: str) -> str | None:
    """The last actor of a text that no preposition makes an object; any actor where there is no such."""
    found = [(m.start(), _canonical(m.group())) for m in _WORD.finditer(text)]
    actors = [(at, word) for at, word in found if word in _ACTORS]
    free = [
        word
        for at, word in actors
        if not re.search(r"\b(?:of|to|for|with|by|from|against)\s+(?:(?:the|a|an|any|each|its|their|that|every)\s+)?$", text[:at], re.I)
    ]
    return (free or [word for _, word in actors] or [None])[-1]


def _segments(text: str) -> list[str]:
    return [part for part in _BREAK.split(text) if part and part.strip()]


def _content(text: str) -> list[str]:
    words = [m.group().lower().replace("’", "'").removesuffix("'s") for m in _WORD.finditer(text)]
    return [_canonical(word) for word in words if word not in _GRAMMAR or word in _GROUP]


@cache
def _canonical(word: str) -> str:
    word = word.lower().replace("’", "'").removesuffix("'s")
    if word in _GROUP:
        return _GROUP[word]
    return next(iter(terms(word, True)), word)


_WEIGHTY = frozenset(_canonical(word) for word in _WEIGHTY)
_OPPOSITES = tuple((_canonical(one), _canonical(other)) for one, other in _OPPOSITES)
