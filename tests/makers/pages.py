"""Answers for tests of what is drawn of them: as JSON, with what a test is about changed."""

from assistant.web.words import words_in

EN = words_in("en")


def citation(n=1, **values):
    """One citation, of a contract's digest."""
    known = {
        "n": n,
        "document": "deal",
        "title": "The Deal",
        "locator": "Article 1",
        "heading": "scope",
        "kind": "contract",
        "tier": 1,
        "status": "in_force",
        "force": "requires",
        "basis": "digest",
        "quote": "The employer must ask.",
        "start": 0,
        "end": 22,
        "page": None,
        "page_label": None,
        "effective": None,
        "expires": None,
        "url": None,
        "short": "They must ask you.",
        "role": "rule",
        "carried": None,
    }
    return known | values


def found(**values):
    """An answer with one statement and its citation."""
    known = {
        "id": "abc",
        "question": "May they?",
        "standalone_question": "May they?",
        "status": "answered",
        "answer": "The Deal says [1]",
        "short": {"text": "Your employer must ask you first.", "citations": [1], "from": "summary"},
        "by_union": [],
        "caveat": None,
        "follow_ups": [],
        "unread": [],
        "statements": [
            {"text": "The Deal, Article 1, requires: “The employer must ask.”", "citations": [1]}
        ],
        "citations": [citation()],
        "also": [],
        "notes": [],
        "as_of": "2026-11-24",
        "scope": {},
        "mode": "extractive",
        "corpus": "x",
    }
    return known | values


def tags(html):
    """Tag names and attribute names that a browser would see."""
    from lxml import html as parser

    tree = parser.fragment_fromstring(html, create_parent="div")
    return {e.tag for e in tree.iter()}, {name for e in tree.iter() for name in e.attrib}


def order_of(shown, *parts):
    """Where each part stands in what is shown."""
    at = [shown.index(part) for part in parts]
    return at == sorted(at)
