#!/bin/sh
# order.sh - documents by title stand in Vietnamese order: ă and â behind a, đ behind d, capitals beside small letters.
set -u
. "$KHO_SOURCE/tests/lib.sh"
mkdir in
n=0
for title in 'Đất đai năm 2024' 'Âm nhạc dân tộc' 'AN TOÀN GIAO THÔNG' 'Dân vận khéo' 'Ăn uống hợp vệ sinh' 'Bảo hiểm y tế'; do
	n=$((n + 1))
	printf 'ỦY BAN NHÂN DÂN\nXÃ THỬ\nSố: %s/KH-UBND\nThử, ngày 0%s tháng 3 năm 2024\n\nKẾ HOẠCH\n%s\n\nCăn cứ nhiệm vụ được giao, Ủy ban nhân dân xã xây dựng kế hoạch.\n' \
		"$n" "$n" "$title" > "in/$n.txt"
done
exits 0 "$KHO" index -q -d db in
"$KHO" search -d db -s title --format=json '' 2> /dev/null | field title > got
printf '%s\n' 'AN TOÀN GIAO THÔNG' 'Ăn uống hợp vệ sinh' 'Âm nhạc dân tộc' 'Bảo hiểm y tế' 'Dân vận khéo' 'Đất đai năm 2024' > want
cmp -s got want || { fail 'titles are not in order'; cat got; }
same 'by number' "$("$KHO" search -d db -s number --format=json '' 2> /dev/null | field symbol | tr '\n' ' ')" \
	'1/KH-UBND 2/KH-UBND 3/KH-UBND 4/KH-UBND 5/KH-UBND 6/KH-UBND '
done_testing
