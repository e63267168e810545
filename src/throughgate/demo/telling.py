"""What an invented person tells, in the forms that their programme asks for, and what is noted with them out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import TYPE_CHECKING, Any

from throughgate.accounts.models import User
from throughgate.common.yaml_lines import plain_data
from throughgate.story.grammar import Form, Item
from throughgate.story.models import About, PersonNeed, Said, Status
from throughgate.story.rules import Answer, Happenings, state_of_form
from throughgate.story.rules.asking import OPEN
from throughgate.story.rules.giving import may_fill_in
from throughgate.story.selectors.need_lines import Suggestion
from throughgate.story.selectors.need_reading import Reading
from throughgate.story.services.answering import record_answers
from throughgate.story.services.forms import finish_form, open_form
from throughgate.story.services.need_changes import change_owners, change_status
from throughgate.story.services.needs import note_need, note_strength, take_up
from throughgate.story.services.setting_aside import set_aside
from throughgate.story.shipping import shipped_questions

if TYPE_CHECKING:
    from throughgate.demo.life import Life
    from throughgate.demo.stories import Deed

MOST_ANSWERS = 6  # in one form of most people; of some, all that there are words for
WHOLE_EVERY = 30  # of so many people one has told everything
DECLINED = 0.03  # of all questions
STRENGTHS, NEEDS = 2, 3  # at most, taken up with one person
NOT_NOW = 0.15  # of what is put to them
OWN_WORDS = 0.3  # of people, who say a need or strength in their own words
RENT = (0, 0, 0, 18_000, 42_000, 65_000, 110_000)
OWNERS = (["charity"], ["charity", "person"], ["prison"], ["probation", "charity"], ["person"])


@cache
def said_in_the_demonstration() -> Mapping[str, Any]:
    found: Mapping[str, Any] = plain_data(files("throughgate.demo").joinpath("data/answers.yaml").read_text())
    return found


class Saying:
    """What somebody may say to a question of the bank."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.words, self.questions = chance, said_in_the_demonstration(), shipped_questions()

    def can_say(self, key: str) -> bool:
        item = self.questions.items[key]
        return bool(item.codes or item.scale or item.type in ("money", "date", "address") or key in self.words["words"])

    def say(self, key: str, on: date) -> Any:
        item = self.questions.items[key]
        if item.type == "several":
            return self._several(item)
        if item.codes:
            weights = self.words["weights"].get(key) or dict.fromkeys(item.codes, 1)
            return self.chance.choices(list(weights), list(weights.values()))[0]
        if item.scale:
            middle = item.scale.lowest + (item.scale.highest - item.scale.lowest) * self.chance.triangular(0, 1, 0.62)
            return round(middle)
        if item.type == "money":
            return self.chance.choice(RENT)
        if item.type == "date":
            return on - timedelta(days=self.chance.randint(40, 500))
        return self.chance.choice(self.words["addresses"] if item.type == "address" else self.words["words"][key])

    def _several(self, item: Item) -> tuple[str, ...]:
        alone = item.alone or ()
        if alone and self.chance.random() < 0.2:
            return (self.chance.choice(alone),)
        together = [code for code in item.codes if code not in alone]
        return tuple(self.chance.sample(together, k=min(len(together), self.chance.randint(1, 3))))


class Telling:
    """One life's answers, needs and strengths. `heard` are its answers so far, by question."""

    def __init__(self, life: Life) -> None:
        self.life, self.chance = life, life.chance
        self.saying = Saying(life.chance)
        self.words, self.questions = self.saying.words, self.saying.questions
        self.heard: dict[str, Answer] = {}
        self.talked: list[tuple[User, date]] = []  # who filled in a form with them, and when

    # -- forms --------------------------------------------------------------------------------------------------------

    def fill_in(self, deed: Deed) -> bool:
        """The form that was filled in; False where the bank has none, or nobody of this life may fill it in."""
        form = self.questions.forms.get(deed.subject)
        worker = self._filler(form) if form else None
        if form is None or worker is None:
            return False
        run = open_form(by=worker, person=self.life.person, form=form.slug)
        # It is their programme that asks; what is due is worked out only when the whole life has been written.
        run.enrolment = self.life.enrolment
        run.save(update_fields=["enrolment"])
        most = 1000 if self.life.number % WHOLE_EVERY == 0 else MOST_ANSWERS
        seen = {key: answer.row for key, answer in self.heard.items()}
        said = [(key, self._answer(worker, key, deed.on), seen.get(key)) for key in self._chosen(form, deed.on, most)]
        for row in record_answers(by=worker, run=run, said=said, answered_on=deed.on):
            self.heard[row.item] = replace(self.heard[row.item], row=row.pk)
        finish_form(by=worker, run=run, leaving=True)
        self.talked.append((worker, deed.on))
        return True

    def _filler(self, form: Form) -> User | None:
        charity, round_ = self.life.charity, self.life.round
        keys = (round_.worker, round_.counsellor)
        return next((charity.users[key] for key in keys if key and may_fill_in(charity.users[key].role, form)), None)

    def _chosen(self, form: Form, on: date, most: int) -> Iterator[str]:
        """Open questions: all in the order of the form, or a few from its beginning."""
        asked = 0
        while asked < most:
            states = state_of_form(self.questions, form, self.heard.values(), self._happenings(), on)
            open_now = [one.item for one in states if one.state in OPEN and self.saying.can_say(one.item)]
            if not open_now:
                return
            yield open_now[0] if most > MOST_ANSWERS else self._pick(open_now[: most * 2])
            asked += 1

    def _pick(self, keys: list[str]) -> str:
        """As often something that may show a strength as anything else."""
        good = [key for key in keys if set(self.questions.items[key].informs) & set(self.questions.needs.strengths)]
        return self.chance.choice(good if good and self.chance.random() < 0.5 else keys)

    def _happenings(self) -> Happenings:
        course = self.life.course
        out, back = course.recalled or (None, None)
        return Happenings(
            released=tuple(day for day in (out, course.release_on) if day),
            returned=tuple(day for day in (course.received_on, back) if day),
        )

    def _answer(self, worker: User, key: str, on: date) -> Any:
        item = self.questions.items[key]
        value = None if item.may_decline and self.chance.random() < DECLINED else self.saying.say(key, on)
        self.heard[key] = Answer(key, value, on, worker.name)
        return value

    # -- needs and strengths ------------------------------------------------------------------------------------------

    def note(self) -> None:
        """What was taken up out of the answers, on the day of the last form that was filled in with each worker."""
        for worker, on in dict(reversed(self.talked)).items():
            reading = Reading(worker, self.life.person)
            for one in _some(reading.suggested_strengths, STRENGTHS, self.chance):
                take_up(by=worker, person=self.life.person, about=About.STRENGTH, key=one.key, on=on)
            for one in _some(reading.suggested_needs, NEEDS, self.chance):
                if self.chance.random() < NOT_NOW:
                    said = self.chance.choice([Said.NOT_NOW, Said.NO])
                    set_aside(by=worker, person=self.life.person, about=About.NEED, key=one.key, said=said)
                else:
                    self._go_on(worker, self._take_up(worker, one, on), on)
        if self.talked and self.chance.random() < OWN_WORDS:
            self._in_own_words(*self.talked[0])

    def _take_up(self, worker: User, one: Suggestion, on: date) -> PersonNeed:
        need = take_up(by=worker, person=self.life.person, about=About.NEED, key=one.key, on=on)
        assert isinstance(need, PersonNeed)  # noqa: S101 - it was taken up as one  # nosec B101
        return need

    def _in_own_words(self, worker: User, on: date) -> None:
        person, words = self.life.person, self.words
        if self.chance.random() < 0.5:
            note_strength(by=worker, person=person, words=self.chance.choice(words["strength_words"]), on=on)
        else:
            said, pathway = self.chance.choice(words["need_words"])
            self._go_on(worker, note_need(by=worker, person=person, words=said, pathway=pathway, on=on), on)

    def _go_on(self, worker: User, need: PersonNeed, on: date) -> None:
        """How the need stands by now: the longer ago, the more of them are met."""
        change_owners(by=worker, need=need, owners=self.chance.choice(OWNERS))
        days = (self.life.charity.today - on).days
        chances = {"": 4, Status.IN_PROGRESS: 5, Status.MET: min(6, days // 25), Status.DECLINED: 1}
        status = self.chance.choices(list(chances), list(chances.values()))[0]
        if status and days > 1:
            note = self.chance.choice(self.words["need_notes"][status])
            day = on + timedelta(days=self.chance.randint(1, days))
            change_status(by=worker, need=need, status=status, on=day, note=note)


def _some(found: Sequence[Suggestion], most: int, chance: Random) -> list[Any]:
    open_to = [one for one in found if one.can_note]
    return chance.sample(open_to, k=min(most, len(open_to)))
