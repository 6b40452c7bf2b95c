"""The file of secrets: made once, read whole, and never quoted."""

from pathlib import Path

import pytest

from services.disbursement.rails.callback_secrets import (
    CallbackSecrets,
    CallbackSecretsUnusable,
    generate_callback_secret,
)

GOOD = "whsec_" + "A" * 40


def test_a_generated_secret_is_read_and_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "secrets"
    generate_callback_secret(file)
    assert file.stat().st_mode & 0o777 == 0o600
    [key] = CallbackSecrets.from_file(file).keys
    assert len(key) == 32
    with pytest.raises(FileExistsError):
        generate_callback_secret(file)


def test_several_secrets_are_taken_at_once(tmp_path: Path) -> None:
    file = tmp_path / "secrets"
    file.write_text(f"{GOOD}\n{GOOD[:-4]}BBBB\n", encoding="ascii")
    secrets = CallbackSecrets.from_file(file)
    assert len(secrets.keys) == 2
    assert GOOD not in repr(secrets)


@pytest.mark.parametrize(
    "written", ["", "\n", "A" * 40, "whsec_AAAA", "whsec_!!!!", "whsec_密", "\n".join([GOOD] * 6)]
)
def test_what_is_no_file_of_secrets_is_refused_unquoted(written: str, tmp_path: Path) -> None:
    file = tmp_path / "secrets"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(CallbackSecretsUnusable) as refused:
        CallbackSecrets.from_file(file)
    assert not written.strip() or written not in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CallbackSecretsUnusable, match="cannot be read"):
        CallbackSecrets.from_file(tmp_path / "absent")
