# The README's commands. `make demo` and `make test` need Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SEMGREP := $(VENV)/semgrep/.ready

.PHONY: demo test quick lint bench lock notice sbom clean

demo: $(READY)
	$(BIN)/throughline demo $(ARGS)

test: lint
	$(BIN)/python -m pytest -n 3 --dist loadscope --no-loadscope-reorder

quick: lint
	$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder -m "not slow and not neo4j and not browser"

lint: $(READY) $(SEMGREP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(VENV)/semgrep/bin/semgrep scan --quiet --error --metrics=off --disable-version-check --config deps/semgrep.yml graph ingest dashboard throughline.py

bench: $(READY)
	$(BIN)/python -m tests.bench $(ARGS)

$(READY): pyproject.toml constraints.txt deps/install.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Throughline needs Python 3.11 or newer: set PYTHON=/path/to/it")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python deps/install.py --editable dev
	@touch $(READY)

# Beside the other packages and not among them: it wants older ones of click and jsonschema than they do.
$(SEMGREP): $(READY) deps/semgrep.txt
	$(BIN)/uv venv --quiet --clear $(VENV)/semgrep
	$(BIN)/uv pip sync --quiet --require-hashes --python $(VENV)/semgrep deps/semgrep.txt
	@touch $(SEMGREP)

# For Linux and macOS (colorama and win32-setctime are only for Windows, brotlicffi for PyPy). Versions that still fit stay as they are; `make lock ARGS=--upgrade` takes the newest.
lock: $(READY)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-emit-package colorama --no-emit-package win32-setctime --no-emit-package brotlicffi --custom-compile-command "make lock" --all-extras --group dev $(ARGS) \
		pyproject.toml --output-file constraints.txt
	echo semgrep | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-emit-package colorama --no-emit-package pywin32 --custom-compile-command "make lock" $(ARGS) - --output-file deps/semgrep.txt

notice: $(READY)
	$(BIN)/python deps/install.py --editable dev notebook spark
	$(BIN)/python deps/notice.py

# What an installation consists of, as CycloneDX: every package with its version and hashes.
sbom: $(READY)
	$(BIN)/uv pip compile --quiet --no-header --no-annotate --generate-hashes --constraint constraints.txt pyproject.toml \
		| $(BIN)/uvx --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py requirements --pyproject pyproject.toml \
		--mc-type application --output-reproducible --output-format JSON --output-file throughline.cdx.json -

clean:
	rm -rf $(VENV)
