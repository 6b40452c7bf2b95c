"""What this service's routes ask for by annotation, beyond what the kit hands out."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from services.kit.dependencies import CallerDep, ClockDep, SessionsDep
from services.kit.languages import Language, negotiate
from services.repayment.reader import Reader


async def _reader(caller: CallerDep, clock: ClockDep, sessions: SessionsDep) -> Reader:
    return Reader(caller, clock, sessions)


async def _language(request: Request, response: Response) -> Language:
    """The language to answer in, which the answer says of itself."""
    language = negotiate(request.headers.get("accept-language"))
    response.headers.update({"Content-Language": language, "Vary": "Accept-Language"})
    return language


ReaderDep = Annotated[Reader, Depends(_reader)]
LanguageDep = Annotated[Language, Depends(_language)]
