"""upload_material: what is taken in, what is refused, and that a refusal leaves no file."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.application.settings import Settings
from services.kit.object_store import ObjectStore
from services.kit.roles import Role
from tests.api.application.intake.applicant import Applicant, Json, path_of, told
from tests.api.application.intake.files import JPEG, PDF, PNG, a_file
from tests.api.application.intake.ledgers import audit_rows, rows
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

ITEM = "premises_proof"  # any of the three types, and it does not age
SIZE_MAX_BYTES = 10 * 1024 * 1024


@pytest.fixture
def files(application_settings: Settings) -> Path:
    """The folder the uploaded files lie in."""
    return Path(application_settings.object_store_url.removeprefix("file://"))


def everything_in(folder: Path) -> set[Path]:
    return {file for file in folder.rglob("*") if file.is_file()}


async def put(
    client: Client, application: Json, item: str = ITEM, **request: Any
) -> httpx.Response:
    headers = {"Content-Type": PDF, "If-Match": '"1"'} | request.pop("headers", {})
    path = path_of(application, "materials", item, "content")
    return await client.http.put(path, headers=headers, **request)


@pytest.mark.parametrize("media_type", [PDF, JPEG, PNG])
async def test_what_is_handed_in_comes_back_as_it_was(borrower: Applicant, media_type: str) -> None:
    draft, content = await borrower.draft(), a_file(media_type, 300_000)
    answer = await borrower.upload(draft, ITEM, content=content, media_type=media_type)
    uploaded = expect(answer, 200)
    assert (uploaded["status"], uploaded["version"]) == ("uploaded", 2)
    assert answer.headers["ETag"] == '"2.0"'
    assert uploaded["upload"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert uploaded["upload"]["size_bytes"] == len(content)
    back = await borrower.client.get(path_of(draft, "materials", ITEM, "content"))
    assert back.content == content
    assert back.headers["Content-Type"] == media_type


async def test_a_download_is_never_shown_in_place(borrower: Applicant) -> None:
    draft = await borrower.draft()
    expect(await borrower.upload(draft, ITEM), 200)
    back = await borrower.client.get(path_of(draft, "materials", ITEM, "content"))
    assert back.headers["Content-Disposition"] == 'attachment; filename="premises_proof.pdf"'
    assert back.headers["X-Content-Type-Options"] == "nosniff"
    assert back.headers["Cache-Control"] == "no-store"
    assert "sandbox" in back.headers["Content-Security-Policy"]


async def test_a_store_that_lost_the_file_is_a_store_that_does_not_answer(
    borrower: Applicant, service: RunningApp, tmp_path: Path
) -> None:
    draft = await borrower.draft()
    expect(await borrower.upload(draft, "business_licence"), 200)
    usual = service.app.state.resources
    service.app.state.resources = replace(
        usual, object_store=ObjectStore((tmp_path / "empty").as_uri(), "materials")
    )
    try:
        path = path_of(draft, "materials", "business_licence", "content")
        lost = refused(await borrower.client.get(path), 503, "object_store_unavailable")
    finally:
        service.app.state.resources = usual
    assert lost["retryable"] is True


async def test_nothing_uploaded_is_nothing_to_download(borrower: Applicant) -> None:
    draft = await borrower.draft()
    answer = await borrower.client.get(path_of(draft, "materials", ITEM, "content"))
    refused(answer, 404, "material_not_uploaded")


I20_LIES = [
    (PDF, a_file(PNG)),
    (PDF, a_file(JPEG)),
    (PNG, a_file(PDF)),
    (JPEG, a_file(PNG)),
    (PDF, b"MZ\x90\x00" + b"\x00" * 600),
    (PDF, b"PK\x03\x04" + b"\x00" * 26 + b"%PDF-1.7"),
    (PDF, b"<html><script>alert(1)</script>" + b" " * 600),
    (PDF, b"#!/bin/sh\n%PDF-1.7\n"),
    (PDF, b"\x00" * 600),
    (PDF, b"%"),
    (PNG, b"\x89PNG"),
    (JPEG, b"GIF89a" + b"\xff\xd8\xff" * 200),
    (JPEG, b"\xff\xd8" + b"\x00" * 255 + b"ustar\x0000" + b"\x00" * 300),
    (PDF, b"\x1f\x8b\x08\x00" + b"\x00" * 600),
]


@pytest.mark.parametrize(("media_type", "content"), I20_LIES)
async def test_i20_a_file_that_is_not_what_it_says_is_refused_and_not_kept(
    borrower: Applicant, files: Path, media_type: str, content: bytes
) -> None:
    draft, before = await borrower.draft(), everything_in(files)
    answer = await put(
        borrower.client, draft, content=content, headers={"Content-Type": media_type}
    )
    refused(answer, 422, "material_type_mismatch")
    assert everything_in(files) == before
    assert (await borrower.material(draft, ITEM))["version"] == 1


@pytest.mark.parametrize(
    "content_type",
    ["text/html", "image/svg+xml", "application/zip", "image/gif", "", "pdf", "*/*", "image/heic"],
)
async def test_i20_other_kinds_of_file_are_not_taken(
    borrower: Applicant, content_type: str
) -> None:
    draft = await borrower.draft()
    headers = {"Content-Type": content_type}
    answer = await put(borrower.client, draft, content=a_file(PDF), headers=headers)
    refused(answer, 415, "unsupported_media_type")


async def test_i20_an_item_takes_only_its_own_kinds(borrower: Applicant) -> None:
    draft = await borrower.draft()
    answer = await put(borrower.client, draft, "identity_card_front", content=a_file(PDF))
    refused(answer, 415, "unsupported_media_type")


async def test_i20_a_compressed_body_is_not_taken(borrower: Applicant) -> None:
    draft = await borrower.draft()
    headers = {"Content-Encoding": "gzip"}
    answer = await put(borrower.client, draft, content=a_file(PDF), headers=headers)
    refused(answer, 415, "unsupported_media_type")


async def test_i20_ten_mebibytes_are_taken_and_one_byte_more_is_not(
    borrower: Applicant, files: Path
) -> None:
    draft = await borrower.draft()
    uploaded = await borrower.upload(draft, ITEM, content=a_file(PDF, SIZE_MAX_BYTES))
    assert expect(uploaded, 200)["upload"]["size_bytes"] == SIZE_MAX_BYTES
    before = everything_in(files)
    answer = await borrower.upload(draft, ITEM, content=a_file(PDF, SIZE_MAX_BYTES + 1))
    refused(answer, 413, "body_too_large")
    assert everything_in(files) == before


async def test_i20_an_endless_upload_is_cut_off_and_not_kept(
    borrower: Applicant, files: Path
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield a_file(PDF)
        while sent < 10 * SIZE_MAX_BYTES:
            sent += 65_536
            yield b"\x00" * 65_536

    draft, before = await borrower.draft(), everything_in(files)
    refused(await put(borrower.client, draft, content=endless()), 413, "body_too_large")
    assert sent < 2 * SIZE_MAX_BYTES
    assert everything_in(files) == before


async def test_i20_an_empty_file_is_refused(borrower: Applicant) -> None:
    draft = await borrower.draft()
    refused(await put(borrower.client, draft, content=b""), 422, "material_empty")


@pytest.mark.parametrize(
    "item", ["..%2f..%2fetc%2fpasswd", "%2e%2e", "a%00b", "UPPER", "x" * 41, "no_such_item"]
)
async def test_i20_a_path_in_the_name_leads_nowhere(
    borrower: Applicant, files: Path, item: str
) -> None:
    draft, before = await borrower.draft(), everything_in(files)
    refused(await put(borrower.client, draft, item, content=a_file(PDF)), 404, "not_found")
    assert everything_in(files) == before


async def test_i20_the_name_a_client_gives_its_file_is_of_no_account(
    borrower: Applicant, files: Path, service: RunningApp
) -> None:
    draft = await borrower.draft()
    headers = {"Content-Disposition": 'attachment; filename="../../evil.sh"'}
    expect(await put(borrower.client, draft, content=a_file(PDF), headers=headers), 200)
    assert not [file for file in everything_in(files) if "evil" in str(file)]
    (kept,) = await rows(
        service, "SELECT object_key FROM material_uploads WHERE application_id = :id", draft
    )
    assert (files / kept.object_key).is_file()


async def test_a_better_scan_replaces_the_first_and_both_are_kept(
    borrower: Applicant, files: Path, service: RunningApp
) -> None:
    draft, second = await borrower.draft(), a_file(PDF)
    expect(await borrower.upload(draft, ITEM), 200)
    replaced = expect(await borrower.upload(draft, ITEM, content=second), 200)
    assert replaced["version"] == 3
    back = await borrower.client.get(path_of(draft, "materials", ITEM, "content"))
    assert back.content == second
    kept = await rows(
        service, "SELECT object_key FROM material_uploads WHERE application_id = :id", draft
    )
    assert len(kept) == 2
    assert all((files / each.object_key).is_file() for each in kept)


async def test_an_upload_names_the_version_it_replaces(borrower: Applicant, files: Path) -> None:
    draft = await borrower.draft()
    expect(await borrower.upload(draft, ITEM), 200)
    before = everything_in(files)
    refused(await borrower.upload(draft, ITEM, version=1), 412, "version_changed")
    bare = await borrower.client.http.put(
        path_of(draft, "materials", ITEM, "content"),
        content=a_file(PDF),
        headers={"Content-Type": PDF},
    )
    refused(bare, 428, "if_match_required")
    assert everything_in(files) == before


async def test_what_was_submitted_takes_no_more_files(borrower: Applicant) -> None:
    submitted = await borrower.submitted()
    refused(await borrower.upload(submitted, ITEM), 409, "application_not_editable")


@pytest.mark.parametrize(
    ("days", "code"),
    [(None, "document_date_required"), (1, "document_date_in_future"), (-31, "document_too_old")],
)
async def test_a_document_that_ages_says_its_date(
    borrower: Applicant, service: RunningApp, days: int | None, code: str
) -> None:
    draft = await borrower.draft()
    dated = {}
    if days is not None:
        dated["document_on"] = (service.clock.today() + timedelta(days=days)).isoformat()
    answer = await put(borrower.client, draft, "bank_statement", content=a_file(PDF), params=dated)
    assert told(refused(answer, 422, "validation_failed")) == [("#query/document_on", code)]


@pytest.mark.parametrize("text", ["2026-02-30", "10/03/2026", "1773100800", "2026-3-1"])
async def test_i15_a_document_date_has_one_form(borrower: Applicant, text: str) -> None:
    draft = await borrower.draft()
    answer = await put(borrower.client, draft, content=a_file(PDF), params={"document_on": text})
    assert told(refused(answer, 422, "validation_failed")) == [
        ("#query/document_on", "malformed_date")
    ]


async def test_staff_look_and_others_do_not(
    borrower: Applicant, officer: Client, client_for: ClientFor
) -> None:
    draft, content = await borrower.draft(), a_file(PDF)
    expect(await borrower.upload(draft, ITEM, content=content), 200)
    path = path_of(draft, "materials", ITEM, "content")
    assert (await officer.get(path)).content == content
    refused(await client_for(Role.BORROWER).get(path), 404, "not_found")
    refused(await put(officer, draft, content=a_file(PDF)), 403, "insufficient_scope")


async def test_an_upload_is_audited(borrower: Applicant, service: RunningApp) -> None:
    draft = await borrower.draft()
    expect(await borrower.upload(draft, ITEM), 200)
    entry = (await audit_rows(service, draft))[-1]
    assert entry.action == "application.material_uploaded"
    assert (entry.before["material_status"], entry.after["material_status"]) == (
        "required",
        "uploaded",
    )
