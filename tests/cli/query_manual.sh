#!/bin/sh
# query_manual.sh - every example of kho-query(7) and of the page's help runs, and the language does what is told there.
set -u
. "$KHO_SOURCE/tests/lib.sh"
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
n() { "$KHO" search -d db -n 1000 --format=json "$1" 2> /dev/null | wc -l; }
sed -n '/^\.Sh EXAMPLES/,/^\.Sh SEE/s/^\.Dl //p' "$KHO_SOURCE/docs/man/kho-query.7" | sed 's/\\(dq/"/g' > examples
[ -s examples ] || fail 'no examples in the manual'
while read -r q; do
	exits_any=0
	"$KHO" search -d db "$q" > out 2> err < /dev/null || exits_any=$?
	[ "$exits_any" -le 1 ] || fail "example fails: $q"
done < examples
same 'marks or none' "$(n 'chuyen doi so')" "$(n 'chuyển đổi số')"
[ "$(n '"chuyển đổi số"')" -gt 0 ] || fail 'a phrase of the samples'
[ "$(n '"số đổi chuyển"')" -eq 0 ] || fail 'a phrase out of order'
all=$(n '') with=$(n 'giám') without=$(n 'KHÔNG giám')
same 'NOT is the rest' "$((with + without))" "$all"
same 'AND in both languages' "$(n 'giám VÀ chuyển')" "$(n 'giám AND chuyển')"
a=$(n giam) b=$(n chuyen) ab=$(n 'giam AND chuyen') either=$(n 'giam OR chuyen')
same 'OR counts' "$either" "$((a + b - ab))"
[ "$(n 'chuye*')" -ge "$b" ] || fail 'prefix'
same 'types by letters and name' "$(n loai:KH)" "$(n 'loai:"Kế hoạch"')"
same 'field names in English' "$(n type:KH)" "$(n loai:KH)"
sum=0
for y in 2019 2020 2021 2022 2023 2024 2025; do sum=$((sum + $(n ngay:$y))); done
same 'dates' "$(n 'ngay:2019..2025')" "$sum"
[ "$(n 'vien-dan:33/CT-TTg')" -gt 0 ] || fail 'vien-dan'
same 'written forms' "$(n 'vien-dan:33/CT-TTg')" "$(n 'vien-dan:33-CT/TTg')"
[ "$(n 'so:48/KH-UBND')" -ge 2 ] || fail 'two communes have 48/KH-UBND'
[ "$(n 'khoi:party')" -gt 0 ] && [ "$(n 'cap:xã')" -gt 0 ] || fail 'flags'
done_testing
