# make            the library and the program
# make test       all tests
# make demo       one record before and after, then a file of synthetic ones
# make lint       layout, floors and doors, static analysis
# make reproducible   a second build, elsewhere, is the same program
# make soak       faults for long: SOAK_ROUNDS=500 kills, every failing call
# make format     lay out the sources
# make fuzz       fuzz targets for libFuzzer (clang); FUZZ_TIME=60 runs them
# make mutation   defects put into the sources, which the tests must find
# make bench      speed beside jq, cJSON and simdjson on the same file
# make page       the page of a register in a browser
# make install    DESTDIR and PREFIX as usual
# make SAN=address,undefined test     the same tests under sanitizers
# make WERROR=1   warnings are errors

CC       ?= cc
CFLAGS   ?= -O3 -g
PREFIX   ?= /usr/local
comma    := ,
BUILD    ?= build$(if $(SAN),-$(subst $(comma),-,$(SAN)))

PKGS     := libsodium libcjson libutf8proc
STD      := -std=c17 -D_POSIX_C_SOURCE=200809L
WARN     := -Wall -Wextra -Wpedantic -Wformat=2 -Wconversion \
            -Wsign-conversion -Wimplicit-fallthrough -Wshadow -Wvla \
            -Walloca -Wcast-qual -Wnull-dereference -Wstrict-prototypes \
            -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wundef \
            -Werror=format-security -Werror=implicit \
            -Werror=incompatible-pointer-types -Werror=int-conversion \
            -Wno-missing-field-initializers $(if $(WERROR),-Werror)
HARDEN   := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
            -fno-delete-null-pointer-checks -fno-strict-overflow \
            -fno-strict-aliasing -fvisibility=hidden -fPIE \
            -ffile-prefix-map=$(CURDIR)=. -Wdate-time
LINK     := -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack \
            -Wl,-z,separate-code -Wl,--as-needed \
            -Wl,--no-copy-dt-needed-entries -Wl,--build-id=sha1

# What one compiler knows and the other does not.
knows     = $(shell printf 'int main(void){return 0;}' | \
            $(CC) -Werror $(1) -x c -c -o /dev/null - 2>/dev/null && echo $(1))
HARDEN   += $(call knows,-fstack-clash-protection) \
            $(call knows,-fcf-protection=full) \
            $(call knows,-ftrivial-auto-var-init=zero) \
            $(call knows,-fzero-call-used-regs=used-gpr)
WARN     += $(call knows,-Wduplicated-cond) $(call knows,-Wlogical-op) \
            $(call knows,-Warith-conversion) \
            $(call knows,-Wtrampolines) $(call knows,-Wbidi-chars=any) \
            $(call knows,-Wstack-usage=16384)
WARN     := $(WARN)
HARDEN   := $(HARDEN)

ifdef SAN
HARDEN   := -fsanitize=$(SAN) -fno-sanitize-recover=all \
            -fno-omit-frame-pointer -fPIE
LINK     := -fsanitize=$(SAN) -pie
endif

PKG_FLAGS := $(shell pkg-config --cflags $(PKGS))
LIBS      := $(shell pkg-config --libs $(PKGS)) -lm
# Only tests know libxml2: they ask it for its opinion.
XML_FLAGS  = $(shell pkg-config --cflags libxml-2.0)
XML_LIBS   = $(shell pkg-config --libs libxml-2.0)
ALL        = $(STD) $(WARN) $(HARDEN) -MMD -MP -Iinclude $(CFLAGS)

LIB_SRC  := $(sort $(wildcard src/*.c src/*/*.c src/*/*/*.c))
CLI_SRC  := $(sort $(wildcard filter/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))
FUZZ     := $(sort $(basename $(notdir $(wildcard tests/fuzz/fuzz_*.c))))
ORACLE   := $(BUILD)/tests/fuzz/oracle_xml.o
FEED     := $(BUILD)/tests/fuzz/feed.o
obj       = $(patsubst %.c,$(BUILD)/%.o,$(1))
Q         = $(if $(V),,@)
say       = $(if $(V),,@printf '  %-5s %s\n' '$(1)' '$@';)

.PHONY: all test unit golden fault soak suites replay samples demo lint \
    examples format fuzz bench install clean
.DELETE_ON_ERROR:
.SECONDARY:
all: $(BUILD)/libtamis.a $(BUILD)/tamis

# Only the library sees src/ and the headers of its dependencies.
$(BUILD)/src/%.o: src/%.c
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(ALL) -Isrc $(PKG_FLAGS) -c -o $@ $<
$(BUILD)/filter/%.o: filter/%.c
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(ALL) -c -o $@ $<
$(BUILD)/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(ALL) -Isrc -I$(BUILD) $(PKG_FLAGS) -c -o $@ $<

$(ORACLE) $(BUILD)/tests/bench/peer_sax.o: PKG_FLAGS += $(XML_FLAGS)

# The schema of policies is part of the library.
$(BUILD)/src/policy/schema.o: PKG_FLAGS += -I$(BUILD)/gen
$(BUILD)/src/policy/schema.o: $(BUILD)/gen/policy/schema.inc
$(BUILD)/gen/policy/schema.inc: policies/policy.schema.json
	@mkdir -p $(@D)
	@od -An -v -tu1 $< | sed 's/\([0-9][0-9]*\)/\1,/g' > $@

$(BUILD)/libtamis.a: $(call obj,$(LIB_SRC))
	@rm -f $@
	$(call say,AR)$(AR) rcsD $@ $^
$(BUILD)/tamis: $(call obj,$(CLI_SRC)) $(BUILD)/libtamis.a
	$(call say,LD)$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(LIBS)

# Each of these runs alone, too.  A new kind of test is added here by the commit
# that brings it.
test: unit golden replay

# Unit tests: every tests/unit/test_NAME.c has a NAME_suite().
# Sanitizers and busy machines take longer than the 4 seconds of Check.
# Each test is a process of its own; the search for leaks in thousands of them
# takes too long, and replay and golden do it.
unit: $(BUILD)/unit
	$(if $(SAN),ASAN_OPTIONS=detect_leaks=0) CK_DEFAULT_TIMEOUT=300 \
	    $(BUILD)/unit
$(BUILD)/suites.h: $(filter tests/unit/test_%.c,$(UNIT_SRC))
	@mkdir -p $(@D)
	@printf 'SUITE(%s)\n' $(patsubst tests/unit/test_%.c,%,$^) > $@
$(BUILD)/tests/unit/main.o: $(BUILD)/suites.h
$(BUILD)/unit: $(call obj,$(UNIT_SRC)) $(ORACLE) $(BUILD)/libtamis.a
	$(call say,LD)$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(LIBS) $(XML_LIBS) \
	    $(shell pkg-config --libs check)

# Command lines with what they print and leave: see tests/README.md.
# UPDATE=1 rewrites what is expected; CASES='cli key/new' picks some.
golden: $(BUILD)/tamis $(BUILD)/pieces
	$(Q)tests/golden/run.sh $^ $(CASES)
$(BUILD)/pieces: $(BUILD)/tests/golden/pieces.o $(BUILD)/libtamis.a
	$(call say,LD)$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(LIBS)

# The tests of the policies that are shipped.
test: policies
.PHONY: policies
policies: $(BUILD)/tamis
	$(Q)$< test policies

# Replay of the fuzz corpora, without a fuzzer.
replay: $(FUZZ:%=$(BUILD)/replay_%)
	$(Q)set -e; for f in $(FUZZ:fuzz_%=%); do \
		$(BUILD)/replay_fuzz_$$f tests/fuzz/corpus/$$f; \
	done
$(BUILD)/replay_%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/replay.o \
    $(FEED) $(ORACLE) $(BUILD)/libtamis.a
	$(call say,LD)$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(LIBS) $(XML_LIBS)

# The schema of policies under another implementation, where there is one.
test: schema
.PHONY: schema
schema:
	$(Q)tests/schema/others.sh

# Faults: failing allocations, full disks, readers that go away.
test: fault
FAULT_NEEDS = $(BUILD)/tamis $(addprefix $(BUILD)/fault/,nonblock scan tty) \
    $(if $(SAN),,$(BUILD)/fault/alloc.so $(BUILD)/fault/calls.so)
fault: $(FAULT_NEEDS)
	$(Q)tests/fault/run.sh $(BUILD)
	$(Q)tests/fault/keys.sh $(BUILD)
	$(Q)tests/fault/secrets.sh $(BUILD)
	$(Q)tests/fault/holders.sh $(BUILD)
	$(Q)tests/fault/credentials.sh $(BUILD)
	$(Q)tests/fault/process.sh $(BUILD)
	$(Q)tests/fault/checkpoint.sh $(BUILD)
	$(Q)tests/fault/calls.sh $(BUILD)

# The same for longer: kills and signals in so many rounds, and every error of
# every call.
SOAK_ROUNDS ?= 500
soak: $(FAULT_NEEDS)
	$(Q)SOAK=1 tests/fault/calls.sh $(BUILD)
	$(Q)ROUNDS=$(SOAK_ROUNDS) tests/fault/checkpoint.sh $(BUILD)
	$(Q)ROUNDS=$(SOAK_ROUNDS) tests/fault/process.sh $(BUILD)
$(BUILD)/fault/%: $(BUILD)/tests/fault/%.o $(BUILD)/libtamis.a
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(LIBS)
$(BUILD)/fault/%.so: tests/fault/%.c
	@mkdir -p $(@D)
	$(call say,LD)$(CC) -std=c17 -D_POSIX_C_SOURCE=200809L -O2 -fPIC \
	    -shared -o $@ $<

# The page of a register in a browser, where there is one; AXE=FILE is the
# axe.min.js of axe-core.
.PHONY: page
page: $(BUILD)/tamis
	$(Q)tests/page/browser.sh $< $(AXE)

# Public suites, where they lie beside the checkout.
test: suites
suites: $(addprefix $(BUILD)/,tamis needles bench/pinned \
    replay_fuzz_xml_oracle)
	$(Q)tests/samples/suites.sh $<
	$(Q)tests/samples/xml.sh $(BUILD)
	$(Q)tests/samples/csv.sh $(addprefix $(BUILD)/,tamis needles)
	$(Q)tests/samples/hl7v2.sh $(addprefix $(BUILD)/,tamis needles)
	$(Q)tests/samples/fhir.sh $(addprefix $(BUILD)/,tamis needles)
	$(Q)tests/samples/walk.sh $<
$(BUILD)/needles: $(BUILD)/tests/samples/needles.o
	$(call say,LD)$(CC) $(LINK) $(LDFLAGS) -o $@ $^

# Fuzz targets, built by clang and run for FUZZ_TIME seconds each.
FUZZ_TIME ?= 60
fuzz:
	$(Q)$(MAKE) BUILD=build-fuzz CC=clang SAN=address,undefined \
	    CFLAGS='-O1 -g -fsanitize=fuzzer-no-link' fuzz-run
.PHONY: fuzz-run
fuzz-run: $(FUZZ:%=$(BUILD)/%)
	$(Q)set -e; for f in $(FUZZ:fuzz_%=%); do \
		mkdir -p $(BUILD)/corpus/$$f; \
		echo "fuzzing $$f"; \
		$(BUILD)/fuzz_$$f -max_total_time=$(FUZZ_TIME) -timeout=10 \
		    -verbosity=0 -print_final_stats=1 -artifact_prefix=$(BUILD)/ \
		    $(BUILD)/corpus/$$f tests/fuzz/corpus/$$f; \
	done
$(BUILD)/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(FEED) $(ORACLE) \
    $(BUILD)/libtamis.a
	$(call say,LD)$(CC) $(LINK) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ \
	    $(LIBS) $(XML_LIBS)

# Synthetic records: what is generated, and the check of the committed sample.
test: samples
samples: $(BUILD)/tamis $(BUILD)/harmless
	$(Q)tests/samples/check.sh $^
	$(Q)tests/samples/tokens.sh $<
	$(Q)tests/samples/audit.sh $<
	$(Q)tests/samples/story.sh $<
	$(Q)tests/samples/from.sh $<
$(BUILD)/harmless: $(BUILD)/tests/samples/harmless.o
	$(call say,LD)$(CC) $(LINK) $(LDFLAGS) -o $@ $^

# Whether the tests would notice; DEFECTS='seal' picks some.
.PHONY: mutation
mutation:
	tests/mutation/run.sh $(DEFECTS)

# Speed beside peers.  The simdjson one is C++ because the library is, and is
# left out where it or its compiler is missing.
BENCH_RECORDS ?= 200000
BENCH_ROUNDS  ?= 5
bench: $(addprefix $(BUILD)/,tamis bench/pinned bench/peer_cjson \
    bench/peer_sax bench/peer_simdjson bench/crypto bench/echo bench/timing)
	$(Q)sh tests/bench/bench.sh $(BUILD) $(BENCH_RECORDS) $(BENCH_ROUNDS)
	$(Q)sh tests/bench/csv.sh $(BUILD) $(BENCH_RECORDS) $(BENCH_ROUNDS)
	$(Q)sh tests/bench/hl7v2.sh $(BUILD) $(BENCH_RECORDS) $(BENCH_ROUNDS)
	$(Q)sh tests/bench/xml.sh $(BUILD) $(BENCH_RECORDS) $(BENCH_ROUNDS)
	$(Q)sh tests/bench/seal.sh $(BUILD) $(BENCH_RECORDS) $(BENCH_ROUNDS)
	$(Q)sh tests/bench/echo.sh $(BUILD) $(BENCH_RECORDS) $(BENCH_ROUNDS)
$(addprefix $(BUILD)/bench/,crypto echo timing): $(BUILD)/libtamis.a
$(BUILD)/bench/%: $(BUILD)/tests/bench/%.o
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(LIBS) $(XML_LIBS)
$(BUILD)/bench/peer_simdjson: tests/bench/peer_simdjson.cpp
	@mkdir -p $(@D)
	$(call say,CXX)if printf '#include <simdjson.h>\n' | \
	    $(CXX) -E -x c++ -o /dev/null - 2>/dev/null; then \
		$(CXX) -std=c++17 -O3 -march=native -Wall -Wextra -o $@ $< \
		    -lsimdjson -lsodium; \
	else \
		echo "bench: no simdjson here, left out"; \
	fi

# One record before and after, then a file of them; nobody is in them.
demo: $(BUILD)/tamis
	$(Q)tests/samples/demo.sh $<

C_FILES  := $(sort $(wildcard include/*.h src/*.c src/*/*.[ch] src/*/*/*.[ch] filter/*.[ch] \
            tests/*/*.[ch]))
SCRIPTS  := .ci/run $(sort $(wildcard tests/*/*.sh))
format:
	clang-format -i $(C_FILES)
lint:
	$(Q)clang-format --dry-run -Werror $(C_FILES)
	tests/lint/floors.sh
	tests/lint/headers.sh $(STD) $(PKG_FLAGS)
	tests/lint/banned.sh
	tests/lint/threats.sh
	tests/mutation/run.sh --check
	tests/lint/codes.sh
	shellcheck $(SCRIPTS)
	@mkdir -p $(BUILD)/cppcheck
	cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 \
	    --cppcheck-build-dir=$(BUILD)/cppcheck --enable=warning,performance,portability -Iinclude -Isrc src filter

# The layout of the shipped policies, and the examples of the documentation.
lint: layouts examples
.PHONY: layouts
layouts: $(BUILD)/tamis
	$< fmt --check policies/*.policy.jsonc
examples: $(BUILD)/tamis
	$(Q)tests/lint/examples.sh $< policies/README.md
	$(Q)tests/lint/sessions.sh $< README.md policies/README.md
	$(Q)tests/lint/references.sh README.md policies/README.md tests/README.md src/README.md

# What the compiler and the linker made of it.  Sanitizers need other flags.
lint: $(if $(SAN),,hardened)
.PHONY: hardened reproducible
hardened: $(BUILD)/tamis
	tests/lint/hardened.sh $<
reproducible: all
	+tests/lint/reproducible.sh $(BUILD)

# What is made from the table of commands.
lint: tables
.PHONY: tables
tables: $(BUILD)/tamis
	$(Q)tests/lint/tables.sh $<

SHARE     = $(DESTDIR)$(PREFIX)/share
install: all
	install -D -m 755 $(BUILD)/tamis $(DESTDIR)$(PREFIX)/bin/tamis
	install -D -m 644 $(BUILD)/libtamis.a $(DESTDIR)$(PREFIX)/lib/libtamis.a
	install -D -m 644 include/tamis.h $(DESTDIR)$(PREFIX)/include/tamis.h
	for p in tamis.1 tamis-policy.5; do \
		mkdir -p $(SHARE)/man/man$${p##*.} && \
		$(BUILD)/tamis manual $${p%.*} >$(SHARE)/man/man$${p##*.}/$$p || \
		exit 1; \
	done
	for s in bash=bash-completion/completions/tamis \
	    zsh=zsh/site-functions/_tamis fish=fish/vendor_completions.d/tamis.fish; do \
		mkdir -p $$(dirname $(SHARE)/$${s#*=}) && \
		$(BUILD)/tamis completion $${s%%=*} >$(SHARE)/$${s#*=} || exit 1; \
	done

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
