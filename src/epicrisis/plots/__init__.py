"""Figures drawn as SVG, and the page that shows one beside the text."""

from epicrisis.plots.cohort_figures import (
    pathway_figures,
    share_figure,
    survival_figures,
    swimmer_figure,
    trajectory_figures,
)
from epicrisis.plots.curves import survival_curves
from epicrisis.plots.drawing import COLUMN, PAGE, Drawing
from epicrisis.plots.flow import flow_diagram
from epicrisis.plots.forest import Section, forest, forest_of
from epicrisis.plots.inputs import Happening, Lines, Reading, Readings, Spell, Summary, Swim
from epicrisis.plots.page import page
from epicrisis.plots.pathway import pathway
from epicrisis.plots.print_files import FORMS, rendered
from epicrisis.plots.swimmer import swimmer
from epicrisis.plots.timeline import timeline
from epicrisis.plots.trajectories import trajectories

__all__ = [
    "COLUMN",
    "FORMS",
    "PAGE",
    "Drawing",
    "Happening",
    "Lines",
    "Reading",
    "Readings",
    "Section",
    "Spell",
    "Summary",
    "Swim",
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
    "timeline",
    "trajectories",
    "trajectory_figures",
]
