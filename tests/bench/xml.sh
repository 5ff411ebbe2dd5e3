#!/bin/sh
# xml.sh BUILD [RECORDS [ROUNDS]]
# The speed of tamis on XML beside libxml2 and xsltproc; see README.md.
set -u
build=$1
tamis=$build/tamis
records=${2:-200000}
rounds=${3:-5}
few=$(((records + 9) / 10))
here=$(dirname "$0")
# shellcheck source=tests/samples/synthetic.sh
. "$here/../samples/synthetic.sh"
policies=$here/../../policies
data=$build/bench/records-$records.xml
small=$build/bench/records-$few.xml
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

die()
{
	echo "bench: $*" >&2
	exit 1
}

names="cat sax xsltproc tamis shipped"

present()
{
	[ "$1" != xsltproc ] || command -v xsltproc >/dev/null
}

through()
{
	name=$1
	shift
	case $name in
	cat) "$@" cat ;;
	sax) "$@" "$build/bench/peer_sax" ;;
	xsltproc) "$@" xsltproc "$here/peer.xsl" - ;;
	tamis) "$@" "$tamis" -p "$here/xml.policy.jsonc" -k "$work/keys" ;;
	shipped)
		"$@" "$tamis" -p "$policies/sidep-antigen.policy.jsonc" \
			-f xml -k "$work/keys"
		;;
	esac
}

title()
{
	case $1 in
	cat) echo "cat" ;;
	sax) echo "libxml2 SAX2, doing nothing" ;;
	xsltproc) echo "xsltproc, no token, $few" ;;
	tamis) echo "tamis, the same job" ;;
	shipped) echo "tamis, sidep-antigen policy" ;;
	esac
}

# xsltproc holds its whole input, many times its size, in memory.
input()
{
	if [ "$1" = xsltproc ]; then
		echo "$small"
	else
		echo "$data"
	fi
}

# The facts are the same but for the person; an element without text has two
# spellings.
facts()
{
	sed 's/<nir>[^<]*<.nir>//; s/<nir\/>//
		s/<\([a-z_]*\)><\/\1>/<\1\/>/g' "$1"
}

compare()
{
	synthetic xml -n 1000 >"$work/sample" || die "cannot generate records"
	for name in sax xsltproc tamis; do
		present $name || continue
		through $name env <"$work/sample" >"$work/out" 2>"$work/errors" ||
			die "$name failed: $(cat "$work/errors")"
		facts "$work/out" >"$work/$name.facts"
	done
	present xsltproc || return 0
	cmp -s "$work/xsltproc.facts" "$work/tamis.facts" ||
		die "tamis and xsltproc do not write the same facts"
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
	n=$records
	[ "$1" = xsltproc ] && n=$few
	awk -v name="$(title "$1")" -v s="$(median "$1" 1)" \
		-v kib="$(median "$1" 2)" -v tamis="$(median tamis 1)" \
		-v bytes="$(wc -c <"$(input "$1")")" -v all="$bytes" \
		-v records="$n" 'BEGIN {
		printf "%-30s %8.0f %12.0f %9.1f %11.2f\n", name,
		    bytes / 1e6 / s, records / s, kib / 1024,
		    all / tamis / (bytes / s)
	}'
}

mkdir -p "$build/bench" || exit 1
{
	synthetic_file "$data" xml "$records" &&
		synthetic_file "$small" xml "$few"
} || die "cannot generate records"
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
echo "$records elements of XML, $bytes bytes; medians of $rounds rounds on one core"
printf '%-30s %8s %12s %9s %11s\n' "" MB/s records/s "peak MiB" tamis/this
for name in $names; do
	if present "$name"; then
		row "$name"
	else
		printf '%-30s (not installed)\n' "$(title "$name")"
	fi
done
