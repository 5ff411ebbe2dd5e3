# Values of records that stand in a report, whatever it is.
mkdir d && mv tests.* d
for more in "" --json "--lang fr"; do
	# shellcheck disable=SC2086
	tamis replay $more -p four.policy.jsonc d >report.out 2>&1
	echo $?
	grep -ic 'records\|enregistrements' report.out | sed 's/[1-9][0-9]*/told/'
	grep -i 'plant\|39 98\|AB[0-9]' report.out
done
exit 0
