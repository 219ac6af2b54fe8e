"""The member's page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date

from assistant import Assistant, Outcome, Question
from corpus import TIERS, PinciteError
from corpus.names import unions

EXAMPLES = (
    "Can my work be used for training?",
    "Can they scan me and keep the scan?",
    "Do I have to use ChatGPT if the boss says so?",
    "What happens if AI takes my job?",
)
_STATUS = {
    "in_force": "in force",
    "expired": "expired",
    "superseded": "replaced",
    "not_yet": "not yet in force",
    "proposed": "proposed, not in force",
    "statement": "statement",
}
_ANYONE = "I'm not sure"


def escaped(text: str) -> str:
    """Words of a document or a person as Markdown that shows exactly them: no link, image, heading or tag survives."""
    flat = html.escape(" ".join(text.split()), quote=False)
    return re.sub(r"([\\`*_{}\[\]()#+!|~$])", r"\\\1", flat)


def page_parts(outcome: Outcome) -> Iterator[str]:
    """The answer as Markdown, a part at a time: quotations, where they stand, what else bears on it, notes."""
    found = outcome.json()
    if found["status"] != "answered":
        message = found["answer"].split("\n\n")[0]
        yield f"**{escaped(message)}**"
    numbers = {citation["n"]: citation for citation in found["citations"]}
    for statement in found["statements"]:
        lead, _, _ = statement["text"].partition(": “")
        for n in statement["citations"]:
            citation = numbers[n]
            yield f"{escaped(lead)}:\n\n> “{escaped(citation['quote'])}” \\[{n}\\]\n\n{_place(citation)}"
    if found["also"]:
        title = "Also bears on this" if found["status"] == "answered" else "Nearest clauses, not an answer"
        rows = "\n".join(f"- “{escaped(citation['quote'])}” {_place(citation)}" for citation in found["also"])
        yield f"<details><summary>{title} ({len(found['also'])})</summary>\n\n{rows}\n\n</details>"
    if found["notes"]:
        yield "\n".join(f"- {escaped(note)}" for note in found["notes"])
    yield f"As of {found['as_of']}. This is information, not legal advice: your representative can tell you what to do."


def _place(citation: dict) -> str:
    page = f", p. {citation['page_label'] or citation['page']}" if citation["page"] else ""
    where = citation["locator"] if citation["locator"] == citation["heading"] else f"{citation['locator']} — {citation['heading']}"
    basis = "official text" if citation["basis"] == "official" else "our digest, not the official text"
    badges = f"{TIERS[citation['tier']]} · {_STATUS[citation['status']]} · {basis}"
    return f"*{escaped(where)}{page}. {escaped(citation['title'])}* — {badges}"


def answers(assistant: Assistant, message: str, history: list[dict], union: str, as_of: str) -> Iterator[list[dict]]:
    """The conversation with the answer growing at its end; errors are said in it, never thrown at the page."""
    earlier = [_words(turn) for turn in history if turn["role"] == "user"]
    turns = [*history, {"role": "user", "content": message}]
    yield [*turns, {"role": "assistant", "content": f"Searching {len(assistant.library)} documents…"}]
    shown = ""
    try:
        day = date.fromisoformat(as_of.strip()) if as_of.strip() else None
        question = Question(message, union=None if union in ("", _ANYONE) else union, as_of=day, history=tuple(earlier[-20:]))
        for part in page_parts(assistant.ask(question)):
            shown = f"{shown}\n\n{part}".strip()
            yield [*turns, {"role": "assistant", "content": shown}]
    except ValueError:
        yield [
            *turns,
            {"role": "assistant", "content": f"“{escaped(as_of)}” is no date; write it as 2026-11-24, or leave it empty."},
        ]
    except PinciteError as error:
        yield [*turns, {"role": "assistant", "content": escaped(str(error))}]


def _words(turn: dict) -> str:
    content = turn["content"]
    if isinstance(content, list):
        return " ".join(part.get("text", "") for part in content if isinstance(part, dict))
    return str(content)


def page(assistant: Assistant):
    """The Gradio page."""
    import gradio as gr

    held = {one for document in assistant.library for one in assistant.library.unions_of(document)}
    choices = [_ANYONE, *(union.title for union in unions().values() if union.id in held)]
    with gr.Blocks(title="Pincite", analytics_enabled=False) as blocks:
        gr.Markdown(
            "# Pincite\nAsk about AI at work. Answers are exact quotations from agreements, laws and policies, with the clause they come from."
        )
        with gr.Row():
            union = gr.Dropdown(choices, value=_ANYONE, label="Which union's agreement covers you?", scale=3)
            as_of = gr.Textbox("", label="As of (optional)", placeholder=date.today().isoformat(), max_length=10, scale=1)
        chat = gr.Chatbot(
            label="Answers",
            height="60vh",
            latex_delimiters=[],
            buttons=["copy"],
            placeholder="No question yet. Try one of the examples below.",
        )
        message = gr.Textbox(
            label="Your question", placeholder="Can they scan me and keep the scan?", max_length=4000, submit_btn="Ask"
        )
        gr.Examples([[example] for example in EXAMPLES], inputs=message, label="For example")

        def ask(text: str, history: list, chosen: str, day: str):
            if not text.strip():
                yield history, text
                return
            for turns in answers(assistant, text, history, chosen, day):
                yield turns, ""

        message.submit(ask, [message, chat, union, as_of], [chat, message], api_name="ask", concurrency_limit=1)
    return blocks
