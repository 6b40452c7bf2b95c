"""The reference for people: start page, interactive reference, problem pages; all assets local."""

import html
import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import Any, Final

from gateway.pages import Page, fixed
from gateway.settings import GatewaySettings

SITE: Final = Path(__file__).parent / "site"

# The reference's own scripts set style attributes; scripts come from here only.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE_HEADERS: Final = {"Content-Security-Policy": _POLICY, "X-Frame-Options": "DENY"}
_ASSET_HEADERS: Final = {"Cache-Control": "public, max-age=3600"}
_ASSETS: Final = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon.png": "image/png",
}


class ReferenceAssetsMissing(Exception):
    """The package that brings the reference's scripts is not installed."""


def site_pages(settings: GatewaySettings, problems: Mapping[str, Any]) -> Mapping[str, Page]:
    """Return the start page, its style and one page per problem code."""
    pages = {
        "/": _html(_start_page(settings)),
        "/style.css": _asset(SITE / "style.css", "text/css"),
        "/problems": _html(_problem_list(problems)),
    }
    template = _template("problem.html")
    for code, said in problems.items():
        pages[f"/problems/{code}"] = _html(template.substitute(_problem_words(code, said)))
    return pages


def reference_pages(document: Mapping[str, Any]) -> Mapping[str, Page]:
    """Return /openapi.json and the interactive reference. Raises ReferenceAssetsMissing."""
    pages = {
        "/openapi.json": fixed(json.dumps(document, ensure_ascii=False), "application/json"),
        "/docs": _html(_template("docs.html").substitute()),
        "/docs/assets/start.js": _asset(SITE / "start.js", "text/javascript"),
    }
    folder = _assets_folder()
    for name, media_type in _ASSETS.items():
        pages[f"/docs/assets/{name}"] = _asset(folder / name, media_type)
    return pages


def _start_page(settings: GatewaySettings) -> str:
    reference = _template("index_reference.html") if settings.serves_reference else Template("")
    demo = _template("index_demo.html") if settings.dev_issuer else Template("")
    return _template("index.html").substitute(
        reference=reference.substitute(),
        demo=demo.substitute(public_url=html.escape(settings.public_url)),
    )


def _template(name: str) -> Template:
    return Template((SITE / name).read_text(encoding="utf-8"))


def _assets_folder() -> Path:
    # Found, not imported: the package would pull a whole framework in for three files.
    found = find_spec("fastapi_offline")
    if found is None or found.origin is None:
        raise ReferenceAssetsMissing
    return Path(found.origin).parent / "static"


def _html(text: str) -> Page:
    return fixed(text, "text/html", _PAGE_HEADERS)


def _asset(file: Path, media_type: str) -> Page:
    return fixed(file.read_bytes(), media_type, _ASSET_HEADERS)


def _problem_words(code: str, said: Mapping[str, Any]) -> dict[str, str]:
    retryable = said.get("retryable", False)
    return {
        "code": html.escape(code),
        "status": html.escape(str(said["status"])),
        "title_en": html.escape(said["title"]["en"]),
        "title_zh": html.escape(said["title"]["zh"]),
        "advice_en": _ADVICE[retryable][0],
        "advice_zh": _ADVICE[retryable][1],
    }


def _problem_list(problems: Mapping[str, Any]) -> str:
    template = _template("problems.html")
    row = Template('<tr><td><a href="/problems/$code">$code</a></td><td>$status</td>'
                   "<td>$title_en</td><td>$title_zh</td></tr>")  # fmt: skip
    rows = [row.substitute(_problem_words(code, said)) for code, said in problems.items()]
    return template.substitute(rows="\n".join(rows))


_ADVICE: Final = {
    True: (
        "The same request may succeed later. Repeat it with the same Idempotency-Key.",
        "稍后可重试同一请求，请使用相同的 Idempotency-Key。",
    ),
    False: (
        "Repeating the same request will not help. Change it first.",
        "重复相同请求不会成功，请先修改请求。",
    ),
}
