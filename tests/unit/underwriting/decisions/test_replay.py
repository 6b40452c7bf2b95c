"""Kept facts decided again give the kept bytes, or the change is seen."""

import json

import pytest

from services.underwriting.decisions.domain.pipeline import decide
from services.underwriting.decisions.domain.replay import replay
from services.underwriting.decisions.domain.strict import Malformed
from tests.unit.underwriting.decisions.books import BOOK, Documents, changed, row
from tests.unit.underwriting.decisions.cases import CLEAN


def test_the_same_facts_and_rules_give_the_kept_bytes() -> None:
    kept = decide(CLEAN, BOOK).canonical()
    again = replay(json.loads(CLEAN.canonical()), BOOK, kept)
    assert again.is_identical
    assert again.decision.canonical() == kept


def test_a_changed_fact_or_rule_is_seen() -> None:
    def harden(every: Documents) -> None:
        row(every, "rules", "age_above_65")["when"]["party.age_years"]["gt"] = "64"

    kept = decide(CLEAN, BOOK).canonical()
    document = json.loads(CLEAN.canonical())
    assert not replay(document, changed(harden), kept).is_identical
    document["snapshot"]["party"]["age_years"] = 39
    assert not replay(document, BOOK, kept).is_identical


def test_facts_that_cannot_be_read_are_not_decided() -> None:
    with pytest.raises(Malformed):
        replay({}, BOOK, b"")
