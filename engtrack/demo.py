"""A believable register to play with: two years of an association's dealings with agencies, all of it made up but EMA and ARM.

The same size gives the same register, but for the moments at which its records were entered.
"""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from engtrack.model import (
    Action,
    Meeting,
    MeetingStatus,
    Point,
    PointKind,
    Priority,
    Recommendation,
    RouteStatus,
    Stakeholder,
    StakeholderKind,
    Strength,
    Topic,
)
from engtrack.store.change import Change

YEARS = 2
STAKEHOLDERS = (
    ("EMA", "European Medicines Agency", StakeholderKind.REGULATOR),
    ("ARM", "Alliance for Regenerative Medicine", StakeholderKind.ASSOCIATION),
    ("NCTA", "Nordic Cell Therapy Association", StakeholderKind.ASSOCIATION),
    ("Veltrane", "Veltrane Bio", StakeholderKind.COMPANY),
    ("Orlentis", "Orlentis Therapeutics", StakeholderKind.SME),
    ("CAGET", "Consortium of Academic Gene Therapy Centres", StakeholderKind.ACADEMIA),
    ("PAGE", "Patients for Advanced and Gene Therapies", StakeholderKind.PATIENTS),
)
TOPICS = (
    "Pipeline trends",
    "Platform technologies for gene editing",
    "Regulatory convergence",
    "Point-of-care manufacture",
    "Long-term follow-up",
    "Comparability",
    "Potency assays",
    "Fees and incentives",
)
TASKS = (
    "Send the pipeline data on {topic}",
    "Comment on the draft guideline on {topic}",
    "Nominate an expert for the drafting group on {topic}",
    "Share case studies on {topic}",
    "Circulate the slides on {topic}",
    "Survey the members on {topic}",
    "Publish the summary of the discussion on {topic}",
    "Report back on {topic}",
)
SAYINGS = (
    "{who} presented its priorities on {topic}.",
    "{who} stressed that predictability matters most on {topic}.",
    "The need for early dialogue on {topic} was acknowledged.",
    "{who} noted the proposals on {topic} and asked for examples.",
)
ROUTES = ("QIG", "ITF", "SA", "ISG", "PRIME", "CAT-CLASS", "SME", "ACADEMIA")
PEOPLE = ("Ada", "Bruno", "Chiara", None, None)


def months(today: dt.date, count: int) -> list[dt.date]:
    """The first days of *count* equal parts of the two years before *today*."""
    first = today - dt.timedelta(days=365 * YEARS)
    return [first + dt.timedelta(days=n * 365 * YEARS // count) for n in range(count)]


class Demo:
    """Fills a register part by part, each as of its own day."""

    def __init__(self, actions: int, today: dt.date, parts: int) -> None:
        self.today = today
        self.days = months(today, parts)
        self.counts = [actions * (n + 1) // parts - actions * n // parts for n in range(parts)]
        self.chance = random.Random(20250508)  # noqa: S311  (nothing here is a secret)
        self.last: Meeting
        self.to_come: list[tuple[dt.date, str, RouteStatus | bool]] = []

    def fill(self, change: Change, part: int) -> None:
        """What came about in this *part* of the two years."""
        if part == 0:
            for key, name, kind in STAKEHOLDERS:
                if not any(known.answers_to(key) for known in change.stakeholders):
                    change.add(Stakeholder, key=key, name=name, kind=kind)
            change.set_config(change.config.having("us", "ARM"))
        day = self.days[part]
        self._come_about(change, day)
        meeting = self._meeting(change, day, part)
        for _ in range(self.counts[part]):
            self._action(change, meeting, day)
        for route in self.chance.sample(ROUTES, 1 + self.chance.randrange(2)):
            self._recommendation(change, meeting, route, day)
        self.last = meeting

    def finish(self, change: Change) -> None:
        """What came about until today, and the meeting that is to come."""
        self._come_about(change, self.today)
        change.add(
            Meeting,
            title=f"{len(self.days) + 1}. bilateral meeting with EMA",
            date=self.today + dt.timedelta(days=24),
            kind="bilateral",
            status=MeetingStatus.PLANNED,
            stakeholders=("EMA", "ARM"),
            follows=self.last.id,
        )

    def _come_about(self, change: Change, day: dt.date) -> None:
        """What was to come until *day*: actions that are done or dropped, and the steps of routes."""
        due = sorted((item for item in self.to_come if item[0] <= day), key=lambda item: item[0])
        self.to_come = [item for item in self.to_come if item[0] > day]
        for on, id, what in due:
            if isinstance(what, RouteStatus):
                change.put(change.recommendations.get(id).moved(what, on, "as was agreed"))
            else:
                action = change.actions.get(id)
                change.put(action.done(on, "done") if what else action.dropped(on))

    def _meeting(self, change: Change, day: dt.date, part: int) -> Meeting:
        others = ("EMA", "ARM") if part % 3 != 2 else ("EMA", "ARM", self.chance.choice(("NCTA", "CAGET", "PAGE")))
        titles = self.chance.sample(TOPICS, 3)
        meeting = change.add(
            Meeting,
            title=f"{part + 1}. bilateral meeting on {titles[0].lower()}",
            date=day,
            kind="bilateral" if len(others) == 2 else "platform",
            stakeholders=others,
            topics=tuple(Topic(number=str(n), title=title) for n, title in enumerate(titles, start=1)),
        )
        for n, title in enumerate(titles, start=1):
            for saying in self.chance.sample(SAYINGS, 2):
                who = self.chance.choice(others)
                text = saying.format(who=who, topic=title.lower())
                speaker = (who,) if "{who}" in saying else ()
                change.add(Point, meeting=meeting.id, topic=str(n), speaker=speaker, kind=PointKind.POSITION, text=text)
        return meeting

    def _action(self, change: Change, meeting: Meeting, day: dt.date) -> None:
        chance = self.chance
        topic = chance.choice(meeting.topics)
        owner, asker = chance.choice(
            ((("ARM",), ("EMA",)), (("EMA",), ("ARM",)), (("EMA", "ARM"), ()), (("ARM",), ("EMA",)))
        )
        strength = (
            Strength.AGREED if len(owner) > 1 else chance.choice(list(Strength)[2:] if asker else [Strength.COMMITTED])
        )
        task = chance.choice(TASKS).format(topic=topic.title.lower())
        fields: dict[str, Any] = {
            "text": task,
            "owner": owner,
            "requested_by": asker,
            "strength": strength,
            "meeting": meeting.id,
            "topic": topic.number,
            "evidence": f"{'both parties agreed' if len(owner) > 1 else f'the {owner[0]} was {strength}'} to {task[0].lower()}{task[1:]}",
            "happened_on": day,
            "due": day + dt.timedelta(days=chance.randrange(14, 240)) if chance.random() < 0.6 else None,
            "assignee": chance.choice(PEOPLE) if "ARM" in owner else None,
            "tags": chance.choice(((), (), ("data",), ("pilot",))),
            "priority": chance.choice((Priority.NORMAL, Priority.NORMAL, Priority.NORMAL, Priority.HIGH, Priority.LOW)),
        }
        action = change.add(Action, **fields)
        closed = day + dt.timedelta(days=chance.randrange(5, 200))
        if closed < self.today and chance.random() < 0.75:
            self.to_come.append((closed, action.id, chance.random() < 0.85))

    def _recommendation(self, change: Change, meeting: Meeting, route: str, day: dt.date) -> None:
        whom = self.chance.choice((("ARM",), ("Veltrane",), ("Orlentis",)))
        item = change.add(
            Recommendation,
            route=route,
            for_=whom,
            recommended_by=("EMA",),
            strength=Strength.ENCOURAGED,
            meeting=meeting.id,
            topic="1",
            happened_on=day,
            because=f"came up under {meeting.topics[0].title.lower()}",
        )
        self.to_come += [(on, item.id, status) for status, on in self._steps(day)]

    def _steps(self, day: dt.date) -> Iterator[tuple[RouteStatus, dt.date]]:
        """How far a recommendation came by today."""
        for status in (RouteStatus.CONSIDERED, RouteStatus.REQUESTED, RouteStatus.SCHEDULED, RouteStatus.HELD):
            day += dt.timedelta(days=self.chance.randrange(10, 90))
            if day >= self.today or self.chance.random() < 0.25:
                return
            yield status, day
