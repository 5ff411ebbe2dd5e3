#!/bin/sh
# Records that are made from policies reach all of them, and do what they were
# made for:
#
#	from.sh TAMIS
#
# Of the shipped policies every rule is applied by a run, in each format, and
# what must be rejected is.  Of the other policies of the checkout all is
# reached but what is listed below.
set -u
tamis=$1
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0
policies=0
missed=0

complain() {
	echo "from.sh: $1"
	failed=1
}

# What no record can reach: POLICY FORMAT HOW-MUCH, and why.
unreachable() {
	case "$1 $2" in
	# A condition asks for a value that the field's own rule refuses.
	"tests/golden/diff/new.policy.jsonc json") echo 4 ;;
	"tests/golden/generate/never.policy.jsonc json") echo 2 ;;
	"tests/golden/test/floor.policy.jsonc json") echo 21 ;;
	"tests/golden/test/part.policy.jsonc json") echo 21 ;;
	# A new column is a formula, so every row is rejected.
	"tests/golden/new/only-new.policy.jsonc csv") echo 3 ;;
	# A new element stands in the way, or has another root.
	"tests/golden/new/texts.policy.jsonc xml") echo 2 ;;
	*) echo 0 ;;
	esac
}

formats() {
	grep -oE '"format": "(json|csv|xml|hl7v2)"' "$1" | cut -d '"' -f 4 |
		sort -u
}

# make POLICY FORMAT OPTION...: makes records in the folder `in`.
make() {
	rm -rf "$work/in" "$work/files"
	mkdir "$work/in" "$work/files"
	policy=$1
	format=$2
	shift 2
	"$tamis" generate --from "$policy" -f "$format" "$@" -o "$work/files" \
		2>"$work/err"
	code=$?
	if [ $code -eq 73 ]; then
		# Not each record is a document.
		"$tamis" generate --from "$policy" -f "$format" "$@" \
			-o "$work/files/1.$format" 2>"$work/err"
		code=$?
	fi
	return $code
}

# Runs the policy over each file that was made.
run() {
	: >"$work/stats"
	: >"$work/rejected"
	for file in "$work"/files/*; do
		rm -f "$work/quarantine" "$work/now"
		"$tamis" run -p "$policy" -f "$format" -k "$work/keyring" \
			--quarantine "$work/quarantine" \
			--stats "$work/now" "$file" >/dev/null 2>"$work/err"
		[ $? -le 1 ] || complain "$policy, $format: $(cat "$work/err")"
		cat "$work/now" >>"$work/stats"
		cat "$work/quarantine" >>"$work/rejected"
	done
}

# sum NAME: of a number in all statistics.
sum() {
	grep -oE "\"$1\":[0-9]+" "$work/stats" |
		awk -F : '{ n += $2 } END { print n + 0 }'
}

# Rules that nothing was done by in any file.
idle() {
	grep -oE '"path":"([^"\\]|\\.)*","do":"[a-z]*","line":[0-9]+,"applied":[0-9]+,"dropped":[0-9]+' \
		"$work/stats" | awk '{
			rule = $0
			sub(/,"applied":.*/, "", rule)
			met[rule] += $0 !~ /"applied":0,"dropped":0$/
		} END { for (r in met) if (!met[r]) print r }'
}

shipped() {
	make "$1" "$2" || complain "$1, $2: not all is reached"
	run
	[ "$(sum records)" -gt 0 ] || complain "$1, $2: there is no record"
	[ "$(sum rejected)" -eq 0 ] || complain "$1, $2: a record is rejected"
	[ -z "$(idle)" ] || complain "$1, $2: nothing happens to $(idle)"

	make "$1" "$2" --nasty 100 || complain "$1, $2: a reason is missing"
	run
	[ "$(sum written)" -eq 0 ] ||
		complain "$1, $2: what must be rejected is written"
	[ "$(wc -l <"$work/rejected")" -eq "$(sum records)" ] ||
		complain "$1, $2: not every rejection is told"
}

"$tamis" key new "$work/keyring" sidep surveillance us-covid 2>/dev/null ||
	complain "no keyring"
for policy in policies/*.policy.jsonc; do
	for format in $(formats "$policy"); do
		shipped "$policy" "$format"
	done
done

# Twice the same; from another seed something else.
make policies/sidep-antigen.policy.jsonc json -n 200 --nasty 20 --seed 7
mv "$work/files" "$work/first"
make policies/sidep-antigen.policy.jsonc json -n 200 --nasty 20 --seed 7
cmp "$work/first/1.json" "$work/files/1.json" ||
	complain "the same seed gives other records"
[ "$(wc -l <"$work/files/1.json")" -eq 200 ] || complain "not 200 records"
make policies/sidep-antigen.policy.jsonc json -n 200 --nasty 20 --seed 8
cmp -s "$work/first/1.json" "$work/files/1.json" &&
	complain "another seed gives the same records"

for policy in tests/*/*.policy.jsonc tests/golden/*/*.policy.jsonc; do
	"$tamis" check "$policy" >/dev/null 2>&1
	[ $? -le 1 ] || continue
	policies=$((policies + 1))
	for format in $(formats "$policy"); do
		make "$policy" "$format" --nasty 50
		code=$?
		[ $code -le 1 ] || complain "$policy, $format: ended with $code"
		n=$(grep -c ' reaches ' "$work/err")
		missed=$((missed + n))
		[ "$n" -eq "$(unreachable "$policy" "$format")" ] || {
			complain "$policy, $format: $n are not reached"
			cat "$work/err"
		}
	done
done
[ $policies -gt 200 ] || complain "only $policies policies were found"
[ $failed -eq 0 ] &&
	echo "from.sh: all of the shipped policies is reached," \
		"and of $policies others all but $missed rules and reasons"
exit $failed
