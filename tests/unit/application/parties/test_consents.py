"""Texts people agree to, and what a consent must quote."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.application.domain.parties import ConsentPurpose
from services.application.parties.domain.consent_texts import CONSENT_TEXTS, text_in_force
from services.application.parties.domain.consents import (
    Channel,
    Consent,
    ConsentGiven,
    ConsentStatus,
    faults_of,
)
from services.kit.identifiers import new_id

PURPOSE = ConsentPurpose.CREDIT_BUREAU_QUERY
TEXT = text_in_force(PURPOSE)
GOOD = ConsentGiven(PURPOSE, TEXT.version, TEXT.sha256, Channel.APP, None)
# What people have quoted is kept for years: a published text is never edited, only followed.
PUBLISHED = {
    ("personal_data", "2026-11-a"): (
        "668e89767aada471d8c36b34c3097aa99aafefa9307a2adab8a7a583a0e8fba5"
    ),
    ("sensitive_data", "2026-11-a"): (
        "7df1abc8661d8b60c0494f577f7fc6a5f3846dd18dc5eaf82a3d115f5dd6a975"
    ),
    ("credit_bureau_query", "2026-11-a"): (
        "19e9e9276431890c80c6cb4107e5f32dc54b6ed7e9b00d8a3ec516236696154e"
    ),
    ("electronic_communication", "2026-11-a"): (
        "1afd3c11f777d3b1b574039a20afa2b7772497665b23dfb8f78a23c657293f51"
    ),
}


def test_a_published_text_never_changes() -> None:
    found = {(text.purpose.value, text.version): text.sha256 for text in CONSENT_TEXTS}
    assert {key: found[key] for key in PUBLISHED} == PUBLISHED


def test_no_version_of_a_text_exists_twice() -> None:
    versions = [(text.purpose, text.version) for text in CONSENT_TEXTS]
    assert len(versions) == len(set(versions))


@pytest.mark.parametrize("purpose", list(ConsentPurpose))
def test_every_purpose_has_a_text_in_both_languages(purpose: ConsentPurpose) -> None:
    text = text_in_force(purpose)
    assert text.purpose is purpose
    assert all((text.title.zh, text.title.en, text.body.zh, text.body.en))


def test_a_consent_that_quotes_the_text_in_force_is_good() -> None:
    assert faults_of(GOOD) == ()


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        (replace(GOOD, text_version="2025-01-a"), "/text_version", "consent_text_outdated"),
        (replace(GOOD, text_hash="0" * 64), "/text_hash", "consent_text_mismatch"),
        (
            replace(GOOD, text_hash=text_in_force(ConsentPurpose.PERSONAL_DATA).sha256),
            "/text_hash",
            "consent_text_mismatch",
        ),
    ],
)
def test_a_consent_to_another_text_says_which_field_is_wrong(
    given: ConsentGiven, pointer: str, code: str
) -> None:
    assert [(fault.pointer, fault.code) for fault in faults_of(given)] == [(pointer, code)]


@pytest.mark.parametrize(
    ("status", "version", "is_current"),
    [
        (ConsentStatus.GIVEN, TEXT.version, True),
        (ConsentStatus.REVOKED, TEXT.version, False),
        (ConsentStatus.GIVEN, "2025-01-a", False),
    ],
)
def test_a_consent_counts_while_it_stands_for_the_text_in_force(
    status: ConsentStatus,
    version: str,
    is_current: bool,  # noqa: FBT001
) -> None:
    consent = Consent(
        consent_id=new_id(),
        party_id=new_id(),
        status=status,
        given=replace(GOOD, text_version=version),
        given_at=datetime(2026, 11, 23, tzinfo=UTC),
        revoked_at=None,
    )
    assert consent.is_current is is_current
