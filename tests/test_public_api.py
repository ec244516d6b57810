"""The public surface is a list, and the list is kept."""

import importlib
import inspect
import json
import pkgutil
from pathlib import Path

import pytest

import epicrisis
import epicrisis.model
from epicrisis.model import Noun

ROOMS = sorted(m.name for m in pkgutil.iter_modules(epicrisis.__path__, "epicrisis.") if m.ispkg)
REGISTRIES = Path(__file__).parent / "golden" / "registries.json"


def order(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, each in order of the alphabet."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


@pytest.mark.parametrize("name", ["epicrisis", *ROOMS])
def test_room_lists_its_public_names(name):
    """What a room offers is in `__all__`, sorted, and there."""
    room = importlib.import_module(name)
    listed = list(getattr(room, "__all__", []))

    assert listed == sorted(listed, key=order)
    assert [public for public in listed if not hasattr(room, public)] == []
    assert [public for public in listed if public.startswith("_")] == []


def test_the_front_door_offers_what_the_readme_uses():
    """Reading, extracting and auditing need one import."""
    assert {"audit", "extract", "read_document"} <= set(epicrisis.__all__)


def test_every_noun_is_offered_by_the_model():
    """No noun is to be had from a module of the model alone."""
    defined = {
        name
        for module in pkgutil.iter_modules(epicrisis.model.__path__, "epicrisis.model.")
        for name, value in vars(importlib.import_module(module.name)).items()
        if inspect.isclass(value) and issubclass(value, Noun) and not name.startswith("_")
    }

    assert defined - set(epicrisis.model.__all__) <= {"Event"}


def test_registries_hold_what_they_held():
    """Nothing appears in a registry or vanishes from it unnoticed; names are public."""
    audit = importlib.import_module("epicrisis.audit.registry")
    diagnostics = importlib.import_module("epicrisis.diagnostics.registry")
    exports = importlib.import_module("epicrisis.exports.registry")
    measures = importlib.import_module("epicrisis.measures.registry")
    readers = importlib.import_module("epicrisis.readers.registry")
    held = {
        "checks": sorted(audit.checks()),
        "exporters": sorted(exports.exporters()),
        "formats of findings": sorted(diagnostics.FORMATS),
        "measures": sorted(measures.measures()),
        "readers": sorted(readers.readers()),
    }

    assert held == json.loads(REGISTRIES.read_text(encoding="utf-8"))
