#!/bin/sh
# xml.sh BUILD [RECORDS [ROUNDS]]
# The speed of tamis on XML beside libxml2 and xsltproc; see README.md.
set -u
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"
few=$(((records + 9) / 10))
small=$build/bench/records-$few.xml

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

records_of()
{
	if [ "$1" = xsltproc ]; then
		echo "$few"
	else
		echo "$records"
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
		output $name >"$work/out"
		facts "$work/out" >"$work/$name.facts"
	done
	present xsltproc || return 0
	cmp -s "$work/xsltproc.facts" "$work/tamis.facts" ||
		die "tamis and xsltproc do not write the same facts"
}

make_records xml xml
synthetic_file "$small" xml "$few" || die "cannot generate records"
make_keys bench sidep
compare
measure "elements of XML"
