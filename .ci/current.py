"""Are the built files in the repository what their sources build? `--mend` builds them again.

Built files: the templates and the guide in workbooks/, the page of the law in docs/ and workbooks/, and the Danish
catalogue of the command line's framework.
Notebooks are their own source, but must be stored without outputs.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from kom_i_gang import build_guide
from lov import ROOT
from lov import built as built_law

from igu_xl.excel.packaging import build_shipped
from igu_xl.resources import shipped

MESSAGES = Path(__file__).parent.parent / "igu_xl" / "locale" / "da" / "LC_MESSAGES" / "messages.po"


def parts(path: Path) -> dict[str, bytes]:
    """A workbook's parts; the zip around them differs between versions of zlib."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def catalogue() -> bytes:
    """The compiled catalogue."""
    compiled = BytesIO()
    with MESSAGES.open("rb") as source:
        write_mo(compiled, read_po(source, locale="da"))
    return compiled.getvalue()


def sentences(compiled: bytes) -> list[tuple[object, object]]:
    """What a compiled catalogue says; its header names the version of Babel that wrote it."""
    return [(message.id, message.string) for message in read_mo(BytesIO(compiled)) if message.id]


def stale() -> list[str]:
    """The files that are not current."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for built in [*build_shipped(Path(folder)), build_guide(Path(folder))]:
            kept = shipped("workbooks") / built.name
            if not kept.is_file() or parts(built) != parts(kept):
                found.append(f"workbooks/{built.name} is not what its source builds")
    if sentences(catalogue()) != sentences(MESSAGES.with_suffix(".mo").read_bytes()):
        found.append("messages.mo is not what messages.po says")
    for path, text in built_law().items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            found.append(f"{path.relative_to(ROOT)} is not what the rule tables say")
    for notebook in sorted(shipped("notebooks").glob("*.ipynb")):
        if '"output_type"' in notebook.read_text(encoding="utf-8"):
            found.append(f"notebooks/{notebook.name} stores outputs")
    return found


def mend() -> None:
    """Build again what can be built."""
    build_shipped(shipped("workbooks"))
    build_guide(shipped("workbooks"))
    for path, text in built_law().items():
        path.write_text(text, encoding="utf-8")
    MESSAGES.with_suffix(".mo").write_bytes(catalogue())


if __name__ == "__main__":
    if "--mend" in sys.argv:
        mend()
    problems = stale()
    print("\n".join(problems) or "all current")
    sys.exit(bool(problems))
