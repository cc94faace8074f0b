"""Tables and reports on a terminal, fitted to its width. The only home of rich.

Where there is room a table is a table; below CARDS columns, or where it would be too wide, each row is a small card, so
that nothing is cut.
"""

from collections.abc import Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from engtrack.layout import Chart, Column, Part, Prose, Report, Role, Row, Table, Timeline, Tone
from engtrack.render.text import as_table, visible, width_of

CARDS = 60
ROOM_FOR_EXTRAS = 100
BETWEEN = 3
"""Columns that the borders between two cells take."""
MAIN_LEAST = 24
BAR = 24
STYLES = {Tone.PLAIN: "", Tone.LATE: "red", Tone.SOON: "yellow", Tone.CLOSED: "dim"}


def console(width: int | None, colour: bool) -> Console:
    """A console on which text is text: no markup, no emoji codes, no highlighting."""
    return Console(
        width=width,
        markup=False,
        emoji=False,
        highlight=False,
        no_color=not colour,
        color_system="auto" if colour else None,
        force_terminal=None if colour else False,
    )


def draw_table(screen: Console, table: Table, more: str = "") -> None:
    """Print the table, and *more* under it."""
    screen.print(_table(table, screen.width))
    if more:
        screen.print(Text(more, style="dim"))


def draw_report(screen: Console, report: Report) -> None:
    """Print the report: title, facts, and each table under its title."""
    screen.print(Text(visible(report.title), style="bold"))
    if report.facts:
        screen.print(_facts(report.facts, screen.width))
    for part in report.parts:
        screen.print()
        screen.print(Rule(Text(visible(part.title), style="bold"), align="left", style="dim", characters="─"))
        for drawn in _part(part, screen.width):
            screen.print(drawn)


def _part(part: Part, width: int) -> Iterator[RenderableType]:
    if isinstance(part, Prose):
        for text in part.paragraphs:
            yield Text(visible(text), overflow="fold")
        for item in part.items:
            yield Padding(Text(f"• {visible(item)}", overflow="fold"), (0, 0, 0, 2))
    elif isinstance(part, Chart):
        yield _sparklines(part) if part.is_over_time else _table(_as_bars(part), width)
    elif isinstance(part, Timeline) and part.marks:
        yield _timeline(part, width)
    else:
        table = part if isinstance(part, Table) else as_table(part)
        yield _table(table, width) if table.rows else Padding(Text(visible(table.empty), style="dim"), (0, 0, 0, 2))


def _as_bars(chart: Chart) -> Table:
    """A chart of one series as a table with bars."""
    columns = (Column("", Role.ID), *(Column(series.name, Role.BAR) for series in chart.series))
    values = zip(*(series.values for series in chart.series), strict=True)
    rows = tuple(Row((label, *map(str, row))) for label, row in zip(chart.labels, values, strict=True))
    return Table(chart.title, columns, rows)


SPARKS = "▁▂▃▄▅▆▇█"


def _sparklines(chart: Chart) -> RenderableType:
    """Each series as a line of little bars on one scale, with its last value and its sum."""
    grid = Grid.grid(padding=(0, 2, 0, 0))
    top = max((value for series in chart.series for value in series.values), default=0)
    for series in chart.series:
        bars = "".join(SPARKS[(value * (len(SPARKS) - 1) + top - 1) // top if top else 0] for value in series.values)
        last = series.values[-1] if series.values else 0
        grid.add_row(Text(visible(series.name)), Text(bars, style=STYLES[series.tone] or "cyan"), Text(f"now {last}"))
    grid.add_row(Text(""), Text(f"{chart.labels[0]} – {chart.labels[-1]}" if chart.labels else "", style="dim"))
    return grid


def _timeline(timeline: Timeline, width: int) -> RenderableType:
    """A line a mark, with today between what was and what is to come."""
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", max_width=max(width - 14, 12))
    shown_today = False
    for mark in timeline.marks:
        if mark.day >= timeline.today and not shown_today:
            grid.add_row(Text(timeline.today.isoformat(), style="bold"), Text("┼"), Text("today", style="bold"))
            shown_today = True
        style = STYLES[mark.tone] or ("dim" if mark.day < timeline.today else "")
        grid.add_row(
            Text(mark.day.isoformat()), Text("●", style=style), Text(visible(f"{mark.kind}: {mark.text}"), style=style)
        )
    if not shown_today:
        grid.add_row(Text(timeline.today.isoformat(), style="bold"), Text("┼"), Text("today", style="bold"))
    return grid


def rows_that_fit(table: Table, width: int, height: int) -> int:
    """How many rows of the table take up to *height* lines of a screen, folded as they will be."""
    sample = table.rows[:height]
    rooms = _rooms(Table(table.title, table.columns, sample, table.empty), width)
    lines = 0
    for count, row in enumerate(sample):
        if rooms is None:
            card = sum(width_of(cell) + 3 for cell in row.cells)
            lines += 1 + -(-card // width)
        else:
            lines += max(-(-width_of(row.cells[n]) // room) for n, room in rooms.items())
        if lines > height:
            return max(count, 1)
    return len(sample)


def _rooms(table: Table, width: int) -> dict[int, int] | None:
    """The columns that are shown, and the width of each; None where a table has no room, and cards must do.

    The main column takes what the others leave. Where that is too little, the widest of the others are folded, but
    never within a word.
    """
    shown = _shown(table, width)
    if not any(table.columns[n].role is Role.MAIN for n in shown):
        natural = {n: _natural(table, n) for n in shown}
        bars = sum(table.columns[n].role is Role.BAR for n in shown) * (BAR - 10 if width < CARDS else 0)
        return natural if sum(natural.values()) + 2 * (len(shown) - 1) - bars <= width else None
    if width < CARDS:
        return None
    others = {n: _natural(table, n) for n in shown if table.columns[n].role is not Role.MAIN}
    least = {n: _longest_word(table, n) for n in others}
    mains = [n for n in shown if n not in others]
    left = width - BETWEEN * (len(shown) - 1)
    while (over := sum(others.values()) + MAIN_LEAST * len(mains) - left) > 0:
        widest = max(others, key=lambda n: others[n] - least[n], default=None)
        if widest is None or others[widest] == least[widest]:
            return None
        others[widest] -= min(over, max(1, (others[widest] - least[widest]) // 2))
    rest = (left - sum(others.values())) // len(mains)
    return {n: others.get(n, rest) for n in shown}


def _natural(table: Table, n: int) -> int:
    column = table.columns[n]
    if column.role is Role.BAR:
        return max(BAR + 1 + max((len(row.cells[n]) for row in table.rows), default=1), width_of(column.name))
    return max(width_of(column.name), *(width_of(visible(row.cells[n])) for row in table.rows), 1)


def _longest_word(table: Table, n: int) -> int:
    """The least width at which no word of the column is broken; short facts and bars are not folded at all."""
    if table.columns[n].role in {Role.ID, Role.BAR}:
        return _natural(table, n)
    texts = [table.columns[n].name, *(visible(row.cells[n]) for row in table.rows)]
    return max((width_of(word) for text in texts for word in text.split()), default=1)


def _shown(table: Table, width: int) -> list[int]:
    """The columns that there is room for."""
    return [n for n, column in enumerate(table.columns) if column.role is not Role.EXTRA or width >= ROOM_FOR_EXTRAS]


def _facts(facts: tuple[tuple[str, str], ...], width: int) -> RenderableType:
    grid = Grid.grid(padding=(0, 2 if width >= CARDS else 1, 0, 0))
    grid.add_column(style="dim", overflow="fold", max_width=max(8, width // 3))
    grid.add_column(overflow="fold")
    for label, value in facts:
        grid.add_row(Text(label), Text(visible(value)))
    return grid


def _table(table: Table, width: int) -> RenderableType:
    rooms = _rooms(table, width)
    if rooms is None:
        return Group(*(_card(table, row) for row in table.rows))
    grid = Grid(
        box=box.SIMPLE_HEAD if width >= CARDS else None, pad_edge=False, show_edge=False, header_style="bold dim"
    )
    longest = _longest_bars(table)
    has_main = any(column.role is Role.MAIN for column in table.columns)
    for n, room in rooms.items():
        column = table.columns[n]
        grid.add_column(
            Text(column.name),
            overflow="fold",
            no_wrap=column.role in {Role.ID, Role.BAR},
            width=room if has_main else None,
        )
    for row in table.rows:
        grid.add_row(*(_cell(table, row, n, longest[n], width) for n in rooms))
    return grid


def _cell(table: Table, row: Row, n: int, longest: int, width: int) -> Text:
    if table.columns[n].role is Role.BAR:
        return _bar(int(row.cells[n]), longest, BAR if width >= CARDS else 10, STYLES[row.tone])
    return Text(visible(row.cells[n]), style=_style(table.columns[n].role, row.tone))


def _style(role: Role, tone: Tone) -> str:
    """Colour goes to what is to be noticed: a whole closed row is dim, of a late one the short facts are red."""
    if tone is Tone.CLOSED:
        return "dim"
    if role is Role.ID:
        return "bold cyan"
    return STYLES[tone] if role is Role.FACT else ""


def _bar(count: int, longest: int, room: int, style: str) -> Text:
    filled = max(1, round(count / longest * room)) if count and longest else 0
    return Text.assemble(("█" * filled, style or "cyan"), f" {count}" if filled else f"{count}")


def _longest_bars(table: Table) -> list[int]:
    return [
        max((int(row.cells[n]) for row in table.rows), default=0) if column.role is Role.BAR else 0
        for n, column in enumerate(table.columns)
    ]


def _card(table: Table, row: Row) -> RenderableType:
    head = Text()
    body = Text()
    for n, column in enumerate(table.columns):
        text = visible(row.cells[n])
        if column.role is Role.MAIN:
            body.append(text, style=_style(Role.MAIN, row.tone))
        elif text and column.role is not Role.EXTRA:
            head.append(" · " if head else "")
            if text.isdecimal() and column.role is not Role.ID:  # a bare number says nothing without its heading
                head.append(f"{column.name} ", style="dim")
            head.append(text, style=_style(column.role, row.tone))
    return Group(head, Padding(body, (0, 0, 0, 2)))
