from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from throughgate.people.models import Person


class ProgrammesConfig(AppConfig):
    name = "throughgate.programmes"
    label = "programmes"

    def ready(self) -> None:
        from throughgate.people.changes import facts_changed
        from throughgate.programmes.kinds import PROGRAMME_KINDS
        from throughgate.programmes.services import refresh_commitments
        from throughgate.record.kinds import register

        register(*PROGRAMME_KINDS)

        def settle_anew(sender: object, person: "Person", **kwargs: object) -> None:
            refresh_commitments(person)

        facts_changed.connect(settle_anew, dispatch_uid="programmes.settle_anew", weak=False)
