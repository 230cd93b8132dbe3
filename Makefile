# Everything here also works without make: python3 -m ops run | test | bench | backup FILE | restore FILE | …
PYTHON ?= python3
PORT ?= 8000

.PHONY: help run test bench backup restore clean-example manage secrets pins

help:
	@echo "make run                  start the portal (PORT=8001 for another port), Ctrl-C stops it"
	@echo "make test                 every check and test, on servers of its own"
	@echo "make bench                benchmarks"
	@echo "make backup FILE=x.tar    database and files into one archive"
	@echo "make restore FILE=x.tar   bring them back into an empty place (FORCE=yes replaces what is there)"
	@echo "make clean-example        remove all example data for good"
	@echo "make manage ARGS=\"…\"      a command of manage.py on the local portal"
	@echo "make secrets              fresh secret files for docker-compose.yml"
	@echo "make pins                 resolve and pin the dependencies afresh"

run:
	@exec $(PYTHON) -m ops run --port $(PORT)

test:
	@exec $(PYTHON) -m ops test

bench:
	@exec $(PYTHON) -m ops bench

backup:
	@test -n "$(FILE)" || { echo "make backup FILE=portal.tar"; exit 2; }
	@exec $(PYTHON) -m ops backup "$(FILE)"

restore:
	@test -n "$(FILE)" || { echo "make restore FILE=portal.tar"; exit 2; }
	@exec $(PYTHON) -m ops restore $(if $(filter yes true 1,$(FORCE)),--force) "$(FILE)"

clean-example:
	@exec $(PYTHON) -m ops clean-example

manage:
	@exec $(PYTHON) -m ops manage $(ARGS)

secrets:
	@exec $(PYTHON) -m ops secrets

pins:
	@exec $(PYTHON) -m ops pins
