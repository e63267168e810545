"""People: lists, details, custody and those around. Victor is not matched with the person; Charlie works elsewhere."""

from tests.access.matrix import Row, everyone, only

READERS = ("manager", "caseworker", "counsellor")
SEES_PEOPLE = only(*READERS, "volunteer", "elsewhere")
ADDS = only(*READERS, "elsewhere")
READS = only(*READERS, others=404)
WRITES = only(*READERS, status=302, others=404)
# A caseworker and a counsellor see the record and do not say who works with the person.
ASSIGNS = {**everyone(404), "manager": 200, "caseworker": 403, "counsellor": 403}
ASSIGNED = {**ASSIGNS, "manager": 302}


def _person(world):
    return {"ref": world.person.ref}


def _date_kind(world):
    return _person(world) | {"kind": "licence_end"}


def _number(world):
    return _person(world) | {"pk": world.person.identifiers.first().pk}


def _assignment(world):
    return _person(world) | {"pk": world.assignment.pk}


def _member(world):
    return _person(world) | {"pk": world.circle_member.pk}


def _details(world):
    return {
        "given_name": "Jordan",
        "family_name": "Reed",
        "site": world.person.site_id,
        "version": world.person.version,
    }


def _newcomer(world):
    return {"given_name": "Robin", "family_name": "Ash", "site": world.person.site_id}


def _day_told(world):
    return {"on": "2027-03-01", "source": "Parole Board", "confidence": "expected", "seen": "0"}


def _worker(world):
    return {"worker": world.users["counsellor"].pk, "role": "family_practitioner", "from_on": "2026-11-02"}


def _listed(world):
    return {"kind": "oral", "on": "2027-03-01", "source": "Parole Board", "confidence": "expected"}


def _hearing(world):
    return {"hearing": world.person.hearings.first().ref}


def _condition_kind(world):
    return _person(world) | {"kind": "reporting"}


def _condition(world):
    return _person(world) | {"pk": world.person.licence_conditions.first().pk}


def _move(world):
    return _person(world) | {"pk": world.person.moves.last().pk}


def _sentence(world):
    return _person(world) | {"pk": world.person.sentences.first().pk}


def _new_condition(world):
    return {"wording": "Keep in touch", "token": "6e2b0f1c-29c8-4c6a-8a3f-0d3a0e9f3b11"}


def _varied(world):
    return _new_condition(world) | {
        "wording": "Keep in touch weekly",
        "from_on": "2026-11-02",
        "because": "Varied by probation",
    }


def _ended(world):
    return {"on": "2026-11-02", "because": "Lifted"}


def _hdc(world):
    return {"state": "address", "on": "2026-11-02", "source": "OMU"}


def _deferred(world):
    return {"state": "deferred", "on": "2027-05-04", "because": "No report yet", "source": "Parole Board"}


ROWS = [
    Row("people:list", "get", SEES_PEOPLE),
    Row("people:unassigned", "get", SEES_PEOPLE),
    Row("people:add", "get", ADDS),
    # Charlie cannot add at Send: the form offers only the sites somebody works at, and says so.
    Row("people:add", "post", {**only(*READERS, status=302), "elsewhere": 200}, data=_newcomer),
    Row("people:check_number", "post", ADDS, data=lambda world: {"crn": "X123456"}),
    Row("people:details", "get", READS, args=_person),
    Row("people:details", "post", WRITES, args=_person, data=_details),
    Row("people:identifiers", "get", READS, args=_person),
    Row("people:identifiers", "post", WRITES, args=_person, data=lambda world: {"kind": "crn", "text": "Z999999"}),
    Row("people:withdraw_identifier", "get", READS, args=_number),
    Row("people:withdraw_identifier", "post", WRITES, args=_number, data=lambda world: {"because": "Not theirs"}),
    Row("people:custody", "get", READS, args=_person),
    Row("people:note_date", "get", READS, args=_person),
    Row("people:note_date", "get", READS, args=_date_kind),
    Row("people:note_date", "post", WRITES, args=_date_kind, data=_day_told),
    Row("people:record_move", "get", READS, args=_person),
    Row(
        "people:record_move", "post", WRITES, args=_person, data=lambda world: {"kind": "released", "on": "2026-11-02"}
    ),
    Row("people:add_condition", "get", READS, args=_person),
    Row("people:add_condition", "get", READS, args=_condition_kind),
    Row("people:add_condition", "post", WRITES, args=_condition_kind, data=_new_condition),
    Row("people:vary_condition", "get", READS, args=_condition),
    Row("people:vary_condition", "post", WRITES, args=_condition, data=_varied),
    Row("people:end_condition", "get", READS, args=_condition),
    Row("people:end_condition", "post", WRITES, args=_condition, data=_ended),
    Row("people:note_hdc", "get", READS, args=_person),
    Row("people:note_hdc", "post", WRITES, args=_person, data=_hdc),
    Row("people:withdraw_move", "get", READS, args=_move),
    Row("people:withdraw_move", "post", WRITES, args=_move, data=lambda world: {"what": "never", "because": "Wrong"}),
    Row("people:let_move_stand", "post", WRITES, args=_move),
    Row("people:let_dates_stand", "post", WRITES, args=_person),
    # Nobody was recalled: whoever may write is told so.
    Row("people:recall_term", "get", WRITES, args=_person),
    Row("people:recall_term", "post", WRITES, args=_person, data=lambda world: {"recall": "28"}),
    Row("people:stop_sentence", "get", READS, args=_sentence),
    Row("people:stop_sentence", "post", WRITES, args=_sentence, data=_ended),
    Row("people:record_sentence", "get", READS, args=_person),
    Row("people:record_sentence", "post", WRITES, args=_person, data=lambda world: {"kind": "ipp"}),
    Row("people:list_hearing", "get", READS, args=_person),
    # One is listed already: whoever may write is told so.
    Row("people:list_hearing", "post", READS, args=_person, data=_listed),
    Row("people:hearing_outcome", "get", READS, args=_hearing),
    Row("people:hearing_outcome", "post", WRITES, args=_hearing, data=_deferred),
    Row("people:around", "get", READS, args=_person),
    Row("people:assign", "get", ASSIGNS, args=_person),
    Row("people:assign", "post", ASSIGNED, args=_person, data=_worker),
    Row("people:end_assignment", "get", ASSIGNS, args=_assignment),
    Row(
        "people:end_assignment",
        "post",
        ASSIGNED,
        args=_assignment,
        data=lambda world: {"to_on": "2026-11-20", "because": "Left"},
    ),
    Row("people:add_to_circle", "get", READS, args=_person),
    Row("people:add_to_circle", "post", WRITES, args=_person, data=lambda world: {"kind": "friend", "name": "Lee Elm"}),
    Row("people:end_circle", "get", READS, args=_member),
    Row("people:end_circle", "post", WRITES, args=_member, data=lambda world: {"to_on": "2026-11-20"}),
]
