#!/bin/sh
# The process: signals end a run with whole records, and the sandbox lets it
# open nothing once it reads.
#
#	process.sh BUILD
# shellcheck source=tests/fault/lib.sh
. "$(dirname "$0")/lib.sh"

cat >policy.jsonc <<'EOT'
{
  "policy": "process", "version": "2021-11-03", "title": "signals",
  "purpose": "tests",
  "domains": { "patient":
    { "entity": "person", "key": "test", "normalize": "nir" } },
  "records": { "test": { "format": "json", "fields": {
    "patient.nir": { "do": "tokenize", "as": "patient", "must": "nir",
      "because": "x" },
    "resultat.code": { "do": "keep", "must": "code", "because": "x" }
  } } }
}
EOT
cp "$cases/keyring" keys && chmod 600 keys
i=0
while [ $i -lt 50 ]; do
	cat "$records"
	i=$((i + 1))
done >many
"$tamis" -p policy.jsonc -k keys <many >expected || fail "cannot run at all"

# Waits until a process has ended, 3 seconds at most; then it is killed.
ends() {
	left=30
	while kill -0 "$1" 2>kill.err && [ $left -gt 0 ]; do
		sleep 0.1
		left=$((left - 1))
	done
	if [ $left -eq 0 ]; then
		kill -KILL "$1"
		return 1
	fi
}

# A run that waits for more records is asked to end.
for signal in HUP:129 INT:130 TERM:143; do
	name=${signal%:*}
	rm -f out message
	mkfifo pipe
	# In a shell of its own: what a shell starts behind it ignores SIGINT.
	env "--default-signal=$name" "$tamis" -p policy.jsonc -k keys \
		<pipe >out 2>message &
	run=$!
	exec 9>pipe
	cat many >&9
	printf '{"resultat":{"code":"half' >&9
	sleep 0.3
	kill -"$name" "$run"
	if ends "$run"; then pass; else fail "SIG$name: does not end"; fi
	wait "$run" 2>kill.err
	code=$?
	exec 9>&-
	rm -f pipe
	if [ $code -eq "${signal#*:}" ]; then pass; else fail "SIG$name: exit $code"; fi
	if cmp -s expected out; then pass; else fail "SIG$name: records are missing"; fi
	if grep -q 'stopped by a signal' message; then pass; else fail "SIG$name: says nothing"; fi
done

# A run whose reader does not read is asked to end.
mkfifo pipe
# shellcheck disable=SC2217
sleep 5 <pipe &
sleeper=$!
env --default-signal=TERM "$tamis" -p policy.jsonc -k keys \
	<many >pipe 2>message &
run=$!
sleep 0.5
kill -TERM "$run"
if ends "$run"; then pass; else fail "a reader that waits: does not end"; fi
wait "$run" 2>kill.err
kill "$sleeper" 2>kill.err
wait "$sleeper" 2>kill.err
rm -f pipe

# At any moment: whole records, and a file that is whole or not there.
i=0
while [ $i -lt "${ROUNDS:-20}" ]; do
	rm -f out file message
	env --default-signal=TERM "$tamis" -p policy.jsonc -k keys \
		<many >out 2>message &
	run=$!
	env --default-signal=TERM "$tamis" -p policy.jsonc -k keys -o file \
		<many 2>>message &
	other=$!
	sleep "0.0$((i % 10))"
	kill -TERM "$run" "$other" 2>kill.err
	wait "$run" 2>kill.err
	wait "$other" 2>kill.err
	if whole out expected; then pass; else fail "SIGTERM: the output is torn"; fi
	if [ ! -e file ] || cmp -s file expected; then
		pass
	else
		fail "SIGTERM: half a file has its name"
	fi
	i=$((i + 1))
done
if ls file.tamis-* >left 2>&1; then fail "SIGTERM: files are left"; else pass; fi

# A command that does not look whether it is asked to end leaves nothing, too.
for signal in HUP:129 INT:130 TERM:143; do
	name=${signal%:*}
	env "--default-signal=$name" "$tamis" generate --kind sidep-antigen \
		-f json -n 100000000 -o made 2>message &
	run=$!
	i=0
	while [ $i -lt 100 ] && [ "$(echo made.tamis-*)" = 'made.tamis-*' ]; do
		sleep 0.1
		i=$((i + 1))
	done
	kill -"$name" "$run"
	wait "$run" 2>kill.err
	expect "SIG$name, generate: exit" [ $? -eq "${signal#*:}" ]
	expect "SIG$name, generate: nothing is left" \
		[ "$(echo made*)" = 'made*' ]
done

# Who asks for counters gets them, also of a run that waits; one that has none
# yet, since it waits for its input to be opened, does not die of it.
mkfifo pipe
"$tamis" -p policy.jsonc -k keys -o counted pipe 2>message &
run=$!
sleep 0.3
kill -USR1 "$run"
sleep 0.1
exec 9>pipe
head -n 3 many >&9
i=0
while [ $i -lt 50 ] && ! grep -q '^tamis: 3 records, 3 written' message; do
	sleep 0.1
	kill -USR1 "$run"
	i=$((i + 1))
done
expect "SIGUSR1 of a run that waits" \
	grep -q '^tamis: 3 records, 3 written' message
exec 9>&-
wait "$run"
expect "SIGUSR1 of a run that waits: exit" [ $? -eq 0 ]
rm -f pipe

# The sandbox, seen from outside.
sandboxed=$("$tamis" -p policy.jsonc -k keys --no-sandbox <many 2>&1 >out)
case $sandboxed in
*"in no sandbox"*) pass ;;
*) fail "--no-sandbox says nothing" ;;
esac
if cmp -s expected out; then pass; else fail "--no-sandbox changes the output"; fi
sanitized() { nm "$tamis" 2>message | grep -q __asan_init; }

# What the kernel says of a run, once it has written something.
rm -f out
mkfifo pipe
"$tamis" -p policy.jsonc -k keys <pipe >out 2>message &
run=$!
exec 9>pipe
head -n 1 many >&9
i=0
while [ $i -lt 50 ] && [ ! -s out ]; do
	sleep 0.1
	i=$((i + 1))
done
cat "/proc/$run/status" >status 2>message
cat "/proc/$run/limits" >limits 2>message
exec 9>&-
wait "$run"
rm -f pipe
if [ ! -s status ] || [ ! -s limits ]; then
	skip "what the kernel says of a run: no /proc here"
elif sanitized; then
	expect "no core" grep -Eq '^Max core file size +0 +0 ' limits
	skip "seccomp of a run: a build with sanitizers has no sandbox"
else
	expect "no core" grep -Eq '^Max core file size +0 +0 ' limits
	expect "no new privileges" grep -q '^NoNewPrivs:.1$' status
	expect "a seccomp filter" grep -q '^Seccomp:.2$' status
fi

# traced NAME ARGUMENT...: what a command calls from its sandbox on.
traced() {
	what=$1
	shift
	strace -f -o trace "$@" >out 2>message 9>&-
	# All behind the sandbox: its last call installs the filter.
	sed '1,/seccomp(SECCOMP_SET_MODE_FILTER/d' trace >inside
	expect "$what: the trace shows the work" grep -q 'read(' inside
	expect "$what: it ends by itself" grep -q 'exit_group(' inside
	if grep -nE '[a-z0-9_]*(open|socket|connect|exec|fork|clone|ptrace)[a-z0-9_]*\(' \
		inside >calls; then
		fail "$what, in the sandbox: $(head -n 1 calls)"
	else
		pass
	fi
}
traced_commands() {
	cp "$cases/receipt/signer" "$cases/receipt/signer.pub" .
	cp "$cases/unseal/secret" secret
	cp "$cases/reveal/ring" ring
	cp "$cases/reveal/study.policy.jsonc" study.jsonc
	chmod 600 signer secret ring
	traced "run" "$tamis" -p policy.jsonc -k keys --quarantine bad \
		--stats stats --receipt receipts --sign signer -o file many
	expect "the trace shows the run" grep -q 'renameat(' inside
	if sed -n '1,/seccomp(SECCOMP_SET_MODE_FILTER/p' trace |
		grep -q 'read([0-9]*, "{\\"version'; then
		fail "something was read before the sandbox"
	else
		pass
	fi
	rm -f bad file
	traced "a run with a checkpoint" "$tamis" -p policy.jsonc -k keys \
		--quarantine bad --checkpoint notes -o file many
	traced "a run that is resumed" "$tamis" -p policy.jsonc -k keys \
		--quarantine bad --checkpoint notes -o file many
	traced "verify" "$tamis" verify -i signer.pub receipts
	for format in json csv xml hl7v2; do
		traced "unseal $format" "$tamis" unseal -i secret -f $format \
			-o opened "$cases/unseal/$format/stdin"
	done
	traced "unseal --quarantine" "$tamis" unseal -i secret --quarantine \
		"$cases/unseal/quarantine/stdin"
	traced "reveal" "$tamis" reveal -k ring -p study.jsonc --list \
		"$cases/reveal/list/stdin"
	printf '1\n2\n' >values
	traced "rekey" "$tamis" rekey -k ring -p study.jsonc --domain visit \
		--from 1 --to 2 values
	traced "audit" "$tamis" audit -p policy.jsonc --against many expected
	traced "replay" "$tamis" replay -p policy.jsonc --rate 100000 \
		--against policy.jsonc --html page --junit results many
	traced "risk" "$tamis" risk -f json --quasi patient.sexe many
	for format in json csv xml hl7v2; do
		traced "learn $format" "$tamis" learn -f $format \
			"$cases/unseal/$format/stdin"
	done
	traced "preview" "$tamis" preview --this-shows-real-data -p policy.jsonc \
		many
	traced "preview --html" "$tamis" preview --this-shows-real-data \
		-p policy.jsonc --html page many
	traced "diff" "$tamis" diff policy.jsonc policy.jsonc many
}
# Public suites, where they lie beside the checkout.
traced_suites() {
	suites=$here/../../../shared/suites
	if [ ! -d "$suites" ]; then
		skip "system calls over public suites: ../shared is not there"
		return
	fi
	rm -f bad file
	find "$suites/json-testsuite" -name '[yni]_*.json' -size -64k >names
	# shellcheck disable=SC2046 # names without blanks
	traced "a JSON suite" "$tamis" -p policy.jsonc -k keys \
		--quarantine bad -o file $(cat names)
	rm -f bad file
	cp "$cases/xml/person.policy.jsonc" xml.jsonc
	find "$suites/xml-w3c" -name '*.xml' -size -64k | head -n 400 >names
	# shellcheck disable=SC2046
	traced "an XML suite" "$tamis" -p xml.jsonc -k keys --quarantine bad -o file \
		$(cat names)
}
if ! command -v strace >which 2>&1 || ! strace -o trace true 2>message; then
	skip "system calls: no strace here"
elif sanitized; then
	skip "the sandbox: a build with sanitizers has none"
else
	traced_commands
	traced_suites
fi

# What the environment says changes nothing.
surroundings() { # NAME=VALUE...
	env "$@" "$tamis" -p policy.jsonc -k keys <many >out 2>message
	code=$?
	expect "with $*: exit $code" [ $code -eq 0 ]
	expect "with $*: output" cmp -s expected out
	expect "with $*: messages" [ ! -s message ]
}
surroundings LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 LANGUAGE=tr LOCPATH=/tmp \
	TZ=/etc/passwd NLSPATH=/etc/passwd
surroundings MALLOC_PERTURB_=85 MALLOC_CHECK_=3 MALLOC_ARENA_MAX=1 \
	MALLOC_TOP_PAD_=1 MALLOC_MMAP_THRESHOLD_=1 \
	GLIBC_TUNABLES=glibc.malloc.check=3:glibc.malloc.tcache_count=0
surroundings TMPDIR=/nowhere HOME=/nowhere PATH= IFS=x ENV=/etc/passwd \
	XML_CATALOG_FILES=/etc/passwd SGML_CATALOG_FILES=/etc/passwd
surroundings NO_COLOR=1 CLICOLOR_FORCE=1 TERM="$(printf '\033[31m')" \
	COLUMNS=-1 LINES=0 TERMINFO=/etc/passwd
surroundings CREDENTIALS_DIRECTORY=/etc NOTIFY_SOCKET=/nowhere \
	LISTEN_FDS=9 LISTEN_PID=1 SODIUM_DISABLE=1 TAMIS_POLICY=/etc/passwd \
	POSIXLY_CORRECT=1
env -i "$tamis" -p policy.jsonc -k keys <many >out 2>message
expect "without any environment" cmp -s expected out

summary
