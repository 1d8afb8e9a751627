"""The Office Open XML file format: a zip of parts, and the few parts a cell edit has to understand."""
