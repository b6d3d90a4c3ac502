# onex: build, test, demo. `make help` lists the targets.

# ---- settings ----
BUILD   ?= build
PREFIX  ?= /usr/local
CC      ?= gcc
OPT     ?= -O2 -g
EDIT    ?= readline
VERSION := 0.1.0

# ---- flags ----
PKGS     := lua5.4 lua5.4-cjson sqlite3 libutf8proc nettle libseccomp $(EDIT)
PACKAGES := gcc libc6-dev make pkg-config liblua5.4-dev lua-cjson-dev libsqlite3-dev libcmocka-dev libutf8proc-dev nettle-dev libseccomp-dev \
            $(EDIT_PACKAGE)
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2
EDIT_PACKAGE := $(if $(filter libedit,$(EDIT)),libedit-dev,libreadline-dev)
CPPFLAGS += $(if $(filter libedit,$(EDIT)),-DONEX_EDIT_LIBEDIT)
CPPFLAGS += -D_GNU_SOURCE -DONEX_VERSION='"$(VERSION)"' -DONEX_PREFIX='"$(PREFIX)"' -Isrc -I$(BUILD)/gen
CFLAGS   += -std=c11 $(OPT) $(WARNINGS) $(WERROR) $(SAN) $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
LDLIBS   += $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm
LDFLAGS  += $(SAN)

# ---- lists ----
SOURCES  := $(wildcard src/*/*.c)
OBJECTS  := $(SOURCES:src/%.c=$(BUILD)/%.o)
UNITS    := $(wildcard tests/unit/*/test_*.c)
UNITBINS := $(UNITS:tests/unit/%.c=$(BUILD)/unit/%)
MIGRATIONS := $(sort $(wildcard db/migrations/*.sql))

# ---- rules ----
.PHONY: all
all: $(BUILD)/onex ## build the program

$(BUILD)/onex: $(BUILD)/main.o $(BUILD)/libonex.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libonex.a: $(OBJECTS)
	@rm -f $@
	$(AR) qcs $@ $(OBJECTS)

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libonex.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -Itests -MMD -MP -o $@ $< $(BUILD)/libonex.a $(LDFLAGS) $(LDLIBS) -lcmocka

# The migrations as arrays of bytes, with a list of them: version, name, text.
$(BUILD)/gen/migrations.h: $(MIGRATIONS)
	@mkdir -p $(@D)
	{ for f in $(MIGRATIONS); do n=$$(basename $$f .sql); \
	    echo "static const unsigned char text_$$n[] = {"; od -An -v -tu1 $$f | sed 's/[0-9][0-9]*/&,/g'; echo "0};"; done; \
	  echo "const onex_migration onex_migrations[] = {"; \
	  for f in $(MIGRATIONS); do n=$$(basename $$f .sql); \
	    echo "    {$$(echo $$n | sed 's/_.*//; s/^0*//'), \"$$n\", (const char *)text_$$n},"; done; \
	  echo "};"; } > $@.tmp && mv $@.tmp $@

$(BUILD)/store/migrate.o: $(BUILD)/gen/migrations.h

.PHONY: schema
schema: $(BUILD)/unit/store/test_schema ## write db/schema.sql anew from a migrated database
	$< --print > db/schema.sql

-include $(OBJECTS:.o=.d) $(UNITBINS:=.d) $(BUILD)/main.d

$(BUILD)/bare_kernel: tests/cli/bare_kernel.c tests/kernel_without.h
	$(CC) $(CPPFLAGS) $(CFLAGS) -Itests -o $@ $< $(LDFLAGS) -lseccomp

.PHONY: check-cli
check-cli: $(BUILD)/onex $(BUILD)/bare_kernel ## golden tests of the command line
	tests/cli/run.sh $(BUILD)/onex

.PHONY: check-unit
check-unit: $(BUILD)/onex $(UNITBINS) ## unit tests, one program a file
	@total=0; for t in $(UNITBINS); do $$t >$(BUILD)/unit.log 2>&1 || { cat $(BUILD)/unit.log; echo "failed: $$t"; exit 1; }; \
	  n=$$(sed -n 's/.*\[  PASSED  \] \([0-9]*\) test.*/\1/p' $(BUILD)/unit.log); total=$$((total + $${n:-0})); done; \
	  echo "unit: $$total passed, 0 failed"

.PHONY: check-rules
check-rules: $(BUILD)/onex ## the rules' own tests, and those of the rule language
	$(BUILD)/onex -q --db none.db --rules rules --lang en test
	$(BUILD)/onex -q --db none.db --rules tests/language --lang en test

$(BUILD)/readme/reference: tests/readme/reference.c $(BUILD)/libonex.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(BUILD)/libonex.a $(LDFLAGS) $(LDLIBS)

.PHONY: reference
reference: $(BUILD)/onex $(BUILD)/readme/reference ## write the reference in scripts/README.md anew from the descriptors
	tests/readme/reference.sh $(BUILD)/onex $(BUILD)/readme/reference > $(BUILD)/readme/reference.md
	sed '/^<!-- reference/q' scripts/README.md | cat - $(BUILD)/readme/reference.md > $(BUILD)/readme/README.md
	cp $(BUILD)/readme/README.md scripts/README.md

.PHONY: check-readme
check-readme: $(BUILD)/onex $(BUILD)/readme/reference ## every example of rules/README.md and scripts/README.md
	tests/readme/run.sh $(BUILD)/onex
	tests/readme/scripts.sh $(BUILD)/onex $(BUILD)/readme/reference

# Everything that `make test` promises, once the packages are there.
.PHONY: check
check: check-unit check-rules check-cli check-readme

.PHONY: deps
deps: ## install missing system packages (Debian; sudo when not root)
	@if pkg-config --exists $(PKGS) cmocka 2>/dev/null && command -v gcc >/dev/null; then :; else \
	  root=; [ "$$(id -u)" = 0 ] || root=sudo; echo "installing packages: $(PACKAGES)"; \
	  $$root apt-get update -q && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $(PACKAGES); fi

.PHONY: test
test: deps ## install what is missing, build, run all tests
	@$(MAKE) --no-print-directory check

.PHONY: demo
demo: deps ## install what is missing, build, check a made-up school and explain one verdict
	@$(MAKE) --no-print-directory all
	@rm -rf $(BUILD)/demo
	$(BUILD)/onex init $(BUILD)/demo --demo
	$(BUILD)/onex -C $(BUILD)/demo check --format table
	$(BUILD)/onex -C $(BUILD)/demo why P-2027-02 dual_qualified

# ---- what else must hold ----
SAN_BUILD = $(BUILD)/san
SAN_FLAGS = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

.PHONY: check-san
check-san: ## all tests under AddressSanitizer and UndefinedBehaviorSanitizer
	$(MAKE) --no-print-directory BUILD=$(SAN_BUILD) OPT="-O1 -g" SAN="$(SAN_FLAGS)" check

.PHONY: check-clang
check-clang: ## build everything with clang, warnings are errors
	$(MAKE) --no-print-directory BUILD=$(BUILD)/clang CC=clang WERROR=-Werror all

# Faults: calls that fail, processes that are killed, disks that are full.
FAULTS := $(BUILD)/faults/faults $(BUILD)/faults/kill
$(BUILD)/faults/faults: tests/faults/faults.c tests/faults/place.c tests/faults/inject.c $(BUILD)/libonex.a
$(BUILD)/faults/kill: tests/faults/kill.c $(BUILD)/libonex.a
$(FAULTS):
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -fno-builtin -o $@ $^ $(LDFLAGS) $(LDLIBS)

.PHONY: check-faults
check-faults: $(BUILD)/onex $(FAULTS) ## calls that fail, kill -9, a full disk
	tests/faults/run.sh $(BUILD)

# ---- fuzzing: clang's libFuzzer, from seeds made of the project's own files ----
FUZZ_SECONDS ?= 20
FUZZ_FLAGS = -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))
$(BUILD)/fuzz_%: tests/fuzz/fuzz_%.c $(BUILD)/libonex.a
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LDLIBS) -fsanitize=fuzzer
$(BUILD)/seeds: tests/fuzz/seeds.c $(BUILD)/libonex.a
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LDLIBS)

.PHONY: fuzzers
fuzzers: $(FUZZERS) $(BUILD)/seeds

.PHONY: fuzz
fuzz: ## every fuzzer for FUZZ_SECONDS (clang)
	$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzz CC=clang OPT="-O1 -g" SAN="$(FUZZ_FLAGS)" fuzzers
	tests/fuzz/run.sh $(BUILD)/fuzz $(FUZZ_SECONDS)

# ---- the source itself ----
TIDIED := $(SOURCES:src/%.c=$(BUILD)/tidy/%)
$(BUILD)/tidy/%: src/%.c $(BUILD)/%.o .clang-tidy tests/source/known.txt
	@mkdir -p $(@D)
	@tests/source/tidy.sh $< $(CPPFLAGS) $(CFLAGS) && touch $@

.PHONY: tidy
tidy: $(TIDIED)

.PHONY: lint
lint: $(BUILD)/libonex.a ## layers, comments, commands against tests, cppcheck, clang-tidy
	tests/source/lint.sh $(BUILD)

.PHONY: coverage
coverage: ## lines that the tests reach, the least covered files first (rule workers are not counted)
	$(MAKE) --no-print-directory BUILD=$(BUILD)/coverage OPT="-O0 -g" SAN=--coverage check
	@gcov -n $(SOURCES:src/%.c=$(BUILD)/coverage/%.o) 2>/dev/null | awk -f tests/source/coverage.awk | sort -n

# ---- benchmarks ----
BENCHES := $(BUILD)/bench/generate $(BUILD)/bench/floor $(BUILD)/bench/inserts $(BUILD)/bench/peak
BENCH_PILOTS ?= 1000 10000
$(BUILD)/bench/%: tests/bench/%.c $(BUILD)/libonex.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(BUILD)/libonex.a $(LDFLAGS) $(LDLIBS)

.PHONY: bench
bench: $(BUILD)/onex $(BENCHES) ## cpu and peak memory beside their floors, by BENCH_PILOTS; loading 50 colleges
	tests/bench/run.sh $(BUILD) $(BENCH_PILOTS)

# What the program looks for beside itself: PREFIX/bin/onex finds PREFIX/share/onex.
SHARE := $(DESTDIR)$(PREFIX)/share/onex
COMPLETIONS := $(DESTDIR)$(PREFIX)/share/bash-completion/completions

.PHONY: install
install: $(BUILD)/onex ## install program, rules, scripts and demo below PREFIX (and DESTDIR)
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE) $(COMPLETIONS)
	install -m 755 $(BUILD)/onex $(DESTDIR)$(PREFIX)/bin/onex
	rm -rf $(SHARE)/rules $(SHARE)/demo $(SHARE)/scripts
	cp -R rules $(SHARE)/rules
	cp -R db/demo $(SHARE)/demo
	cp -R scripts $(SHARE)/scripts
	cp db/regulation.txt $(SHARE)/regulation.txt
	chmod -R u=rwX,go=rX $(SHARE)
	$(BUILD)/onex completion bash > $(COMPLETIONS)/onex

.PHONY: uninstall
uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/onex $(COMPLETIONS)/onex
	rm -rf $(SHARE)

.PHONY: dist
dist: ## the committed source as an archive below BUILD
	@mkdir -p $(BUILD)
	git archive --prefix=onex-$(VERSION)/ -o $(BUILD)/onex-$(VERSION).tar.gz HEAD

.PHONY: clean
clean: ## remove what was built
	rm -rf $(BUILD)

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 14
