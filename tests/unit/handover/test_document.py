"""What the system writes: in its order, for whoever receives it, and nothing that they may not know."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughgate.access.policy import Sensitivity, as_if_working_with
from throughgate.accounts.models import User
from throughgate.casework.services import Attendance, record_contact
from throughgate.handover.models import HandOverSection
from throughgate.handover.rules.document import (
    HEADINGS,
    Part,
    Piece,
    UnknownSectionError,
    clip,
    freeze,
    read_sections,
)
from throughgate.handover.selectors.documents import live_sections_for, sections_for
from throughgate.handover.selectors.pieces import pieces_for
from throughgate.people.models import CircleMember, ContactRestriction, LicenceCondition, Person, RestrictionReason
from throughgate.story.rules.meeting import AVOID
from throughgate.story.services.answering import record_answer
from throughgate.story.services.needs import note_need, note_strength
from throughgate.story.shipping import shipped_questions

HOME = "afraid to go home"
SECRET = "said in therapy"  # noqa: S105  # no password: what must not be found


@pytest.fixture
def known(person, alice, carol, carols, today):
    """Something in every section, and things that not everybody may know."""
    person.access_needs = "Reads slowly"
    person.save()
    LicenceCondition.objects.create(person=person, wording="Keep in touch", added_by=alice)
    member = CircleMember.objects.create(
        person=person, kind="parent", name="Pat Vale", from_on=date(2026, 1, 1), added_by=alice
    )
    row = ContactRestriction.objects.create(
        person=person, kind="no_contact", source="court", from_on=date(2026, 1, 1), member=member, reach="any",
        added_by=alice,
    )  # fmt: skip
    RestrictionReason.objects.create(restriction=row, text="Because of what happened")
    for by, level, note in ((alice, "standard", "Talked about home"), (carol, "clinical", SECRET)):
        record_contact(
            by=by,
            kind="one-to-one",
            on=today - timedelta(days=1),
            people=[Attendance(person=person, note=note, sensitivity=Sensitivity(level))],
        )
    at_home = [Attendance(person=person, note=HOME, sensitivity=Sensitivity.SENSITIVE)]
    record_contact(by=alice, kind="visit", on=today - timedelta(days=2), people=at_home)
    note_strength(by=alice, person=person, words="Cooks for everybody")
    note_need(by=alice, person=person, words="A place of my own", pathway="accommodation")
    return person


def words_of(sections):
    return " | ".join(f"{line['words']} {line['note']}" for section in sections for line in section.lines)


def test_restrictions_stand_first_and_everything_is_there(known, alice, today):
    sections = read_sections(freeze(pieces_for(alice, known, today)))
    assert sections[0].code == "restrictions"
    assert "Pat Vale" in sections[0].lines[0]["words"]
    words = words_of(sections)
    for wanted in ("Keep in touch", "Reads slowly", "Jordan Vale", "Cooks for everybody", "Talked about home"):
        assert wanted in words


def test_each_hears_what_is_theirs_to_know(known, alice, carol, bob, today):
    said = {user.name: words_of(read_sections(freeze(pieces_for(user, known, today)))) for user in (alice, carol, bob)}
    assert SECRET in said[carol.name]
    assert SECRET not in said[alice.name] + said[bob.name]
    assert "what happened" in said[alice.name]
    assert "what happened" not in said[bob.name]  # works at the site, not with the person


def test_it_is_written_for_the_receiver_and_kept_by_level(known, give, bob, carol, mona, today):
    row = give(days=10, overlap=3)
    kept = " ".join(str(section.lines) for section in HandOverSection.objects.filter(hand_over=row))
    assert HOME in kept and SECRET not in kept
    assert HOME not in words_of(sections_for(User.objects.get(pk=bob.pk), row))  # not theirs yet
    assert HOME in words_of(sections_for(as_if_working_with(bob, [known.pk]), row))
    assert HOME in words_of(sections_for(mona, row))
    assert SECRET not in words_of(sections_for(carol, row))


def test_it_is_frozen(known, give, bob, alice, today):
    row = give(days=0)
    before = sections_for(bob, row)
    known.access_needs = "Nothing"
    known.save()
    assert sections_for(bob, row) == before


def test_every_reader_sees_every_heading(known, give, charlie, alice):
    """Also where all of it is closed to them: that something is there does not show."""
    row = give(days=0)
    read = [*live_sections_for(alice, row.person, row.from_on), *sections_for(alice, row)]
    assert {section.title for section in read} == {heading.title for heading in HEADINGS}
    assert words_of(read_sections(())) == ""


def test_what_is_too_much_for_two_pages_is_counted_at_its_own_level():
    pieces = [Piece("strengths", f"S{n}", level=level) for level in ("standard", "sensitive") for n in range(12)]
    parts = freeze(pieces)
    assert [(part.sensitivity, part.lines[-1]["words"]) for part in parts] == [
        ("standard", "And 7 more on their record."),
        ("sensitive", "And 7 more on their record."),
    ]


def test_a_section_that_nobody_knows_is_refused():
    with pytest.raises(UnknownSectionError):
        freeze([Piece("gossip", "No")])


def test_parts_are_read_in_their_order():
    parts = [Part(1, "meeting", "sensitive", [{"words": "b"}]), Part(1, "meeting", "standard", [{"words": "a"}])]
    assert [line["words"] for line in read_sections(parts)[1].lines] == ["a", "b"]


def test_cut_between_words():
    assert clip("one two three", 9) == "one two…"
    assert clip("  one\n two ") == "one two"


def test_the_story_is_in_it_in_their_words(person, alice, today):
    record_answer(by=alice, person=person, item="what-matters-most", value="My girls", answered_on=today)
    assert "My girls" in words_of(read_sections(freeze(pieces_for(alice, person, today))))


def test_as_many_queries_however_much_there_is(known, alice, today, django_assert_num_queries):
    def fresh():
        return Person.objects.select_related("site").get(pk=known.pk)

    def reader():
        return User.objects.get(pk=alice.pk)

    with CaptureQueriesContext(connection) as once:
        pieces_for(reader(), fresh(), today)
    for n in range(5):
        CircleMember.objects.create(person=known, kind="friend", name=f"F{n}", from_on=date(2026, 1, 1), added_by=alice)
        LicenceCondition.objects.create(person=known, wording=f"C{n}", added_by=alice)
        note_strength(by=alice, person=known, words=f"Strength {n}")
        record_contact(by=alice, kind="visit", on=today, people=[Attendance(person=known, note=f"N{n}")])
    with django_assert_num_queries(len(once)):
        pieces_for(reader(), fresh(), today)


def test_what_helps_when_meeting_comes_from_what_they_said(person, alice, bob, today):
    avoid = shipped_questions().items[AVOID]
    record_answer(by=alice, person=person, item=AVOID, value="Being touched", answered_on=today)
    said = {user.name: words_of(read_sections(freeze(pieces_for(user, person, today)))[1:2]) for user in (alice, bob)}
    assert "Being touched" in said[alice.name]
    assert ("Being touched" in said[bob.name]) is (avoid.seen_by == Sensitivity.STANDARD)
