"""Reading the environment: every refusal names the variable and what it accepts.

Values come from the process environment; a file named .env in the project's folder fills in what is
missing there. Nothing else in the product reads os.environ.
"""

import os
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class BadEnvironment(SystemExit):
    """Stops the process with one line instead of a traceback."""

    def __init__(self, message: str) -> None:
        super().__init__(f"Cannot start: {message}")


def read_file(path: Path) -> dict[str, str]:
    """NAME=value lines; blank lines and lines starting with # are skipped, surrounding quotes dropped."""
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals:
            raise BadEnvironment(f"{path.name}, line {number}: write NAME=value.")
        found[name.strip()] = value.strip().strip("\"'")
    return found


class Env:
    """A mapping with types. An empty value counts as not set, as compose files write it."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name).lower()
        if not value:
            return default
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        raise BadEnvironment(f"{name} is {value!r}; it accepts 1 or 0 (also true/false, yes/no, on/off).")

    def number(self, name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
        value = self.text(name)
        if not value:
            return default
        if not value.isdecimal() or not least <= int(value) <= most:
            raise BadEnvironment(f"{name} is {value!r}; it accepts a whole number from {least} to {most}.")
        return int(value)

    def choice(self, name: str, accepted: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in accepted:
            raise BadEnvironment(f"{name} is {value!r}; it accepts {' or '.join(accepted)}.")
        return value

    def listed(self, name: str) -> list[str]:
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def needed(self, name: str, why: str) -> str:
        value = self.text(name)
        if not value:
            raise BadEnvironment(f"{name} is not set; {why}")
        return value


def load() -> Env:
    path = ROOT / ".env"
    values = read_file(path) if path.is_file() else {}
    return Env({**values, **os.environ})


def var_folder(environment: Env) -> Path:
    """Where the product keeps what it makes: mails without a server, the embedded database, process ids."""
    given = environment.text("VAR_DIR")
    return Path(given).expanduser().resolve() if given else ROOT / "var"


def folder(environment: Env, name: str, default: str) -> Path:
    """A folder of its own for one thing; inside the product's unless set."""
    given = environment.text(name)
    return Path(given).expanduser().resolve() if given else var_folder(environment) / default
