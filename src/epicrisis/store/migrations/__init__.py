"""How a library made by an earlier epicrisis becomes one of today: a file a version."""
