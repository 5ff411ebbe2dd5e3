#!/bin/sh
# Credentials as systemd gives them to a service with a user of its own: files
# 0400 in a folder 0500, of that user on a file system that is only read, or of
# root with an access list for the user, which shows as rights of the group.
#
#	credentials.sh BUILD
# shellcheck source=tests/fault/lib.sh
. "$(dirname "$0")/lib.sh"
user=65534
folder=$work/credentials
cleanup() {
	umount "$folder" 2>/dev/null
	rm -rf "$work"
}
trap cleanup EXIT

if [ "$(id -u)" -ne 0 ] || ! command -v setpriv >/dev/null; then
	skip "credentials of another user: not root"
	summary
	exit
fi
chmod 755 .
cp "$tamis" program && chmod 755 program
cp "$cases"/key-source/person.policy.jsonc . && chmod 644 person.policy.jsonc
mkdir state && chown $user:$user state
echo '{"id":"somebody"}' >record
(
	umask 077
	"$tamis" key new keyring test
	"$tamis" key pair --for sign relay
) 2>messages || exit 1

# service EXPECTED-CODE: what a unit with DynamicUser= would start.
service() {
	rm -f out
	CREDENTIALS_DIRECTORY=$folder setpriv --reuid $user --regid $user \
		--clear-groups "$work/program" -p person.policy.jsonc \
		--receipt state/receipts --sign "$folder/relay" \
		<record >out 2>messages
	code=$?
	[ $code -eq "$1" ] || {
		cat messages
		return 1
	}
	case $1 in
	0) grep -q tk1.test.1 out ;;
	*) [ ! -s out ] ;;
	esac
}

mkdir "$folder"
mount -t ramfs ramfs "$folder" 2>messages ||
	skip "credentials on a file system of their own: none can be mounted"
cp keyring relay "$folder"
chmod 400 "$folder"/*
chown $user:$user "$folder" "$folder"/*
chmod 500 "$folder"
mount -o remount,ro "$folder" 2>messages
expect "credentials of the user" service 0
mount -o remount,rw "$folder" 2>messages

chmod 440 "$folder/relay"
expect "a credential that the user's group can read" service 77
chmod 400 "$folder/relay"
chmod 404 "$folder/keyring"
expect "a credential that others can read" service 77
chmod 400 "$folder/keyring"
chmod 777 "$folder"
expect "a folder that others can write" service 77
umount "$folder" 2>messages
rm -rf "$folder"

mkdir "$folder"
cp keyring relay "$folder"
chown 0:0 "$folder" "$folder"/*
chmod 400 "$folder"/*
chmod 500 "$folder"
expect "credentials of root alone" service 77
if ! command -v setfacl >which; then
	skip "credentials with access lists: no setfacl here"
elif ! setfacl -m u:$user:r "$folder"/* || ! setfacl -m u:$user:rx "$folder"
then
	skip "credentials with access lists: this file system has none"
else
	expect "credentials with access lists" service 0
	chmod g+w "$folder/keyring"
	expect "a credential that its list lets write" service 77
fi
summary
