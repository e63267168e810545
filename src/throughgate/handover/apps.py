from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.urls import reverse

if TYPE_CHECKING:
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked
    from throughgate.programmes.models import Promise


class HandoverConfig(AppConfig):
    name = "throughgate.handover"
    label = "handover"

    def ready(self) -> None:
        from throughgate.accounts.services import account_closing
        from throughgate.handover.closing import begin_hand_overs
        from throughgate.handover.kinds import HANDOVER_KINDS
        from throughgate.handover.merge_rules import register_merge_rules
        from throughgate.programmes.doors import register_door, register_promise_door
        from throughgate.programmes.models import PromiseSource
        from throughgate.record.kinds import register

        register(*HANDOVER_KINDS)
        register_merge_rules()
        register_door("handover", _page_of_person)
        register_promise_door(PromiseSource.HANDOVER, _page_of_promise, icon="people")

        def begin(sender: object, account: Any, by: Any, **kwargs: object) -> None:
            begin_hand_overs(account, by)

        account_closing.connect(begin, dispatch_uid="handover.begin_hand_overs", weak=False)


def _page_of_person(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
    from throughgate.programmes.doors import with_asked

    return with_asked(reverse("handover:person", args=[person.ref]), asked, enrolment_ref)


def _page_of_promise(promise: "Promise") -> str:
    return reverse("handover:promise", args=[promise.ref])
