"""What a programme takes with it when it is given to another organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.fidelity.rules.pack_choosing import LICENSED, Wanted, forms_of, instruments_of, texts_of, wanted_of
from throughgate.groups.grammar import Plan
from throughgate.groups.loading import plans
from throughgate.measures.grammar import Instrument
from throughgate.measures.selectors.instruments import instruments
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.grammar import ProgrammeModel
from throughgate.programmes.models import ProgrammeModel as ModelRow
from throughgate.programmes.selectors.manuals import get_model
from throughgate.story.grammar import Questions
from throughgate.story.shipping import current_questions


@dataclass(frozen=True)
class Contents:
    """What goes into the pack of a version, and what cannot. Nothing in it is about anybody."""

    row: ModelRow
    model: ProgrammeModel
    questions: Questions

    @cached_property
    def texts(self) -> dict[str, str]:
        """By their place in the pack."""
        return texts_of(
            self.model,
            self.row.source,
            questions=self.questions,
            instruments=instruments().values(),
            plans=plans().values(),
        )

    @cached_property
    def wanted(self) -> Wanted:
        return wanted_of(self.model, self.questions)

    @property
    def forms(self) -> Sequence[str]:
        return sorted(self.questions.forms[key].title.staff for key in self.wanted.forms)

    @property
    def question_count(self) -> int:
        return len(self.wanted.items)

    @property
    def missing_forms(self) -> Sequence[str]:
        """Named by the programme, and not in the bank: they are filled in elsewhere."""
        return sorted(forms_of(self.model) - self.questions.forms.keys())

    @cached_property
    def measures(self) -> Sequence[Instrument]:
        return instruments_of(self.model, instruments().values())

    @property
    def without_words(self) -> Sequence[Instrument]:
        return [one for one in self.measures if one.wording == LICENSED]

    @property
    def by_hand(self) -> Sequence[str]:
        """Tools that no measure here is called by."""
        called = {name.lower() for one in self.measures for name in one.called}
        return sorted({one.tool for one in self.model.measures.values() if one.tool.strip().lower() not in called})

    @property
    def plans(self) -> Sequence[Plan]:
        return [one for one in plans().values() if one.model == self.model.slug]


def contents_for(user: User, slug: str, version: int) -> Contents:
    """Raises Forbidden, Hidden."""
    require(user, Ability.PUBLISH_PROGRAMMES)
    row = get_model(user, slug, version)
    return Contents(row, compiled_model(row), current_questions())
