"""O1 begins here: what a log line may hold."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from services.kit import telemetry
from services.kit.errors import NotFound
from services.kit.logs import OURS, configure_logging, line_formatter
from services.kit.redaction import REDACTED, is_sensitive, redact, redact_text

JWT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl"
SECRETS = [
    *("110101199003074514", "11010119900307451X", "13800138000", "+8613800138000"),
    *("6222020200066666666", "6222 0202 0006 6666", "6222-0202-0006-6666", JWT),
    *("alice@example.com", "hunter2"),
]


def line(message: str, *arguments: object, **extra: object) -> dict[str, Any]:
    record = logging.getLogger("xiaowei.test").makeRecord(
        "xiaowei.test", logging.INFO, "f.py", 1, message, arguments, None, extra=extra
    )
    told: dict[str, Any] = json.loads(line_formatter("application").format(record))
    return told


def test_a_line_is_one_json_object_with_its_request() -> None:
    with telemetry.entered(telemetry.context_of("request-1", None)) as context:
        told = line("paid %s times", 3, route="/v1/things/{thing_id}", status=200)
    told.pop("timestamp")
    assert told == {
        "event": "paid 3 times",
        "level": "info",
        "logger": "xiaowei.test",
        "service": "application",
        "route": "/v1/things/{thing_id}",
        "status": 200,
        "request_id": "request-1",
        "trace_id": context.trace_id,
    }


@pytest.mark.parametrize("secret", SECRETS[:-1])
def test_o1_numbers_and_tokens_are_redacted_wherever_they_stand(secret: str) -> None:
    told = line(f"got {secret}, %s", secret, note=f"为 {secret}。", deep={"list": [{"x": secret}]})
    assert secret not in json.dumps(told, ensure_ascii=False)
    assert told["event"] == f"got {REDACTED}, {REDACTED}"


@pytest.mark.parametrize(
    "name",
    [
        *("name", "person_name", "holderName", "identity_number", "mobile", "mobileNumber"),
        *("card_number", "address", "Authorization", "access_token", "refreshToken", "password"),
        *("client_secret", "database_password", "X-Api-Token", "cookie", "email", "birth_date"),
    ],
)
def test_o1_members_are_redacted_by_name(name: str) -> None:
    assert redact({name: "hunter2", "deep": {name: ["hunter2"]}}) == {
        name: REDACTED,
        "deep": {name: REDACTED},
    }


@pytest.mark.parametrize("name", ["route", "status", "tokens_left", "event", "sequence", "attempt"])
def test_other_members_are_not(name: str) -> None:
    assert is_sensitive(name) is False


def test_o1_an_exception_is_told_without_its_message() -> None:
    try:
        try:
            raise ValueError("canary of 张三")
        except ValueError as error:
            raise NotFound("canary") from error
    except NotFound as error:
        record = logging.getLogger("x").makeRecord(
            "x", logging.ERROR, "f.py", 1, "failed", (), (type(error), error, error.__traceback__)
        )
        text = line_formatter("application").format(record)
    told = json.loads(text)["exception"]
    assert [each["type"] for each in told] == [
        "services.kit.errors.NotFound",
        "builtins.ValueError",
    ]
    assert told[0]["code"] == "not_found"
    assert "test_logs.py" in told[1]["frames"][0]
    assert "canary" not in text


def test_o1_the_password_of_an_address_is_redacted() -> None:
    told = redact_text("cannot reach postgresql://app:hunter2@db:5432/x?sslmode=require")
    assert told == f"cannot reach postgresql://{REDACTED}@db:5432/x?sslmode=require"


def test_an_unknown_object_is_told_by_its_type() -> None:
    assert redact({"thing": object()}) == {"thing": "object"}


def test_i18_a_line_break_stays_inside_its_line() -> None:
    record = logging.getLogger("x").makeRecord("x", 20, "f", 1, 'a\r\n{"level":"x"}', (), None)
    text = line_formatter("application").format(record)
    assert "\n" not in text
    assert "\r" not in text


@given(st.text(max_size=300))
def test_any_text_can_be_logged(text: str) -> None:
    assert json.loads(json.dumps(redact({"x": text, text: text})))


@given(st.text(alphabet="0123456789 -eyJ.@:/", max_size=3000))
def test_redaction_takes_no_longer_than_it_should(text: str) -> None:
    assert len(redact_text(text)) <= 2000 + len(REDACTED) * 200


@pytest.fixture
def logging_put_back() -> Iterator[None]:
    """Leave the process's logging as it was found."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in OURS}
    yield
    root.handlers = handlers
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)
    logging.raiseExceptions = True
    structlog.reset_defaults()


@pytest.mark.usefixtures("logging_put_back")
def test_every_library_logs_to_stdout_as_json_and_ours_at_its_level(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging("application", "info")
    logging.getLogger("services.x").info("ours", extra={"attempt": 1})
    logging.getLogger("services.x").debug("too fine")
    logging.getLogger("sqlalchemy.engine").info("too fine for a library")
    logging.getLogger("sqlalchemy.pool").warning("theirs")
    structlog.get_logger("gateway.x").info("structured", status=200)
    logging.getLogger("services.x").info("broken %d", "canary")
    captured = capsys.readouterr()
    assert [json.loads(each)["event"] for each in captured.out.splitlines()] == [
        *("ours", "theirs", "structured"),
    ]
    assert captured.err == ""
