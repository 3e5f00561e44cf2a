#!/bin/sh
# answers.sh - what kho answers to people, word for word, on the samples: answers.txt has commands and
# what they print (data as it is, words on stderr behind "! ", the exit code behind "= ").
# With KHO_UPDATE set it is written anew: read the difference before it is kept.
set -u
. "$KHO_SOURCE/tests/lib.sh"
list=$KHO_SOURCE/tests/golden/answers.txt
cp "$KHO_SOURCE/samples/ke-hoach-mau.zip" . || exit 1
"$KHO" index -q -d db ke-hoach-mau.zip || exit 1
KHO_DB=db
export KHO_DB
kho() { "$KHO" "$@"; }
while IFS= read -r line; do
	case $line in
	'#'*) printf '%s\n' "$line" ;;
	'$ '*)
		printf '\n%s\n' "$line"
		rc=0
		eval "${line#??}" > out 2> err < /dev/null || rc=$?
		cat out
		sed 's/^/! /' err
		printf '= %s\n' "$rc"
		;;
	esac
done < "$list" > got
if [ -n "${KHO_UPDATE:-}" ]; then
	cp got "$list"
elif ! diff -u "$list" got > diff; then
	head -n 60 diff
	fail 'answers differ'
fi
done_testing
