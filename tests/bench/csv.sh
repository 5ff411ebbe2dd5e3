#!/bin/sh
# csv.sh BUILD [RECORDS [ROUNDS]]
# The speed of tamis on a table beside Miller, the same job; see README.md.
set -u
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

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
		output $name >"$work/out"
		[ "$(wc -l <"$work/out")" -eq "$(wc -l <"$work/sample")" ] ||
			die "$name does not write a line for a line"
		awk -F ';' '{ $2 = ""; print }' "$work/out" >"$work/$name.facts"
	done
	present mlr || return 0
	cmp -s "$work/mlr.facts" "$work/tamis.facts" ||
		die "tamis and Miller do not write the same facts"
}

make_records csv csv
make_keys bench sidep
compare
measure "rows of CSV"
