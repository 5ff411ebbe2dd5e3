#!/bin/sh
# shellcheck disable=SC2034,SC2154 # names come from a script, and go to it
# lib.sh: what the scripts that compare tamis with its peers share.  A script
# reads it with its own arguments, BUILD [RECORDS [ROUNDS]], and then says
#
#	names		what is compared; tamis is one of them
#	present NAME	whether it is installed
#	through NAME COMMAND...	runs it by the command
#	title NAME	what it is called in the table
#
# and, where not all have the same input, input NAME and records_of NAME.
build=$1
tamis=$build/tamis
records=${2:-200000}
rounds=${3:-5}
here=$(dirname "$0")
# shellcheck source=tests/samples/synthetic.sh
. "$here/../samples/synthetic.sh"
policies=$here/../../policies
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

die()
{
	echo "bench: $*" >&2
	exit 1
}

# make_keys NAME...
make_keys()
{
	"$tamis" key new "$work/keys" "$@" 2>"$work/errors" ||
		die "no keys: $(cat "$work/errors")"
}

# make_records FORMAT SUFFIX: $data, of $bytes bytes; kept in the build folder.
make_records()
{
	data=$build/bench/records-$records.$2
	mkdir -p "$build/bench" || exit 1
	synthetic_file "$data" "$1" "$records" || die "cannot generate records"
	bytes=$(wc -c <"$data")
}

input()
{
	echo "$data"
}

records_of()
{
	echo "$records"
}

# output NAME: what it makes of the sample, on standard output.
output()
{
	through "$1" env <"$work/sample" 2>"$work/errors" ||
		die "$1 failed: $(cat "$work/errors")"
}

# often COMMAND...: once to warm up, and then once a round, into $work/times.
often()
{
	"$@"
	rm -f "$work"/*times
	for i in $(seq "$rounds"); do
		[ -t 2 ] && printf '\rround %d of %d' "$i" "$rounds" >&2
		"$@"
	done
	[ -t 2 ] && printf '\r\033[K' >&2
	return 0
}

# One run of each in every round, so that a slow moment hits all of them.
round()
{
	for name in $names; do
		present "$name" || continue
		through "$name" "$build/bench/pinned" "$(input "$name")" \
			>>"$work/$name.times" 2>"$work/errors" ||
			die "$name failed: $(cat "$work/errors")"
	done
}

# median NAME COLUMN
median()
{
	cut -d ' ' -f "$2" "$work/$1.times" | sort -n |
		awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# Speeds are compared, since not all have the same input.
row()
{
	awk -v name="$(title "$1")" -v s="$(median "$1" 1)" \
		-v kib="$(median "$1" 2)" -v tamis="$(median tamis 1)" \
		-v bytes="$(wc -c <"$(input "$1")")" -v all="$bytes" \
		-v records="$(records_of "$1")" 'BEGIN {
		printf "%-30s %8.0f %12.0f %9.1f %11.2f\n", name,
		    bytes / 1e6 / s, records / s, kib / 1024,
		    all / tamis / (bytes / s)
	}'
}

# measure WHAT: runs all of them, and prints the table about so many of these.
measure()
{
	often round
	echo "$records $1, $bytes bytes; medians of $rounds rounds on one core"
	printf '%-30s %8s %12s %9s %11s\n' "" MB/s records/s "peak MiB" \
		"tamis/this"
	for name in $names; do
		if present "$name"; then
			row "$name"
		else
			printf '%-30s (not installed)\n' "$(title "$name")"
		fi
	done
}
