# Needs nothing but Python 3.11 or later with venv: each target makes the virtual environment when there is none.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
DEMO := $(BIN)/engtrack --store demo/engtrack.json --today 2025-06-02

.PHONY: demo test check interop score learn bench bench-server clean

demo: $(READY)  ## read the real highlights into a fresh register and print the status report
	@rm -rf demo
	@printf '\n$$ engtrack import seeds/000_975d3c0c9cbb6028.txt --yes\n\n'
	@$(DEMO) import seeds/000_975d3c0c9cbb6028.txt --yes
	@printf '\n$$ engtrack config us ARM\n\n'
	@$(DEMO) config us ARM
	@printf '\n$$ engtrack action add "Send the pipeline data to EMA" --owner ARM --due "next friday" --meeting M1 --topic 2\n\n'
	@$(DEMO) action add "Send the pipeline data to EMA" --owner ARM --due "next friday" --meeting M1 --topic 2
	@printf '\n$$ engtrack\n\n'
	@$(DEMO)
	@printf '\nThe register of this demo is demo/engtrack.json. Try: $(BIN)/engtrack --store demo/engtrack.json action show A1\n'

test: check  ## everything that has to hold: style, types, tests; command lines on a server, too
	$(BIN)/pytest
	$(BIN)/pytest --on-server tests/cli tests/exchange

check: $(READY)  ## style and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

interop: $(READY)  ## open what is written in a browser, an office and jq, which the system must have
	@for program in chromium soffice jq; do command -v $$program >/dev/null || { \
		echo "make interop: $$program is missing; on Debian: apt-get install chromium libreoffice-calc libreoffice-writer jq" >&2; \
		exit 1; }; done
	$(BIN)/pip install --quiet --group programs
	$(BIN)/pytest -m programs

score: $(READY)  ## how well the reader reads: both halves of the documents in tests/intake
	$(BIN)/python tests/intake/score.py tests/intake/first
	$(BIN)/python tests/intake/score.py tests/intake/fresh

learn: $(READY)  ## learn anew from those documents which words sound like an ask
	$(BIN)/pip install --quiet --group learn
	PYTHONPATH=.:tests/intake $(BIN)/python tests/intake/learn.py

bench: $(READY)  ## what a command costs, as a ratio to the imports that it cannot do without
	$(BIN)/python -m benchmarks.commands --keep

bench-server: $(READY)  ## the same on a PostgreSQL server
	$(BIN)/python -m benchmarks.server --keep

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/pip install --quiet --editable ".[read,write,holidays,postgres]" --group dev
	@touch $(READY)

clean:
	rm -rf .venv demo build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
