"""Cut a document for reading: reading order, sections, sentences, and whom each speaks of."""

from epicrisis.segmentation.segments import segment

__all__ = ["segment"]
