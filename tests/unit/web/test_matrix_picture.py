"""Who came to what, as a drawing that says the same in words."""

from throughgate.web.pictures import MatrixLine, Spot, draw_matrix

LINES = [
    MatrixLine("Jo & Co", (Spot("check", "done", "Came"), Spot("close", "due", "Missed"))),
    MatrixLine("Mila", (Spot("", "quiet", "", "past"), Spot("", "quiet", "", "today"))),
]


def test_it_says_in_words_what_it_draws():
    drawn = draw_matrix(["1", "2"], LINES, "Who came")
    assert "Jo &amp; Co: 1 came, 2 missed. Mila: nothing recorded." in drawn
    assert drawn.count("<path") == 2 and drawn.count("<rect") == 4


def test_eight_sessions_fit_a_phone():
    spots = tuple(Spot("", "quiet", "") for _ in range(8))
    drawn = draw_matrix([str(number) for number in range(1, 9)], [MatrixLine("Jo", spots)], "Who came")
    width = float(drawn.split('viewBox="0 0 ')[1].split()[0])
    assert width <= 390 - 2 * 15
