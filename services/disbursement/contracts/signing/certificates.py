"""Certificates of the sandbox's own authority: for trying things out, trusted by nobody else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509 import (
    BasicConstraints,
    Certificate,
    CertificateBuilder,
    KeyUsage,
    Name,
    NameAttribute,
    SubjectKeyIdentifier,
    load_der_x509_certificate,
    random_serial_number,
)
from cryptography.x509.oid import NameOID

AUTHORITY: Final = "authority"
# Clocks differ: a certificate is valid a little before it was made.
BACKDATED: Final = timedelta(hours=1)
SIGNER_LIFE: Final = timedelta(days=3 * 365)
AUTHORITY_LIFE: Final = timedelta(days=20 * 365)


@dataclass(frozen=True, slots=True)
class Issued:
    """A private key (PKCS 8) and its certificate, both in DER."""

    private_key: bytes
    certificate: bytes


def authority_made(now: datetime) -> Issued:
    """A new authority that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Xiaowei sandbox authority")
    unsigned = _certificate(name, name, key.public_key(), now, AUTHORITY_LIFE)
    unsigned = unsigned.add_extension(BasicConstraints(ca=True, path_length=0), critical=True)
    unsigned = unsigned.add_extension(_usage(is_authority=True), critical=True)
    return _issued(key, unsigned.sign(key, SHA256()))


def signer_made(holder_id: str, authority: Issued, now: datetime) -> Issued:
    """A key pair for `holder_id`, which the authority vouches for; no person is named in it."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = load_der_x509_certificate(authority.certificate)
    issuer_key = load_der_private_key(authority.private_key, password=None)
    if not isinstance(issuer_key, ec.EllipticCurvePrivateKey):
        raise TypeError("the authority's key is of another kind")
    unsigned = _certificate(_name(holder_id), issuer.subject, key.public_key(), now, SIGNER_LIFE)
    unsigned = unsigned.add_extension(BasicConstraints(ca=False, path_length=None), critical=True)
    unsigned = unsigned.add_extension(_usage(is_authority=False), critical=True)
    return _issued(key, unsigned.sign(issuer_key, SHA256()))


def _certificate(
    subject: Name, issuer: Name, key: ec.EllipticCurvePublicKey, now: datetime, life: timedelta
) -> CertificateBuilder:
    return (
        CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + life)
        .add_extension(SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, is_authority: bool) -> KeyUsage:
    return KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> Name:
    return Name([NameAttribute(NameOID.COMMON_NAME, common)])


def _issued(key: ec.EllipticCurvePrivateKey, certificate: Certificate) -> Issued:
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Issued(private, certificate.public_bytes(Encoding.DER))
