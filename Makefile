# onex: build, test, demo. `make help` lists the targets.

# ---- settings ----
BUILD   ?= build
PREFIX  ?= /usr/local
CC      ?= gcc
OPT     ?= -O2 -g
VERSION := 0.1.0

# ---- flags ----
PKGS     := lua5.4 lua5.4-cjson sqlite3 libutf8proc nettle
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2
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

.PHONY: check-cli
check-cli: $(BUILD)/onex ## golden tests of the command line
	tests/cli/run.sh $(BUILD)/onex

# What the program looks for beside itself: PREFIX/bin/onex finds PREFIX/share/onex.
SHARE := $(DESTDIR)$(PREFIX)/share/onex
COMPLETIONS := $(DESTDIR)$(PREFIX)/share/bash-completion/completions

.PHONY: install
install: $(BUILD)/onex ## install program, rules and demo below PREFIX (and DESTDIR)
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE) $(COMPLETIONS)
	install -m 755 $(BUILD)/onex $(DESTDIR)$(PREFIX)/bin/onex
	rm -rf $(SHARE)/rules $(SHARE)/demo
	cp -R rules $(SHARE)/rules
	cp -R db/demo $(SHARE)/demo
	chmod -R u=rwX,go=rX $(SHARE)
	$(BUILD)/onex completion bash > $(COMPLETIONS)/onex

.PHONY: uninstall
uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/onex $(COMPLETIONS)/onex
	rm -rf $(SHARE)

.PHONY: clean
clean: ## remove what was built
	rm -rf $(BUILD)
