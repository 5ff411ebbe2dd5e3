# Values of records that stand in a report, whatever it is.
unset CI
mkdir d && mv tests.* d
tamis replay -p four.policy.jsonc --golden g --update d >/dev/null
sed -i 's/Planteville/Plantagenet/; s/AB3/AB8/' d/tests.ndjson
for more in "" --json "--lang fr" "--golden g" "--golden g --json" \
	"--against csv.policy.jsonc" "--html report.out" \
	"--golden g --junit report.out" "--junit report.out"; do
	# shellcheck disable=SC2086
	tamis replay $more -p four.policy.jsonc d >printed.out 2>&1
	echo $?
	touch report.out
	cat printed.out report.out | grep -ic 'records\|enregistrements' |
		sed 's/[1-9][0-9]*/told/'
	cat printed.out report.out | grep -i 'plant\|39 98\|AB[0-9]'
	rm -f report.out
done
exit 0
