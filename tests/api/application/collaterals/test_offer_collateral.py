"""offer_collateral: one property, said once, kept sealed."""

import asyncio

import httpx
import pytest
from sqlalchemy import text

from services.application.collaterals.schemas.written import CollateralCreate
from services.application.collaterals.use_cases.offer_collateral import offer_collateral
from services.application.collaterals.views import collateral_offered
from services.kit.identifiers import uuid_of
from tests.api.application.intake.applicant import (
    SECURED,
    Applicant,
    Json,
    a_property,
    path_of,
    told,
    yuan,
)
from tests.api.application.intake.ledgers import audit_of, audit_rows, topics_of
from tests.api.application.intake.test_one_transaction import PowerCut, a_power_cut, asking
from tests.api.signed_clients import Client, RunningApp, expect, refused

TITLE = "京（2021）朝阳区不动产权第7654321号"
SAME_TITLE = "京(2021) 朝阳区不动产权第７６５４３２１号"


async def listed(client: Client, application: Json) -> list[Json]:
    data = expect(await client.get(path_of(application, "collaterals")), 200)["data"]
    assert isinstance(data, list)
    return data


async def test_what_was_said_is_read_back_by_who_said_it(borrower: Applicant, draft: Json) -> None:
    said = a_property(owner="spouse", owner_name="李小红", prior_liens=yuan(300_000))
    answer = await borrower.client.post(path_of(draft, "collaterals"), said)
    offered = expect(answer, 201)
    assert answer.headers["Location"] == path_of(draft, "collaterals", offered["id"])
    assert answer.headers["ETag"] == '"1"'
    seen = expect(await borrower.client.get(answer.headers["Location"]), 200)
    assert {name: seen[name] for name in said} == said
    assert (seen["application_id"], seen["version"]) == (draft["id"], 1)
    assert await listed(borrower.client, draft) == [seen]
    assert expect(await borrower.client.get(path_of(draft)), 200)["version"] == draft["version"]


async def test_the_answer_is_masked_for_it_is_kept(borrower: Applicant, draft: Json) -> None:
    offered = expect(await borrower.offer(draft, title_number=TITLE), 201)
    shown = (offered["owner_name"], offered["title_number"], offered["place"])
    assert shown == ("王**", "****321号", "北京市东城区****")


async def test_nothing_is_owed_on_it_unless_said(borrower: Applicant, draft: Json) -> None:
    assert (await borrower.offered(draft))["prior_liens"] == yuan(0)


async def test_a_product_that_is_not_secured_takes_none(borrower: Applicant) -> None:
    credit = await borrower.draft()
    refused(await borrower.offer(credit), 409, "no_collateral_taken")
    assert await listed(borrower.client, credit) == []


async def test_amounts_are_in_the_products_currency(borrower: Applicant, draft: Json) -> None:
    dollars = {"amount": 100, "currency": "USD"}
    answer = await borrower.offer(draft, declared_value=dollars)
    assert told(refused(answer, 422, "validation_failed")) == [
        ("/declared_value/currency", "currency_not_offered"),
        ("/prior_liens/currency", "currency_not_offered"),
    ]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"kind": "land"}, ("/kind", "enum")),
        ({"declared_value": yuan(0)}, ("/declared_value/amount", "greater_than_equal")),
        ({"title_number": "two\nlines"}, ("/title_number", "one_line")),
        ({"place": " "}, ("/place", "blank")),
        ({"value": yuan(1)}, ("/value", "extra_forbidden")),
    ],
)
async def test_what_makes_no_property_is_refused_where_it_is_wrong(
    borrower: Applicant, draft: Json, changed: Json, error: tuple[str, str]
) -> None:
    answer = await borrower.offer(draft, **changed)
    assert told(refused(answer, 422, "validation_failed"))[0][0] == error[0]
    assert await listed(borrower.client, draft) == []


async def test_a_second_property_is_refused_and_the_first_is_named(
    borrower: Applicant, draft: Json
) -> None:
    first = await borrower.offered(draft)
    problem = refused(await borrower.offer(draft), 409, "one_property_only")
    assert problem["collateral_id"] == first["id"]
    assert await listed(borrower.client, draft) == [first]


async def test_the_same_property_is_known_however_its_title_is_spelt(
    borrower: Applicant, draft: Json
) -> None:
    first = await borrower.offered(draft, title_number=TITLE)
    again = await borrower.offer(draft, title_number=SAME_TITLE)
    problem = refused(again, 409, "property_already_offered")
    assert problem["collateral_id"] == first["id"]
    refused(await borrower.offer(draft, title_number=TITLE, kind="home"), 409, problem["code"])
    other = await borrower.offer(draft, title_number=TITLE, kind="vehicle")
    refused(other, 409, "one_property_only")


async def test_c1_the_same_key_gives_the_same_answer(borrower: Applicant, draft: Json) -> None:
    path, body = path_of(draft, "collaterals"), a_property()
    one, two = [await borrower.client.post(path, body, key="the-shop") for _ in range(2)]
    assert expect(one, 201) == expect(two, 201)
    assert two.headers["Idempotent-Replayed"] == "true"


async def test_c8_of_many_at_once_one_is_kept(borrower: Applicant, draft: Json) -> None:
    answers: list[httpx.Response] = await asyncio.gather(*(borrower.offer(draft) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert len(await listed(borrower.client, draft)) == 1


async def test_c5_what_ends_at_the_last_moment_leaves_nothing_and_the_retry_runs(
    borrower: Applicant, draft: Json, service: RunningApp
) -> None:
    application_id, keys = uuid_of("app", draft["id"]), service.field_keys
    offered = CollateralCreate.model_validate(a_property()).offered()
    before = await audit_of(service, draft)
    with pytest.raises(PowerCut):
        await offer_collateral(application_id, offered, keys, asking(borrower, a_power_cut))
    assert await listed(borrower.client, draft) == []
    assert await audit_of(service, draft) == before
    retried = asking(borrower, collateral_offered)
    reply = await offer_collateral(application_id, offered, keys, retried)
    assert (reply.status, reply.replayed) == (201, False)
    assert len(await listed(borrower.client, draft)) == 1


async def test_what_was_submitted_takes_no_other_property(borrower: Applicant) -> None:
    submitted = await borrower.submitted(product_code=SECURED)
    refused(await borrower.offer(submitted), 409, "application_not_editable")


async def test_an_officer_offers_nothing(officer: Client, draft: Json) -> None:
    answer = await officer.post(path_of(draft, "collaterals"), a_property())
    refused(answer, 403, "insufficient_scope")


async def test_history_and_audit_tell_of_it_without_whose_and_where(
    borrower: Applicant, draft: Json, service: RunningApp
) -> None:
    offered = await borrower.offered(draft, title_number=TITLE)
    page = expect(await borrower.client.get(path_of(draft, "timeline")), 200)
    last = page["data"][-1]
    assert (last["kind"], last["item"], last["actor"]) == (
        "collateral_offered",
        offered["id"],
        "borrower",
    )
    entry = (await audit_rows(service, draft))[-1]
    assert (entry.action, entry.actor) == (
        "application.collateral_offered",
        borrower.client.subject,
    )
    assert entry.after == {
        "kind": "shop",
        "owned_by": "borrower",
        "declared_value_minor": 180_000_000,
        "prior_liens_minor": 0,
        "currency": "CNY",
    }
    assert await topics_of(service, draft) == []


async def test_o1_no_table_holds_whose_it_is_and_where_in_clear(
    borrower: Applicant, draft: Json, service: RunningApp
) -> None:
    marks = {
        "owner_name": "金丝雀业主",
        "title_number": "金丝雀不动产权第99118822号",
        "place": "金丝雀巷九十九号",
    }
    offered = await borrower.offered(draft, **marks)
    path = path_of(draft, "collaterals", offered["id"])
    changed = {"owner_name": "金丝雀之妻"}
    expect(await borrower.client.patch(path, changed, version=1), 200)
    async with service.sessions() as session:
        tables = await session.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'application'")
        )
        for table in list(tables):
            rows = "\n".join(await session.scalars(text(f"SELECT t::text FROM {table} t")))
            for mark in (*marks.values(), *changed.values()):
                assert mark not in rows, table
                assert mark.encode().hex() not in rows, table


async def test_a_property_is_found_below_its_own_application_alone(
    borrower: Applicant, draft: Json
) -> None:
    offered = await borrower.offered(draft)
    other = await borrower.draft()
    answer = await borrower.client.get(path_of(other, "collaterals", offered["id"]))
    refused(answer, 404, "not_found")
    assert uuid_of("col", offered["id"]) != uuid_of("app", draft["id"])
