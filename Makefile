# Two commands do everything: `make app` and `make test`. `make help` lists the rest.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first Python on the PATH that will do; where none does, install.py says what is missing.
CHECK := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  if "$$one" -c '$(CHECK)' >/dev/null 2>&1; then echo "$$one"; exit; fi; done; echo python3)

# Your library, as the command line has it: ./library of this checkout is a part of the program (library/place.py).
LIBRARY ?= $(if $(WENZHANG_LIBRARY),$(WENZHANG_LIBRARY),library-data)
SAMPLE := sample-library
CHAT := $(if $(DOCS)$(shell test -f "$(LIBRARY)/manifest.json" && echo there),$(LIBRARY),$(SAMPLE))
PORT ?=
TORCH ?= auto
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
JOBS ?= 2
SHARED ?= ../shared
REPORT ?= build/eval

BIN := .venv/bin
WENZHANG := $(BIN)/wenzhang
SETUP = python="$(PYTHON)"; command -v "$$python" >/dev/null || { echo "✗ no $$python on the PATH: install Python 3.11 or newer" >&2; exit 1; }; \
  "$$python" requirements/install.py
OFFLINE := HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1 TOKENIZERS_PARALLELISM=false

export DOCS LIBRARY CHAT

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

app: setup $(if $(filter $(SAMPLE),$(CHAT)),$(SAMPLE)/manifest.json) ## set up and open the chat: on your library, else on the sample; DOCS=folder is read into yours first; PORT=8501
	@if [ -n "$$DOCS" ]; then echo "» reading $$DOCS into $$LIBRARY"; $(WENZHANG) ingest "$$DOCS" --library "$$LIBRARY" || [ $$? -eq 3 ]; fi
	@echo "» opening the chat on $$CHAT; Ctrl+C ends it"
	@$(WENZHANG) app --library "$$CHAT" $(if $(PORT),--port $(PORT))

test: setup-test lint ## set up and run the test suite; TORCH=auto|system|cuda|none says which PyTorch, TORCH_INDEX where from
	@echo "» pytest"
	@$(OFFLINE) $(BIN)/python -m pytest -n $(JOBS) --dist worksteal

prove: setup-test ## the long proofs: thousands of mutations, a browser (chromium)
	@$(OFFLINE) $(BIN)/python -m pytest -m prove

lint: setup-test ## ruff and mypy
	@echo "» ruff" && $(BIN)/python -m ruff check .
	@echo "» mypy" && $(BIN)/python -m mypy

format: setup-test ## lay the source out as ruff does
	@$(BIN)/python -m ruff format . && $(BIN)/python -m ruff check --fix .

eval: setup ## accuracy on the gold questions of SHARED (default ../shared), else of the sample; report in REPORT
	@if [ -d "$(SHARED)/gold" ]; then \
	  $(WENZHANG) eval "$(SHARED)/gold/seeds.jsonl" --docs "$(SHARED)/seeds" --report "$(REPORT)"; \
	else $(BIN)/python -m eval.sample sample-docs && $(WENZHANG) eval sample-docs/gold.jsonl --docs sample-docs/docs --report "$(REPORT)"; fi

bench: setup ## the benchmarks of bench/
	@for one in bench/*.py; do echo "» $$one"; $(BIN)/python "$$one" || exit 1; done

sample: forget-sample $(SAMPLE)/manifest.json ## make the sample library anew

forget-sample:
	@rm -rf $(SAMPLE)

$(SAMPLE)/manifest.json: | setup
	@echo "» making the sample library: fictional places, generated"
	@rm -rf build/$(SAMPLE) && mkdir -p build
	@$(BIN)/python -m eval.sample sample-docs
	@$(WENZHANG) ingest sample-docs/docs --library build/$(SAMPLE)
	@mv build/$(SAMPLE) $(SAMPLE)

clean: ## remove the environment and caches; libraries stay
	@rm -rf .venv build sample-docs .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@$(SETUP) app

scan: setup ## add the recognition of scanned pages and images
	@$(SETUP) scan

setup-test:
	@$(SETUP) test --torch "$(TORCH)" --torch-index "$(TORCH_INDEX)"

.PHONY: help app scan test prove lint format eval bench sample forget-sample clean setup setup-test
