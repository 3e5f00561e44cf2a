#!/bin/sh
# help.sh - every example of the page's help finds something in the samples, in both languages.
set -u
. "$KHO_SOURCE/tests/lib.sh"
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
get() { # PATH QUERY: the answer in ./page
	cgi GET "$1" "$2" > page || fail "kho.cgi died: $1?$2"
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
# words typed wrong: a letter too many, two changed round, two words as one
for q in chuyeen+doi+so chuyne+doi+so chuyendoi+so; do
	get / "q=$q"
	grep -q 'q=chuy%E1%BB%83n%20%C4%91%E1%BB%95i%20s%E1%BB%91">chuyển đổi số</a>' page || fail "no other words are offered for $q"
done
get / 'q=chuyen+doi+so'
! grep -q 'Có phải bạn muốn tìm' page || fail 'other words are offered for good ones'
done_testing
