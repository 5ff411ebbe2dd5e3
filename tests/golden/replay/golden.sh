# golden.sh CHANGE ARGUMENT...: what is expected is noted, the shell changes
# something, and the data set is replayed.
unset CI
change=$1
shift
mkdir -p d/sub && mv tests.* d && mv d/tests.csv d/sub
tamis replay -p four.policy.jsonc --golden g --update d >/dev/null || exit 2
eval "$change"
sh plain.sh -p four.policy.jsonc --golden g "$@"
