"""Settings: found from here upwards, read strictly, and overruled by who speaks nearer at hand."""

import re
from pathlib import Path

import pytest

from epicrisis.audit import checks
from epicrisis.diagnostics import FORMATS, Settings, settings_for
from epicrisis.diagnostics.settings_file import KEYS, find_settings, read_settings
from epicrisis.errors import SettingsError, UnknownNameError

FULL = """\
[audit]
select = ["DOS", "num001"]
ignore = ["TAB002"]
min-severity = "warning"
format = "jsonl"

[audit.per-file-ignores]
"drafts/*" = ["CIT"]
"table*.txt" = ["TAB"]
"""


@pytest.fixture
def own(tmp_path):
    """Write `epicrisis.toml` and give its path."""

    def write(text: str, name: str = "epicrisis.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_all_keys_are_read(own):
    """What is written is what is asked."""
    read = read_settings(own(FULL))

    assert read.select == ("DOS", "NUM001")
    assert read.ignore == ("TAB002",)
    assert (read.min_severity, read.format) == ("warning", "jsonl")
    assert dict(read.per_file_ignores) == {"drafts/*": ("CIT",), "table*.txt": ("TAB",)}


def test_a_shared_file_holds_the_same_under_tool(own):
    """In pyproject.toml the table is tool.epicrisis.audit, and other tools' are left alone."""
    shared = FULL.replace("[audit", "[tool.epicrisis.audit") + "\n[tool.other]\nx = 1\n"

    assert read_settings(own(shared, "pyproject.toml")) == read_settings(own(FULL))


def test_missing_keys_are_the_defaults(own):
    """An empty file asks for what no file asks for."""
    empty = read_settings(own(""))

    assert (empty.select, empty.ignore, empty.min_severity) == ((), (), "note")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[audit]\nmin_severity = 'note'",
            r"\[audit\] has no key 'min_severity'. Did you mean min-severity\? Known: select",
        ),
        ("[audits]\nselect = []", r"there is no table 'audits'. Did you mean audit\? Known: audit"),
        (
            "[audit]\nselect = 'DOS'",
            r"audit.select must be a list of codes or families .* not 'DOS'. Known keys: select",
        ),
        ("[audit]\nselect = [1]", r"audit.select must be a list .* not \[1\]"),
        (
            "[audit]\nignore = ['DSO001']",
            r"audit.ignore: no check is named 'DSO001'. Did you mean DOS001",
        ),
        (
            "[audit]\nmin-severity = 'grave'",
            r"audit.min-severity must be one of error, warning, note, info, not 'grave'",
        ),
        ("[audit]\nformat = 3", r"audit.format must be one of text, json"),
        ("[audit]\nper-file-ignores = ['x']", r"audit.per-file-ignores must be a table"),
        ("[audit.per-file-ignores]\n'a*' = 'CIT'", r"audit.per-file-ignores.a\* must be a list"),
        (
            "[audit.per-file-ignores]\n'a*' = ['CAT']",
            r"audit.per-file-ignores.a\*: no check is named 'CAT'",
        ),
        ("audit = 3", r"audit must be a table, not 3"),
        ("[audit", r"is not TOML: Expected"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(own, text, said):
    """The message says where, which key, what was expected, and which keys there are."""
    with pytest.raises(SettingsError, match=said) as raised:
        read_settings(own(text))

    assert str(raised.value).count("epicrisis.toml") == 1


def test_a_shared_file_names_its_own_tables(own):
    """The key is called what it is called in that file."""
    with pytest.raises(SettingsError, match=r"\[tool.epicrisis.audit\] has no key 'selct'"):
        read_settings(own("[tool.epicrisis.audit]\nselct = []", "pyproject.toml"))
    with pytest.raises(SettingsError, match=r"\[tool.epicrisis\] has no table 'adit'"):
        read_settings(own("[tool.epicrisis.adit]\nselect = []", "pyproject.toml"))


def test_a_file_that_is_not_there_or_not_utf8_is_named(tmp_path):
    """A wrong name on the command line is one line."""
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"none.toml: cannot be read: No such file"):
        read_settings(tmp_path / "none.toml")
    with pytest.raises(SettingsError, match=r"x.toml: is not UTF-8"):
        read_settings(tmp_path / "x.toml")


def test_the_nearest_file_upwards_is_found(own, tmp_path):
    """The own file comes before the shared one, and a shared one of others is passed by."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    shared = own("[tool.epicrisis.audit]\n", "pyproject.toml")

    assert find_settings(inner) == shared
    assert find_settings(inner.parent) == shared
    assert find_settings(tmp_path) == shared
    assert find_settings(inner) != own("[audit]\n")
    assert find_settings(inner) == tmp_path / "epicrisis.toml"


def test_a_broken_shared_file_of_others_is_passed_by(own, tmp_path):
    """Only one that speaks of the audit can be wrong."""
    own("[project\nname = 'x'", "pyproject.toml")
    assert find_settings(tmp_path) != tmp_path / "pyproject.toml"
    own("[project\n[tool.epicrisis.audit]\n", "pyproject.toml")
    with pytest.raises(SettingsError, match="not TOML"):
        settings_for(tmp_path)


def test_nearer_words_win():
    """What is said overrules, and who selects sets aside what was ignored before."""
    filed = Settings(select=("CIT",), ignore=("DOS001",), min_severity="error")

    assert filed.overruled() == filed
    assert filed.overruled(ignore=["tab,UNI"]).ignore == ("TAB", "UNI")
    assert filed.overruled(ignore=["TAB"]).select == ("CIT",)
    chosen = filed.overruled(select=["dos num001"], min_severity="note")
    assert (chosen.select, chosen.ignore) == (("DOS", "NUM001"), ())
    assert chosen.min_severity == "note"
    with pytest.raises(UnknownNameError):
        filed.overruled(ignore=["DOSE"])


def test_files_are_spared_by_name_and_by_path(own, tmp_path, monkeypatch):
    """Patterns are relative to the file of settings, wherever one stands."""
    read = read_settings(own(FULL))
    (tmp_path / "drafts").mkdir()
    monkeypatch.chdir(tmp_path / "drafts")

    assert read.ignored_in(Path("one.txt")) == ("CIT",)
    assert read.ignored_in(tmp_path / "drafts" / "table.txt") == ("CIT", "TAB")
    assert read.ignored_in(tmp_path / "table1.txt") == ("TAB",)
    assert read.ignored_in(tmp_path / "one.txt") == ()


def test_the_readme_shows_settings_that_are_accepted(root, own):
    """The block that people copy works."""
    blocks = re.findall(r"```toml\n(.*?)```", (root / "README.md").read_text(), re.DOTALL)

    assert blocks
    for block in blocks:
        assert read_settings(own(block, "pyproject.toml")) != Settings()


def test_every_key_and_format_is_documented(root):
    """The page of settings knows the keys there are."""
    page = (root / "docs" / "reference" / "audit-settings.md").read_text(encoding="utf-8")

    assert all(f"`{key}`" in page for key in KEYS)
    assert all(name in page for name in FORMATS)
    assert checks()
