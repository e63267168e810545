from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.story.models import Answer
from throughgate.story.rules.meeting import AVOID, WORDS, Meeting, meeting_lines
from throughgate.story.selectors.answers import answers_of, as_said, readable_levels
from throughgate.story.shipping import current_questions

NOTED = "noted"


def when_you_meet(user: User, person: Person) -> list[Meeting]:
    """What helps when meeting this person: what is noted on their record, and what they answered, as far as this
    reader may know it. One query.
    """
    questions, levels = current_questions(), readable_levels(user, person)
    rows: list[Answer] = list(
        answers_of(user, person).filter(superseded_at__isnull=True, known=True, item__in=[*WORDS, AVOID])
    )
    open_to = [row for row in rows if row.item in questions.items and questions.items[row.item].seen_by in levels]
    noted = [Meeting(NOTED, person.access_needs, person.created_at.date())] if person.access_needs else []
    return [*noted, *meeting_lines(as_said(row, questions) for row in open_to)]
