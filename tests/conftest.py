"""What all tests share: where the repository's own files lie."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from epicrisis.cli.main import cli

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds `pyproject.toml`."""
    return ROOT


@pytest.fixture(scope="session")
def examples(root: Path) -> Path:
    """The folder of example reports."""
    return root / "examples"


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """The folder of material beside the repository; the test is skipped where it is absent."""
    folder = root.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder ../shared beside the repository")
    return folder


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run a command inside this process; what it prints is kept in `stdout` and `stderr`."""

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return call
