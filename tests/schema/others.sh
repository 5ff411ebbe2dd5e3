#!/bin/sh
# others.sh: another implementation of JSON Schema (python3-jsonschema, where
# it is installed) says of policies/policy.schema.json what unit/draft07.c does.
set -u
python3 -c 'import jsonschema' 2>/dev/null || {
	echo "schema: skipped beside python3-jsonschema, which is not installed"
	exit 0
}
exec python3 - <<'END'
import glob, json, re, sys
import jsonschema

comment = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.S)

def read(path):
    text = open(path, encoding="utf-8").read()
    return json.loads(comment.sub(
        lambda m: m[0] if m[0].startswith('"') else " ", text))

schema = read("policies/policy.schema.json")
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
failed = 0
count = 0
for pattern, faults in (("policies/*.policy.jsonc", 0),
                        ("tests/schema/meaning/*.policy.jsonc", 0),
                        ("tests/schema/bad/*.policy.jsonc", 1)):
    for path in sorted(glob.glob(pattern)):
        count += 1
        found = list(validator.iter_errors(read(path)))
        if len(found) != faults:
            failed = 1
            print(f"schema: {path}: {len(found)} faults", file=sys.stderr)
print(f"schema: {count} policies, python3-jsonschema agrees" if not failed
      else "schema: python3-jsonschema disagrees")
sys.exit(failed or count == 0)
END
