"""How the demonstration is laid out."""

from io import StringIO

from deploy.demo.telling import WIDTH, Teller
from deploy.local.supervision.console import Console


def _told(tell: str, *what: object, **how: object) -> list[str]:
    stream = StringIO()
    getattr(Teller(Console(stream)), tell)(*what, **how)
    return stream.getvalue().splitlines()


def test_a_line_says_who_did_what_and_what_came_of_it() -> None:
    (line,) = _told("did", "borrower", "accepts the offer", "offer_accepted")
    assert line.split() == ["borrower", "accepts", "the", "offer", "→", "offer", "accepted"]


def test_a_long_one_is_wrapped_below_itself() -> None:
    first, second = _told("did", "borrower", "says " + "a word " * 15, "told")
    assert first.startswith("  borrower      says a word")
    assert second.startswith((" " * 16 + "word", " " * 16 + "a word"))
    assert second.endswith("  → told")
    assert max(len(first), len(second)) <= WIDTH


def test_a_path_longer_than_a_line_stays_whole() -> None:
    path = "/home" * WIDTH
    assert _told("did", "borrower", f"kept as {path}")[-1].strip() == path


def test_figures_stand_flush_right_and_words_flush_left() -> None:
    head, first, second = _told(
        "table", ("cost", "amount"), [("interest", "¥9.00"), ("fee", "¥1,000.00")]
    )
    assert head == " " * 16 + "cost          amount"
    assert first == " " * 16 + "interest       ¥9.00"
    assert second == " " * 16 + "fee        ¥1,000.00"
