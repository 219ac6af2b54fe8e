"""The first view of thirty answers on a phone, measured: `pytest -s tests/browser/first_views.py`
prints a line each and the medians.
"""

from statistics import median

from tests.browser.first_view import MOST_SCREENS, MOST_WORDS, PHONE, QUESTIONS, asked_on_a_phone


def test_thirty_first_views(person):
    page = person(*PHONE.values())
    seen = []
    for question, union in QUESTIONS:
        seen.append(asked_on_a_phone(page, question, union))
        print(
            f"\n{seen[-1]['words']:4} words {seen[-1]['height'] / PHONE['height']:.2f} screens  "
            f"{union:10} {question}",
            end="",
        )
    print(
        f"\nmedian {median(one['words'] for one in seen)} words, "
        f"{median(one['height'] for one in seen) / PHONE['height']:.2f} screens"
    )
    assert median(one["words"] for one in seen) <= MOST_WORDS
    assert max(one["height"] for one in seen) <= MOST_SCREENS * PHONE["height"]
