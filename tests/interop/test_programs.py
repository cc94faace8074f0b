"""Programs of a desktop open what is written: a browser, an office, jq. Run by `make interop`, which names what it needs."""

import csv
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engtrack.render.text import visible
from tests.conftest import Runner

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.programs

HOSTILE = "<img src=x onerror=alert(1)> =1+1 \u202egnp.exe | <script>alert(2)</script>"
SEEN = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
PAGES = [
    ["status"],
    ["report", "briefing", "EMA"],
    ["report", "minutes", "M1"],
    ["report", "positions", "--topic", "platform"],
    ["report", "changes", "--since", "2025-01-01"],
    ["report", "timeline"],
    ["report", "routes"],
]


def program(*names: str) -> str:
    """Where one of these programs is; none of them being there is a failure, not a skip."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    assert found, (
        f"{' or '.join(names)} is needed; Debian's packages are chromium, libreoffice-calc, libreoffice-writer, jq"
    )
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    arguments = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        path = program("chromium", "chromium-browser", "google-chrome")
        started = playwright.chromium.launch(executable_path=path, args=[*arguments, "--no-sandbox"])
        yield started
        started.close()


def context(browser: "Browser", width: int, scheme: str, **more: object) -> "BrowserContext":
    screen = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    return browser.new_context(**screen, **more)  # type: ignore[arg-type]


@pytest.fixture
def scene(filled: Runner) -> Runner:
    """The real document, overdue and hostile actions, a meeting to come, a route that moved."""
    filled("config", "us", "ARM")
    filled("action", "add", "Send the pipeline data", "--owner", "ARM", "--due", "2025-05-02", "--meeting", "M1")
    filled("action", "add", HOSTILE, "--owner", "EMA", "--due", "2025-05-14", "--requested-by", "ARM")
    filled("action", "done", "A1")
    filled("meeting", "add", "3rd bilateral", "--with", "EMA", "--with", "ARM", "--date", "2025-11-03")
    filled("route", "advance", "R1", "requested")
    return filled


def page_of(scene: Runner, tmp_path: Path, report: list[str]) -> Path:
    path = tmp_path / f"{report[0]}-{report[-1]}.html"
    written = scene(*report, "--output", str(path))
    assert written.exit_code == 0, written.stderr
    return path


@pytest.mark.parametrize("report", PAGES, ids=" ".join)
def test_a_browser_shows_the_page_on_a_desk_and_on_a_phone_with_nothing_to_complain_of(
    browser, scene, tmp_path, report
):
    from axe_playwright_python.sync_playwright import Axe

    path = page_of(scene, tmp_path, report)
    for width, scheme in SEEN:
        with context(browser, width, scheme) as session:
            page = session.new_page()
            heard: list[str] = []
            page.on("console", lambda message: heard.append(message.text))  # noqa: B023
            page.on("pageerror", lambda error: heard.append(str(error)))  # noqa: B023
            page.on("dialog", lambda dialog: heard.append(f"dialog: {dialog.message}"))  # noqa: B023
            page.on("request", lambda request: heard.append(request.url) if request.url != path.as_uri() else None)  # noqa: B023
            page.goto(path.as_uri())
            found = Axe().run(page).response["violations"]
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

        assert heard == []
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
        assert wide <= 0, f"at {width} the page must be scrolled sideways"


def test_the_page_says_all_without_a_script(browser, scene, tmp_path):
    path = page_of(scene, tmp_path, ["status"])
    told = []
    for script in (True, False):
        with context(browser, 1280, "light", java_script_enabled=script) as session:
            page = session.new_page()
            page.goto(path.as_uri())
            told.append(page.locator("main").inner_text())

    assert "Send the pipeline data" in told[1]
    assert HOSTILE.split(" ")[0] in told[1]
    assert told[0].split() == told[1].split()


def test_a_table_of_the_page_is_sorted_from_the_keyboard(browser, scene, tmp_path):
    path = page_of(scene, tmp_path, ["report", "briefing", "EMA"])
    with context(browser, 1280, "light") as session:
        page = session.new_page()
        page.goto(path.as_uri())
        long = page.locator("table").filter(has=page.locator("tbody tr:nth-child(2)"))
        table = long.filter(has=page.locator("thead button")).first
        button = table.locator("thead button").first
        cells = lambda: table.locator("tbody tr td:first-child, tbody tr th:first-child").all_inner_texts()  # noqa: E731
        before = cells()
        button.focus()
        page.keyboard.press("Enter")
        up = cells()
        page.keyboard.press("Enter")
        down = cells()

    assert sorted(before) == sorted(up) == sorted(down)
    assert up == down[::-1]
    assert len(set(up)) > 1


def test_the_page_prints_on_a4_without_losing_a_word(browser, scene, tmp_path):
    from pypdf import PdfReader

    path = page_of(scene, tmp_path, ["status"])
    with context(browser, 1280, "light") as session:
        page = session.new_page()
        page.goto(path.as_uri())
        page.pdf(path=tmp_path / "page.pdf", format="A4")

    printed = " ".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "page.pdf").pages)
    for action in scene.json("action", "list"):
        assert action["id"] in printed
    assert "Send the pipeline data" in " ".join(printed.split())


def converted(path: Path, form: str) -> list[Path]:
    """The files that LibreOffice makes of *path*: for a spreadsheet one a sheet."""
    office = program("soffice", "libreoffice")
    home = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    made = subprocess.run(
        [office, home, "--headless", "--convert-to", form, "--outdir", path.parent, path],
        capture_output=True,
        text=True,
        check=True,
        timeout=180,
    )
    files = sorted(path.parent.glob(f"{path.stem}*.{form.split(':')[0]}"))
    assert files, made.stderr
    return files


def test_an_office_opens_the_spreadsheet_with_every_word_and_day_and_no_formula(scene, tmp_path):
    path = tmp_path / "register.xlsx"
    assert scene("export", str(path)).exit_code == 0

    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    sheets = {file.stem: file for file in converted(path, every_sheet)}
    with sheets["register-Actions"].open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    expected = scene.json("action", "list", "--all", "--sort", "id")
    assert [row["text"] for row in rows] == [visible(action["text"]) for action in expected]
    assert visible(HOSTILE) in [row["text"] for row in rows]
    assert [row["due"] != "" for row in rows] == [action["due"] is not None for action in expected]


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (["minutes", "M1"], ["EMA/158016/2025", "Platform"]),
        (["briefing", "EMA"], ["Send the pipeline data", HOSTILE[:28]]),
    ],
)
def test_an_office_opens_the_documents(scene, tmp_path, report, words):
    path = tmp_path / "report.docx"
    assert scene("report", *report, "--output", str(path)).exit_code == 0

    [text] = [file.read_text(encoding="utf-8-sig") for file in converted(path, "txt:Text (encoded):UTF8")]

    assert [missing for missing in words if missing not in text] == []


def test_jq_reads_the_whole_register(scene, tmp_path):
    path = tmp_path / "register.json"
    assert scene("export", str(path)).exit_code == 0

    asked = subprocess.run([program("jq"), "[.actions[].text]", path], capture_output=True, text=True, check=True)

    assert json.loads(asked.stdout) == [
        action["text"] for action in scene.json("action", "list", "--all", "--sort", "id")
    ]
