"""Key files: made once, private, and refused when they are not what they should be."""

import json
from pathlib import Path

import pytest

from services.kit.jwt import KeyRefused
from services.kit.service_keys import (
    PEERS_FILE,
    KeyFileUnusable,
    generate,
    load_peers,
    load_signing_key,
    new_private_jwk,
    private_key_file,
    public_half,
    write_private,
)

NAMES = ["gateway", "application"]


def test_keys_are_made_once_and_kept(tmp_path: Path) -> None:
    generate(tmp_path, NAMES)
    first = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    generate(tmp_path, NAMES)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == first


def test_a_name_that_joins_gets_its_key_and_the_others_keep_theirs(tmp_path: Path) -> None:
    generate(tmp_path, NAMES)
    before = private_key_file(tmp_path, "gateway").read_bytes()
    generate(tmp_path, [*NAMES, "repayment"])
    assert private_key_file(tmp_path, "gateway").read_bytes() == before
    assert set(load_peers(tmp_path / PEERS_FILE)) == {
        "svc:gateway",
        "svc:application",
        "svc:repayment",
    }


def test_a_second_key_that_was_handed_out_for_a_rotation_stays(tmp_path: Path) -> None:
    generate(tmp_path, NAMES)
    peers_file = tmp_path / PEERS_FILE
    peers = json.loads(peers_file.read_text())
    second = public_half(new_private_jwk(key_id="svc:application#2"))
    peers_file.write_text(json.dumps({"keys": [*peers["keys"], second]}))
    generate(tmp_path, NAMES)
    assert json.loads(peers_file.read_text())["keys"] == [*peers["keys"], second]


def test_a_key_that_was_lost_gives_way_to_the_new_one(tmp_path: Path) -> None:
    generate(tmp_path, NAMES)
    private_key_file(tmp_path, "application").unlink()
    generate(tmp_path, NAMES)
    own = json.loads(private_key_file(tmp_path, "application").read_text())
    assert public_half(own) in json.loads((tmp_path / PEERS_FILE).read_text())["keys"]
    assert len(load_peers(tmp_path / PEERS_FILE)["svc:application"]) == 1


def test_private_keys_are_the_owners_alone_and_peers_hold_none(tmp_path: Path) -> None:
    generate(tmp_path, NAMES)
    for name in NAMES:
        assert private_key_file(tmp_path, name).stat().st_mode & 0o777 == 0o600
    peers = json.loads((tmp_path / PEERS_FILE).read_text())
    assert all("d" not in key for key in peers["keys"])


@pytest.mark.parametrize("mode", [0o644, 0o404, 0o402, 0o620])
def test_a_key_others_may_read_or_change_is_refused(tmp_path: Path, mode: int) -> None:
    generate(tmp_path, NAMES)
    key_file = private_key_file(tmp_path, "gateway")
    key_file.chmod(mode)
    with pytest.raises(KeyFileUnusable, match="closed to others"):
        load_signing_key(key_file)


def test_an_existing_key_is_never_overwritten(tmp_path: Path) -> None:
    key_file = tmp_path / "a.private.jwk.json"
    write_private(key_file, new_private_jwk(key_id="a"))
    with pytest.raises(FileExistsError):
        write_private(key_file, new_private_jwk(key_id="b"))


def test_two_keys_of_one_service_verify_side_by_side(tmp_path: Path) -> None:
    keys = [public_half(new_private_jwk(key_id=kid)) for kid in ("svc:gateway", "svc:gateway#2")]
    peers_file = tmp_path / PEERS_FILE
    peers_file.write_text(json.dumps({"keys": keys}))
    assert set(load_peers(peers_file)["svc:gateway"]) == {"svc:gateway", "svc:gateway#2"}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"keys":{}}', '{"keys":["x"]}', " " * 70_000])
def test_a_broken_peers_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / PEERS_FILE).write_text(text)
    with pytest.raises(KeyFileUnusable):
        load_peers(tmp_path / PEERS_FILE)


def test_a16_a_peers_file_with_a_private_key_is_refused(tmp_path: Path) -> None:
    peers = {"keys": [new_private_jwk(key_id="svc:gateway")]}
    (tmp_path / PEERS_FILE).write_text(json.dumps(peers))
    with pytest.raises(KeyRefused):
        load_peers(tmp_path / PEERS_FILE)


def test_an_absent_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(KeyFileUnusable, match=r"gateway\.private\.jwk\.json"):
        load_signing_key(private_key_file(tmp_path, "gateway"))
