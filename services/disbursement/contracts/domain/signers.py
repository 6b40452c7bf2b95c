"""Who signs a contract, and in which capacity."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class SignerRole(StrEnum):
    """In which capacity somebody signs."""

    BORROWER = "borrower"
    CO_BORROWER = "co_borrower"
    GUARANTOR = "guarantor"
    SPOUSE = "spouse"
    MORTGAGOR = "mortgagor"
    LEGAL_REPRESENTATIVE = "legal_representative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A party as the contract writes it: full name, number, address and mobile."""

    name: str
    identity_number: str
    address: str
    mobile: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Somebody whose signature the contract needs; `owner` is the login that gives it."""

    party_id: UUID
    role: SignerRole
    owner: str
    person: Person
    identity_valid_to: date | None
