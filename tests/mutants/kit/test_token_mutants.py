"""Tokens: what happens when a header is believed."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from jose import jwt as jose_jwt
from typing_extensions import override

from services.kit import jwt
from services.kit.jwt import TokenProfile, VerificationKey
from services.kit.token_shape import read_header
from tests import forgery
from tests.forgery import Forger
from tests.mutants.planting import RED
from tests.unit.kit import test_jwt
from tests.unit.kit.test_jwt import FORGER


def believe_the_algorithm(patch: pytest.MonkeyPatch) -> None:
    """The token says what it is signed with: `algorithms=None`, and nobody compares."""

    def verified(
        token: str, keys: Mapping[str, VerificationKey], profile: TokenProfile, _now_s: float
    ) -> Mapping[str, Any]:
        key = keys[read_header(token).key_id]
        claims: Mapping[str, Any] = jose_jwt.decode(
            token, key.key, algorithms=None, audience=profile.audience, issuer=profile.issuer
        )
        return claims

    patch.setattr(jwt, "_verified", verified)


def believe_any_key(patch: pytest.MonkeyPatch) -> None:
    """Whatever key the token names, some key of ours is tried."""
    sound = jwt._verified  # noqa: SLF001 - what is mutated

    class AnyKey(dict[str, VerificationKey]):
        @override
        def get(self, _key_id: object, _default: object = None) -> Any:
            return next(iter(self.values()))

    def verified(
        token: str, keys: Mapping[str, VerificationKey], profile: TokenProfile, now_s: float
    ) -> Mapping[str, Any]:
        return sound(token, AnyKey(keys), profile, now_s)

    patch.setattr(jwt, "_verified", verified)


MUTANTS = {
    "believe_the_algorithm": (
        believe_the_algorithm,
        test_jwt.test_a2_public_key_as_hmac_secret_is_refused,
        forgery.symmetric_confusion,
    ),
    "believe_any_key": (
        believe_any_key,
        test_jwt.test_a8_key_id_is_looked_up_exactly,
        forgery.wrong_key_ids,
    ),
}


@pytest.mark.parametrize(("plant", "seen_by", "forge"), MUTANTS.values(), ids=MUTANTS)
def test_a_header_that_is_believed_is_seen(
    plant: Callable[[pytest.MonkeyPatch], None],
    seen_by: Callable[[str], None],
    forge: Callable[[Forger], Mapping[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tokens = forge(FORGER).values()  # fresh: a token that has expired is refused anyway

    def refuses_all() -> None:
        for token in tokens:
            seen_by(token)

    refuses_all()
    plant(monkeypatch)
    with pytest.raises(RED):
        refuses_all()
