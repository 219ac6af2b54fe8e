"""Whose words a quotation is said to be: which documents the text around it names, or that a person is speaking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache

from assistant.checking.places import COMMON, chains_of, fit, places, steps_of
from assistant.checking.quotations import Quotation
from corpus import Document, Library
from corpus.names import find_unions, lineage, matcher, plain

_DOCUMENT = (
    r"(?:agreements?|contracts?|memorand(?:um|a)|deals?|moa|mba|articles?|sections?|paragraphs?|clauses?|provisions?|statutes?|laws?|codes?|acts?|bills?|"
    r"regulations?|directives?|polic(?:y|ies)|principles?|guidelines?|guidance|side\s?letters?|language|texts?|rules?|items?|terms|wording|"
    r"documents?|manifesto|position paper|report|order|sentence|words|cba|§)"
)
_PERSON = (
    r"(?:president|chair(?:man|woman|person)?|negotiators?|directors?|secretar(?:y|ies)|treasurer|members?|act(?:ors?|ress(?:es)?)|performers?|writers?|editors?|"
    r"animators?|artists?|painters?|drivers?|stewards?|spokes\w+|lawyers?|attorneys?|counsel|executives?|ceo|crew|workers?|colleagues?|organi[sz]ers?|delegates?|"
    r"officials?|analysts?|reporters?|critics?|judges?|senators?|ministers?|officers?|leaders?|stand-ins?|showrunners?|dubbers?|professors?|observers?|"
    r"newspapers?|papers?|magazines?|trades|media|outlets|sponsors?|authors?|agents?|insiders?|bloggers?|commentators?|fans?|backers?|advocates?|staff|management|handbooks?|manuals?|memos?|e-?mails?|(?<!side )letters?|newsletters?|websites?|web ?pages?|tweets?|posts?|adverts?|fl[iy]ers?|brochures?|leaflets?|"
    r"press releases?|blogs?|petitions?|surveys?|lawsuits?|complaints?|corrections?|notices? on|press|variety|times|he|she|i|we|you|they|who|one|some|many|everyone|nobody|people)"
)
_SAY = (
    r"(?:say|says|said|tell|tells|told|add|adds|added|recall|recalls|recalled|argue|argues|argued|explain|explains|explained|ask|asks|asked|warn|warns|warned|"
    r"insist|insists|insisted|saying|claiming|arguing|insisting|warning|telling|writing|adding|stating|asking|write|writes|wrote|post|posted|tweeted|joked?|remark|remarked|note|notes|noted|stress|stressed|call|calls|called|speak|speaks|spoke|"
    r"put|puts|shout|shouted|reply|replied|promises?|promised|vow(?:s|ed)|declares?|declared|claims?|claimed|think|thinks|believe|believes|laughed|sighed|state|states|stated|read|reads|announced)"
)
_QUOTING = re.compile(
    r"\b(?:quot(?:es?|ed|ing)|read(?:s|ing)? (?:out|from|aloud)|recit\w+|in the words of the (?:agreement|contract|law|memorandum))\b",
    re.I,
)
#: Words that somebody would like to see in a document.
_PROPOSED = re.compile(
    r"\b(?:such as|e\.g\.|along the lines of|propos(?:e|es|ed|al|als|ing)|demand(?:s|ed|ing)?|resolved|should (?:say|read|provide)|would (?:say|read|provide)|"
    r"ask(?:s|ed|ing)? for|push(?:es|ed|ing)? for|draft(?:s|ed)? language|model (?:clause|language)|we (?:want|wanted|need))\b[^.“\"]*$",
    re.I,
)
#: The sentence behind says that the words are wrong: they are what somebody took for the document's.
_CONTRADICTED = re.compile(
    r"[”\"».,;\s]*(?:(?:it|that|this|they|these|which)\s+(?:does|do|is|did|was|are|were)(?:\s+not|n['’]t)\b|(?:not so|not true|false|wrong|untrue|a myth|no such)\b"
    r"|(?:that|this|it)(?:\s+is|\s+was|['’]s)\s+(?:only |just )?(?:an? )?(?:memo|e-?mail|motto|slogan|joke|lie|rumou?r|myth|proposal|demand|headline)\b"
    r"|(?:that|this|it)(?:\s+is|['’]s)\s+(?:no|not (?:an?|our|any))\s+(?:\w+\s+)?(?:contract|clause|agreement|rule|law|term)\b)",
    re.I,
)
_IN_MARKS = re.compile(r"[“\"«„][^”\"»“]*[”\"»“]")
#: Words that lead from one sentence to the next and say nothing of whose words follow.
_LINKS = re.compile(r"^\W*(?:but|and|also|then|finally|first(?:ly)?|second(?:ly)?|third(?:ly)?|last(?:ly)?|still|however|next|again|yes|no|so|yet|plus|likewise)\b\W*$", re.I)
_NAMED_THING = re.compile(
    r"\b(?:films?|documentary|series|movie|episodes?|shows?|plays?|podcasts?|songs?|albums?|books?|novels?|panels?|webinars?|workshops?|headlines?|titled|entitled|"
    r"(?:t-)?shirts?|banners?|signs?|placards?|slogans?|chant\w*|hashtags?|nicknamed|so-called|motto)\b[^.:]{0,40}$",
    re.I,
)
_AFTER = re.compile(
    rf"^\W{{0,3}}(?:(?P<said>{_SAY})\s+(?P<who>(?:\w+[ ,'’-]*){{1,6}})|(?P<subject>[^.!?“”\"]{{1,70}}?)\b(?P<verb>{_SAY})\b)", re.I
)
_BEFORE = re.compile(rf"(?P<subject>[^.!?“”\"]{{1,70}}?)\b{_SAY}\b(?:\s+\w+){{0,6}}[,:]?\s*(?:that\s*)?\W*$", re.I)
_ACCORDING = re.compile(r"\b(?:according to|in the words of|as told by)\s+(?P<who>[^,:“”\"]{1,80})[,:]?\s*\W*$", re.I)
_SPOKE = re.compile(
    r"\b(?:said|told|added|recalled|argued|explained|asked|warned|insisted|joked?|remarked|replied|stressed|announced|laughed|sighed|promised|vowed|declared|claimed)\b",
    re.I,
)
_CALLED = re.compile(r"\b(?:calls?|called|dubbed|dubs|nicknamed|named)\b(?:\W+\w+){0,4}\W*$", re.I)
_NAME = re.compile(r"(?:[A-Z][a-zé'’-]+ ){0,2}[A-Z][a-zé'’-]+")


class Attribution:
    """What the words around a quotation say of whose it is, read against one library on one day."""

    def __init__(self, library: Library, day: date) -> None:
        self.library, self.day = library, day
        # the same sentence, paragraph and opening are read for each quotation in them
        self._named = lru_cache(maxsize=512)(self._naming)
        self._unions = lru_cache(maxsize=512)(self._of_unions)

    @cached_property
    def _names(self) -> tuple[dict[str, str], re.Pattern[str]]:
        """Ids, aliases and titles, in full and without what follows a dash or bracket, each with the id of its document."""
        named: dict[str, str] = {}
        for document in self.library:
            short = re.split(r"\s+[—–-]\s+|\s*\(|, (?:AI|artificial)", document.title)[0].strip()
            for name in (document.title, short if len(short.split()) > 2 else "", *document.aliases, document.id):
                if name and (name not in named or name in (document.id, *document.aliases)):
                    named[name] = document.id
        owner = {_key(name): identity for name, identity in named.items()}
        return owner, matcher(named) if named else re.compile(r"(?!)")

    @property
    def names(self) -> re.Pattern[str]:
        """Finds every name of a document held here."""
        return self._names[1]

    def named(self, text: str) -> list[Document]:
        """The documents that a text names, each with the official text or digest of the same; a year beside a name picks the version."""
        return list(self._named(text))

    def _naming(self, text: str) -> list[Document]:
        found: list[Document] = []
        for document in [*self._hits(text), *self._of_codes(text)]:
            found += [one for one in self._family(document) if one not in found]
        return found

    @cached_property
    def _codes(self) -> dict[str, list[Document]]:
        """The law books that locators name ("Labor Code § 927"), each with the documents that are parts of it."""
        books: dict[str, list[Document]] = {}
        for document in self.library:
            for clause in document.clauses:
                if (one := re.match(r"(?:Proposed )?([A-Z\d][\w.&' ]+?) §", clause.locator)) and document not in books.setdefault(
                    one[1], []
                ):
                    books[one[1]].append(document)
        return books

    def _of_codes(self, text: str) -> Iterator[Document]:
        """Documents of a law book named with a section: those that have the section, or all of that book where none has."""
        for book, documents in self._codes.items():
            for one in re.finditer(rf"\b{re.escape(book)},?\s*(?:§+|[Ss]ections?|[Ss]ec\.)\s*(?P<number>[\d.\-]+)", text):
                number = steps_of("section", one["number"])
                having = [
                    d
                    for d in documents
                    if any(chain[: len(number)] == number for c in d.clauses for _, chain in chains_of(c.locator))
                ]
                yield from having or documents
        for place in places(text) if "ILCS" in text else ():
            if place.groups and place.groups[0][0] == "ilcs":
                yield from (d for d in self.library if any(fit(place, clause) == 2 for clause in d.clauses))

    def _hits(self, text: str) -> Iterator[Document]:
        owner, pattern = self._names
        flat = plain(text)
        for hit in pattern.finditer(flat):
            document = self.library[owner[_key(hit.group())]]
            year = (
                re.search(r"20\d\d", hit.group())
                or re.match(r"\s*(?:of |from |\(|, )?(20\d\d)\b(?!-)", flat[hit.end() :])
                or re.search(r"\b(20\d\d)(?: \w+){0,2} $", flat[: hit.start()])
            )
            if year and (other := self._version(document, year.group().strip(" ,(")[-4:] if not year.groups() else year.group(1))):
                document = other
            elif not year:
                while (
                    self.library.status(document, self.day) == "not_yet"
                    and document.supersedes
                    and document.supersedes[0] in self.library
                ):
                    document = self.library[document.supersedes[0]]
            yield document

    def _version(self, document: Document, year: str) -> Document | None:
        """The version of a document's line that took effect, or was made, in a year."""
        return next(
            (
                one
                for one in self.line(document)
                if any(d and str(d.year) == year for d in (one.effective, one.adopted)) or one.id.endswith(year)
            ),
            None,
        )

    def line(self, document: Document) -> list[Document]:
        """A document with all that it replaced and all that replaced it."""
        held, todo = [], [document]
        while todo:
            one = todo.pop()
            if one in held:
                continue
            held.append(one)
            todo += (
                [self.library[old] for old in one.supersedes if old in self.library]
                + self.library.successors(one)
                + self._family(one)
            )
        return held

    def _family(self, document: Document) -> list[Document]:
        digest = self.library[document.text_of] if document.text_of and document.text_of in self.library else document
        official = self.library.official_of.get(digest.id)
        return [official, digest] if official else [document]

    def of_unions(self, text: str) -> list[Document]:
        """The documents of the unions that a text names."""
        return list(self._unions(text))

    def _of_unions(self, text: str) -> list[Document]:
        said = find_unions(text)
        outer = {parent for one in said for parent in lineage(one)[1:]}
        wanted = set(said) - outer
        return [document for document in self.library if wanted & self.library.unions_of(document)]

    def speaks_of_documents(self, texts: Iterable[str]) -> bool:
        """Whether any of these texts names a document, a place in one, or speaks of an agreement, a law or the like."""
        return any(
            re.search(rf"\b{_DOCUMENT.replace('|sentence|words', '')}\b", text, re.I)
            or any(place.groups and place.groups[0][0] not in COMMON for place in places(text))
            or self.named(text)
            for text in texts
        )

    def speaking(self, quotation: Quotation) -> bool:
        """Whether somebody was quoted before in the same paragraph, be it with one word, and may be speaking still."""
        before = quotation.paragraph.partition(quotation.words)[0]
        return any(
            self._kind(said["who"] or said["subject"]) == "person" or _SPOKE.search(said.group()) and not self._kind(said["who"] or "")
            for mark in re.finditer(r"[”\"»]", before)
            if (said := _AFTER.match(before[mark.end() :]))
        )

    def voice(self, quotation: Quotation) -> str:
        """Whose words they are given as: "document", "person", "title" (of a film, on a shirt), or "" where nothing says."""
        before, after = quotation.before[-160:], quotation.after[:160]
        if self._is_name(quotation.words):
            return "title"
        own = _IN_MARKS.sub(" ", quotation.paragraph)
        if _QUOTING.search(f"{before[-90:]} {after[:90]}"):
            return "document"
        kinds = [self._kind(found.group("who")) or "person" for found in [_ACCORDING.search(before)] if found]
        for found, subject in [(_AFTER.match(after), "who"), (_BEFORE.search(before), "subject")]:
            if found:
                words = found.group(subject) or found.group("subject")
                # who it is may be a word that we don't know; that somebody spoke is told by the verb
                spoke = "person" if not quotation.placed and _SPOKE.search(found.group()) else ""
                kinds.append(self._kind(words[-70:]) or spoke)
        if re.search(r":\W*$", before) and not quotation.placed and not kinds and not self._heads(before):
            kinds += [kind for kind in [self._kind(before[-90:])] if kind == "person"]  # "A steward summed it up:"
        lead = _IN_MARKS.sub(" ", before if re.search(r"[a-z]{2}", before) else quotation.paragraph.partition(quotation.words)[0])
        if not quotation.placed and _CONTRADICTED.match(quotation.paragraph.partition(quotation.words)[2]):
            return "person"
        if not kinds and not quotation.placed and _PROPOSED.search(lead.rstrip("“\"‘' ")):
            return "person"
        if "person" in kinds:
            return "person" if "document" not in kinds else "document"
        if (
            _CALLED.search(before)
            and "document" not in kinds
            or _is_title(quotation.words)
            and not re.search(rf"(?:[:,(]|\b{_SAY})\W*$", before)
        ):
            return "title"
        if "document" in kinds:
            return "document"
        if _NAMED_THING.search(before):
            return "title"
        if quotation.placed:
            return "document"
        alone = not re.search(r"\w", _LINKS.sub("", before) + after)
        beside = [quotation.context if quotation.apart else own] if alone else [before, after]
        return "document" if self.speaks_of_documents(beside) else ""

    @cached_property
    def _words(self) -> frozenset[str]:
        """Every word that the documents write in small letters."""
        return frozenset(word for document in self.library for word in re.findall(r"\b[a-z]{3,}\b", document.text))

    def _heads(self, lead: str) -> bool:
        """Whether a word or two before a colon are a heading ("Scanning:") and nobody's name."""
        said = re.findall(r"[A-Za-z]+", lead)
        return len(said) <= 3 and all(word.lower() in self._words for word in said) and not re.search(rf"\b{_PERSON}\b", lead, re.I)

    def _is_name(self, words: str) -> bool:
        """Whether words are the title of a document held here, or a part of it."""
        said = _key(words).strip(" .,;:")
        return len(said) > 12 and any(said in _key(name) for document in self.library for name in (document.title, *document.aliases))

    def _kind(self, subject: str) -> str:
        """Whether a subject is a document or a person; the nearest word to the verb decides where it has both."""
        subject = subject.strip(" ,;:-—")
        if self.named(subject) or any(place.groups for place in places(subject)):
            return "document"
        marks = [(m.start(), "document") for m in re.finditer(rf"\b{_DOCUMENT}\b(?!['’]s)", subject, re.I)]
        marks += [(m.start(), "document") for m in re.finditer(r"^\W*(?:\w+\W+){0,2}(?:it|this)\W*$", subject, re.I)]
        marks += [(m.start(), "person") for m in re.finditer(rf"\b{_PERSON}\b", subject, re.I)]
        if marks:
            return max(marks)[1]
        return "person" if _NAME.fullmatch(subject) or re.search(r"\b[A-Z][a-zé'’-]+ [A-Z][a-zé'’-]+\b", subject) else ""


def _is_title(words: str) -> bool:
    """Whether every word but the little ones has a capital letter and nothing ends it: a film's name, not a rule."""
    said = re.findall(r"[A-Za-z'’]{4,}", words)
    return (
        bool(said)
        and len(words.split()) <= 9
        and all(word[0].isupper() for word in said)
        and not words.rstrip().endswith((".", ";"))
    )


def _key(name: str) -> str:
    return re.sub(r"[\s-]+", " ", plain(name)).lower()
