"""The text of a group: quoted whole, by the version in force."""

import hashlib
from dataclasses import replace
from uuid import UUID

from services.application.groups.domain.agreement_text import (
    AGREEMENT_TEXTS,
    Agreement,
    faults_of,
    text_in_force,
)

TEXT = text_in_force()
QUOTED = Agreement(UUID(int=1), TEXT.version, TEXT.sha256)


def test_the_text_in_force_is_the_last_and_says_what_the_law_wants_said() -> None:
    assert TEXT is AGREEMENT_TEXTS[-1]
    assert "连带责任保证" in TEXT.body.zh  # Civil Code 686: or it is a general guarantee only
    whole = "\n".join(("joint_liability", TEXT.version, TEXT.body.zh, TEXT.body.en))
    assert TEXT.sha256 == hashlib.sha256(whole.encode()).hexdigest()


def test_published_texts_stay_as_they_were() -> None:
    assert [(text.version, text.sha256) for text in AGREEMENT_TEXTS] == [
        ("2026-11-a", "ec70c5d9e65572d6e5efbb6ff019e3eb111f60820563fd3bc7e578b45519ce16"),
    ]


def test_what_is_wrong_with_a_quotation() -> None:
    assert faults_of(QUOTED) == ()
    (outdated,) = faults_of(replace(QUOTED, text_version="2020-01-a"))
    assert (outdated.pointer, outdated.code) == ("/text_version", "agreement_text_outdated")
    (another,) = faults_of(replace(QUOTED, text_hash="0" * 64))
    assert (another.pointer, another.code) == ("/text_hash", "agreement_text_mismatch")
