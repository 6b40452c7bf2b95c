"""From replies and reads to responses."""

import pytest

from services.kit.errors import MalformedHeader
from services.kit.etags import parse_if_match
from services.kit.replies import Versioned, response_of
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead

PRICE = MoneyRead(amount=5, currency="CNY")


def test_a_reply_is_sent_as_it_was_rendered() -> None:
    response = response_of(Reply(201, b'{"a":1}', '"1"', "/v1/things/thing_x"))
    assert (response.status_code, response.body) == (201, b'{"a":1}')
    assert response.headers["content-type"] == "application/json"
    assert response.headers["etag"] == '"1"'
    assert response.headers["location"] == "/v1/things/thing_x"
    assert "idempotent-replayed" not in response.headers


def test_a_replay_says_that_it_is_one() -> None:
    response = response_of(Reply(204, b"", replayed=True))
    assert response.headers["idempotent-replayed"] == "true"
    assert not {"etag", "location", "content-type"} & set(response.headers)


def test_a_read_carries_its_version_and_a_known_one_no_body() -> None:
    fresh = Versioned(None)(PRICE, 7)
    assert (fresh.status_code, fresh.headers["etag"]) == (200, '"7"')
    assert fresh.body == b'{"amount":5,"currency":"CNY"}'
    known = Versioned('W/"6", "7"')(PRICE, 7)
    assert (known.status_code, known.body, known.headers["etag"]) == (304, b"", '"7"')
    assert Versioned('"70", 7, ""')(PRICE, 7).status_code == 200


def test_a_read_that_grows_by_the_day_is_known_by_its_look_and_asked_for_by_its_version() -> None:
    fresh = Versioned('"7.3-20260330", "7"')(PRICE, 7, "3-20260331")
    assert (fresh.status_code, fresh.headers["etag"]) == (200, '"7.3-20260331"')
    assert Versioned('"7.3-20260331"')(PRICE, 7, "3-20260331").status_code == 304
    assert parse_if_match('"7.3-20260331"').version == 7


@pytest.mark.parametrize("text", ['"7."', '"7.x"', '".3"', '"7.1.2"', f'"7.{"1" * 25}"'])
def test_another_look_is_no_etag_of_ours(text: str) -> None:
    with pytest.raises(MalformedHeader):
        parse_if_match(text)
