"""A document to a draft: the record that a careful colleague would have written, with evidence and doubts."""

import datetime as dt
import re
from collections.abc import Iterable

import msgspec

from engtrack.intake.action_tables import asks_in_table
from engtrack.intake.asks import Ask, DraftAction, Passed
from engtrack.intake.clauses import head_of
from engtrack.intake.days import due_alone
from engtrack.intake.documents import Document
from engtrack.intake.grammar import look_alike, routes_in
from engtrack.intake.header import Facts, read_header
from engtrack.intake.sentences import asks_in
from engtrack.intake.structure import Sentence, Structure, read_structure
from engtrack.model import PointKind, Source, Stakeholder, Strength, Topic


class DraftStakeholder(msgspec.Struct, frozen=True):
    key: str
    name: str


class DraftMeeting(msgspec.Struct, frozen=True):
    title: str
    date: dt.date | None
    document_date: dt.date | None
    reference: str | None
    kind: str
    stakeholders: tuple[DraftStakeholder, ...]
    next_meeting: dt.date | None


class DraftPoint(msgspec.Struct, frozen=True):
    topic: str | None
    speaker: tuple[str, ...]
    kind: PointKind
    text: str
    line: int


class Possible(DraftAction, frozen=True):
    """A clause that may be an ask, but not surely, and why it is not sure."""

    why: str


class DraftRecommendation(msgspec.Struct, frozen=True, rename={"for_": "for"}):
    route: str
    for_: tuple[str, ...]
    recommended_by: tuple[str, ...]
    strength: Strength
    topic: str | None
    evidence: str
    line: int


class Draft(msgspec.Struct, frozen=True):
    """What was read from one document."""

    source: Source
    meeting: DraftMeeting
    topics: tuple[Topic, ...]
    points: tuple[DraftPoint, ...]
    actions: tuple[DraftAction, ...]
    possible: tuple[Possible, ...]
    recommendations: tuple[DraftRecommendation, ...]
    doubts: tuple[str, ...]


class Explanation(msgspec.Struct, frozen=True):
    """Why a clause was taken for what it was taken for."""

    line: int
    taken_as: str
    words: str
    form: str
    why: str


class Read(msgspec.Struct, frozen=True):
    """A draft, the kinds and names of the organisations in it by key, and the reason of each item in it and of each passed over."""

    draft: Draft
    kinds: dict[str, str]
    names: dict[str, str]
    explanations: tuple[Explanation, ...]


SILENT = frozenset({"people", "agenda", "boilerplate", "header"})


def read_draft(
    document: Document, known: Iterable[Stakeholder] = (), order: str | None = None, explain: bool = False
) -> Read:
    """Read *document*; *known* are the stakeholders of the register, whose keys and aliases count as words.

    *order*, `dmy` or `mdy`, settles how 03/04/2025 is read; without it the country of the agency does, with a doubt.
    With *explain*, sentences that only sound like asks are explained as well.
    """
    structure = read_structure(document)
    facts = read_header(structure, known, order)
    parties = facts.parties()
    points: list[DraftPoint] = []
    asks: list[Ask] = []
    passed: list[Passed] = []
    last: tuple[str, ...] = ()
    above = sum(sentence.section == "header" for sentence in structure.sentences)
    day = facts.date or facts.document_date
    is_headless = not structure.headings or 2 * above > len(structure.sentences)
    for sentence in structure.sentences:
        if sentence.section in SILENT and not (sentence.section == "header" and is_headless):
            continue
        if asks and asks[-1].due is None and (due := due_alone(sentence.text, day, facts.american)):
            asks[-1] = msgspec.structs.replace(asks[-1], due=due)
        speaker = head_of(sentence.text, parties, last)
        found, not_found = asks_in(sentence, parties, day, speaker, last, facts.american)
        asks += found
        passed += not_found
        if explain and not found and not not_found and (why := look_alike(sentence.text)):
            passed.append(Passed(sentence.text, sentence.line_at(0), why))
        parties.recent = tuple(key for key in parties.named(sentence.text) if key in parties.others) or parties.recent
        parties.routes = tuple(dict.fromkeys(key for key, _, _ in routes_in(sentence.text)))
        parties.asked = next((ask.owner for ask in found if set(ask.owner) & set(parties.others)), ())
        last = speaker or last
        if sentence.section != "header":
            points.append(_point(sentence, speaker, found))
    topics = {heading.label: heading.label for heading in structure.headings}
    for table in structure.tables:
        found, not_found = asks_in_table(table, parties, day, facts.american, topics)
        asks += found
        passed += not_found
    return _assembled(document, structure, facts, points, _without_next_meeting(asks), passed)


_MEETS = re.compile(
    r"\b(?:next|follow-up)\b.{0,60}\b(?:meeting|bilateral|plenary)\b.{0,40}\b(?:scheduled|held|planned|take place)\b",
    re.I,
)


def _without_next_meeting(asks: list[Ask]) -> list[Ask]:
    return [ask for ask in asks if not (ask.possible and _MEETS.search(ask.evidence))]


_COURTESY = re.compile(
    r"\b(?:welcom|thank|appreciat|grateful|acknowledg|prais|congratulat|valuable collaboration|pleased|greeted)\w*",
    re.I,
)
_POSITION = re.compile(
    r"\b(?:should|must|need(?:s|ed)? to|the need|importan\w+|stress|emphasi|highlight|underlin|flag|view|argu|concern|position|felt|regret|desirable|suggest|propos|considered|"
    r"opinion|confirmed)\w*",
    re.I,
)


def _point(sentence: Sentence, speaker: tuple[str, ...], asks: list[Ask]) -> DraftPoint:
    sure = [ask for ask in asks if not ask.possible]
    if any(ask.strength in {Strength.COMMITTED, Strength.AGREED} for ask in sure):
        kind = PointKind.COMMITMENT
    elif sure:
        kind = PointKind.REQUEST
    elif _COURTESY.search(sentence.text):
        kind = PointKind.COURTESY
    else:
        kind = PointKind.POSITION if _POSITION.search(sentence.text) else PointKind.INFORMATION
    # of "ARM was invited" the speaker is who invited
    speaker = next((ask.requested_by for ask in asks if ask.owner == speaker and ask.requested_by), speaker)
    return DraftPoint(sentence.topic, speaker, kind, sentence.text, sentence.line_at(0))


def _assembled(
    document: Document,
    structure: Structure,
    facts: Facts,
    points: list[DraftPoint],
    asks: list[Ask],
    passed: list[Passed],
) -> Read:
    actions, possible, recommendations = [], [], []
    explanations = []
    recommended: set[tuple[str, tuple[str, ...]]] = set()
    # what companies in general are told is told to who sat there for them
    heard = tuple(key for key in facts.met if not facts.organisations[key].is_agency)
    for ask in asks:
        taken_as = "action"
        if ask.possible:
            taken_as = "possible"
            possible.append(Possible(**msgspec.structs.asdict(ask.as_action()), why=ask.why))
        elif ask.routes:
            taken_as = "recommendation of " + ", ".join(ask.routes)
            owner = ask.owner or heard
            for route in ask.routes:
                if (route, owner) not in recommended:
                    recommended.add((route, owner))
                    recommendations.append(
                        DraftRecommendation(
                            route, owner, ask.requested_by, ask.strength, ask.topic, ask.evidence, ask.line
                        )
                    )
        else:
            actions.append(ask.as_action())
        explanations.append(Explanation(ask.line, taken_as, ask.evidence, ask.form, ask.why))
    explanations += [Explanation(item.line, "passed over", item.text, "", item.why) for item in passed]
    draft = Draft(
        source=Source(file=document.file, sha256=document.sha256),
        meeting=DraftMeeting(
            title=facts.title,
            date=facts.date,
            document_date=facts.document_date,
            reference=facts.reference,
            kind=facts.kind,
            stakeholders=tuple(DraftStakeholder(key, facts.organisations[key].name) for key in facts.met),
            next_meeting=facts.next_meeting,
        ),
        topics=tuple(Topic(number=heading.number, title=heading.title) for heading in structure.headings),
        points=tuple(points),
        actions=tuple(actions),
        possible=tuple(possible),
        recommendations=tuple(recommendations),
        doubts=(*document.notes, *facts.doubts),
    )
    kinds = {key: organisation.kind for key, organisation in facts.organisations.items()}
    names = {key: organisation.name for key, organisation in facts.organisations.items()}
    return Read(draft, kinds, names, tuple(sorted(explanations, key=lambda item: item.line)))
