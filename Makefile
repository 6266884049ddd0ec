# What a stranger runs. Each target does all its own set-up; `make run` needs git, make and Python ≥ 3.11 with venv, nothing else.
.PHONY: run test cover lint bench demo proof

run:   ## the whole product on http://$HOST:$PORT (127.0.0.1:8000)
	@scripts/setup requirements.lock
	@.venv/bin/kardad prepare --demo
	@exec .venv/bin/kardad serve

test:  ## every test: on PostgreSQL, in a browser, on SQLite
	@scripts/setup requirements-dev.lock
	@scripts/chromium
	@scripts/test

cover: ## branch coverage without the browser, and its floor
	@scripts/setup requirements-dev.lock
	@KARDAD_TEST_DB=sqlite .venv/bin/python -m pytest -q -n 2 --dist worksteal --cov --cov-report=term:skip-covered -m "not browser"

lint:  ## the gates that read the code
	@scripts/setup requirements-dev.lock
	@scripts/lint

bench: ## the figures, each beside its baseline
	@scripts/setup requirements-dev.lock
	@scripts/setup-bench
	@.venv/bin/python -m benchmarks

demo:  ## the demo data, made anew
	@scripts/setup requirements.lock
	@.venv/bin/kardad prepare --anew --demo

proof: ## the long proofs at full length; `make test` runs a tenth
	@scripts/setup requirements-dev.lock
	@scripts/chromium
	@KARDAD_TEST_DB=postgres KARDAD_TEST_PROOF=full .venv/bin/python -m pytest -m proof
