"""Imports point one way, and each library has its one home."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "engtrack"
RANKS = {
    "errors": 0,
    "model": 1,
    "dates": 2,
    "kinds": 2,
    "urgency": 2,
    "queries": 2,
    "layout": 2,
    "store": 3,
    "routes": 3,
    "intake": 3,
    "reports": 3,
    "render": 3,
    "exchange": 4,
    "demo": 4,
    "cli": 5,
}
HOMES = {
    "rich": {"render/terminal.py"},
    "tinydb": {"store/storage.py"},
    "filelock": {"store/storage.py"},
    "dateutil": {"dates/__init__.py", "dates/series.py"},
    "holidays": {"dates/working.py"},
    "tomlkit": {"cli/editor.py"},
    "docx": {"intake/documents.py", "render/document.py"},
    "jinja2": {"render/html.py"},
    "xlsxwriter": {"render/sheets.py"},
    "icalendar": {"render/calendar.py", "exchange/rows.py"},
    "openpyxl": {"exchange/rows.py"},
    "pypdf": {"intake/documents.py"},
    "psycopg": {"store/postgres/server.py"},
    "click": set(),
    "pydantic": set(),
}
FILES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if (path.name != "__main__.py" and path.parent != PACKAGE) or path.stem in RANKS
)


def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(node.module or "")
    return found


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_lies_below_it(path):
    own = part_of(path)
    for name in imports(path):
        if name.startswith("engtrack.") and (other := name.split(".")[1]) != own:
            assert RANKS[other] < RANKS[own], f"{own} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_library_is_imported_only_in_its_home(path):
    for name in imports(path):
        homes = HOMES.get(name.split(".")[0])
        assert homes is None or str(path.relative_to(PACKAGE)) in homes, f"{path} imports {name}"


@pytest.mark.parametrize("part", ["intake", "routes", "reports", "render"])
def test_the_pure_parts_ask_no_clock_and_print_nothing(part):
    for path in (PACKAGE / part).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {"print", "open", "input"}, f"{path} calls {called}"
                assert not called.endswith((".today", ".now", ".utcnow")), f"{path} calls {called}"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_outgrows_one_reading(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 460
