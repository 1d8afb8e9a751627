"""What the archive keeps of an executed notebook: the parts of the page, no rows of people, nothing of the machine."""

from __future__ import annotations

from pathlib import Path

from nbformat import read, v4

from igu_xl.reports.parts.parts import MEDIA_TYPE
from igu_xl.reports.run import executed_notebooks


def test_only_parts_of_the_page_and_errors_stay_and_the_data_are_found_from_there(tmp_path: Path) -> None:
    data, path = tmp_path / "Fælles {æ}" / "data-2", tmp_path / "Fælles {æ}" / "notebooks" / "kommune-101.ipynb"
    path.parent.mkdir(parents=True)
    cell = v4.new_code_cell("data.on(when).candidates")  # type: ignore[no-untyped-call]
    cell.outputs = [
        v4.new_output("display_data", data={"text/html": "<td>101-0007</td>", "text/plain": "101-0007"}),  # type: ignore[no-untyped-call]
        v4.new_output("stream", name="stdout", text="101-0007"),  # type: ignore[no-untyped-call]
        v4.new_output("display_data", data={MEDIA_TYPE: {"role": "heading"}, "text/html": "<h1>Amager</h1>"}),  # type: ignore[no-untyped-call]
        v4.new_output("error", ename="KeyError", evalue="", traceback=["kommune.py, line 3"]),  # type: ignore[no-untyped-call]
    ]
    source = f'# Parameters\nmonth = "2026-10"\nfolder = "{data}"\n'
    told = v4.new_code_cell(source, metadata={"tags": ["injected-parameters"]})  # type: ignore[no-untyped-call]
    notebook = v4.new_notebook(cells=[told, cell])  # type: ignore[no-untyped-call]
    notebook.metadata["papermill"] = {
        "input_path": str(tmp_path),
        "output_path": str(path),
        "parameters": {"folder": str(data)},
    }
    executed_notebooks.keep(notebook, path, data)
    text = path.read_text(encoding="utf-8")
    assert "101-0007" not in text and str(tmp_path) not in text
    kept = read(path, as_version=4)  # type: ignore[no-untyped-call]
    assert 'folder = "../data-2"' in kept.cells[0].source
    assert [one.output_type for one in kept.cells[1].outputs] == ["display_data", "error"]
