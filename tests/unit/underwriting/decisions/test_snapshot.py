"""A snapshot has one spelling, and only what is exactly one is read back."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from services.underwriting.decisions.domain.canonical import canonical_json
from services.underwriting.decisions.domain.records import record_of
from services.underwriting.decisions.domain.snapshot import Snapshot
from services.underwriting.decisions.domain.strict import Malformed
from tests.unit.underwriting.decisions.cases import CLEAN, CO_BORROWER, a_case
from tests.unit.underwriting.decisions.strategies import cases


@given(cases())
def test_what_is_written_is_read_back(case: Snapshot) -> None:
    assert Snapshot.from_document(json.loads(case.canonical())) == case


def test_equal_facts_have_equal_bytes_and_other_facts_another_fingerprint() -> None:
    assert a_case().sha256 == replace(CLEAN).sha256
    assert len(CLEAN.sha256) == 64
    assert a_case({"party.age_years": 39}).sha256 != CLEAN.sha256


def test_no_fact_of_a_person_by_name_is_in_it() -> None:
    names = set(_names(json.loads(CLEAN.canonical())))
    assert names.isdisjoint({"name", "identity_number", "mobile", "address", "bank_card"})


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("/format", 2, "unknown_format"),
        ("/more", 1, "unknown_member"),
        ("/snapshot/more", 1, "unknown_member"),
        ("/snapshot/party/age_years", -1, "out_of_range"),
        ("/snapshot/party/age_years", "38", "not_a_whole_number"),
        ("/snapshot/party/is_licence_current", 1, "not_true_or_false"),
        ("/snapshot/frozen_on", "today", "not_a_date"),
        ("/snapshot/identity/status", "fine", "not_one_of"),
        ("/snapshot/product/methods", "bullet", "not_a_list"),
        ("/snapshot/product/fees/0/payer", None, "not_a_text"),
        ("/snapshot/co_borrowers/0/age_years", 1.5, "not_a_whole_number"),
        ("/snapshot/party", None, "not_an_object"),
    ],
)
def test_a_fault_is_refused_at_its_place(path: str, value: object, code: str) -> None:
    document = json.loads(replace(CLEAN, co_borrowers=(CO_BORROWER,)).canonical())
    _put(document, path, value)
    with pytest.raises(Malformed) as refusal:
        Snapshot.from_document(document)
    assert (refusal.value.code, refusal.value.pointer) == (code, path)


def test_a_fact_left_out_is_not_the_same_as_one_not_known() -> None:
    document = json.loads(CLEAN.canonical())
    del document["snapshot"]["party"]["age_years"]
    with pytest.raises(Malformed, match="missing at /snapshot/party/age_years"):
        Snapshot.from_document(document)


def test_a_record_of_no_readable_kind_is_our_own_mistake() -> None:
    with pytest.raises(AssertionError, match="no reader"):
        record_of(_Unreadable, {"facts": {}})


def test_fractions_and_no_numbers_have_no_canonical_spelling() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical_json({"rate": float("nan")})


class _Unreadable:
    facts: "dict[str, int] | int"


def _put(document: Any, path: str, value: object) -> None:
    *parents, last = path.removeprefix("/").split("/")
    for parent in parents:
        document = document[int(parent)] if isinstance(document, list) else document[parent]
    document[last] = value


def _names(value: Any) -> Any:
    if isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _names(item)
    if isinstance(value, list):
        for item in value:
            yield from _names(item)
