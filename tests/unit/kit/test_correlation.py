"""Request ids, trace context and languages: taken when well-formed, else replaced."""

import pytest

from services.kit import telemetry
from services.kit.languages import Language, negotiate
from services.kit.telemetry import context_of

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def test_a_trace_goes_on_under_a_span_of_ours() -> None:
    version, trace, span, flags = context_of(
        None, f"00-{TRACE}-00f067aa0ba902b7-00"
    ).traceparent.split("-")
    assert (version, trace, flags) == ("00", TRACE, "00")
    assert span != "00f067aa0ba902b7"


@pytest.mark.parametrize(
    "traceparent",
    [
        *("", "00", f"00-{TRACE}-00f067aa0ba902b7", f"ff-{TRACE}-00f067aa0ba902b7-01"),
        *(f"00-{'0' * 32}-00f067aa0ba902b7-01", f"00-{TRACE}-{'0' * 16}-01"),
        *(f"00-{TRACE.upper()}-00f067aa0ba902b7-01", f"00-{TRACE}-00f067aa0ba902b7-01\r\nX: y"),
        "0" * 100_000,
    ],
)
def test_g13_a_spoofed_traceparent_is_replaced(traceparent: str) -> None:
    assert context_of(None, traceparent).trace_id != TRACE


@pytest.mark.parametrize("request_id", ["a\r\nb-12345678", "1234567", "x" * 65, "abc defgh", ""])
def test_g13_a_spoofed_request_id_is_replaced(request_id: str) -> None:
    assert context_of(request_id, None).request_id.startswith("req_")


def test_the_context_ends_with_its_block() -> None:
    assert telemetry.bound() is None
    with telemetry.entered(context_of("request-1", None)) as context:
        assert telemetry.current() is context
    assert telemetry.bound() is None
    assert telemetry.current().request_id.startswith("req_")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("zh", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("ZH-hans-CN", "zh-CN"),
        ("en, zh", "en"),
        ("zh, en", "zh-CN"),
        ("en;q=0.8, zh;q=0.81", "zh-CN"),
        ("zh;q=0.001", "zh-CN"),
        ("zh;q=0", "en"),
        ("zh;q=1.5", "en"),
        ("zh;q=abc, en", "en"),
        ("*", "en"),
        ("de, zh;q=0.1", "zh-CN"),
        ("zhongwen", "en"),
        ("zh," * 1000, "en"),
    ],
)
def test_the_language_is_the_best_we_speak(header: str | None, language: Language) -> None:
    assert negotiate(header) == language
