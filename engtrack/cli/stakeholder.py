"""`engtrack stakeholder …`: organisations, known by a short key."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engtrack.cli.complete import stakeholders
from engtrack.cli.environment import Environment, clean
from engtrack.cli.group import Group
from engtrack.cli.options import Reason, Yes, confirmed
from engtrack.cli.show import Format, FormatOption, show_one, show_records, show_report
from engtrack.errors import Misused, NotFound, Refused
from engtrack.kinds import KEYED, KINDS
from engtrack.model import Stakeholder, StakeholderKind

if TYPE_CHECKING:
    from engtrack.store.change import Change

app = typer.Typer(cls=Group, rich_markup_mode=None, no_args_is_help=True, help="Organisations, regulators included.")

Name = Annotated[str, typer.Argument(metavar="KEY", autocompletion=stakeholders, help="Its key, name or an alias.")]
KIND = typer.Option(metavar="KIND", help=f"What it is: {', '.join(StakeholderKind)}.")


@app.command()
def add(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(help="The short name that you will type, like ARM.")],
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="The full name [the key].")] = None,
    kind: Annotated[StakeholderKind, KIND] = StakeholderKind.OTHER,
    alias: Annotated[list[str] | None, typer.Option(metavar="TEXT", help="Another name; repeat it for more.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Add a stakeholder."""
    env: Environment = ctx.obj
    short = new_key_of(key)
    full = clean(name, "--name") if name is not None else short
    aliases = tuple(clean(word, "--alias") for word in alias or ())

    def enter(change: "Change") -> Stakeholder:
        refuse_taken(change, (short, full, *aliases))
        return change.add(Stakeholder, key=short, name=full, kind=kind, aliases=aliases)

    stakeholder = env.change(enter)
    env.note(f"added {stakeholder.key}")
    from engtrack.reports.tables import stakeholders_table

    show_one(env, stakeholder, stakeholders_table([stakeholder], ""), format)


def new_key_of(text: str) -> str:
    """A key as it may be given; Misused for what means something else on the command line."""
    short = clean(text, "the key")
    if re.fullmatch(rf"[{''.join(KINDS)}]-?\d+", short, re.IGNORECASE):
        raise Misused(f"{short!r} looks like the id of a record; a key has to be a name, like ARM")
    if short.casefold() in {"us", "none"}:
        raise Misused(f"{short!r} means something else on the command line; choose another key, like ARM")
    return short


def refuse_taken(change: "Change", names: Iterable[str], own: str | None = None) -> None:
    """Refused when one of *names* is a name of another stakeholder than *own*."""
    for known in change.stakeholders:
        for word in names:
            if known.id != own and known.answers_to(word):
                raise Refused(f"{word!r} is taken: it names {known.key} ({known.name})")


@app.command("list")
def list_stakeholders(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the stakeholders by key."""
    env: Environment = ctx.obj
    _show(sorted(env.read().stakeholders, key=lambda item: item.key.casefold()), env, format)


def _show(found: list[Stakeholder], env: Environment, format: Format) -> None:
    from engtrack.reports.tables import stakeholders_table

    table = stakeholders_table(found, "no stakeholder yet; engtrack stakeholder add KEY --name NAME adds one")
    show_records(env, found, Stakeholder, table, format)


@app.command()
def show(ctx: typer.Context, key: Name, format: FormatOption = Format.TABLE) -> None:
    """Show the whole relationship with a stakeholder: meetings, who owes what, routes, last contact."""
    from engtrack.reports.relationship import relationship, stakeholder_report

    env: Environment = ctx.obj
    snapshot = env.read()
    who = snapshot.stakeholder(key)
    value = relationship(who, snapshot.meetings, snapshot.actions, snapshot.recommendations, snapshot.points, env.today)
    show_report(env, stakeholder_report(value, snapshot.config), who, format)


@app.command()
def edit(
    ctx: typer.Context,
    key: Name,
    new_key: Annotated[str | None, typer.Option("--key", metavar="KEY", help="The short name from now on.")] = None,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="The full name.")] = None,
    kind: Annotated[StakeholderKind | None, KIND] = None,
    alias: Annotated[list[str] | None, typer.Option(metavar="TEXT", help="One more name; repeatable.")] = None,
    unalias: Annotated[list[str] | None, typer.Option(metavar="TEXT", help="A name to take away; repeatable.")] = None,
    reason: Reason = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Change a stakeholder by options, or in your editor when no option is given."""
    env: Environment = ctx.obj
    asked: dict[str, Any] = {
        "key": new_key_of(new_key) if new_key is not None else None,
        "name": name,
        "kind": kind,
        "aliases": alias,
        "unalias": unalias,
    }
    asked = {field: value for field, value in asked.items() if value not in (None, [])}
    if not asked:
        from engtrack.cli.editing import STAKEHOLDER_COMMENTS, edit_in_editor

        before = env.read().stakeholder(key)
        _show([edit_in_editor(env, before, STAKEHOLDER_COMMENTS, _read_typed, reason)], env, format)
        return

    def amend(change: "Change") -> Stakeholder:
        before = change.stakeholder(key)
        after = _amended(change, before, asked)
        if after.key != before.key and not after.answers_to(before.key):
            after = after.having(aliases=(*after.aliases, before.key))
        change.put(after)
        if after.key != before.key:
            _repoint(change, before.key, after.key)
        return after

    _show([env.change(amend, reason)], env, format)


def _amended(change: "Change", who: Stakeholder, asked: dict[str, Any]) -> Stakeholder:
    """*who* with what was *asked* for; refused where one of its names is another's."""
    fields = {field: clean(asked[field], f"--{field}") for field in ("key", "name") if field in asked}
    aliases = [*who.aliases, *(clean(word, "--alias") for word in asked.get("aliases", ()))]
    for word in asked.get("unalias", ()):
        if word.casefold() not in {alias.casefold() for alias in aliases}:
            raise Misused(f"{who.key} is not also known as {word!r}; it is as: {', '.join(aliases) or 'nothing else'}")
        aliases = [alias for alias in aliases if alias.casefold() != word.casefold()]
    new = who.having(**fields, aliases=tuple(dict.fromkeys(aliases)), kind=asked.get("kind", who.kind))
    refuse_taken(change, (new.key, new.name, *new.aliases), new.id)
    return new


def _read_typed(env: Environment, change: "Change", who: Stakeholder, fields: dict[str, Any]) -> Stakeholder:
    """The stakeholder that the text of the editor describes."""
    from engtrack.cli.amending import one_of

    asked = {field: value for field, value in fields.items() if value not in (None, [])}
    if "name" not in asked:
        raise Misused("the name is missing")
    asked["kind"] = one_of(StakeholderKind, asked.get("kind"))
    return _amended(change, who.having(aliases=()), asked)


def _repoint(change: "Change", old: str, new: str) -> list[str]:
    """Let everything that names *old* name *new*; returns the ids of what was changed."""
    moved = []
    for kind in KINDS.values():
        for record in list(change.records(kind)):
            fields = {
                field: tuple(dict.fromkeys(new if key == old else key for key in keys))
                for field in KEYED
                if old in (keys := getattr(record, field, ()))
            }
            if fields:
                moved.append(change.put(record.having(**fields)).id)
    if change.config.us == old:
        change.set_config(change.config.having("us", new))
    return moved


@app.command()
def merge(
    ctx: typer.Context,
    key: Name,
    into: Annotated[str, typer.Argument(metavar="INTO", autocompletion=stakeholders, help="The one that stays.")],
    reason: Reason = None,
    yes: Yes = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Make one stakeholder of two: all that names the first names the second, which answers to both names."""
    env: Environment = ctx.obj

    snapshot = env.read()
    first, second = snapshot.stakeholder(key), snapshot.stakeholder(into)
    if first.key == snapshot.config.us and first.id != second.id:
        raise Refused(f"{first.key} ({first.name}) is us; engtrack config us KEY says who else, then it can be merged")
    if first.id != second.id:
        question = f"Make {first.key} ({first.name}) a part of {second.key} ({second.name})?"
        if not yes and not env.can_ask:
            raise Refused(
                f"there is nobody to ask: {question[0].lower()}{question[1:]} --yes says so; nothing was changed"
            )
        if not confirmed(env, question, yes):
            raise Refused("nothing was changed")

    def unite(change: "Change") -> tuple[Stakeholder, Stakeholder, list[str]]:
        gone, stays = change.stakeholder(key), change.stakeholder(into)
        if gone.id == stays.id:
            raise Refused(f"{key} and {into} are the same stakeholder already: {stays.key} ({stays.name})")
        moved = _repoint(change, gone.key, stays.key)
        change.remove(gone.id)
        names = (*stays.aliases, gone.key, gone.name, *gone.aliases)
        stays = change.put(
            stays.having(aliases=tuple(dict.fromkeys(name for name in names if name not in {stays.key, stays.name})))
        )
        return gone, stays, moved

    gone, stays, moved = env.change(unite, reason)
    env.note(f"{gone.key} is {stays.key} now, in {len(moved)} record{'' if len(moved) == 1 else 's'}")
    _show([stays], env, format)


@app.command()
def forget(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The name of a person, as it stands in the register.")],
    reason: Reason = None,
    yes: Yes = False,
) -> None:
    """Erase a person's name everywhere, the journal included; what happened stays. This cannot be undone."""
    from engtrack.store.erasure import forget as erase
    from engtrack.store.erasure import occurrences

    env: Environment = ctx.obj
    words = clean(name, "the name")
    if len(words) < 3 or re.fullmatch(rf"[{''.join(KINDS)}]?\d+", words, re.IGNORECASE):
        raise Misused(f"{words!r} is too short to be a name, or is an id; give the name in full")
    register = env.register
    register.refuse_damaged("; nothing was forgotten")
    known = [item for item in register.read().stakeholders if item.answers_to(words)]
    for item in known:
        if item.kind is not StakeholderKind.OTHER or item.key == register.read().config.us:
            raise Refused(f"{item.key} is an organisation ({item.name}), not a person; only persons are forgotten")
    names = [words, *(spelt for item in known for spelt in (item.key, item.name, *item.aliases))]
    found = occurrences(register, names)
    if not found.times:
        raise NotFound("name", words, hint="nothing was forgotten")
    where = ", ".join(found.records[:12]) + (", …" if len(found.records) > 12 else "") or "no record"
    env.note(
        f"{', '.join(dict.fromkeys(names))} stands {found.times} times in the register and its journal, in {where}"
    )
    if found.longer:
        env.note(
            f"it is also a part of {', '.join(map(repr, found.longer[:5]))}; forget those first if they are the name"
        )
    if not yes and not env.can_ask:
        raise Refused("there is nobody to ask whether to forget it for good; --yes says so; nothing was forgotten")
    if not confirmed(env, "Forget it for good? It cannot be undone", yes):
        raise Refused("nothing was forgotten")
    erased = erase(register, names, env.author(reason))
    env.note(f"forgotten: {erased.word} stands there now, {erased.times} times")
    copies = erased.copies or sorted((env.folder / "backups").glob("*.zip"))
    if copies:
        env.note(f"these may hold the name still; delete them: {', '.join(map(str, copies))}")
