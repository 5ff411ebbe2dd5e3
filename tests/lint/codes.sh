#!/bin/sh
# codes.sh: every code of src/policy/codes.h is told by a golden case, so that
# each remark has an example whose text, line and column are known.
set -u
bad=0

codes=$(sed -n 's/.*"\([EWN][0-9]\{4\}\)".*/\1/p' src/policy/codes.h)
for code in $codes; do
	grep -rqF "[$code]" --include=stderr tests/golden || {
		echo "src/policy/codes.h: no golden case has $code"
		bad=1
	}
done
exit $bad
