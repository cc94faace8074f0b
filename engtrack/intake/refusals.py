"""Why words that have the form of an ask are none: negated, done before, a possibility, done in the meeting itself."""

import re

from engtrack.intake.clauses import CONDITIONAL, NEGATED, RELATIVE, Clause

_DONE_THERE = re.compile(
    r"(?:take the floor|leave the room|speak(?! to| with| at| in| during)|introduce (?:himself|herself|themselves|the)|declare\b|consider the following|approve the (?:agenda|minutes)|adopt the|"
    r"(?:present|share|give|set out|outline|summari[sz]e|explain|describe|report on)\s+(?:its|their|his|her|the|an?)\s+(?:\w+\s+)?(?:views?|position|priorities|overview|perspective|work|experience|activities|update|presentation)\b)"
)
_TO_COME = re.compile(
    r"\b(?:next|upcoming|forthcoming|future|by|before|until|coming|later|further|after|follow|paper|writing|survey|training|contribution|webinar|workshop|conference|seminar|questionnaire)\b",
    re.IGNORECASE,
)

_ANYBODY = re.compile(
    r"(?:All )?(?:Sponsors|Applicants|Developers|Companies|Manufacturers|Holders|(?:Marketing )?[Aa]uthorisation holders|Investigators)"
)
_MAIN_ASK = re.compile(r"(?:is|are|was|were)\s+(?:\w+\s+)?(?:invited|advised|encouraged|asked|requested)\b|please\b")
_HAD = re.compile(
    r"\bhad(?: been)?(?: \w+| (?:in|at|on|for|during|since)(?: \w+){1,4}|, [^,]{3,40},)?\s+$|\bhad written\b[^,;]*$"
)
_FOR_YEARS = re.compile(
    r"\b(?:ha[sd]|have) (?:in the past|for (?:some|many|several) \w+|in (?:previous|earlier|recent) \w+)\s+$"
)
_DID_SO = re.compile(r"\band (?:did|has done|have done|had done) so\b")
_COUNTED = re.compile(r"\b(?:of|the|these|those|no|more|all|such|many|few|new|\d+)\s+$")
_PROMISES = re.compile(r"(?:offer|agree|undert|promis|volunteer|commit)")
_OF_THE_PARTY = re.compile(r"\b(?:that|who|which)\s(?:ha[sd]|have|is|are|do|does)\s(?:not|never)\b")
"""A negation that only describes who is asked: `members that have not reached the confirmatory stage`."""


def not_an_ask(text: str, match: re.Match[str], clause: Clause, do: str, at: int, named: bool = False) -> str:
    """The reason why the form that *match* found is no ask; empty where it is one. *do* is its verb, at *at*.

    Where the subject is *named*, "which" before it is what it is about: `a plan, which ARM agreed to draw up`.
    """
    before = text[max(0, match.start() - 40) : match.start()]
    if NEGATED.search(before) or re.search(
        r"\b(?:not(?!-)|never)\b", _OF_THE_PARTY.sub("", text[match.start() : match.end()])
    ):
        return "negated"
    if re.search(r"\b(?:for|in|at) (?:this|today's) meeting\b", before) or re.match(
        r"request\w*\b.*\b(?:item|agenda)\b", match[0]
    ):
        return "done in the meeting itself"
    if match[0].casefold().startswith("please") and do in {
        "note",
        "see",
        "bear",
        "be",
        "find",
        "refer",
        "treat",
        "accept",
        "allow",
        "excuse",
        "convey",
        "rest",
    }:
        return "nothing is to be handed over or done by it"
    if match[0].casefold().startswith("please") and re.match(
        r"(?:consider|remember|understand) that\b|(?:do not|don.t) hesitate|(?:pass on|give) (?:our|my) (?:best |kind )?(?:regards|thanks|greetings|wishes)",
        text[at:],
    ):
        return "nothing is to be handed over or done by it"
    if re.search(r"\bthat\b.*\b(?:will|would|can|could|may|might|to)\s+be\s+\w+$", match[0]):
        return "it is told, not asked"
    if re.search(
        r"\b(?:generally|usually|normally|typically|routinely|always|often)\b", text[match.start() : match.end()]
    ):
        return "it only says what is usual"
    if re.match(r"(?:is|are) (?:\w+ )?(?:required|obliged|expected)\b", match[0]) and _ANYBODY.fullmatch(
        clause.subject.strip()[:1].upper() + clause.subject.strip()[1:]
    ):
        return "it only says what the rule is"
    if re.match(r"(?:requests|offers|plans|asks)\b", match[0]) and _COUNTED.search(text[: match.start()]):
        return "it is a noun"
    if re.match(r"requests\s+(?:received|made|submitted|filed|sent)\b", match[0]):
        return "it is a noun"
    if re.search(r"\bfrom\s+among\b", match[0]):
        return "nobody in particular is asked"
    if re.match(r"stay for\b|join (?:us|them) for (?:lunch|dinner|coffee|a drink)\b", text[at:]):
        return "a courtesy"
    if re.match(
        r"follow (?:this|that|the|their|your|its) (?:\w+ )?(?:recommendation|advice|suggestion)s?\b", text[at:]
    ):
        return "it only accepts what was advised"
    if re.search(r"\bthat\b.*\b(?:time|discussion|meeting|questions?|agenda)\b", match[0]) and do in {
        "spent",
        "limited",
        "devoted",
        "focused",
        "confined",
    }:
        return "done in the meeting itself"
    if re.search(r"\bthat\b", match[0]) and do in {
        "will",
        "has",
        "have",
        "is",
        "are",
        "was",
        "were",
        "can",
        "may",
        "would",
        "could",
        "cannot",
    }:
        return "it is told, not asked"
    if re.search(r"\bno\s+$", before) or re.search(r"\bthat (?:it|they|he|she) (?:has|have|had|is|are) no\b", match[0]):
        return "negated"
    if match[0].startswith("expects") and re.match(r"(?:follow|comply|adhere|meet|have|be)\b", do):
        return "it only says what is expected"
    if re.search(r"\bwill be (?:obliged|required|mandated)\b", match[0]) or re.search(r"\bfor which\b[^,;]*$", before):
        return "it only says what will be"
    if _HAD.search(before) or _FOR_YEARS.search(before) or _DID_SO.search(text, match.end(), clause.end + 40):
        return "done before"
    of_subject = RELATIVE.search(text[: clause.start])
    of_it = rf"(?:,|\bon{'|for' if _PROMISES.match(match[0]) else ''})\s+(?:which|who)\s*$"
    if (of_subject and not (named and re.search(of_it, text[: clause.start]))) or re.search(
        r"\bthat\s+$", text[: match.start()]
    ):
        return "it only describes something"
    in_case = CONDITIONAL.match(text) and not re.match(r"should you", text, re.I)
    if in_case and not (_MAIN_ASK.match(match[0]) and ", " in text[: match.start()]):
        return "only in a case that may not come"
    if do in {
        "that",
        "whether",
        "if",
        "how",
        "about",
        "for",
        "by",
        "in",
        "and",
        "with",
        "a",
        "the",
        "at",
        "on",
        "as",
        "to",
        "them",
        "it",
        "us",
        "him",
        "her",
        "me",
        "you",
    }:
        return "nothing to be done follows"
    if re.fullmatch(r"(?!topic|panic|mimic|traffic)[a-z]+(?:ic|ous|ial|ional|ical)", do):
        return "nothing to be done follows"
    if re.match(r"request(?:ed|s)? (?:(?:this|the) (?:[\w-]+ ){0,3}|a )meeting\b", match[0]) or re.match(
        r"(?:this|the) meeting\b", text[at:]
    ):
        return "it says how the meeting came about"
    possibly = r"\b(?:can|could|may|might|whether|if|who|which)\s+(?:\w+\s+)?$"
    if re.search(possibly, before) and not named and not match[0].startswith(("was", "were", "is", "are")):
        return "a possibility, not an ask"
    rest = text[at : clause.end]
    if do and _DONE_THERE.match(text, at) and not _TO_COME.search(rest):
        return "done in the meeting itself"
    return ""
