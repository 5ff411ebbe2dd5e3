#!/bin/sh
# No value of a record is told but where the policy keeps it as it is.
#
# `leaves` is a record, cut before each of its values: name, what stands before
# the value, the value.  In turn each value is replaced by something that is
# found again, in five shapes: a code, a text, a number with the shape of a
# NIR, an object, and an array.  This is done to a positive and to a doubtful
# result, since what is kept depends on it.
set -u
awk -F '\t' '
{ name[NR] = $1; before[NR] = $2; value[NR] = $3 }

function print_record(at, with, result,    i) {
	for (i = 1; i <= NR; i++)
		printf "%s%s", before[i], i == at ? with : \
		    name[i] == "resultat.code" ? "\"" result "\"" : value[i]
	printf "\n"
}

function print_records(result, letter,    i, n) {
	for (i = 1; i < NR; i++) {
		n = sprintf("%02d", i)
		print_record(i, "\"CANARY" letter "a" n "\"", result)
		print_record(i, "\"Canary " letter "b" n " \303\251t\303\251\"", result)
		print_record(i, "71234567890" (letter == "P" ? 1 : 2) "0" n, result)
		print_record(i, "{\"CANARY" letter "d" n "\":\"CANARY" letter "d" n "\"}", result)
		print_record(i, "[\"CANARY" letter "e" n "\"]", result)
	}
}

END {
	print_record(0, "", "P")
	print_records("P", "P")
	print_record(0, "", "I")
	print_records("I", "I")
}' leaves >in

sed 's/"key": "sidep"/"key": "test"/' \
	"$CHECKOUT/policies/sidep-antigen.policy.jsonc" >policy.jsonc
cp -R "$CHECKOUT/policies/keys" keys
tamis -p policy.jsonc -k keyring -f json --quarantine bad --stats stats \
	<in >out 2>err
echo "exit $?"

canary='(CANARY|Canary )[PI][a-e][0-9][0-9]|71234567890[12]0[0-9][0-9]'
echo "$(grep -E -c "$canary" in) of $(wc -l <in) records have one"
cat err stats bad | grep -E "$canary" && echo "told in a message or list"

# Those that left, with the names of their places.
grep -E -o "$canary" out | while read -r found; do
	at=${found#"${found%??}"}
	echo "kept: $(sed -n "${at#0}p" leaves | cut -f 1) $found"
done
