"""Draw the pictures of the README from a demo register: `python docs/make_pictures.py` (the page needs Chromium).

The terminal is drawn as SVG by rich; the page is what a browser shows of the report that `status --output` writes.
"""

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from engtrack.cli.environment import Environment
from engtrack.render.terminal import draw_report
from engtrack.reports.status import layout, status

HERE = Path(__file__).parent
TODAY = "2025-06-20"
WIDTH, LINES = 104, 44


def run(folder: Path, *words: str) -> None:
    """Run a command of engtrack in *folder*."""
    subprocess.run([sys.executable, "-m", "engtrack", "--today", TODAY, *words], check=True, cwd=folder)


def draw_terminal(store: Path) -> None:
    """The first screen of the status report, in colour; no font is loaded from anywhere."""
    env = Environment(environ={"ENGTRACK_STORE": str(store), "ENGTRACK_TODAY": TODAY})
    snapshot = env.read()
    records = (snapshot.meetings, snapshot.actions, snapshot.recommendations)
    value = status(store.name, *records, snapshot.config, env.today)
    whole = Console(width=WIDTH, record=True, file=io.StringIO(), markup=False, highlight=False, force_terminal=True)
    draw_report(whole, layout(value, snapshot.config))
    screen = Console(width=WIDTH, record=True, file=io.StringIO(), force_terminal=True)
    for line in whole.export_text(styles=True).splitlines()[:LINES]:
        screen.print(Text.from_ansi(line))
    drawn = re.sub(r"@font-face \{.*?\}", "", screen.export_svg(title="engtrack", theme=MONOKAI), flags=re.DOTALL)
    (HERE / "status.svg").write_text(drawn, encoding="utf-8")


def draw_page(folder: Path) -> None:
    """The page of the status report at 1280 columns."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        sys.stderr.write("no Chromium was found; the picture of the page was left as it is\n")
        return
    run(folder, "--store", "engtrack.json", "status", "--output", "status.html")
    size = ["--window-size=1280,1500", "--hide-scrollbars", f"--screenshot={HERE / 'page.png'}"]
    page = (folder / "status.html").as_uri()
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", *size, page], check=True, capture_output=True
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(folder, "demo", "engtrack.json")
        draw_terminal(folder / "engtrack.json")
        draw_page(folder)


if __name__ == "__main__":
    main()
