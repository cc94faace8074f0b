"""The short text of an action: an order that one understands without its sentence."""

import re

from engtrack.intake.grammar import grammar

_AND_DOING = re.compile(r"\band (?:with |to )?([a-z]+ing)\b")


def base_of(word: str) -> str | None:
    """The verb of follow-ups that *word* is, as it stands, in its third person or its -ing form; None where it is none."""
    forms = [word, word.removesuffix("s"), word.removesuffix("es"), re.sub(r"ies$", "y", word)]
    if gerund := re.fullmatch(r"([a-z]{2,}?)(?:([a-z])\2)?ing", word):
        stem, doubled = gerund[1], gerund[2] or ""
        forms += [stem + doubled * 2, stem + doubled, stem + doubled * 2 + "e"]
    return next((verb for verb in forms if verb in grammar().verbs), None)


def imperative(words: str) -> str:
    """*words* as the short text of an action: tidied, with a capital."""
    text = re.sub(r"^(?:please|also|then) ", "", " ".join(words.split()).strip(" ,;."))
    if gerund := re.match(r"[a-z]+ing\b", text):
        text = (base_of(gerund[0]) or gerund[0]) + text[gerund.end() :]
        text = _AND_DOING.sub(lambda found: f"and {base_of(found[1])}" if base_of(found[1]) else found[0], text)
    text = re.sub(
        r"\band to (?=[a-z]+ )(?!(?:the|a|an|its|their|our|his|her|this|these|those|all|both|which)\b)", "and ", text
    )
    return text[:1].upper() + text[1:]
