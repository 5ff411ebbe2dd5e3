#!/bin/sh
# hl7v2.sh BUILD [RECORDS [ROUNDS]]
# The speed of tamis on messages beside mawk, the same job without a token; see README.md.
set -u
build=$1
tamis=$build/tamis
records=${2:-200000}
rounds=${3:-5}
here=$(dirname "$0")
# shellcheck source=tests/samples/synthetic.sh
. "$here/../samples/synthetic.sh"
policies=$here/../../policies
data=$build/bench/records-$records.hl7
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

die()
{
	echo "bench: $*" >&2
	exit 1
}

names="cat mawk tamis shipped"

present()
{
	[ "$1" != mawk ] || command -v mawk >/dev/null
}

through()
{
	name=$1
	shift
	case $name in
	cat) "$@" cat ;;
	mawk) "$@" mawk -f "$here/peer_hl7v2.awk" ;;
	tamis) "$@" "$tamis" -p "$here/hl7v2.policy.jsonc" -k "$work/keys" ;;
	shipped)
		"$@" "$tamis" -p "$policies/sidep-antigen.policy.jsonc" \
			-f hl7v2 -k "$work/keys"
		;;
	esac
}

title()
{
	case $1 in
	cat) echo "cat" ;;
	mawk) echo "mawk, no token" ;;
	tamis) echo "tamis, the same job" ;;
	shipped) echo "tamis, sidep-antigen policy" ;;
	esac
}

# The facts are the same but for the person, and for text that is not ASCII:
# only tamis states the character set where there is none.
facts()
{
	tr '\r' '\n' <"$1" | sed 's/^\(PID|||\)[^|]*/\1/
		s/|*UNICODE UTF-8$//; s/[|^]*$//'
}

compare()
{
	synthetic hl7v2 -n 1000 >"$work/sample" || die "cannot generate records"
	for name in mawk tamis; do
		present $name || continue
		through $name env <"$work/sample" >"$work/out" 2>"$work/errors" ||
			die "$name failed: $(cat "$work/errors")"
		facts "$work/out" >"$work/$name.facts"
	done
	present mawk || return 0
	cmp -s "$work/mawk.facts" "$work/tamis.facts" ||
		die "tamis and mawk do not write the same facts"
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

mkdir -p "$build/bench" || exit 1
synthetic_file "$data" hl7v2 "$records" || die "cannot generate records"
bytes=$(wc -c <"$data")
"$tamis" key new "$work/keys" bench sidep 2>"$work/errors" ||
	die "no keys: $(cat "$work/errors")"
compare
round
rm "$work"/*.times
for i in $(seq "$rounds"); do
	[ -t 2 ] && printf '\rround %d of %d' "$i" "$rounds" >&2
	round
done
[ -t 2 ] && printf '\r\033[K' >&2
echo "$records messages of HL7 v2, $bytes bytes; medians of $rounds rounds on one core"
printf '%-30s %8s %12s %9s %11s\n' "" MB/s records/s "peak MiB" tamis/this
for name in $names; do
	if present "$name"; then
		row "$name"
	else
		printf '%-30s (not installed)\n' "$(title "$name")"
	fi
done
