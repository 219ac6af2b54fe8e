"""What a member sees of an answer before anything is opened: how many words, and how tall.

Shared by its test and its long run.
"""

PHONE = {"width": 390, "height": 844}
MOST_WORDS, MOST_SCREENS = 150, 1.5

#: Question and the union that is chosen: varied in voice, union and what becomes of them.
QUESTIONS = [
    ("May I refuse to use AI?", "wga"),
    ("can they use my work to train AI?", ""),
    ("they want to scan me tomorrow and I'm scared to say no", "sag-aftra"),
    ("Who pays if AI output gets us sued?", "iatse"),
    ("Who pays for the canteen's dishwasher?", "iatse"),
    ("Compare the WGA and the SAG-AFTRA agreements on AI training", ""),
    ("Must the company tell me that material was made by AI?", "wga"),
    ("How long may they keep my digital replica?", "sag-aftra"),
    ("Can they replace background actors with replicas?", "sag-aftra"),
    ("do I get paid when they use my replica", "sag-aftra"),
    ("What does Article 72, Paragraph G say?", "wga"),
    ("Do I have to use AI if my employer tells me to?", ""),
    ("What happens if AI takes my job?", "iatse"),
    ("Is there training if AI changes my job?", "iatse"),
    ("I'm a storyboard artist and they feed my boards to Midjourney. Is that allowed?", ""),
    ("Can directors stop their footage being licensed for AI training?", "dga"),
    ("Is there a deal for Equity UK members?", ""),
    ("What changed for writers between 2023 and 2026?", "wga"),
    ("I heard they need my permission to clone my voice, right?", "sag-aftra"),
    ("voice actor in a video game, can they make a robot of me?", "sag-aftra"),
    ("What does California law say about replicas of dead performers?", ""),
    ("Did the SAG-AFTRA contract ban AI actors altogether?", "sag-aftra"),
    ("What is the weather tomorrow?", ""),
    ("my producer uses ChatGPT for the schedule", "iatse"),
    ("When does the IATSE Basic Agreement expire?", "iatse"),
    ("session singer, can the label train on my vocals?", ""),
    ("Does the Animation Guild agreement let me say no to AI?", "local-839"),
    ("What does the TRAIN Act require?", ""),
    ("editor here: can they train on my timelines?", "local-700"),
    ("Must I be told when AI is used?", ""),
]

#: Words that a person can see: not folded, not hidden, and not cut off by the line they stand in.
_SEEN = """() => {
  const turn = [...document.querySelectorAll("#thread .turn")].at(-1);
  const walker = document.createTreeWalker(turn, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let words = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const within = node.parentElement;
    if (!within.checkVisibility() || within.closest("textarea, .unseen")) continue;
    const clip = within.closest(".place")?.getBoundingClientRect();
    for (const word of node.data.matchAll(/[^\\s]+/g)) {
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
      const box = range.getBoundingClientRect();
      const seen = box.width && (!clip || box.left < clip.right - 4);
      if (seen && /[\\p{L}\\p{N}]/u.test(word[0])) words += 1;
    }
  }
  return { words, height: Math.round(turn.getBoundingClientRect().height) };
}"""


def asked_on_a_phone(page, question: str, union: str) -> dict:
    """The words seen and the height of one answer, asked in a new conversation as a member of
    `union`.
    """
    page.evaluate("() => document.querySelector('.brand').click()")
    page.locator("#union-now").select_option(union)
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    page.wait_for_selector("#thread .turn")
    return page.evaluate(_SEEN)
