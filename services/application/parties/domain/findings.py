"""What checking a number or a text yields: its one spelling with warnings, or a refusal."""

from dataclasses import dataclass

from services.kit.errors import FieldError, Title


@dataclass(frozen=True, slots=True)
class Checked:
    """A value in its one spelling; `warnings` are stable codes for a person to look into."""

    text: str
    warnings: tuple[str, ...] = ()


class Refused(ValueError):
    """The value cannot be what it says; `code` is stable, `message` never repeats the value."""

    def __init__(self, code: str, en: str, zh: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = Title(en, zh)

    def at(self, pointer: str) -> FieldError:
        """The refusal as an error of the field at `pointer`."""
        return FieldError(pointer, self.code, self.message)
