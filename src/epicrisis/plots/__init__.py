"""Figures drawn as SVG, and pages that show them beside the text."""

from epicrisis.plots.timeline import timeline

__all__ = ["timeline"]
