"""From replies and reads to responses."""

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
