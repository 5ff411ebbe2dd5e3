#!/bin/sh
# bench.sh BUILD [RECORDS [ROUNDS]]
# The speed of tamis beside its peers on the same records; see README.md.
set -u
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

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
	output "$1" >"$work/$1.out"
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
		output jq >"$work/jq.out"
		facts "$work/jq.out" >"$work/facts"
		persons "$work/jq.out" >"$work/persons"
	fi
	for peer in cjson simdjson tamis; do
		present "$peer" && compare "$peer"
	done
}

make_records json ndjson
make_keys bench sidep
compare_all
measure records
