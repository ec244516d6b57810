"""What R says, and the data it was asked about."""

import json
from pathlib import Path

import pytest

ORACLE = Path(__file__).resolve().parent.parent / "oracle"


@pytest.fixture(scope="session")
def oracle() -> dict:
    """The results that R gave when `oracle.R` was last run."""
    return json.loads((ORACLE / "oracle.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def data() -> dict:
    """The data that `oracle.R` reads."""
    return json.loads((ORACLE / "data.json").read_text(encoding="utf-8"))
