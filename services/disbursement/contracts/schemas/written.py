"""What parties and staff send about contracts."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from services.disbursement.contracts.domain.leaving import VoidReason
from services.disbursement.contracts.domain.signing import INTENTS, Consent
from services.disbursement.contracts.schemas.parts import SIGNERS_MAX
from services.disbursement.contracts.schemas.read import DIGEST
from services.kit.languages import Language
from services.kit.schemas import Schema, ShortText, refusal

Digest = Annotated[str, Field(pattern=DIGEST)]
EVIDENCE_LENGTH_MAX = 200


class ConfirmationCreate(Schema):
    """That the disclosure of costs was read and is agreed to."""

    disclosure_hash: Digest = Field(description="`disclosure_hash` of the one that was read")
    language: Language = Field(description="the language it was read in")


class SignatureCreate(Schema):
    """A signature: which one, under which document, with which words."""

    signer: int = Field(ge=1, le=SIGNERS_MAX, description="`number` of the signer")
    document_hash: Digest = Field(description="`document_sha256` of the contract that was read")
    # Before the declaration, which is held against it.
    language: Language = Field(description="the language the contract was read in")
    intent: Annotated[str, ShortText(200)] = Field(
        description="the declaration, to the letter, in the language of `language`: "
        + " / ".join(INTENTS.values())
    )
    evidence_reference: Annotated[str, ShortText(EVIDENCE_LENGTH_MAX)] | None = Field(
        default=None,
        description="where a partner keeps how its borrower consented; needed from partners",
    )

    @field_validator("intent")
    @classmethod
    def _declared(cls, said: str, info: ValidationInfo) -> str:
        if "language" in info.data and said != INTENTS[info.data["language"]]:
            raise refusal("not_the_declaration", en="is not the declaration", zh="不是规定的声明")
        return said

    def consent(self) -> Consent:
        """The declaration as the domain knows it."""
        return Consent(
            signer=self.signer,
            document_digest=bytes.fromhex(self.document_hash),
            intent=self.intent,
            language=self.language,
            evidence_reference=self.evidence_reference,
        )


class VoidCreate(Schema):
    """Why a contract is left."""

    reason: VoidReason
