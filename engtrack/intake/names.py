"""How organisations are named: words that only they have in their names, acronyms, and what they are called for short."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

ORGANISED = re.compile(
    r"\b(?:Agency|Association|Alliance|Federation|Confederation|Directorate|Ministry|Institut\w*|Authority|Authorities|Office|Administration|Council|Society|"
    r"Cent(?:er|re)|Forum|Commission|University|Union|Organi[sz]ation|Network|Working Party|Board|Committee|Foundation|Trust|Consortium|"
    r"Chamber|Industr(?:y|ies)|Enterprises|Entrepreneurs|Coalition|Famil(?:y|ies)|Europe|European|Ireland|Australia|Canada|Deutschland|France|Italia|Manufacturers|"
    r"Bio|Pharma\w*|Therapeutics|Biotech\w*|Biologics|Biosciences|Inc|Ltd|GmbH|AG|plc|SA|Products Australia|Medicines|Sciences|Genetics|Genomics|Hospital|College|Academy|Bioindustr\w+|League|Partnership|Group)\b"
)
REGULATING = re.compile(
    r"\b(?:Agency|Authority|Administration|Regulat\w+|Ministry|Federal (?:Office|Institute)|Commission|Health Canada|Directorate|Inspectorate|(?:Quality|Safety|Methodology|Biologics|Scientific Advice|Oncology|Inspectors) Working (?:Party|Group))\b"
)
KINDS = (
    ("hta", re.compile(r"\bHTA\b|\bHealth Technology Assessment\b")),
    ("academia", re.compile(r"\b(?:Universit\w+|College|Academ\w+|Hospital|School|Institute of)\b")),
    ("patients", re.compile(r"\b(?:Patients?|Famil(?:y|ies)|Consumers?|Rare Diseases)\b")),
    ("professionals", re.compile(r"\b(?:Society|Professionals|Physicians|Pharmacists|Nurses)\b")),
    (
        "company",
        re.compile(
            r"\b(?:Inc|Ltd|GmbH|AG|plc|Bio|Therapeutics|Pharma|Pharmaceuticals|Biotech|Biologics|Biosciences|Bio(?:pharma|therapeutics|medical|process)|Cellworks|Automation|Oncology|Vectors|Therapies|Cell Therapies|Gene Therapies|Vaccines|Ophthalmics|Biomanufacturing|Peptides|Gene Medicines|Genetics|Genomics)\b\.?$"
        ),
    ),
    ("association", re.compile(r"")),
)
_LOWER_NAME = re.compile(
    r"(?<![\w-])([A-Z][\w-]{1,40} (?:[\w-]{1,40} ){0,3}?(?:alliance|association|federation|society|network|council|union|organisation|institute|agency|authority)\b"
    r"[^().;:]{0,60}?)\s+\(([A-Z][a-z]*[A-Z][A-Za-z]{1,9}|[A-Z]{2,8})\)"
)
LEGAL_FORMS = (
    r"(?:Inc|INC|Ltd|LTD|Limited|LLC|GmbH(?: & Co\.? KG)?|AG|AB|S\.?A|SARL|SAS|S\.?L|S\.?r\.?l|S\.?p\.?A|plc|PLC|B\.?V|N\.?V|Corp|Corporation|Co|Oyj?|ApS|A/S|KG|Kft|"
    r"s\.r\.o|d\.o\.o|Lda|LDA|Sp\. z o\.o|K\.?K|SE)\b"
)
_LEGAL_FORM = re.compile(rf",?\s+{LEGAL_FORMS}\.?$")
_GROUP_CALLED = re.compile(
    r"(?:[Tt]he )?(?P<short>[A-Z]\w+) (?:consortium|alliance|network|coalition|partnership|project group) \((?P=short)\)"
    r"|(?P<name>(?:association|federation|society|union|network) of [^().;]{3,60}) \((?P<lower>[a-z][\w.]{4,20})\)"
)
"""`the ReMuscle consortium (ReMuscle)`, `the association of Swiss university hospitals (unimedsuisse)`."""
_PRESENT = re.compile(
    r"\b(?:[Rr]epresented|[Pp]resent|[Aa]ttend\w+|[Pp]articipants?|[Tt]aking part)\b[^.:;]{0,40}:[^.]*$"
)
"""What a list of those present opens with."""
_BRACKET = re.compile(r"\(([^()]{2,90})\)")
_NICKNAME = re.compile(r",\s+(?:(?:hereafter|hereinafter|or)\s+)?[\"'“‘](?P<word>[^\"'”’]{2,40})[\"'”’]$")
_HEREINAFTER = re.compile(
    r",\s+(?:hereinafter|hereafter)(?: referred to as| called)?,?\s+(?:the\s+)?[\"'“‘]?[A-Z]\w+[\"'”’]?$"
)
_ACRONYM = re.compile(r"(?:the )?([A-Za-z][A-Za-z&]{0,3}[A-Z][A-Za-z&-]{0,9}|[A-Z]{2,10}|[a-z]\d[a-z])")
_SPELT_OUT = re.compile(r"(?<![\w-])(?P<short>[A-Z]{2,8}) \((?P<name>[A-Z][^()]{8,80})\)")
_SHORT = re.compile(
    r"[A-Za-z][\w-]*\.(?:be|org|eu|net|com|nl|ch)|[A-Z]{2,8}(?: [A-Z][a-z]+){1,2}|[A-Z]{3,6} [A-Z]{2,4}|[A-Z][a-z]+ [A-Z]{2,6}"
)
"""A short name that is no acronym: `bio.be`, `EFPIA Japan`."""
_NAME = re.compile(
    r"(?:(?:[A-Z][\w'’&./-]*|[a-z]{1,2}[A-Z]\w*)(?:,? (?:of|for|and|the|in|on|de|des|du|der|für|&|to|at|with|et| [–-])){0,3} )*[A-Z][\w'’&./-]*$"
)
INDUSTRY_WORD = re.compile(
    r"(?:Therapeutics|Pharma(?:ceuticals?)?|Bio(?:tech|pharma|sciences?|logics|therapeutics|medical)?|Biotherapies|Sciences?|Medicines?|Medical|Gene|Cell|Cells|Genetics|Genomics|Peptides|"
    r"Vaccines|Biomanufacturing|Ophthalmics|Labs?|Laboratories|Life|Health(?:care)?|Group|Holdings?|International|Europe|Oncology|Immuno\w*|Neuro\w*|Vector|Therapies|Technologies|Cellworks|Bioprocess|Automation|Systems|Diagnostics|Devices|Arzneimittel|Biotherapeutics|Nanomedicine|Vectors?)"
)


def guess_kind(name: str) -> str:
    """What an organisation of this name most likely is."""
    if REGULATING.search(name):
        return "regulator"
    return next(kind for kind, pattern in KINDS if pattern.search(name))


def short_name(name: str, text: str = "") -> str:
    """What a company of this name is called for short: as *text* calls it, or without what every company could be called.

    `Lindqvist Ophthalmics AB` is `Lindqvist` where the text says so; its legal form is never part of it.
    """
    words = _LEGAL_FORM.sub("", name).split()
    for length in range(1, min(len(words), 4)):
        alone = rf"(?<![\w&-])(?<![A-Z][a-z] )(?<!Dr )(?<!Mr )(?<!Ms ){re.escape(' '.join(words[:length]))}(?![\w&-])(?! {re.escape(words[length])})"
        if not ORGANISED.search(words[0]) and len(words[0]) > 3 and len(re.findall(alone, text[:50_000])) > 1:
            return " ".join(words[:length])
    while len(words) > 1 and INDUSTRY_WORD.fullmatch(words[-1]):
        words.pop()
    return " ".join(words)


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """What finds any of *words* as a whole, the longest first; nothing where there are none."""
    ordered = sorted({word for word in words if word}, key=len, reverse=True)
    if not ordered:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w])")


_BY_WHOM = re.compile(r"\b(?:From|To|Cc|CC|Author|Prepared by|Drafted by)\s*:\s+(?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+$")


def defined_in(text: str) -> list[tuple[str, str]]:
    """(name, acronym) for each organisation that the text introduces, as in `Alliance for … Medicine (ARM)`."""
    pairs = []
    acts = cache(lambda word: _acts(word, text[:200_000]))
    words_of_text = Counter(re.findall(r"\b[A-Z][a-z]{1,4}\b", text))
    for match in _LOWER_NAME.finditer(text):
        pairs.append((" ".join(match[1].split()), match[2]))
    for match in _GROUP_CALLED.finditer(text):
        called = match["short"] or match["lower"]
        pairs.append((match["name"] or re.sub(r"^[Tt]he | \(.*", "", match[0]), called))
    for match in _SPELT_OUT.finditer(text):
        if ORGANISED.search(match["name"]) and _spells(match["name"].casefold(), list(match["short"].casefold())):
            pairs.append((match["name"], match["short"]))
    for match in _BRACKET.finditer(text):
        inside = _HEREINAFTER.sub("", _NICKNAME.sub("", match[1].strip()))
        name, _, short = inside.rpartition(", ")
        if name and re.fullmatch(r"[A-Z]{2,8}", short) and ORGANISED.search(name):
            pairs.append((name, short))
            continue
        acronym = _ACRONYM.fullmatch(inside)
        is_present = _PRESENT.search(text, max(0, match.start() - 400), match.start()) is not None
        before = text[max(0, match.start() - 160) : match.start()].rstrip()
        if re.search(r"\b(?:Actions?|Follow-up|To do)$", before):
            continue  # whose action it is
        if _BY_WHOM.search(before):
            continue  # somebody's initials
        if _SHORT.fullmatch(inside) and (found := _NAME.search(before)):
            if ORGANISED.search(found[0]) or text[match.end() : match.end() + 1] == ":":
                words, letters = found[0].split(), [char.casefold() for char in inside if char.isupper()]
                ends = (" ".join(words[start:]) for start in range(len(words) - 1, -1, -1))
                called = next((end for end in ends if letters and _spells(end.casefold(), letters)), found[0])
                pairs.append((re.sub(r"^(?:The|For|From) (?:the )?", "", called), inside))
            continue
        if acronym and (found := _NAME.search(before)):
            is_listed = text[match.end() : match.end() + 1] == ":"
            full = _fitting(found[0], acronym[1])
            if full is None and is_listed:
                listed = re.sub(r"^(?:For|From|The) (?:the )?", "", found[0])
                full = _shortened(listed.split()[-1], acronym[1]) or (listed if " " in listed else None)
            if (
                full
                and (
                    is_listed
                    or ORGANISED.search(full.title() if full.isupper() else full)
                    or (_is_spelt_by(full, acronym[1]) and (is_present or acts(acronym[1])))
                )
                and not re.search(
                    r"(?:Paper|Products?|Data|Project|Reports?|Applications?|Plan|Request|Designation|Procedure|Agreement|Passport)$",
                    full,
                )
            ):
                pairs.append((full, acronym[1]))
        elif (
            re.fullmatch(r"(?!Chair|Head|Lead|Host)[A-Z][a-z]{1,4}", inside)
            and words_of_text[inside] > 2
            and ((found := _NAME.search(before)) and ORGANISED.search(found[0]))
        ):
            pairs.append((re.sub(r"^(?:The|An?) ", "", found[0]), inside))
        elif re.fullmatch(r"(?:the )?[A-Z][a-z]+", inside) and (found := _NAME.search(_LEGAL_FORM.sub("", before))):
            short = inside.removeprefix("the ")
            words = found[0].split()
            if (
                short in words
                and not ORGANISED.fullmatch(short)
                and short not in {"Forum", "Group", "Company", "Sponsor"}
            ):
                whole = ORGANISED.match(words[0]) and " of " in found[0]  # `University of Wexcombe (Wexcombe)`
                pairs.append((found[0] if whole else " ".join(words[words.index(short) :]), short))
    return pairs


def _is_spelt_by(name: str, acronym: str) -> bool:
    """Whether *acronym* is the initials of the words of *name*, small words left out: `Nurses for Safe Medication` (NSM)."""
    initials = "".join(word[0] for word in re.split(r"[\s/-]+", name) if word[0].isupper())
    return len(acronym) > 2 and initials.casefold() == acronym.casefold()


def _acts(word: str, text: str) -> bool:
    """Whether *word* is seen to speak, to do something or to be spoken to, as only somebody can."""
    return bool(
        re.search(
            rf"(?<![\w-]){re.escape(word)}(?:\s+(?:members?|delegation|speakers))?\s+(?:also\s+)?(?:asked|noted|welcomed|agreed|undertook|presented|said|explained|offered|thanked|pointed|stressed|reported|"
            r"suggested|argued|committed|volunteered|regretted|reminded|promised|raised|will (?:send|provide|share|prepare|circulate|collect)|(?:was|were|is|are) (?:also )?(?:invited|encouraged|asked|requested|reminded|advised|welcome))\b"
            rf"|\b(?:invited|asked|encouraged|requested|reminded|advised|thanked) (?:the )?{re.escape(word)}\b",
            text,
        )
    )


def nicknames_in(text: str) -> list[tuple[str, str]]:
    """(acronym, what it is called from there on) for each `(ARM, "the Alliance")`."""
    pairs = []
    for match in _BRACKET.finditer(text):
        inside = match[1].strip()
        nickname = _NICKNAME.search(inside)
        if nickname and (acronym := _ACRONYM.fullmatch(inside[: nickname.start()])):
            pairs.append((acronym[1], nickname["word"]))
    return pairs


def _fitting(phrase: str, acronym: str) -> str | None:
    """The end of *phrase* whose initials the acronym is made of; the whole of it when none fits but it could be one."""
    words = phrase.split()
    if acronym in words:  # `ARCS Australia (ARCS)`
        return " ".join(words[words.index(acronym) :])
    letters = [letter.casefold() for letter in acronym if letter.isalpha()]
    for start in range(len(words) - 1, -1, -1):
        if not words[start][0].isupper() or words[start][0].casefold() != letters[0]:
            continue
        if _spells(" ".join(words[start:]).casefold(), letters):
            return " ".join(words[start:])
    while words and words[0] in {"The", "This", "In", "At", "For", "On"}:
        words = words[1:]
    return " ".join(words) if len(words) >= 2 and ORGANISED.search(" ".join(words)) else None


def _shortened(word: str, acronym: str) -> str | None:
    """*word*, if the acronym is made of its letters: IPH of Interpharma."""
    letters = iter(word.casefold())
    starts = word[:1].casefold() == acronym[:1].casefold()
    return word if starts and all(letter in letters for letter in acronym.casefold()) else None


def _spells(phrase: str, letters: list[str]) -> bool:
    """Whether *letters* come in this order, at starts of words as far as may be."""
    initials = [part[0] for part in re.split(r"[\s/'’-]+", phrase) if part]
    at = 0
    for initial in initials:
        if at < len(letters) and initial == letters[at]:
            at += 1
    if at == len(letters):
        return True
    position = 0
    for letter in letters:
        position = phrase.find(letter, position) + 1
        if position == 0:
            return False
    return at >= len(letters) - 1
