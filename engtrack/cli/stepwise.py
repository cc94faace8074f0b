"""`engtrack action add` without a text: what is to be done, by whom, asked by whom, until when, one by one."""

from engtrack.cli.asking import ask
from engtrack.cli.environment import Environment, clean
from engtrack.cli.options import day_option
from engtrack.errors import Misused

Keys = list[str] | None


def ask_for_action(env: Environment, owner: Keys, by_whom: Keys, due: str | None) -> tuple[str, Keys, Keys, str | None]:
    """Text, owners, askers and day; what was typed already is not asked for."""
    if not env.can_ask:
        raise Misused('the text of the action is missing; try: engtrack action add "Send the pipeline data"')
    snapshot = env.read()

    def keys(answer: str) -> list[str]:
        return list(snapshot.keys([answer])) if answer else []

    def day(answer: str) -> str | None:
        found = day_option(env, answer or None, snapshot.config)
        return found.isoformat() if found else None

    known = ", ".join(item.key for item in snapshot.stakeholders)
    text = ask(env, "What is to be done", lambda answer: clean(answer, "the text of the action"))
    if owner is None:
        owner = ask(env, f"Who must act ({known or 'nobody is known yet'})", keys, snapshot.config.us or "")
    if by_whom is None:
        by_whom = ask(env, "Who asked for it (empty for nobody)", keys)
    if due is None:
        due = ask(env, "Due on (empty for no day)", day)
    return text, owner, by_whom, due
