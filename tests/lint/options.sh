#!/bin/sh
# options.sh - every option of every command stands in its manual and in its --help, and nothing else does.
set -u
bad=0
for cmd in $("$KHO" --list-cmds); do
	page=$KHO_SOURCE/docs/man/kho-$cmd.1
	[ -f "$page" ] || { echo "no manual: kho-$cmd(1)"; bad=1; continue; }
	mandoc -T lint -W warning "$page" > lint 2>&1 || { cat lint; bad=1; }
	for opt in $("$KHO" "$cmd" --list-opts); do
		name=$(echo "$opt" | sed 's/^--//')
		grep -qE "^\.It .*Fl Fl $name( |\$|=)" "$page" || { echo "kho-$cmd(1) lacks $opt"; bad=1; }
		"$KHO" "$cmd" --help | grep -q -- "$opt" || { echo "kho $cmd --help lacks $opt"; bad=1; }
	done
	for opt in $(grep -oE '^\.It .*Fl Fl [a-z-]+' "$page" | sed 's/.*Fl Fl //'); do
		"$KHO" "$cmd" --list-opts | grep -qx -- "--$opt" || { echo "kho-$cmd(1) tells of --$opt, which does not exist"; bad=1; }
	done
done
exit $bad
