# Values of records that stand in a report, whatever it is.
unset CI
mkdir d && mv tests.* d
tamis replay -p four.policy.jsonc --golden g --update d >/dev/null
sed -i 's/Planteville/Plantagenet/; s/AB3/AB8/' d/tests.ndjson
for more in "" --json "--lang fr" "--golden g" "--golden g --json" \
	"--against csv.policy.jsonc"; do
	# shellcheck disable=SC2086
	tamis replay $more -p four.policy.jsonc d >report.out 2>&1
	echo $?
	grep -ic 'records\|enregistrements' report.out | sed 's/[1-9][0-9]*/told/'
	grep -i 'plant\|39 98\|AB[0-9]' report.out
done
exit 0
