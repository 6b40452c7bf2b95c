"""What Accept asks for is what is sent, as far as it is offered."""

import pytest

from services.kit.media_types import chosen_media_type

JSON, CSV = "application/json", "text/csv"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("text/csv", CSV),
        ("TEXT/CSV", CSV),
        ("text/*", CSV),
        ("text/csv, application/json", JSON),
        ("text/csv, application/json;q=0.9", CSV),
        ("application/json;q=0.5, text/csv;q=0.501", CSV),
        ("text/csv;q=0, */*;q=0.1", JSON),
        ("*/*, text/csv;q=0.2", JSON),
        ("image/png", JSON),
        ("text/csv;charset=utf-8", JSON),
        ("nonsense", JSON),
        ("text/csv" + " " * 600, JSON),
        (", ".join(["image/png"] * 16 + ["text/csv"]), JSON),
    ],
)
def test_the_type_that_is_wanted_most_is_chosen(accept: str | None, chosen: str) -> None:
    assert chosen_media_type(accept, (JSON, CSV)) == chosen
