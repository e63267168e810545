from typing import Any

app_name = "story"
urlpatterns: list[Any] = []
