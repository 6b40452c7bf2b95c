"""The Dockerfile, read as its instructions, and what a careful image keeps."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SERVICES = ("application", "underwriting", "disbursement", "repayment", "gateway")
UID_MIN = 10_001
COMPILERS = re.compile(r"\b(?:gcc|g\+\+|build-essential|make|apt-get|apk|curl|wget)\b")
SECRET_ARGUMENT = re.compile(r"TOKEN|PASSWORD|SECRET|KEY|_URL", re.IGNORECASE)
PINNED_TAG = re.compile(r"[\w./-]+:\d+\.\d+[\w.-]*")


@dataclass(frozen=True)
class Instruction:
    """One instruction of a Dockerfile, its continued lines joined, and the stage it is in."""

    stage: int
    word: str
    rest: str


def instructions(dockerfile: str) -> list[Instruction]:
    """The instructions in order; comments left out. Stage 0 is what stands before any FROM."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^\s*#.*\n", "", dockerfile, flags=re.MULTILINE))
    found: list[Instruction] = []
    stage = 0
    for line in filter(None, map(str.strip, joined.splitlines())):
        word, _, rest = line.partition(" ")
        stage += word.upper() == "FROM"
        found.append(Instruction(stage, word.upper(), rest.strip()))
    return found


def final_stages(read: list[Instruction]) -> list[Instruction]:
    """Everything that ends up in an image: all stages but the one that only installs."""
    return [i for i in read if i.stage > 1]


def base_is_pinned(read: list[Instruction]) -> Iterator[str]:
    """One base image, by a version tag that a release overrides with a digest."""
    default = next((i.rest for i in read if i.rest.startswith("PYTHON_IMAGE=")), "")
    if not PINNED_TAG.fullmatch(default.partition("=")[2]):
        yield f"the base is {default}"
    for instruction in read:
        if instruction.word == "FROM":
            base = instruction.rest.split()[0]
            stages = [i.rest.split()[-1] for i in read if i.word == "FROM"]
            if base not in {"${PYTHON_IMAGE}", "run-${SERVICE}", *stages}:
                yield f"built from {base}"


def build_is_apart(read: list[Instruction]) -> Iterator[str]:
    """Installing happens in a stage of its own; no compiler and no fetching in what is shipped."""
    if read[-1].stage < 3 or not any(i.rest.startswith("--from=") for i in read):
        yield "one stage"
    for instruction in final_stages(read):
        if instruction.word == "RUN" and COMPILERS.search(instruction.rest):
            yield f"ships with {instruction.rest}"


def user_is_a_number(read: list[Instruction]) -> Iterator[str]:
    """The last word on who runs is a high number, which `runAsNonRoot` can check."""
    users = [i.rest for i in read if i.word == "USER"]
    numbers = [part for part in (users or [""])[-1].split(":") if part.isdigit()]
    if len(numbers) != 2 or min(map(int, numbers)) < UID_MIN or read[-1].word != "USER":
        yield f"runs as {users}"


def commands_are_exec_form(read: list[Instruction]) -> Iterator[str]:
    """JSON lists, so that no shell stands between a signal and the process."""
    entries = [i for i in read if i.word in {"ENTRYPOINT", "CMD"}]
    if {i.word for i in entries} != {"ENTRYPOINT", "CMD"}:
        yield "says not how it starts"
    for instruction in entries:
        try:
            json.loads(instruction.rest)
        except ValueError:
            yield f"{instruction.word} {instruction.rest} needs a shell"


def every_service_has_a_stage(read: list[Instruction]) -> Iterator[str]:
    """SERVICE picks a stage, so a misspelt one fails the build."""
    stages = {i.rest.split()[-1] for i in read if i.word == "FROM"}
    for service in SERVICES:
        if f"run-{service}" not in stages:
            yield f"no stage run-{service}"


def installs_are_locked(read: list[Instruction]) -> Iterator[str]:
    """Packages come by hash from the runtime lock, as wheels, and are compiled to bytecode."""
    runs = " ".join(i.rest for i in read if i.word == "RUN")
    for wanted in ("--require-hashes", "--only-binary :all:", "requirements.runtime.lock"):
        if wanted not in runs:
            yield f"installs without {wanted}"
    if runs.count("compileall") < 2:
        yield "pods compile at start"


def copies_are_narrow(read: list[Instruction]) -> Iterator[str]:
    """The kit, the service, the gateway and its contracts: each by name."""
    for instruction in read:
        if instruction.word == "COPY" and "--from=" not in instruction.rest:
            source = instruction.rest.split()[0]
            if source in {".", "*", "services", "services/", "./services"}:
                yield f"copies {source}"
            if source.startswith(("tests", "deploy", "docs", ".")):
                yield f"copies {source}"


def no_secret_is_built_in(read: list[Instruction]) -> Iterator[str]:
    """An ARG or ENV stays in the image's history for everybody to read."""
    for instruction in read:
        if instruction.word in {"ARG", "ENV"} and SECRET_ARGUMENT.search(instruction.rest):
            yield f"{instruction.word} {instruction.rest}"


ImageRule = Callable[[list[Instruction]], Iterator[str]]
IMAGE_RULES: tuple[ImageRule, ...] = (
    base_is_pinned,
    build_is_apart,
    user_is_a_number,
    commands_are_exec_form,
    every_service_has_a_stage,
    installs_are_locked,
    copies_are_narrow,
    no_secret_is_built_in,
)
