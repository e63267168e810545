"""A hundred or so invented lives, and copies of them with their days shifted: ten thousand people in seconds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from throughgate.demo.stories import RELEASED, SHARES, Course, Deed, Phase, course_of, live
from throughgate.programmes.grammar import ProgrammeModel
from throughgate.programmes.settling import Dates, Spell

LIVES, FEW_LIVES = 108, 36
LICENCE = timedelta(days=365)
# A life is moved back by up to a week. Those released this week stay: moved, they would be released last week.
SHIFTS = range(7)
# Three hundred things happen in the longest life: past this many a life is the rarer the longer it is.
USUAL_DEEDS = 45


@dataclass(frozen=True)
class Life:
    """One enrolment lived up to today; `deeds` in order of their days."""

    model: str
    course: Course
    deeds: Sequence[Deed]

    @property
    def released(self) -> bool:
        return self.course.phase in RELEASED

    def shifted(self, days: int) -> "Life":
        back = timedelta(days=days)
        course = self.course
        moved = replace(
            course,
            release_on=course.release_on - back,
            received_on=course.received_on - back,
            enrolled_on=course.enrolled_on - back,
            recalled=course.recalled and (course.recalled[0] - back, course.recalled[1] - back),
            left_on=course.left_on and course.left_on - back,
        )
        return Life(self.model, moved, [replace(deed, on=deed.on - back) for deed in self.deeds])


def dates_of(course: Course) -> Dates:
    past = (Spell(*course.recalled),) if course.recalled else ()
    return Dates(
        course.enrolled_on,
        (*past, Spell(course.release_on)),
        licence_end=course.release_on + LICENCE,
        sentence_end=course.release_on + 2 * LICENCE,
        left_on=course.left_on,
    )


def template_lives(models: Sequence[ProgrammeModel], today: date, count: int) -> list[Life]:
    """`count` lives over the models and phases, the same for the same day."""
    chance = Random(today.toordinal())
    lives = []
    for number in range(count):
        model = models[number % len(models)]
        course = course_of(list(Phase)[number // len(models) % len(Phase)], today, chance)
        # Lived up to the day they left as if they were to stay: for one who left, nothing is open that could be done.
        until = course.left_on or today
        lives.append(Life(model.slug, course, live(model, dates_of(replace(course, left_on=None)), until, chance)))
    return lives


def copies(lives: Sequence[Life], people: int, seed: int) -> list[Life]:
    """`people` lives, the phases roughly in the shares of the demonstration charity."""
    chance = Random(seed)
    weights = [SHARES[life.course.phase] * USUAL_DEEDS / max(USUAL_DEEDS, len(life.deeds)) for life in lives]
    # Everybody once first, so that a handful of people too are spread over every phase.
    chosen = [*lives, *chance.choices(lives, weights=weights, k=max(0, people - len(lives)))][:people]
    return [life.shifted(0 if life.course.phase is Phase.THIS_WEEK else chance.choice(SHIFTS)) for life in chosen]
