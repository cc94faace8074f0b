"""Whether a verb phrase asks to use an engagement route, or asks for something else and only names one."""

import datetime as dt
import re
from collections.abc import Sequence

from engtrack.intake.grammar import grammar, routes_in

_AND_TO = re.compile(
    r",?\s+(?:and|or)(?:,\s[^,]{2,60},)?\s+(?:also\s+)?(?:to\s+(?=[a-z])(?!(?:the|a|an|its|their|this|these|those|which|whom|our)\b)|that\s+(?:it|they|its members|he|she)\s+(?=[a-z]))|,?\s+and\s+with\s+(?=[a-z]+ing\b)|,?\s+and,\s[^,]{2,90},\s+(?=(?:look|obtain|apply|request|seek|ask|contact)\s)|,\s+or(?:,\s[^,]{2,60},)?\s+(?=(?:go|come|turn|apply|request|seek|ask)\s)"
)
BARE_USE = re.compile(
    r"(?:(?:apply for|request|seek|ask for) (?:it|one)\b|(?:ask for|request) an? (?:\w+ )?meeting there\b|(?:apply|request (?:one|it)|seek (?:it|one)|use (?:it|them)|take (?:it|this) up)(?: (?:early|soon|in good time|in due course|once .*|as soon as .*|when .*|before .*))?$|do (?:so|(?:exactly |just )?that)\b|(?:ask for|request|seek) (?:it|one|an? (?:1:1 )?meeting)\b|"
    r"make use of (?:it|them)\b|submit (?:a|the) request(?: as .*)?$|(?:use|make use of|try) (?:its|their) (?:\w+ ){0,2}(?:meetings?|services?|support|advice|offers?)\b)"
)
OTHER_OBJECT = re.compile(
    r"\b(?:waiting times?|statistics|before|after|prior to|during|ahead of|in view of|template|data|results?|comments|documents?|experiences?|reports?|slides|figures|examples|lessons|"
    r"minutes|letters?|list|guidance|webinars?|workshops?|trainings?|seminars?|courses?|leaflets?|outcomes?|feedback|studies|case stud\w+|names?|contact list|survey|criteria|notes?|answers|summary|fees?|fee)\b"
)
_QUESTIONS = re.compile(
    r"(?:bring|raise|take|turn|submit|put|present|address|discuss|channel|direct|route)\s+(?:\w+\s+){0,4}?(?:questions?|quer(?:y|ies)|issues?|topics?|points?|matters?|cases?|concepts?|instruments?|approach(?:es)?|methods?|projects?|technolog\w+|assays?|platforms?|tools?|ideas?|protocols?|programmes?|programs?|proposals?|strateg\w+|plans?|it|them|this|these|those)\b.*?\b(?:to|with|at|in|through)\s+(?:the\s+|an?\s+)?"
    r"|(?:send|forward|refer)\s+(?:\w+\s+){0,3}?(?:questions?|quer(?:y|ies)|enquir(?:y|ies)|requests?|firms|companies|members|developers|applicants|start-ups|founders)\b.*?\bto\s+(?:the\s+)?"
)
_STRONG = re.compile(
    r"(?:have|point|refer|direct|steer|bring|raise|take|put|present|submit|address|plan|start|hold|propose|access|look (?:at|into)|initiate)\b(?! (?:up|advantage|part))"
)
_HISTORY = re.compile(
    r"\b(?:in|since|until|of|during)\s+(?:(?:early|late|mid)[- ])?(?:\w+\s+)?(?P<year>(?:19|20)\d\d)\b|\blast\s+(?:year|spring|summer|autumn|winter|month)\b|\b(?:earlier|previously|formerly|in the past)\b|\bhad\b"
)


FOR_SOMETHING_ELSE = re.compile(
    r"\s+(?:for (?:(?:the|an?|its|their|more|further) )?(?:\w+ )?(?:slides|lists?|templates?|cop(?:y|ies)|dates?|forms?|contacts?|information|details|data|figures|experts?)\b|whether\b|if\b|to\b)"
)
_NEW_DEED = re.compile(
    r"(?!(?:report|inform|give|send|share|return|circulate|present|let|submit|forward|come|tell|hand|pass|bring|revert|publish|notify|communicate|provide|make|put|discuss|see|be|have|do)\b)"
    r"(?![a-z]+ing\b)[a-z]+ (?:an?|the|two|three|four|five|those|any|all|each|every) (?!(?:results?|outcomes?|findings|summary|replies|answers|dates?)\b)"
)
"""What is another deed and not the end of the first, as sending round what was collected would be."""


def is_past(words: str, met: dt.date | None) -> bool:
    """Whether *words* speak of something that was before the day of the meeting, in a year or otherwise."""
    return any(
        match["year"] is None or met is None or int(match["year"]) <= met.year for match in _HISTORY.finditer(words)
    )


def parts_of(text: str, at: int, end: int) -> list[tuple[int, int, list[str]]]:
    """The verb phrases set apart by `, and to` from *at* to *end*, each with the routes that it asks to use, if any.

    What goes on without a comma (`draft a position and to present it`) stays one phrase, unless it asks to use a route.
    """
    cuts, ends = [at], []
    for match in _AND_TO.finditer(text, at, end):
        follows = text[match.end() : end]
        goes_on = ("," not in match[0] and not _NEW_DEED.match(follows)) or re.match(
            r"(?:\w+\s+){1,2}(?:it|them|these|those|this|the (?:outcome|results?|findings|summary|replies|answers))\b",
            follows,
        )
        is_place = next(
            (start < 3 for _, start, _ in routes_in(follows)), False
        )  # "and, in time, to scientific advice"
        if not is_place and (not goes_on or used_routes(follows)):
            ends.append(match.start())
            cuts.append(match.end())
    return [(a, b, used_routes(text[a:b])) for a, b in zip(cuts, [*ends, end], strict=True)]


_APPLICATION = re.compile(
    r"^(?:prepare|make|file|draft|compile|submit|lodge|put together) (?:an?|its|our|their|the) (?=\S+ (?:application|request)\b)"
)
ONLY_OF_IT = re.compile(
    r"\W*(?:mailbox|inbox|e-?mail|address|web|secretariat|(?<=advice )office|counterparts|partners|colleagues|package|dossier|template|report|letter|outcome|fees?|guidance|team|staff|assessors?|slots?|leaflet|brochure|toolbox|coordinator|co-ordinator|kick-off|cohorts?|eligibility criteria|waiting times?|statistics|figures)\b"
)


def used_routes(phrase: str) -> list[str]:
    """The routes that a verb phrase asks to use; none when it asks for something else and only names them."""
    phrase = re.sub(r"^(\w+), [^,]{2,60},(?= (?:on|of|for|to|with) )", r"\1", phrase)
    phrase = re.sub(
        r"^(?:have|get|let) (?:its|their|the) (?:\w+ ){0,2}(?:members?|companies|sites|start-ups|developers|applicants|sponsors|firms|subsidiaries|teams) ",
        "",
        phrase,
    )
    phrase = re.sub(
        r"^(ask|approach|request) (?:the )?(?!Committee\b)[A-Z][\w-]* (?:for|with|about) ", r"\1 for ", phrase
    )
    phrase = re.sub(r"^(?:approach for) ", "ask for ", phrase)
    phrase = re.sub(
        r"^(\w+) (?:jointly|together|formally|directly|early|first|also) (?=for |to |with |about )", r"\1 ", phrase
    )
    phrase = _APPLICATION.sub("file a request for ", phrase)
    routes = [route for route in routes_in(phrase) if not ONLY_OF_IT.match(phrase, route[2])]
    if not routes:
        return []
    asked = re.match(
        r"(?:ask|approach|contact|write to|turn to) (?:the |an? )?(?:EMA(?:['’]s)? |Agency['’]s )?", phrase
    )
    if asked and routes[0][1] == asked.end() and not FOR_SOMETHING_ELSE.match(phrase, routes[0][2]):
        return _not_as_a_time(phrase, routes)
    start = re.match(
        r"(?:continue to |continue |also |to |further |actively |have (?!an? |the )|please |first |jointly )*", phrase
    )
    at = start.end() if start else 0
    first = routes[0][1]
    between = phrase[at:first]
    if _STRONG.match(phrase, at):
        questions = _QUESTIONS.match(phrase, at)
        fits = bool(questions and questions.end() >= first - 30)
        fits = fits or bool(
            re.match(r"(?:point|refer|direct|steer)\s+[^,;]{2,70}?\s+to\s+(?:the\s+|an?\s+)?(?:\w+\s+){0,2}$", between)
        )
        fits = fits or bool(
            re.match(
                r"have\s+[^,;]{2,70}?\s(?:assessed|qualified|discussed|reviewed|looked at|examined|classified|certified|considered)\s+(?:through|by|under|via|in|at)\s+(?:the\s+|an?\s+)?(?:\w+\s+){0,2}$",
                between,
            )
        )
        fits = fits or bool(
            re.match(
                r"(?:bring|take|put|raise|turn|present|discuss)\s+(?:forward\s+)?[^,;]{2,60}?\s(?:to|through|via|under|at|in)\s+(?:the\s+|an?\s+)?(?:(?:1:1|one-to-one|briefing)\s+)?(?:meetings?\s+(?:with|of)\s+(?:the\s+)?)?$",
                between,
            )
            and not OTHER_OBJECT.search(between)
        )
        fits = fits or bool(
            re.match(
                r"(?:plan|start|hold|have|initiate|submit|take)\s+(?:an?\s+|the\s+|its\s+|their\s+)?(?:\w+\s+)?(?:request|application)?\s*(?:for\s+|to\s+)?(?:an?\s+|the\s+)?$",
                between,
            )
        )
        return list(dict.fromkeys(key for key, _, _ in routes)) if fits or _leads_there(between) else []
    if re.match(r"(?:make\s.{3,60}?\saware|raise awareness|draw\s.{3,60}?\sattention)\b", between):
        return _not_as_a_time(phrase, routes)
    if (questions := _QUESTIONS.match(phrase, at)) and questions.end() >= first - 30:
        return _not_as_a_time(phrase, routes)
    used = grammar().use.end_in(phrase, at)
    if used is not None and used <= first and not OTHER_OBJECT.search(phrase[used:first]):
        return _not_as_a_time(phrase, routes)
    return _not_as_a_time(phrase, routes) if _leads_there(between) else []


_TELLING = re.compile(
    r"(?:(?:receiv|justif|specif|hav|remain|run|inform|shar|report|publish|describ|explain|clarif|comment|reflect|updat|revis|monitor|survey|collect|compil|tell|announc|remind|mention|not(?=e|ing)|"
    r"promot|advertis|disseminat|check|confirm|assess|evaluat|review|compar|provid|circulat|prepar|draft|develop|finali[sz]|nominat|keep|await|wait|giv|"
    r"organi[sz]|invit|send|forward|suppl|deliver|analys|summari[sz]|list|nam(?=e|ing)|familiari[sz]|follow|support|help|work|continu|add|includ|extend|improv|attach|quot)\w*|be|get|let)\b"
)
_NO_VERB = re.compile(
    r"(?:with|without|in|of|from|for|that|who|which|planning|working|developing|such|these|those|the|its|their|our|your|his|her|all|any|some|an?|it|they|we|you|this|that|members?|compan(?:y|ies)|firms?|sponsors?|developers?|applicants?|[A-Z]\w*)\b|\w+[’']s\b"
)
_THERE = re.compile(
    r"\b(?:to|for|with|through|via|in|at|under|into|towards|using|by means of|(?:the )?(?:use|option|possibility|possibilities|procedure) (?:of|under)|forward)"
    r"(?:\s+(?:an?|the|its|their|such|some|early|parallel|follow-up|further|possible|joint|1:1|one-to-one|informal|initial|national|EMA|Agency's|[\w’'-]+['’]s|procedure|meetings?|discussion|request|briefing|for|of|with)){0,6}\s*$"
)


def _leads_there(between: str) -> bool:
    """Whether a verb phrase as far as a route takes somebody or something there: `put themselves forward for a …`."""
    return (
        len(between) < 120
        and not _TELLING.match(between)
        and not _NO_VERB.match(between)
        and not OTHER_OBJECT.search(between)
        and not re.search(r"\b(?:on|about|regarding|concerning|whether|how)\b(?!.*\bforward\b)", between)
        and bool(_THERE.search(between))
    )


_AS_A_TIME = re.compile(
    r"\b(?:after|following|before|as in|unlike|instead of|rather than|along the lines of|similar to|modelled on|in the manner of)\s+(?:the |an? |its )?(?:\w+ )?$"
)


RATHER_THAN = re.compile(r"\b(?:rather than|instead of)\b[^,;.]*$")
"""What stands before that which is not to be done."""


def _not_as_a_time(phrase: str, routes: Sequence[tuple[str, int, int]]) -> list[str]:
    """The keys of *routes*, each once, without those that only say when: `before the scientific advice`."""
    return list(
        dict.fromkeys(
            key
            for key, start, _ in routes
            if not _AS_A_TIME.search(phrase[:start]) and not RATHER_THAN.search(phrase[:start])
        )
    )


def use_further_on(text: str, at: int, end: int) -> int | None:
    """Where in the next words after *at* a verb phrase starts that asks to use a route; None where there is none."""
    for word in list(re.finditer(r"(?<=\s)[a-z]+", text[at:end]))[:16]:
        if grammar().use.end_in(text, at + word.start()) and used_routes(text[at + word.start() : end]):
            return at + word.start()
    return None


def routes_at_once(phrase: str) -> list[str]:
    """The routes that *phrase* begins with: `a 1:1 meeting with the QIG`, `the briefing meetings of the SME office`."""
    routes = routes_in(phrase)
    if not routes or routes[0][1] > 45 or OTHER_OBJECT.search(phrase[: routes[0][1]]):
        return []
    return _not_as_a_time(phrase, routes)
