"""The queue and the checks as the desk reads them, and who has no desk at all."""

from datetime import timedelta

import pytest

from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from tests.api.signed_clients import ClientFor, RunningApp, expect, refused
from tests.api.underwriting.officers import QUESTION, REFUSAL, WISH, Bench
from tests.api.underwriting.telling import Told


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("claims", None),
        ("information-requests", QUESTION),
        ("recommendations", WISH),
        ("refusals", REFUSAL),
    ],
)
async def test_z3_an_approver_or_borrower_has_no_desk(
    bench: Bench, client_for: ClientFor, name: str, body: Told | None
) -> None:
    if name != "refusals":
        refused(await bench.step(bench.approver, name, body), 403, "insufficient_scope")
    refused(await bench.step(client_for(Role.BORROWER), name, body), 403, "insufficient_scope")


async def test_z6_nothing_is_approved_that_nobody_recommended(bench: Bench) -> None:
    refused(await bench.step(bench.approver, "approvals"), 409, "nothing_recommended")


async def test_f2_the_same_key_again_gives_the_same_answer(bench: Bench) -> None:
    version = (await bench.read())["version"]
    path = f"{bench.path}/claims"
    answers = [
        await bench.underwriter.post(path, key="one-key-for-all", version=version) for _ in range(3)
    ]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert answers[2].headers["Idempotent-Replayed"] == "true"


async def test_the_queue_filters_and_pages(bench: Bench, service: RunningApp) -> None:
    await bench.claimed()
    own = expect(
        await bench.underwriter.get("/v1/cases", claimed_by=bench.underwriter.subject), 200
    )
    assert [case["id"] for case in own["data"]] == [bench.path.rpartition("/")[2]]
    service.advance(timedelta(hours=25))
    overdue = expect(
        await bench.underwriter.get(
            "/v1/cases", claimed_by=bench.underwriter.subject, overdue="true"
        ),
        200,
    )
    assert overdue["data"][0]["is_overdue"]
    page = expect(await bench.underwriter.get("/v1/cases", on_a_desk="true", limit="1"), 200)
    assert len(page["data"]) == 1
    level = page["data"][0]["authority"]
    same = expect(await bench.underwriter.get("/v1/cases", level=level, status="manual"), 200)
    assert {case["authority"] for case in same["data"]} <= {level}


async def test_a_case_read_in_time_is_read_anew_once_it_is_late(
    bench: Bench, service: RunningApp
) -> None:
    who = bench.underwriter
    in_time = await who.get(bench.path)
    known = {"If-None-Match": in_time.headers["ETag"]}
    assert (await who.http.get(bench.path, headers=who.headers | known)).status_code == 304
    service.advance(timedelta(hours=25))
    late = expect(await who.http.get(bench.path, headers=who.headers | known), 200)
    assert late == in_time.json() | {"is_overdue": True}


async def test_checks_say_what_each_found(bench: Bench) -> None:
    checks = expect(await bench.underwriter.get(f"{bench.path}/checks"), 200)["data"]
    assert {check["kind"]: check["outcome"] for check in checks} == {
        "identity": "passed",
        "lists": "clear",
        "duplicates": "none",
        "bureau": "reported",
        "exposure": "standing",
    }
    assert uuid_of("case", bench.path.rpartition("/")[2]) == bench.case_id
