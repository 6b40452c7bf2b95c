"""Giving and withdrawing consents: `give_consent` and `revoke_consent` over HTTP."""

import asyncio
import hashlib
from datetime import datetime

import pytest

from services.application.domain.parties import ConsentPurpose
from services.kit.roles import Role
from tests.api.application.parties.people import consent_body, register_person
from tests.api.signed_clients import Client, ClientFor

PURPOSES = [purpose.value for purpose in ConsentPurpose]


async def test_anybody_reads_the_texts_and_can_check_their_hash(anonymous: Client) -> None:
    answer = await anonymous.get("/v1/consent-texts")
    assert answer.status_code == 200
    texts = answer.json()["data"]
    assert [text["purpose"] for text in texts] == PURPOSES
    for text in texts:
        whole = "\n".join(
            (text["purpose"], text["version"], text["body"]["zh"], text["body"]["en"])
        )
        assert hashlib.sha256(whole.encode()).hexdigest() == text["hash"]


@pytest.mark.parametrize("purpose", PURPOSES)
async def test_a_consent_quotes_the_text_in_force(borrower: Client, purpose: str) -> None:
    path = f"/v1/parties/{await register_person(borrower)}/consents"
    body = await consent_body(borrower, purpose)
    given = await borrower.post(path, body)
    assert given.status_code == 201, given.text
    consent = given.json()
    assert (consent["status"], consent["is_current"], consent["revoked_at"]) == (
        "given",
        True,
        None,
    )
    assert datetime.fromisoformat(consent["given_at"]).utcoffset() is not None
    assert "device" not in consent
    assert (await borrower.get(path)).json()["data"] == [consent]


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"text_version": "2020-01-a"}, "/text_version", "consent_text_outdated"),
        ({"text_hash": "0" * 64}, "/text_hash", "consent_text_mismatch"),
        ({"text_hash": "0" * 63}, "/text_hash", "string_pattern_mismatch"),
        ({"text_version": "latest"}, "/text_version", "string_pattern_mismatch"),
        ({"purpose": "advertising"}, "/purpose", "enum"),
        ({"channel": "telepathy"}, "/channel", "enum"),
        ({"device": "x" * 121}, "/device", "string_too_long"),
        ({"given_at": "2020-01-01T00:00:00Z"}, "/given_at", "extra_forbidden"),
    ],
)
async def test_a_consent_to_anything_else_is_refused(
    borrower: Client, changes: dict[str, str], pointer: str, code: str
) -> None:
    path = f"/v1/parties/{await register_person(borrower)}/consents"
    answer = await borrower.post(path, await consent_body(borrower) | changes)
    assert answer.status_code == 422, answer.text
    found = [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
    assert found == [(pointer, code)]
    assert (await borrower.get(path)).json()["data"] == []


async def test_a_consent_stands_once(borrower: Client) -> None:
    path = f"/v1/parties/{await register_person(borrower)}/consents"
    body = await consent_body(borrower)
    answers = await asyncio.gather(*(borrower.post(path, body) for _ in range(8)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201, *[409] * 7]
    refusals = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert refusals == {"consent_exists"}


async def test_a_withdrawn_consent_may_be_given_again(borrower: Client) -> None:
    path = f"/v1/parties/{await register_person(borrower)}/consents"
    body = await consent_body(borrower)
    first = (await borrower.post(path, body)).json()
    ended = await borrower.post(f"{path}/{first['id']}/revocations")
    assert ended.status_code == 201, ended.text
    assert (ended.json()["status"], ended.json()["is_current"]) == ("revoked", False)
    assert ended.json()["revoked_at"] is not None
    second = (await borrower.post(path, body)).json()
    listed = (await borrower.get(path)).json()["data"]
    assert [(row["id"], row["status"]) for row in listed] == [
        (second["id"], "given"),
        (first["id"], "revoked"),
    ]


async def test_a_consent_is_withdrawn_once(borrower: Client) -> None:
    path = f"/v1/parties/{await register_person(borrower)}/consents"
    consent = (await borrower.post(path, await consent_body(borrower))).json()
    ending = f"{path}/{consent['id']}/revocations"
    answers = await asyncio.gather(*(borrower.post(ending) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]
    refusals = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert refusals == {"transition_not_allowed"}


async def test_c2_a_repeated_withdrawal_is_answered_as_the_first(borrower: Client) -> None:
    path = f"/v1/parties/{await register_person(borrower)}/consents"
    consent = (await borrower.post(path, await consent_body(borrower))).json()
    ending = f"{path}/{consent['id']}/revocations"
    first = await borrower.post(ending, key="end")
    again = await borrower.post(ending, key="end")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"


async def test_z1_another_owners_consents_are_not_there(
    borrower: Client, partner: Client, client_for: ClientFor
) -> None:
    path = f"/v1/parties/{await register_person(borrower)}/consents"
    body = await consent_body(borrower)
    consent = (await borrower.post(path, body)).json()
    for stranger in (client_for(Role.BORROWER), partner):
        for answer in (
            await stranger.get(path),
            await stranger.post(path, body),
            await stranger.post(f"{path}/{consent['id']}/revocations"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await borrower.get(path)).json()["data"] == [consent]


async def test_z2_a_consent_is_found_under_its_own_party_only(partner: Client) -> None:
    first = f"/v1/parties/{await register_person(partner)}/consents"
    other_id = await register_person(partner, identity_number="440305198511011235")
    consent = (await partner.post(first, await consent_body(partner))).json()
    answer = await partner.post(f"/v1/parties/{other_id}/consents/{consent['id']}/revocations")
    assert answer.status_code == 404


async def test_staff_reads_consents_and_gives_none(borrower: Client, officer: Client) -> None:
    path = f"/v1/parties/{await register_person(borrower)}/consents"
    body = await consent_body(borrower)
    await borrower.post(path, body)
    assert len((await officer.get(path)).json()["data"]) == 1
    assert (await officer.post(path, body)).status_code == 403


async def test_consents_come_in_pages(borrower: Client) -> None:
    path = f"/v1/parties/{await register_person(borrower)}/consents"
    for purpose in PURPOSES:
        await borrower.post(path, await consent_body(borrower, purpose))
    first = (await borrower.get(path, limit=3)).json()
    second = (await borrower.get(path, limit=3, cursor=first["next_cursor"])).json()
    seen = [row["purpose"] for row in first["data"] + second["data"]]
    assert seen == PURPOSES[::-1]
    assert (first["has_more"], second["has_more"]) == (True, False)
