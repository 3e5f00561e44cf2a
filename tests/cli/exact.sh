#!/bin/sh
# exact.sh - words typed with marks: exact matches first, phrases and word* exact only, whichever form is the usual one.
set -u
. "$KHO_SOURCE/tests/lib.sh"
mkdir in
i=0
# The same length and place each, so that nothing but the form ranks.
for w in của cửa cưa cua dưng đừng dung đúng; do
	i=$((i + 1))
	printf 'Một hai ba bốn năm %s sáu bảy tám chín mười %s.\n' "$w" "$i" > "in/$w.txt"
done
printf 'Một hai ba cua năm của sáu bảy tám chín mười hai mươi.\n' > in/both.txt
exits 0 "$KHO" index -q -d db in
names() { "$KHO" search -d db -n 100 --format=json "$1" 2> /dev/null | field source | sed 's/.*\///' | tr '\n' ' '; }
first() { names "$1" | cut -d ' ' -f 1; }
count() { names "$1" | wc -w; }
for w in cửa cưa đừng dưng đúng; do
	same "$w first" "$(first "$w")" "$w.txt"
	same "\"$w\" alone" "$(names "\"$w\"")" "$w.txt "
done
same 'all forms are found' "$(count của)" 5
same 'and without marks' "$(count cua)" 5
same 'the usual form' "$(names '"của"' | tr ' ' '\n' | grep . | sort | tr '\n' ' ')" 'both.txt của.txt '
case $(names của | cut -d ' ' -f 1,2) in
	'both.txt của.txt' | 'của.txt both.txt') ;;
	*) fail "the usual form is not first: $(names của)" ;;
esac
same 'beginning with marks: usual' "$(count 'củ*')" 2
same 'beginning with marks: others' "$(count 'cử*')" 1
same 'beginning with đ' "$(count 'đú*') $(count 'đừ*')" '1 1'
same 'beginning without marks' "$(count 'du*')" 4
done_testing
