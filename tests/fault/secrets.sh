#!/bin/sh
# Secrets stay where they belong: a key is in locked memory that no core dump
# shows and nowhere else, while records pass; and in nothing that is written.
#
#	secrets.sh BUILD
# shellcheck source=tests/fault/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/fault/memory.sh
. "$here/memory.sh"

umask 077
cp "$cases/keyring" ring
cp "$cases"/key-source/person.policy.jsonc .
phrase='correct horse battery'
printf '%s' "$phrase" >phrase
# shellcheck disable=SC2046 # one word for each pattern
set -- $("$scan" --keys ring 0 person patient none) \
	"passphrase=$(printf '%s' "$phrase" | od -An -v -tx1 | tr -d ' \n')"
mkfifo in

# start RING: a run that has written one record and waits for the next.
start() {
	"$tamis" -p person.policy.jsonc -k "$1" --passphrase-fd 3 \
		--quarantine bad --stats stats <in >out 2>messages 3<phrase &
	pid=$!
	exec 4>in
	printf '{"id":"somebody"}\nno record\n' >&4
	await [ -s bad ]
	kill -STOP "$pid"
}

start ring
check_memory "a run" "$@"
if [ -r "/proc/$pid/status" ]; then
	expect "memory is locked" \
		grep -Eq '^VmLck:[[:space:]]*[1-9]' "/proc/$pid/status"
fi
if [ -r "/proc/$pid/limits" ]; then
	expect "no core dump" grep -Eq '^Max core file size +0 +0 ' \
		"/proc/$pid/limits"
fi
for file in cmdline environ maps; do
	cat "/proc/$pid/$file" >seen 2>/dev/null || continue
	expect "/proc/PID/$file holds no key" holds_none seen "$@"
done
end
for file in out bad stats messages; do
	expect "$file holds no key" holds_none $file "$@"
done
expect "the record was written" grep -q tk1.test.1 out
expect "the search finds a key in a file" holds_key ring "$@"

# Under a passphrase.  The keys are others, so look for the phrase alone.
rm -f bad stats
"$tamis" key new --passphrase-fd 3 protected test 3<phrase 2>messages
start protected
for pattern; do last=$pattern; done
"$scan" "$pid" "$last" >found
case $? in
77) skip "memory of a protected keyring: it cannot be read here" ;;
*) expect "the passphrase is gone" grep -qx 'passphrase 0 0' found ;;
esac
end
for file in out bad stats messages protected; do
	expect "$file holds no passphrase" holds_none $file "$last"
done

# A crash.
rm -f bad stats
start ring
kill -CONT "$pid"
kill -SEGV "$pid"
wait "$pid" 2>/dev/null
pid=
exec 4>&-
expect "a crash leaves no core" sh -c '! ls core* 2>/dev/null'

# As another user, for whom limits hold, in a folder of that user's.
other() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
if [ "$(id -u)" -ne 0 ] || ! command -v setpriv >/dev/null; then
	skip "limits of memory and of tracing: not root"
else
	chmod 711 .
	cp "$tamis" tamis-copy
	cp "$scan" scan-copy
	chmod 755 tamis-copy scan-copy
	mkdir other
	mkfifo other/in
	cp ring person.policy.jsonc other/
	echo '{"id":"somebody"}' >other/record
	chown -R 65534:65534 other
	cd other || exit 1

	(
		# shellcheck disable=SC3045 # the usual shells have it
		ulimit -l 0
		other ../tamis-copy -p person.policy.jsonc -k ring record
	) >../out 2>../messages
	code=$?
	expect "memory that cannot be locked: exit" [ $code -eq 77 ]
	expect "memory that cannot be locked: output" [ ! -s ../out ]
	expect "memory that cannot be locked: message" \
		grep -q memory-lock ../messages

	other ../tamis-copy -p person.policy.jsonc -k ring in \
		>../out 2>../messages &
	pid=$!
	exec 4>in
	cat record >&4
	await [ -s ../out ]
	expect "a record was written" [ -s ../out ]
	other ../scan-copy "$pid" "$1" >../found
	expect "the same user cannot read the memory" [ $? -eq 77 ]
	exec 4>&-
	wait "$pid"
	pid=
	cd .. || exit 1
fi

summary
