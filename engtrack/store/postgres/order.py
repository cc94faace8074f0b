"""The order by urgency in SQL, so that a server sends the first of many and not all of them.

It knows of an action what the action itself says; what depends on others is put in its place by whoever knows them.
"""

from typing import Any

from engtrack.urgency import DIGITS, FAR, LATEST, OVERDUE, PRIORITIES, REVIEW, SOON, STRENGTHS, WAITING, Urgency


def most_urgent_first(urgency: Urgency) -> tuple[str, list[Any]]:
    """What to order by, with its values: the points of each action that neither depends on another nor is needed."""
    today, soon, review_after = urgency.today, urgency.config.due_soon, urgency.config.review_after
    left = "(due::date - %s::date)"
    review = "coalesce((record ->> 'review_by')::date, (record ->> 'happened_on')::date + %s)"
    until = "coalesce((record ->> 'waiting_until')::date > %s::date, true)"
    sql = f"""round(case when status not in ('open', 'waiting') then 0 else
        case
            when due is null then case when {review} <= %s::date then {REVIEW} else 0 end
            when {left} < 0 then {OVERDUE} + least(-{left}, {LATEST})::numeric / 7
            when {left} <= %s then {SOON} + {SOON} * (1 - {left}::numeric / (%s + 1))
            else {SOON} * greatest(0, 1 - ({left} - %s)::numeric / {FAR})
        end
        + {_points("strength", STRENGTHS)}
        + {_points("priority", PRIORITIES)}
        + case when status = 'waiting' and {until} then {WAITING} else 0 end
        end, {DIGITS}) desc, due nulls last, number"""
    values: list[Any] = [review_after, today, today, today, today, soon, today, soon, today, soon, today]
    return sql, values


def _points(field: str, points: Any) -> str:
    cases = " ".join(f"when '{value.value}' then {count}" for value, count in points.items())
    return f"case record ->> '{field}' {cases} else 0 end"
