from tests.spec.people.tables import PAGE, page


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "If the difference is wanted: python -m tests.spec.people.tables"
