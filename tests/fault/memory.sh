#!/bin/sh
# For scripts that look for secrets in the memory of processes: after lib.sh.
# $pid is the process at hand, which does not outlive the script.
# shellcheck disable=SC2154 # lib.sh sets what is not set here
scan=$build/fault/scan
pid=
cleanup() {
	[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null
	rm -rf "$work"
}
trap cleanup EXIT

# Sanitizers have terabytes of their own, and never lock any.
if [ ! -f "$build/fault/alloc.so" ]; then
	echo "skipped: secrets in memory: not under sanitizers"
	exit 0
fi

# await COMMAND...: until it succeeds, or half a minute.
await() {
	tries=0
	while ! "$@" && [ $tries -lt 300 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
}

# hold LINE COMMAND...: a command that has answered a line, into out, and waits
# for the next one at the FIFO in, stopped.
hold() {
	line=$1
	shift
	rm -f out
	"$@" <in >out 2>messages &
	pid=$!
	exec 4>in
	printf '%s\n' "$line" >&4
	await [ -s out ]
	kill -STOP "$pid"
}
# Lets it go on, to the end of its input.
end() {
	kill -CONT "$pid"
	exec 4>&-
	wait "$pid"
	pid=
}

# hex FILE: its bytes.
hex() { od -An -v -tx1 "$1" | tr -d ' \n'; }

# Where each pattern was found: the key (or what $found_as names) in guarded
# memory, nothing in other memory, and a passphrase nowhere.
check_memory() { # WHAT PATTERN=HEX...
	what=$1
	shift
	"$scan" "$pid" "$@" >found
	if [ $? -eq 77 ]; then
		skip "memory of $what: it cannot be read here"
		return
	fi
	expect "$what: the search finds the key" \
		grep -q "^${found_as-key} [1-9]" found
	while read -r name guarded open; do
		if [ "$open" -gt 0 ]; then
			fail "$what: $name stands $open times in open memory"
		elif [ "$name" = passphrase ] && [ "$guarded" -gt 0 ]; then
			fail "$what: the passphrase was not wiped"
		else
			pass
		fi
	done <found
}

# A key's bytes as they are, as text, and as digits, in a file.
holds_key() { # FILE PATTERN=HEX...
	content=$(hex "$1")
	shift
	for pattern; do
		case $content in
		*"${pattern#*=}"*) return 0 ;;
		esac
	done
	return 1
}
holds_none() { ! holds_key "$@"; }
