"""What staff send about conditions."""

from typing import Annotated

from pydantic import Field

from services.kit.schemas import Schema, ShortText

Note = Annotated[str, ShortText(500)]


class EvidenceCreate(Schema):
    """Evidence: where it is found, and the digest of the document itself."""

    reference: Annotated[str, ShortText(200)] = Field(
        description="the number of the certificate, policy or file; nothing personal"
    )
    document_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        default=None, description="of the document, where there is one; lower-case hex"
    )
    note: Note = Field(description="what it shows; kept with it and in the audit")

    @property
    def digest(self) -> bytes | None:
        """The document's digest."""
        return None if self.document_sha256 is None else bytes.fromhex(self.document_sha256)


class JudgementCreate(Schema):
    """Whether the evidence is accepted."""

    is_accepted: bool = Field(description="false sends it back for better evidence")
    note: Note = Field(description="why; kept in the audit")
