#!/bin/sh
# batch.sh - batch files as people and programs make them: byte order marks, line ends, ids of any bytes.
set -u
. "$KHO_SOURCE/tests/lib.sh"
mkdir in
printf 'Công tác dân vận của xã.\n' > 'in/Dân vận.txt'
printf 'Thực hiện Chỉ thị số 33/CT-TTg.\n' > in/b.txt
exits 0 "$KHO" index -q -d db in
ids() { "$KHO" search -d db --batch "$1" --format=json 2> err | field query | tr '\n' '|'; }
printf '\357\273\277q1\tdan van\r\n\r\nq2\tchi thi\r\n' > bom.tsv
same 'byte order mark, CR LF' "$(ids bom.tsv)" 'q1|q2|'
same 'from standard input' "$("$KHO" search -d db --batch - --format=json < bom.tsv | field query | tr '\n' '|')" 'q1|q2|'
printf 'dan van\n' > plain.tsv
same 'a query alone is its own name' "$(ids plain.tsv)" 'dan van|'
printf '\357\273\27733/CT-TTg\r\n' > refs.txt
exits 0 "$KHO" cites -d db --batch refs.txt --format=csv
has out b.txt
# A run file has six columns, whatever the names are.
printf 'q 1\tdan van\n\tdan van\nq\0013\tdan van\n' > odd.tsv
exits 0 "$KHO" search -d db --batch odd.tsv --format=trec
same 'columns' "$(awk '{ print NF }' out | sort -u)" 6
same 'names' "$(cut -d ' ' -f 1 out | tr '\n' ' ')" 'q_1 _ q_3 '
printf 'q\377\300\tdan van\n' > bytes.tsv
exits 0 "$KHO" search -d db --batch bytes.tsv --format=csv
iconv -f UTF-8 -t UTF-8 < out > /dev/null || fail 'CSV is not UTF-8'
exits 0 "$KHO" search -d db --batch bytes.tsv --format=json
iconv -f UTF-8 -t UTF-8 < out > /dev/null || fail 'JSON is not UTF-8'
printf 'q1\tdan van\n' | iconv -f UTF-8 -t UTF-16 > wide.tsv
for command in search cites; do
	rc=0
	"$KHO" "$command" -d db --batch wide.tsv > out 2> err || rc=$?
	[ "$rc" -ge 64 ] || fail "$command: UTF-16 was read: $rc"
	has err 'UTF-16'
	rc=0
	"$KHO" "$command" -d db --batch in > out 2> err || rc=$?
	[ "$rc" -ge 64 ] || fail "$command: a folder was read: $rc"
	has err "'in'"
done
done_testing
