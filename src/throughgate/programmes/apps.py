from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from collections.abc import Sequence

    from throughgate.people.models import Person


class ProgrammesConfig(AppConfig):
    name = "throughgate.programmes"
    label = "programmes"

    def ready(self) -> None:
        from throughgate.people.changes import facts_changed
        from throughgate.programmes.doors import consent_door, register_door
        from throughgate.programmes.kinds import PROGRAMME_KINDS
        from throughgate.programmes.selectors.forms_asked import form_door, forms_asked, titles_met
        from throughgate.programmes.services import refresh_commitments
        from throughgate.record.kinds import register
        from throughgate.story.asked_for import programmes

        register(*PROGRAMME_KINDS)
        programmes.asked, programmes.met = forms_asked, titles_met
        register_door("form", form_door)
        register_door("consent", consent_door)

        def settle_anew(sender: object, people: "Sequence[Person]", **kwargs: object) -> None:
            refresh_commitments(*people)

        facts_changed.connect(settle_anew, dispatch_uid="programmes.settle_anew", weak=False)
