"""Signature fields of a PDF and the signatures in them, each an increment (ISO 32000-2, PAdES)."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

DIGEST: Final = "sha256"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key with its certificate and that of the authority, each in DER."""

    private_key: bytes
    certificate: bytes
    authority: bytes


def with_fields(content: bytes, names: Sequence[str]) -> bytes:
    """The file with an empty signature field of each name, so that no signature adds one later."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    for name in names:
        append_signature_field(writer, SigFieldSpec(sig_field_name=name))
    written = BytesIO()
    writer.write(written)  # type: ignore[no-untyped-call]
    return written.getvalue()


def signed(content: bytes, field: str, name: str, reason: str, keys: KeyPair) -> bytes:
    """The file with `field` signed; takes processor time, so it is called in a thread."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(Certificate.load(keys.authority))
    signer = SimpleSigner(
        signing_cert=Certificate.load(keys.certificate),
        signing_key=PrivateKeyInfo.load(keys.private_key),
        cert_registry=store,
    )
    metadata = PdfSignatureMetadata(
        field_name=field,
        name=name,
        reason=reason,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
    )
    written = BytesIO()
    sign_pdf(IncrementalPdfFileWriter(BytesIO(content)), metadata, signer, output=written)
    return written.getvalue()
