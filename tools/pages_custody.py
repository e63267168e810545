"""The pages of custody: home detention curfew, the licence and its conditions, a sentence that ended early."""

from django.urls import reverse

from throughgate.people.models import ConditionKind, DateKind, LicenceCondition, Person, Sentence


def custody_pages(person: Person, worker: object) -> list[tuple[str, str]]:
    def url(name: str, about: Person = person, **more: object) -> str:
        return reverse(f"people:{name}", kwargs={"ref": about.ref, **more})

    kinds = (ConditionKind.PLACE_AWAY, ConditionKind.PERSON, ConditionKind.CHILDREN, ConditionKind.CURFEW)
    listed = [("hdc", url("note_hdc")), ("recall ends", url("note_date", kind=DateKind.RECALL_RELEASE.value))]
    listed += [
        (f"condition {kind.value}", url("add_condition", kind=kind.value)) for kind in (*kinds, ConditionKind.OTHER)
    ]
    mine = {"person__assignments__worker": worker, "person__assignments__to_on": None}
    if row := LicenceCondition.objects.filter(**mine, restrictions__isnull=False, ended_at=None).first():
        listed.append(("custody with a licence", url("custody", row.person)))
        names = ("vary_condition", "end_condition")
        listed += [(name.replace("_", " "), url(name, row.person, pk=row.pk)) for name in names]
    if sentence := Sentence.objects.filter(**mine, stopped_at=None).first():
        listed.append(("sentence ended early", url("stop_sentence", sentence.person, pk=sentence.pk)))
    return listed
