# reportgen: the two commands to know are `make demo` and `make test`; `make help` lists the rest.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup build release library dist python examples docs demo test fuzz fuzz-samples check-deep check-pages lint format install deb clean

APT_PACKAGES := liblua5.4-dev libgumbo-dev libstemmer-dev libfribidi-dev zlib1g-dev libsqlite3-dev libsimdjson-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libuchardet-dev libcurl4-openssl-dev pkg-config tzdata
PREFIX ?= /usr/local
SWIFT ?= swift
PYTHON ?= python3
# With LLVM's linker: what short runs call (packaging/start-up.order) side by side, so that they read and hold a fifth of the
# code; and, where the C library reads them (glibc 2.36), packed addresses to set at each start: three megabytes less.
LAYOUT = $(shell command -v ld.lld >/dev/null && \
  echo -Xswiftc -use-ld=lld -Xlinker --symbol-ordering-file=$(CURDIR)/packaging/start-up.order -Xlinker --no-warn-symbol-ordering && \
  printf '2.36\n%s\n' "$$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)" | sort -C -V && \
  echo -Xlinker -z -Xlinker pack-relative-relocs)
# A section for each function and none exported: the linker leaves out what nothing calls.
RELEASE_FLAGS = -c release --static-swift-stdlib -Xswiftc -Xfrontend -Xswiftc -function-sections \
  -Xlinker --no-export-dynamic $(LAYOUT)
REPORTGEN := .build/release/reportgen
# The number at the end counts incompatible versions of the C interface.
LIBRARY := libreportengine.so.1
# SwiftPM's own option reaches executables only; other flags than the binary's want a folder of their own.
LIBRARY_BUILD := .build/library-build
LIBRARY_FLAGS := -c release --scratch-path $(LIBRARY_BUILD) -Xswiftc -static-stdlib --product reportengine \
  -Xlinker --version-script=$(CURDIR)/Sources/CReportEngine/reportengine.map -Xlinker -soname=$(LIBRARY) \
  -Xlinker -L$(abspath $(dir $(realpath $(shell command -v $(SWIFT))))/../lib/swift_static/linux)

# What the demo renders: the samples as they stood on one morning; the briefing looks back two days.
DEMO_CLOCK := --now 2025-03-14T07:00:00 --timezone Africa/Cairo
DEMO_INPUT := samples/news
# A binary in dist/ of this version is taken, when the commit is also the same or there is no telling; else one is built.
VERSION := $(shell sed -n 's/.*static let current = "\(.*\)".*/\1/p' Sources/ReportArticles/Version.swift)
DIST_NAME := reportgen-$(VERSION)-linux-$(shell uname -m)
DIST_REPORTGEN := $(shell packaging/from-dist $(DIST_NAME))
DEMO_REPORTGEN := $(or $(DIST_REPORTGEN),$(REPORTGEN))
DEMO_NEEDS := $(if $(DIST_REPORTGEN),,release)

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install the Debian packages that are missing (asks for sudo only then).
	@command -v $(SWIFT) >/dev/null || { \
	  echo "Swift 6.3 or newer is needed and '$(SWIFT)' was not found: see https://www.swift.org/install" >&2; exit 1; }
	@missing=""; for package in $(APT_PACKAGES); do \
	  dpkg-query -W -f='$${db:Status-Abbrev}' $$package 2>/dev/null | grep -q '^ii' || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  echo "installing:$$missing"; \
	  if [ "$$(id -u)" = 0 ]; then run=""; else run="sudo"; fi; \
	  $$run apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$run apt-get install -y -qq --no-install-recommends $$missing; fi

build: setup ## Build for development.
	$(SWIFT) build

release: setup ## Build the optimised binary, Swift linked in statically.
	$(SWIFT) build $(RELEASE_FLAGS) --product reportgen -Xlinker --wrap=icudt76_dat -Xlinker $$(packaging/build-info)

dist: release ## Build what is published into dist/: archive, wheel, Debian packages, sums (see RELEASING.md).
	$(SWIFT) build $(RELEASE_FLAGS) --target ReportEngineC
	packaging/dist

python: ## Test the Python package over the library of the debug build (needs pytest).
	REPORTGEN_LIBRARY=$(CURDIR)/.build/debug/libreportengine.so $(PYTHON) -m pytest -q -p no:cacheprovider python
	@if $(PYTHON) -c 'import mypy' 2>/dev/null; then $(PYTHON) -m mypy --strict --cache-dir=/dev/null python/reportgen; fi

library: setup ## Build libreportengine.so, the C interface, with Swift linked in, into .build/library/.
	$(SWIFT) build $(LIBRARY_FLAGS)
	@mkdir -p .build/library
	cp $(LIBRARY_BUILD)/release/libreportengine.so .build/library/$(LIBRARY)
	strip --strip-unneeded .build/library/$(LIBRARY)
	ln -sf $(LIBRARY) .build/library/libreportengine.so

examples: setup ## Build and run the embedding programs in Examples/.
	Examples/run

docs: setup ## Build the library's documentation into .build/docs and check the public declarations.
	Tests/docs/check

demo: $(DEMO_NEEDS) ## Render the sample briefing, timeline and summary into out/.
	@mkdir -p out
	@for report in "daily-briefing --param window=2d" timeline summary; do for language in en ar; do \
	  name=out/$${report%% *}-$$language; \
	  $(DEMO_REPORTGEN) render $$report $(DEMO_INPUT) $(DEMO_CLOCK) --param lang=$$language \
	    -o $$name.html -o $$name.txt || exit; done; done
	@if command -v python3 >/dev/null; then samples/sources/demo $(DEMO_REPORTGEN) $(CURDIR)/out/sources-en.html; fi
	@echo; echo "Rendered:"; ls -1 $(CURDIR)/out/*.html $(CURDIR)/out/*.txt | sed 's/^/  /'

test: setup ## Build and run every test.
	@if command -v python3 >/dev/null; then Tests/docs/examples --check; fi
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build
	Tests/capi/run .build/debug
	@if command -v python3 >/dev/null && command -v openssl >/dev/null; then \
	  Tests/fetch/run .build/debug && Tests/fetch/namespaces .build/debug; \
	else echo "python3 or openssl is missing: the fetcher was not played to"; fi

fuzz: setup ## Feed each parser for EACH (60) seconds with inputs that libFuzzer makes; PARSERS="html date" chooses.
	Fuzzing/run $(or $(EACH),60) $(PARSERS)

fuzz-samples: setup ## Load samples changed in RUNS (20,000) ways; the tests do the first 80.
	$(SWIFT) build --build-tests
	REPORTGEN_FUZZ_RUNS=$(or $(RUNS),20000) $(SWIFT) test --skip-build --filter MutatedInputTests

check-deep: setup ## Sanitizers, and every allocation failed once; takes long.
	Tests/deep/check-deep

check-pages: build ## Check pages of every theme with the Nu checker and axe (needs Chromium and Java).
	$(SWIFT) build --build-tests
	Tests/pages/check-pages

lint: ## Check the formatting of all Swift sources.
	$(SWIFT) format lint -r --strict Package.swift Sources Tests Examples/Package.swift Examples/Sources Fuzzing/Package.swift Fuzzing/Sources

format: ## Format all Swift sources in place.
	$(SWIFT) format -i -r Package.swift Sources Tests Examples/Package.swift Examples/Sources Fuzzing/Package.swift Fuzzing/Sources

install: release ## Install the binary, shipped scripts, manual pages and completions under PREFIX (default /usr/local).
	packaging/install-tree $(REPORTGEN) $(DESTDIR)$(PREFIX)

deb: release ## Build the Debian packages of what is in .build/portable/ into dist/.
	$(SWIFT) build $(RELEASE_FLAGS) --target ReportEngineC
	packaging/portable
	packaging/deb

clean: ## Remove what was built.
	rm -rf .build out dist
