"""Settings from `epicrisis.toml`, or from the `pyproject.toml` of a project.

[tool.epicrisis.audit]        # in epicrisis.toml: [audit]
select = ["DOS", "NUM001"]
ignore = ["TAB002"]
min-severity = "warning"
format = "text"

[tool.epicrisis.audit.per-file-ignores]
"drafts/*" = ["CIT"]
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from epicrisis.audit.base import SEVERITIES
from epicrisis.audit.registry import codes
from epicrisis.diagnostics.registry import FORMATS
from epicrisis.diagnostics.settings import Settings
from epicrisis.errors import InputError, SettingsError

OWN, SHARED = "epicrisis.toml", "pyproject.toml"
KEYS = MappingProxyType(
    {
        "select": ("a list of codes or families", "what is asked; everything when empty"),
        "ignore": ("a list of codes or families", "what is not asked; wins over `select`"),
        "min-severity": (", ".join(SEVERITIES), "least severity that is reported; `note`"),
        "format": (", ".join(FORMATS), "how findings are written; `text`"),
        "per-file-ignores": (
            "a table: pattern to list of codes or families",
            "what is not asked of files whose name, or path from the folder of the settings, fits",
        ),
    }
)


def find_settings(folder: Path) -> Path | None:
    """Find the nearest file of settings from a folder upwards: the own one, or a shared one."""
    for place in (folder.absolute(), *folder.absolute().parents):
        if (place / OWN).is_file():
            return place / OWN
        if (place / SHARED).is_file() and _is_ours(place / SHARED):
            return place / SHARED
    return None


def _is_ours(path: Path) -> bool:
    """Whether a shared file speaks of the audit; one that is broken does if it names it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    if "epicrisis" not in text:
        return False
    try:
        return "epicrisis" in tomllib.loads(text).get("tool", {})
    except tomllib.TOMLDecodeError:
        return "[tool.epicrisis" in text


def settings_for(folder: Path, named: Path | None = None) -> Settings:
    """Give the settings of a named file, of the nearest one from a folder upwards, or none.

    Raises:
        SettingsError: The file cannot be read or is wrong.
    """
    path = named or find_settings(folder)
    return read_settings(path) if path else Settings()


def read_settings(path: Path) -> Settings:
    """Read a file of settings.

    Raises:
        SettingsError: The file cannot be read, is no TOML, or holds a key, a value or a code that
            nobody knows; the message names file and key, what was expected, and the known keys.
    """
    try:
        whole = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: is not TOML: {error}") from error
    shared = path.name == SHARED or ("tool" in whole and "audit" not in whole)
    reader = _Reader(path, "tool.epicrisis." if shared else "")
    if shared:
        whole = reader.table(reader.table(whole, "tool", ""), "epicrisis", "tool.")
    reader.only(whole, ("audit",), "table", reader.at.rstrip("."))
    return reader.settings(reader.table(whole, "audit", reader.at))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes values out of a table and complains with file and key."""

    path: Path
    at: str

    def settings(self, table: dict[str, Any]) -> Settings:
        self.only(table, KEYS, "key", f"{self.at}audit")
        ignores = self.table(table, "per-file-ignores", f"{self.at}audit.")
        severity = self._word(table, "min-severity", SEVERITIES)
        return Settings(
            select=self._codes(table, "select"),
            ignore=self._codes(table, "ignore"),
            min_severity=next((one for one in SEVERITIES if one == severity), "note"),
            format=self._word(table, "format", FORMATS),
            per_file_ignores=tuple(
                (pattern, self._codes(ignores, pattern, "per-file-ignores.")) for pattern in ignores
            ),
            folder=self.path.absolute().parent,
        )

    def only(self, table: dict[str, Any], known: Iterable[str], kind: str, where: str) -> None:
        """Complain of the first key that nobody knows."""
        names = tuple(known)
        for key in table:
            if key not in names:
                near = get_close_matches(key.replace("_", "-"), names, n=1)
                hint = f"Did you mean {near[0]}? " if near else ""
                table_name = f"[{where}] has no" if where else "there is no"
                raise SettingsError(
                    f"{self.path}: {table_name} {kind} {key!r}. {hint}Known: {', '.join(names)}."
                )

    def table(self, table: dict[str, Any], key: str, where: str) -> dict[str, Any]:
        """Give a table below a key, an empty one where there is none."""
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(f"{where}{key}", "a table", value)
        return value

    def _word(self, table: dict[str, Any], key: str, known: Iterable[str]) -> str:
        names = tuple(known)
        value = table.get(key, "")
        if key in table and value not in names:
            raise self._wrong(f"{self.at}audit.{key}", f"one of {', '.join(names)}", value)
        return str(value)

    def _codes(self, table: dict[str, Any], key: str, below: str = "") -> tuple[str, ...]:
        value, name = table.get(key, []), f"{self.at}audit.{below}{key}"
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._wrong(name, "a list of codes or families such as ['DOS', 'NUM001']", value)
        names = tuple(one.upper() for one in value)
        try:
            codes(names)
        except InputError as error:
            raise SettingsError(f"{self.path}: {name}: {error}") from error
        return names

    def _wrong(self, key: str, expected: str, found: object) -> SettingsError:
        message = f"{self.path}: {key} must be {expected}, not {found!r}."
        return SettingsError(f"{message} Known keys: {', '.join(KEYS)}.")
