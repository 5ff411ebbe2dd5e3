#!/bin/sh
# csv.sh BUILD [RECORDS [ROUNDS]]
# The speed of tamis on a table beside Miller, the same job; see README.md.
set -u
build=$1
tamis=$build/tamis
records=${2:-200000}
rounds=${3:-5}
here=$(dirname "$0")
# shellcheck source=tests/samples/synthetic.sh
. "$here/../samples/synthetic.sh"
policies=$here/../../policies
data=$build/bench/records-$records.csv
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

die()
{
	echo "bench: $*" >&2
	exit 1
}

names="cat mlr tamis shipped"

present()
{
	[ "$1" != mlr ] || command -v mlr >/dev/null
}

kept=version_schema,patient_nir,patient_date_naissance,patient_sexe
kept=$kept,patient_code_postal,pharmacie_finess,pharmacie_nom
kept=$kept,prelevement_date,prelevement_type,resultat_code,resultat_valeur
kept=$kept,resultat_loinc

through()
{
	name=$1
	shift
	case $name in
	cat) "$@" cat ;;
	mlr)
		# shellcheck disable=SC2016 # fields of Miller
		"$@" mlr --csv --fs semicolon -S cut -f "$kept" \
			'then' put '
			$patient_nir = sha256($patient_nir);
			$patient_date_naissance =
			    substr($patient_date_naissance, 0, 3);
			$patient_code_postal = substr($patient_code_postal, 0, 1)'
		;;
	tamis) "$@" "$tamis" -p "$here/csv.policy.jsonc" -k "$work/keys" ;;
	shipped)
		"$@" "$tamis" -p "$policies/sidep-antigen.policy.jsonc" \
			-f csv -k "$work/keys"
		;;
	esac
}

title()
{
	case $1 in
	cat) echo "cat" ;;
	mlr) echo "Miller, SHA-256 without key" ;;
	tamis) echo "tamis, the same job" ;;
	shipped) echo "tamis, sidep-antigen policy" ;;
	esac
}

# Every peer writes a row for a row; one row can stand on several lines.
compare()
{
	head -n 1000 "$data" | grep -v '"' >"$work/sample"
	for name in mlr tamis; do
		present $name || continue
		through $name env <"$work/sample" >"$work/out" 2>"$work/errors" ||
			die "$name failed: $(cat "$work/errors")"
		[ "$(wc -l <"$work/out")" -eq "$(wc -l <"$work/sample")" ] ||
			die "$name does not write a line for a line"
		awk -F ';' '{ $2 = ""; print }' "$work/out" >"$work/$name.facts"
	done
	present mlr || return 0
	cmp -s "$work/mlr.facts" "$work/tamis.facts" ||
		die "tamis and Miller do not write the same facts"
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
synthetic_file "$data" csv "$records" || die "cannot generate records"
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
echo "$records rows of CSV, $bytes bytes; medians of $rounds rounds on one core"
printf '%-30s %8s %12s %9s %11s\n' "" MB/s records/s "peak MiB" tamis/this
for name in $names; do
	if present "$name"; then
		row "$name"
	else
		printf '%-30s (not installed)\n' "$(title "$name")"
	fi
done
