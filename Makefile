# make help lists the targets. PYTHON=python3.12 takes another Python for the environment.
PYTHON ?= python3
READY := .venv/.ready
RUN := .venv/bin/python
PIN = $(RUN) -m piptools compile --quiet --upgrade --strip-extras --allow-unsafe --no-header --no-annotate \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
# which tests: of those that are marked in pyproject.toml, CI runs the long ones too
WHICH ?= not stress and not long
export OMP_NUM_THREADS := 1
export NO_MKDOCS_2_WARNING := 1
export SOURCE_DATE_EPOCH ?= 0

.PHONY: help site figure figures draft serve test stress lock clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

site: $(READY)  ## set up, rerun what is stale, draw, and build the site into site/
	$(RUN) -m scripts.build
	$(RUN) -m scripts.pages
	@echo "Open site/index.html in a browser."

figure: $(READY)  ## make figure NAME=mismatch: rerun one experiment on this machine, compare, and build the site from it
	@test -n "$(NAME)" || { echo "Which one? make figure NAME=mismatch. The line below each figure names it."; exit 2; }
	$(RUN) -m scripts.build --only "$(NAME)" --force --results yours
	RESULTS=yours $(RUN) -m mkdocs build
	@echo "Open site/index.html in a browser: what you have rerun is marked as your own. make site brings ours back."

figures: $(READY)  ## rerun every experiment on this machine into yours/, compare, and build the site from it
	$(RUN) -m scripts.build --force --results yours
	RESULTS=yours $(RUN) -m mkdocs build
	@echo "Open site/index.html in a browser: every figure is your own run."

draft: $(READY)  ## make draft NAME=momentum: run an experiment on a tuning seed, and show its page, live
	@test -n "$(NAME)" || { echo "Which one? make draft NAME=momentum. python -m scripts.new momentum begins one."; exit 2; }
	$(RUN) -m scripts.build --only "$(NAME)" --seed 3 --results drafts
	DRAFT="$(NAME)" RESULTS=drafts $(RUN) -m mkdocs serve

serve: $(READY)  ## preview at 127.0.0.1:8000, with live reload
	$(RUN) -m scripts.build
	$(RUN) -m mkdocs serve

test: $(READY)  ## set up, and run the tests; with WHICH="not stress" the long ones too, as CI does
	$(RUN) -m pytest -n auto --dist loadgroup -m "$(WHICH)"

stress: $(READY)  ## the long tests and proofs, a quarter of an hour, with a report beside the results
	$(RUN) -m pip install --quiet --requirement requirements-stress.txt
	$(RUN) -m pytest -n auto --dist loadgroup -m "stress or long" --report

lock: $(READY)  ## pin the newest versions that pyproject.toml admits, into requirements*.txt
	$(RUN) -m pip install --quiet pip-tools
	$(PIN) --output-file requirements.txt pyproject.toml
	sed -i.bak 's/^torch==.*/torch==2.13.0/' requirements.txt && rm requirements.txt.bak
	for extra in cluster stress; do \
	  $(PIN) --extra $$extra --constraint requirements.txt --output-file requirements-$$extra.all pyproject.toml || exit 1; \
	  { echo "-r requirements.txt"; grep -vxFf requirements.txt requirements-$$extra.all | grep '^[a-z]' | grep -v '^torch=\|^pip='; } \
	    > requirements-$$extra.txt; \
	  rm requirements-$$extra.all; \
	done

clean:  ## remove what was built; the environment and the published results stay
	rm -rf site yours drafts .cache

$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(RUN) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "The Python of .venv is older than 3.11: remove that folder, and run make again"; exit 1; }
	@$(RUN) -c 'import torch' 2>/dev/null || { echo "Setting up .venv, which takes some minutes. PyTorch is the largest part:"; \
	  echo "on Linux pip may take several gigabytes. For the small build, press Ctrl-C, and see README.md."; }
	$(RUN) -m pip install --quiet --requirement requirements.txt
	@touch $@
