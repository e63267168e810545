from throughgate.desk.views.person import show_person
from throughgate.desk.views.search import search_people
from throughgate.desk.views.today import show_today

__all__ = ["search_people", "show_person", "show_today"]
