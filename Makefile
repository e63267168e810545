# What there is to type. Everything else (Node, Chromium, PostgreSQL) is found or fetched by tools/setup.py.
PORT ?= 8000
BIN := .venv/bin
DEMO := THROUGHGATE_MODE=demo
.PHONY: help run test check fix bench bench-coverage screenshots check-deploy migrations squash demo-days lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

run: .venv/app.done  ## set up, load the demonstration charity if there is none, serve on 127.0.0.1:$(PORT)
	@$(DEMO) PORT=$(PORT) $(BIN)/python manage.py run_demo

test: .venv/dev.done  ## the whole suite, on SQLite and on PostgreSQL, browser journeys included
	@$(BIN)/python tools/test.py

check: .venv/dev.done  ## style, types, the house, templates, security, migrations
	@$(BIN)/python tools/check.py

fix: .venv/dev.done  ## what can be mended by itself
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/djlint --reformat --quiet src/throughgate || true

bench: .venv/dev.done  ## figures, one a line, into bench/out/results.json
	@$(BIN)/python -m bench

bench-coverage: .venv/dev.done  ## how often the evidence engine's 95 % intervals hold the truth, by simulation
	@$(BIN)/python -m bench coverage
	@$(BIN)/python -m bench.coverage_ways

screenshots: .venv/dev.done  ## every page at 1280 and 390 px, into screenshots/
	@$(BIN)/python tools/screenshots.py

check-deploy: .venv/app.done  ## what would stop this installation from going live, and how to mend it
	@$(BIN)/python manage.py check --deploy --fail-level WARNING

migrations: .venv/dev.done  ## write migrations for changed models
	@THROUGHGATE_MODE=test $(BIN)/python manage.py makemigrations

squash: .venv/dev.done  ## write what an empty database takes instead of all migrations
	@$(BIN)/python tools/squash.py

demo-days: .venv/dev.done  ## whether the demonstration can be made on other days and from other lots (minutes)
	@$(BIN)/python tools/demo_days.py

lock: .venv/dev.done  ## pin what requirements/*.in ask for, with hashes
	@$(BIN)/python tools/lock.py

clean:  ## remove everything that was built or fetched (not the data in var/)
	rm -rf .venv node_modules build screenshots bench/out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/app.done: requirements/app.txt requirements/uv.txt package-lock.json pyproject.toml tools/setup.py $(shell find src/throughgate/web/scss src/throughgate/web/js -type f 2>/dev/null)
	@python3 tools/setup.py app

.venv/dev.done: .venv/app.done requirements/dev.txt
	@python3 tools/setup.py dev
