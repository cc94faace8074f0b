"""`engtrack route advise` and `engtrack route plan`: where to go, and by when to do what."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engtrack.cli.complete import recommendations, records
from engtrack.cli.environment import Environment, clean
from engtrack.cli.options import day_option
from engtrack.cli.show import Format, FormatOption, show_records, show_report
from engtrack.errors import Misused, NotFound, Refused
from engtrack.model import Action, ActionStatus, Recommendation

if TYPE_CHECKING:
    from engtrack.routes.planning import Plan
    from engtrack.store.change import Change
    from engtrack.store.snapshot import Snapshot


def advise(
    ctx: typer.Context,
    target: Annotated[
        str | None,
        typer.Argument(metavar="[WHOM]", autocompletion=records, help="A stakeholder's key, or an action like A4."),
    ] = None,
    who: Annotated[
        str | None, typer.Option(metavar="WHO", help="company, sme, academia, association or patients.")
    ] = None,
    stage: Annotated[
        str | None,
        typer.Option(
            metavar="STAGE", help="discovery, preclinical, early-clinical, late-clinical, submission or marketed."
        ),
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option(
            metavar="SUBJECT",
            help="manufacturing, quality, nonclinical, clinical, methodology, policy, procedure, classification, hta, "
            "portfolio or devices.",
        ),
    ] = None,
    product: Annotated[
        str | None,
        typer.Option(
            metavar="PRODUCT", help="gene-therapy, cell-therapy, tissue-engineered, biological, chemical or vaccine."
        ),
    ] = None,
    agency: Annotated[str | None, typer.Option(metavar="AGENCY", help="EMA, FDA, MHRA or EU.")] = None,
    goal: Annotated[str | None, typer.Option(metavar="TEXT", help="What you want to reach, in your words.")] = None,
    top: Annotated[int, typer.Option(min=1, metavar="N", help="How many routes are shown with all reasons.")] = 3,
    format: FormatOption = Format.TABLE,
) -> None:
    """Suggest routes for a situation, with reasons for and against, their sources, and what is not known."""
    from engtrack.reports.advice import Advised, advice_report, advised, ranking
    from engtrack.routes import adviser
    from engtrack.routes.situations import read_from

    env: Environment = ctx.obj
    catalogue = env.catalogue()
    given = {"who": who, "stage": stage, "subject": subject, "product": product}
    given = {name: value.strip().casefold() for name, value in given.items() if value is not None}
    if agency is not None:
        given["agency"] = _agency(agency, catalogue)
    if goal is not None:
        given["goal"] = clean(goal, "--goal")
    known = _known(env, env.read(), target, {**catalogue}) if target else {}
    if goal is not None and set(given) == {"goal"} and not known:
        known = dict(read_from(goal))
        env.note(f"read from the words of the goal: {', '.join(known.values()) or 'nothing'}")
    situation = adviser.Situation(**{**known, **given})
    if situation.is_empty:
        raise Misused(
            "nothing is known of the situation; say at least one of --who, --stage, --subject, --product, --agency, "
            "--goal, or name a stakeholder or an action"
        )
    answer = adviser.advise(situation, catalogue)
    if format in {Format.TABLE, Format.MD}:
        show_report(env, advice_report(situation, answer, top), None, format)
    else:
        rows = advised(answer.advice)
        show_records(env, rows, Advised, ranking(answer.advice), format)
    if not answer.advice:
        env.note(_nothing(answer))


def _agency(agency: str, catalogue: dict[str, Any]) -> str:
    known = {part for route in catalogue.values() for part in (route.agency.value or "").split("+") if part}
    for name in known:
        if name.casefold() == agency.strip().casefold():
            return str(name)
    raise NotFound("agency", agency, known, f"the catalogue has routes of {', '.join(sorted(known))}")


def _nothing(answer: Any) -> str:
    """What is missing, where nothing fits: the parts of the situation that rule out the nearest routes."""
    nearest = [item for item in answer.excluded if len(item.because) == 1 and "any" not in item.because]
    if not nearest:
        return "no route of the catalogue fits, and none is near; fewer facts would show more"
    parts = dict.fromkeys(part for item in nearest for part in item.because)
    return (
        f"no route of the catalogue fits; without {' or '.join(parts)} there would be "
        f"{', '.join(item.route for item in nearest)}"
    )


def _known(env: Environment, snapshot: "Snapshot", target: str, catalogue: dict[str, Any]) -> dict[str, Any]:
    """What the register says of a stakeholder, or of an action: who asks, about what, of whom, and what was taken."""
    from engtrack.routes import situations

    recommendations = list(snapshot.recommendations)
    try:
        who = snapshot.stakeholder(target)
    except NotFound:
        if not _is_action(target):
            raise NotFound(
                "stakeholder or action", target, hint="name a stakeholder's key, or an action like A4"
            ) from None
    else:
        said = {"who": situations.who_is(who), "taken": situations.taken(who.key, recommendations)}
        return {name: value for name, value in said.items() if value}
    action = snapshot.actions.get(target)
    meeting = snapshot.meetings.get(action.meeting) if action.meeting else None
    text = situations.said_in(action, meeting)
    known: dict[str, Any] = {**situations.read_from(text), "goal": text}
    env.note(f"read from the words of {action.id}: {', '.join(situations.read_from(text).values()) or 'nothing'}")
    agencies = {part for route in catalogue.values() for part in (route.agency.value or "").split("+")}
    involved = [snapshot.stakeholder(key) for key in (*action.owner, *action.requested_by)]
    known |= {"agency": next((item.key for item in involved if item.key in agencies), None)}
    for stakeholder in involved:
        if stakeholder.kind not in {"regulator", "hta"}:
            known |= {
                "who": situations.who_is(stakeholder),
                "taken": situations.taken(stakeholder.key, recommendations),
            }
            break
    return {name: value for name, value in known.items() if value}


def _is_action(text: str) -> bool:
    return text[:1].casefold() == "a" and text[1:].removeprefix("-").isdecimal()


def plan(
    ctx: typer.Context,
    id: Annotated[
        str, typer.Argument(metavar="ID", autocompletion=recommendations, help="The recommendation, like R4.")
    ],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day of the meeting.")],
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep our milestones as actions; those kept before move to the new days.")
    ] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Lay the milestones of a recommended route back from the day of its meeting."""
    from engtrack.reports.advice import plan_report
    from engtrack.routes.catalogue import find_route
    from engtrack.routes.planning import plan as plan_route

    env: Environment = ctx.obj
    snapshot = env.read()
    item = snapshot.recommendations.get(id)
    route = find_route(env.catalogue(), item.route)
    day = day_option(env, on, snapshot.config)
    assert day is not None
    value = plan_route(route, day, env.today, snapshot.config.calendar)
    if day < env.today:
        env.note(f"{on!r} is {day}, which is past: everything would have been late")
    if keep:
        _keep(env, item, value)
    applicant = "us" if snapshot.config.us in item.for_ else " + ".join(item.for_) or "applicant"
    show_report(env, plan_report(value, route.name.value or route.key, applicant), value, format)


def _keep(env: Environment, item: Recommendation, value: "Plan") -> None:
    """Keep our milestones that have a day as actions for the recommendation, and move those that were kept before."""
    if not item.is_open:
        raise Refused(f"{item.id} was {item.status} on {item.since}; a plan is kept for one that is open")
    ours = [milestone for milestone in value.milestones if milestone.is_ours and milestone.day is not None]
    if not ours:
        raise Refused(f"no lead time of {item.route} is known for what is ours to do; there is nothing to keep")

    def put(change: "Change") -> tuple[list[Action], list[Action]]:
        kept = {
            action.text: action
            for action in change.actions
            if action.recommendation == item.id and "plan" in action.tags and action.status is not ActionStatus.DROPPED
        }
        added, moved = [], []
        for milestone in ours:
            text = f"{item.route}: {milestone.what}"
            before = kept.get(text)
            if before is None:
                new = change.add(
                    Action,
                    text=text,
                    owner=item.for_,
                    due=milestone.day,
                    tags=("plan",),
                    recommendation=item.id,
                    happened_on=env.today,
                )
                added.append(new)
            elif before.is_open and before.due != milestone.day:
                moved.append(change.put(before.having(due=milestone.day)))
        return added, moved

    added, moved = env.change(put)
    parts = [
        f"{verb}: {', '.join(f'{action.id} ({action.due})' for action in actions)}"
        for verb, actions in (("kept", added), ("moved", moved))
        if actions
    ]
    env.note("; ".join(parts) or "all of it was kept already")
    late = [milestone.what for milestone in ours if milestone.is_late]
    if late:
        env.note(f"late already: {'; '.join(late)}" + (f"; {value.feasible} is feasible" if value.feasible else ""))
    dayless = [milestone.what for milestone in value.milestones if milestone.is_ours and milestone.day is None]
    if dayless:
        env.note(f"not kept, as no lead time is known: {'; '.join(dayless)}")
