from throughgate.desk.views.person import show_person
from throughgate.desk.views.release_date import move_release_date, show_moved_date
from throughgate.desk.views.search import search_people
from throughgate.desk.views.today import show_today

__all__ = ["move_release_date", "search_people", "show_moved_date", "show_person", "show_today"]
