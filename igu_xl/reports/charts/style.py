"""The house style of charts: SVG with text as text, which is read aloud by its text alternative.

Margins are fixed and pyplot is not used, which makes a chart twice as fast and its bytes the same each time. Colours
differ in lightness, so that a chart can be read in black and white.
"""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from functools import cache
from html import escape
from io import StringIO

import matplotlib
from markupsafe import Markup
from matplotlib.figure import Figure

from igu_xl.resources import shipped

WIDTH = 5.4  # inches; 389 units in the SVG, so that 11 point text can still be read on a phone


GREY = "#8a94a0"


@cache
def _style() -> matplotlib.RcParams:
    return matplotlib.rc_params_from_file(shipped("reports") / "igu.mplstyle", use_default_template=False)


def house_style(alt: str) -> AbstractContextManager[None]:
    """The style of the house; the names inside the SVG are salted, so that two charts on a page share none."""
    return matplotlib.rc_context({**_style(), "svg.hashsalt": alt})


def svg_of(figure: Figure, alt: str) -> Markup:
    """The figure as SVG to stand in a page: it scales, is read aloud by its text alternative, has no fixed font."""
    if not alt.strip():
        raise ValueError("a chart needs a text alternative")
    stream = StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    drawing = stream.getvalue()
    drawing = drawing[drawing.index("<svg") :]
    drawing = re.sub(r"\s*<style.*?</style>|\s*<metadata>.*?</metadata>", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r'<g id="[^"]*"', "<g", drawing)  # nothing refers to a group, and two charts share a page
    told = f'role="img" aria-label="{escape(alt)}"><title>{escape(alt)}</title>'
    box = re.search(r'viewBox="[^"]*"', drawing)
    assert box is not None, "matplotlib draws every SVG in a viewBox"
    inside = drawing[drawing.index(">", box.end()) + 1 :]
    return Markup(f"<svg {box[0]} {told}{inside}")
