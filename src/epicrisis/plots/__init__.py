"""Figures drawn as SVG, and the page that shows one beside the text.

Those that are drawn from estimates are loaded when they are first asked for: arrays take a second
to load, and the timeline of one patient need not wait for them.
"""

from typing import TYPE_CHECKING

from epicrisis.plots.drawing import COLUMN, PAGE, Drawing
from epicrisis.plots.flow import flow_diagram
from epicrisis.plots.inputs import Happening, Lines, Reading, Readings, Spell, Summary, Swim
from epicrisis.plots.page import page
from epicrisis.plots.pathway import pathway
from epicrisis.plots.print_files import FORMS, rendered
from epicrisis.plots.swimmer import swimmer
from epicrisis.plots.timeline import timeline
from epicrisis.plots.trajectories import trajectories

if TYPE_CHECKING:
    from epicrisis.plots.cohort_figures import (
        Figures,
        figures,
        pathway_figures,
        share_figure,
        survival_figures,
        swimmer_figure,
        swimmer_figures,
        trajectory_figures,
    )
    from epicrisis.plots.curves import survival_curves
    from epicrisis.plots.forests import Section, forest, forest_of

_HOMES = {
    "Figures": "cohort_figures",
    "figures": "cohort_figures",
    "Section": "forests",
    "forest": "forests",
    "forest_of": "forests",
    "pathway_figures": "cohort_figures",
    "share_figure": "cohort_figures",
    "survival_curves": "curves",
    "survival_figures": "cohort_figures",
    "swimmer_figure": "cohort_figures",
    "swimmer_figures": "cohort_figures",
    "trajectory_figures": "cohort_figures",
}

__all__ = [
    "COLUMN",
    "FORMS",
    "PAGE",
    "Drawing",
    "Figures",
    "Happening",
    "Lines",
    "Reading",
    "Readings",
    "Section",
    "Spell",
    "Summary",
    "Swim",
    "figures",
    "flow_diagram",
    "forest",
    "forest_of",
    "page",
    "pathway",
    "pathway_figures",
    "rendered",
    "share_figure",
    "survival_curves",
    "survival_figures",
    "swimmer",
    "swimmer_figure",
    "swimmer_figures",
    "timeline",
    "trajectories",
    "trajectory_figures",
]


def __getattr__(name: str) -> object:
    """Load a figure that is drawn from estimates."""
    if name not in _HOMES:
        raise AttributeError(f"module 'epicrisis.plots' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"epicrisis.plots.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
