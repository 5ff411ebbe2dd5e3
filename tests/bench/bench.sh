#!/bin/sh
# bench.sh BUILD [RECORDS [ROUNDS]]
# The speed of tamis beside its peers on the same records; see README.md.
set -u
build=$1
tamis=$build/tamis
records=${2:-200000}
rounds=${3:-5}
here=$(dirname "$0")
# shellcheck source=tests/samples/synthetic.sh
. "$here/../samples/synthetic.sh"
policies=$here/../../policies
data=$build/bench/records-$records.ndjson
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

die()
{
	echo "bench: $*" >&2
	exit 1
}

# The commands that are compared, by name.

names="cat jq cjson simdjson tamis shipped"

present()
{
	case $1 in
	jq) command -v jq >/dev/null ;;
	simdjson) [ -x "$build/bench/peer_simdjson" ] ;;
	*) true ;;
	esac
}

through()
{
	name=$1
	shift
	case $name in
	cat) "$@" cat ;;
	jq) "$@" jq -c -f "$here/peer.jq" ;;
	cjson) "$@" "$build/bench/peer_cjson" ;;
	simdjson) "$@" "$build/bench/peer_simdjson" ;;
	tamis) "$@" "$tamis" -p "$here/job.policy.jsonc" -k "$work/keys" ;;
	shipped)
		"$@" "$tamis" -p "$policies/sidep-antigen.policy.jsonc" \
			-f json \
			-k "$work/keys"
		;;
	esac
}

title()
{
	case $1 in
	cat) echo "cat" ;;
	jq) echo "jq, no token" ;;
	cjson) echo "cJSON, libsodium" ;;
	simdjson) echo "simdjson On-Demand, libsodium" ;;
	tamis) echo "tamis, the same job" ;;
	shipped) echo "tamis, sidep-antigen policy" ;;
	esac
}

# The peers do the same job: the first thousand records carry the same facts.

facts()
{
	jq -S -c 'if .patient.nir then .patient.nir = "token" else . end' "$1"
}

# Tokens are spelled in several ways, but tell the same persons apart.
persons()
{
	jq -r '.patient.nir // "nobody"' "$1" |
		awk '!($0 in seen) { seen[$0] = NR } { print seen[$0] }'
}

compare()
{
	through "$1" env <"$work/sample" >"$work/$1.out" 2>"$work/errors" ||
		die "$1 failed: $(cat "$work/errors")"
	[ "$(wc -l <"$work/$1.out")" -eq "$(wc -l <"$work/sample")" ] ||
		die "$1 does not write a line for a line"
	[ -n "$have_jq" ] || return 0
	facts "$work/$1.out" | cmp -s - "$work/facts" ||
		die "$1 does not write the same facts as jq"
	persons "$work/$1.out" | cmp -s - "$work/persons" ||
		die "$1 does not tell the same persons apart as jq"
}

compare_all()
{
	have_jq=
	head -n 1000 "$data" >"$work/sample"
	if present jq; then
		have_jq=yes
		through jq env <"$work/sample" >"$work/jq.out" || die "jq failed"
		facts "$work/jq.out" >"$work/facts"
		persons "$work/jq.out" >"$work/persons"
	fi
	for peer in cjson simdjson tamis; do
		present "$peer" && compare "$peer"
	done
}

# One run of each in every round, so that a slow moment hits all of them.

round()
{
	for name in $names; do
		present "$name" || continue
		through "$name" "$build/bench/pinned" "$data" \
			>>"$work/$name.times" 2>"$work/errors" ||
			die "$name failed: $(cat "$work/errors")"
	done
}

measure()
{
	round
	rm "$work"/*.times
	for i in $(seq "$rounds"); do
		[ -t 2 ] && printf '\rround %d of %d' "$i" "$rounds" >&2
		round
	done
	[ -t 2 ] && printf '\r\033[K' >&2
	return 0
}

# median NAME COLUMN
median()
{
	cut -d ' ' -f "$2" "$work/$1.times" | sort -n |
		awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

row()
{
	awk -v name="$(title "$1")" -v s="$(median "$1" 1)" \
		-v kib="$(median "$1" 2)" -v tamis="$(median tamis 1)" \
		-v bytes="$bytes" -v records="$records" 'BEGIN {
		printf "%-30s %8.0f %12.0f %9.1f %11.2f\n", name,
		    bytes / 1e6 / s, records / s, kib / 1024, s / tamis
	}'
}

table()
{
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

mkdir -p "$build/bench" || exit 1
synthetic_file "$data" json "$records" || die "cannot generate records"
bytes=$(wc -c <"$data")
"$tamis" key new "$work/keys" bench sidep 2>"$work/errors" ||
	die "no keys: $(cat "$work/errors")"
compare_all
measure
echo "$records records, $bytes bytes; medians of $rounds rounds on one core"
table
