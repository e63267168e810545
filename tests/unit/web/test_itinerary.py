from throughgate.web.pictures.itinerary import Lane, draw_itinerary, itinerary_words

GATE = Lane("The gate", gate=(540, 600))
STOP = Lane("Probation", booked=705, minutes=45, leaves=600, arrives=660, starts=705, ends=750, way=60, is_guess=True)
MISSED = Lane("GP <b>", hours=[(510, 720)], minutes=30)
HOME = Lane("Home", is_home=True, leaves=750, arrives=810, starts=810, ends=810, way=60)


def test_the_words_say_what_is_drawn():
    assert itinerary_words([GATE, STOP, MISSED, HOME]) == (
        "The gate opens between 09:00 and 10:00. Probation from 11:45 to 12:30 after 60 minutes on the way."
        " GP <b>: not reached. Home at 13:30."
    )


def test_what_comes_from_people_is_escaped():
    drawn = draw_itinerary([GATE, MISSED], "Jo")
    assert "GP &lt;b&gt;" in drawn and "<b>" not in drawn and "style=" not in drawn


def test_each_thing_has_its_mark():
    drawn = draw_itinerary([GATE, STOP, MISSED, HOME])
    for mark in ("gate", "stop", "missed", "home", "way--guess", "wait", "open"):
        assert f"tg-itinerary__{mark}" in drawn


def test_nothing_leaves_the_picture():
    late = Lane("Hostel", leaves=1400, arrives=1430, starts=1430, ends=1500, way=30)
    assert "NaN" not in draw_itinerary([GATE, late, Lane("Unknown")])


def test_a_break_leaves_a_gap():
    open_twice = Lane("Probation", hours=[(540, 750), (810, 1020)], starts=600, ends=630)
    assert draw_itinerary([GATE, open_twice]).count("tg-itinerary__open") == 2
