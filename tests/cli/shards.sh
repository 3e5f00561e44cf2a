#!/bin/sh
# shards.sh - an index of several databases, of this machine or behind a server, answers; those of this machine as one.
set -u
. "$KHO_SOURCE/tests/lib.sh"
mkdir a b both far
i=0
while [ "$i" -lt 24 ]; do
	i=$((i + 1))
	to=a
	[ $((i % 3)) -eq 0 ] && to=b
	{
		printf 'UBND XÃ ĐÔNG MINH\n\nSố: %s/KH-UBND\nngày %s tháng 3 năm 20%s\n\nKẾ HOẠCH\nCải cách hành chính\n\n' "$i" "$i" $((20 + i % 4))
		printf 'Thực hiện Chỉ thị số 33/CT-TTg của Thủ tướng Chính phủ về phòng, chống lụt bão thôn %s.\n' "$i"
		[ $((i % 2)) -eq 0 ] && printf 'Phòng Nội vụ phối hợp với dân vận xã về cải cách hành chính.\n'
	} > "$to/$i.txt"
done
cp a/* b/* both/
exits 0 "$KHO" index -q -d one both
exits 0 "$KHO" index -q -d one.a a
exits 0 "$KHO" index -q -d one.b b
version=$(ls one)
# stub NAME DATABASE...: an index of databases, as lines of its stub file
stub() {
	mkdir -p "$1/$version"
	for d in $2; do
		path=$PWD/$d/$version/$(sed -n 's/^glass //p' "$d/$version/main")
		case $3 in
			near) echo "glass $path" ;;
			far) echo "remote :xapian-progsrv $path" ;;
		esac
	done > "$1/$version/main"
}
# answer INDEX QUERY...: ids in order, counts
answer() {
	db=$1
	shift
	"$KHO" search -d "$db" -n 100 --facets --format=json "$@" 2> err | sed 's/.*"id":"\([^"]*\)".*"score":\([0-9.]\{1,5\}\).*/\1 \2/' | sort
}
stub near 'one.a one.b' near
for q in 'cai cach hanh chinh' 'dân vận' 33/CT-TTg 'ph*' '"nội vụ"' 'nam:2021' 'thôn OR vận' 'dan NOT van'; do
	for sort in relevance number; do
		same "$q by $sort" "$(answer near --sort "$sort" "$q")" "$(answer one --sort "$sort" "$q")"
	done
done
same 'cites' "$("$KHO" cites -d near --format=json 33/CT-TTg | wc -l)" 24
exits 0 "$KHO" status -d near
rc=0
"$KHO" index -q -d near a > out 2>&1 || rc=$?
[ "$rc" -ne 0 ] || fail 'several databases were written'
if command -v xapian-progsrv > /dev/null; then
	stub far one far
	# Words that are all wanted are found alike, with the same counts; only weights of names differ.
	counts() { answer "$1" --sort "$3" "$2" | sed 's/ .*//'; }
	for q in 'dân vận' 'ph*' '"nội vụ"' 33/CT-TTg 'thôn OR vận'; do
		for sort in relevance number; do
			same "$q by $sort, far" "$(counts far "$q" "$sort")" "$(counts one "$q" "$sort")"
		done
	done
	exits 0 "$KHO" search -d far --sort number -n 3 'cai cach hanh chinh nam nay'
	exits 0 "$KHO" status -d far
	exits 0 "$KHO" cites -d far 33/CT-TTg
else
	echo 'xapian-progsrv is missing: no database behind a server'
fi
mkdir -p "gone/$version"
echo 'remote :/nonexistent/progsrv x' > "gone/$version/main"
rc=0
"$KHO" search -d gone dan > out 2> err || rc=$?
[ "$rc" -ge 64 ] || fail "a server that is not there: exit $rc"
[ -s err ] || fail 'a server that is not there: nothing said'
done_testing
