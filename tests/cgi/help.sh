#!/bin/sh
# help.sh - every example of the page's help finds something in the samples, in both languages.
set -u
. "$KHO_SOURCE/tests/lib.sh"
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
get() { # PATH QUERY: the answer in ./page
	env -i PATH=/usr/bin:/bin KHO_DB="$PWD/db" GATEWAY_INTERFACE=CGI/1.1 SERVER_PROTOCOL=HTTP/1.1 \
		SCRIPT_NAME=/kho REQUEST_METHOD=GET PATH_INFO="$1" QUERY_STRING="$2" "$KHO_CGI" > page 2> errors < /dev/null ||
		fail "kho.cgi died: $1?$2"
}
for lang in vi en; do
	get /help "lang=$lang"
	grep -o 'class="example" href="/kho/?[^"]*"' page | sed 's/.*?\([^"]*\)"/\1/; s/&amp;/\&/g' > examples
	[ "$(wc -l < examples)" -gt 10 ] || fail 'few examples'
	while read -r q; do
		get / "$q"
		if grep -q '^Status: 303' page; then
			where=$(sed -n 's/^Location: \/kho\([^?]*\)?\(.*\)/\1 \2/p' page | tr -d '\r')
			get "${where%% *}" "${where#* }"
			grep -q '^Status: 200' page || fail "leads nowhere: $q"
		else
			grep -q 'class="card"' page || fail "finds nothing: $q"
		fi
	done < examples
done
done_testing
