"""Figures drawn as SVG, and the page that shows one beside the text."""

from epicrisis.plots.flow import flow_diagram
from epicrisis.plots.page import page
from epicrisis.plots.timeline import timeline

__all__ = ["flow_diagram", "page", "timeline"]
