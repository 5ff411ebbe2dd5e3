#!/bin/sh
# Each rejected record with a quarantine and without: what was planted in it
# is in no message, no list and no statistics.
while IFS= read -r record; do
	printf '%s\n' "$record" >in
	rm -f bad
	tamis -p reasons.policy.jsonc --stats stats <in >out 2>err
	echo "stops: $?"
	cat err stats out >>all
	tamis -p reasons.policy.jsonc --stats stats --quarantine bad <in >out 2>err
	echo "goes on: $?"
	cat err stats out bad >>all
done <rejected.ndjson | sort | uniq -c
grep -c PLANTED rejected.ndjson
grep PLANTED all
