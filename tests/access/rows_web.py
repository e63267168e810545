from tests.access.matrix import Row, everyone

ROWS = [Row("web:accessibility", "get", everyone(200), public=True)]
