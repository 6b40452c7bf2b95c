"""ISO 4217 (list one): the currencies in use and how many decimals each has."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NewType

Currency = NewType("Currency", str)

_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
_TWO_DECIMALS = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
    CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
    HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA
    MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN
    QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
    TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
"""

EXPONENTS: Final[Mapping[str, int]] = MappingProxyType(
    dict.fromkeys(_NO_DECIMALS.split(), 0)
    | dict.fromkeys(_TWO_DECIMALS.split(), 2)
    | dict.fromkeys(_THREE_DECIMALS.split(), 3)
)


class UnknownCurrency(ValueError):
    """The code is not an ISO 4217 currency we can count in."""


def currency_of(code: str) -> Currency:
    """`code` as a currency; raises `UnknownCurrency` unless it is spelt exactly as in ISO 4217."""
    if code not in EXPONENTS:
        raise UnknownCurrency(code)
    return Currency(code)


def exponent_of(code: str) -> int:
    """How many decimals the currency has: 0, 2 or 3; raises `UnknownCurrency`."""
    return EXPONENTS[currency_of(code)]
