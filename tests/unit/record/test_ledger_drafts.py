from throughgate.record.models import Draft
from throughgate.record.selectors import draft_of, drafts_of
from throughgate.record.services import discard_draft, keep_draft


def test_a_draft_is_found_again(alice):
    keep_draft(by=alice, form="contact", fields={"note": "We talked"})
    assert draft_of(alice, "contact").fields == {"note": "We talked"}


def test_a_draft_is_kept_once_and_in_its_last_state(alice):
    keep_draft(by=alice, form="contact", fields={"note": "We"})
    keep_draft(by=alice, form="contact", fields={"note": "We talked"})
    assert [d.fields["note"] for d in Draft.objects.all()] == ["We talked"]


def test_drafts_belong_to_their_user_alone(alice, mona):
    keep_draft(by=alice, form="contact", fields={})
    assert draft_of(mona, "contact") is None
    assert not drafts_of(mona).exists()


def test_nobody_can_throw_away_the_draft_of_another(alice, bob):
    keep_draft(by=alice, form="contact", fields={})
    discard_draft(by=bob, form="contact")
    assert draft_of(alice, "contact")


def test_drafts_are_listed_by_what_they_are_of(alice):
    keep_draft(by=alice, form="contact:K7M429QX", fields={})
    keep_draft(by=alice, form="plan:K7M429QX", fields={})
    assert [d.form for d in drafts_of(alice, about="contact")] == ["contact:K7M429QX"]
    assert [d.form for d in drafts_of(alice)] == ["plan:K7M429QX", "contact:K7M429QX"]
