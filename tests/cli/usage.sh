#!/bin/sh
# usage.sh - conventions: help, exit codes, streams, languages, colours, pipes, completion.
set -u
. "$KHO_SOURCE/tests/lib.sh"
exits 0 "$KHO" --help
has out 'kho COMMAND'
[ ! -s err ] || fail 'help wrote to stderr'
exits 0 "$KHO" --version
exits 64 "$KHO"
[ ! -s out ] || fail 'usage error wrote to stdout'
exits 64 "$KHO" frobnicate
exits 64 "$KHO" status x
exits 0 "$KHO" help search
has out 'kho search'
exits 64 "$KHO" --frobnicate search x
for o in '--lang=vi --help' '--help --lang=vi' '--lang=vi help' '--lang=vi -h'; do
	exits 0 "$KHO" $o
	has out 'kho LỆNH'
done
exits 0 "$KHO" --lang=vi search --help
has out 'tìm văn bản'
exits 64 "$KHO" search --limit
exits 64 "$KHO" search --limit=-1 x
exits 64 "$KHO" search --format=xml x
has err 'text|json|csv|trec'
exits 64 "$KHO" cites
has err 'kho cites --help'
exits 64 "$KHO" serve --port 99999
has err '99999'
# a date nobody can read is an error: left out, it would show what was to be left out
exits 64 "$KHO" search --from 32/13/2024 x
one_line err
exits 64 "$KHO" search --to yesterday x
for due in abc 2024-13 Q4/2025 .. 2024..x; do exits 64 "$KHO" tasks --due "$due"; done
exits 66 "$KHO" --lang=vi search -d nowhere x
has err 'chưa có chỉ mục'
exits 64 "$KHO" search --filter loai x
has err 'loai=KH'
exits 64 "$KHO" index --limit nosuch=1 x
for cmd in $("$KHO" --list-cmds); do
	exits 0 "$KHO" "$cmd" --help
	[ ! -s err ] || fail "kho $cmd --help wrote to stderr"
	exits 0 "$KHO" "$cmd" --help --lang=vi
done
has out 'in trợ giúp này'

exits 0 "$KHO" index -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
[ ! -s err ] || { fail 'index of clean samples wrote to stderr'; head -n 3 err; }
has out 'Plans:'
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
[ ! -s out ] || fail '-q printed a report'
LC_ALL=vi_VN.UTF-8 "$KHO" index -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip" > out
has out 'Kế hoạch:'

exits 0 "$KHO" search -d db chuyen doi so
has out '«'
exits 0 "$KHO" search -d db --color=always chuyen doi so
has out "$(printf '\033[')"
lacks out '«'
exits 1 "$KHO" search -d db xyzzyqwerty
[ ! -s out ] || fail 'nothing found, but data on stdout'
exits 1 "$KHO" cites -d db 99999/QĐ-XYZ
exits 1 "$KHO" tasks -d db --due 1950
has err 'no such task'
exits 1 "$KHO" show -d db ffffffffffff
exits 0 "$KHO" tasks -d db --due 'quý 4/2024'
exits 0 "$KHO" tasks -d db -n 1 --format=csv
has err 'showing 1 to 1'
exits 0 env KHO_DB=db "$KHO" search chuyen doi so

# every list as JSON lines and as CSV with as many rows
for list in 'search chuyen' 'cites 33/CT-TTg' 'refs' 'tasks'; do
	# shellcheck disable=SC2086
	exits 0 "$KHO" $list -d db --format=json
	python3 -c 'import json,sys; [json.loads(l) for l in sys.stdin.buffer]' < out || fail "$list: not JSON lines"
	# shellcheck disable=SC2086
	exits 0 "$KHO" $list -d db --format=csv
	python3 -c 'import csv,io,sys; r=list(csv.reader(io.TextIOWrapper(sys.stdin.buffer,encoding="utf-8",newline=""))); sys.exit(len(r)<2 or len({len(x) for x in r})>1)' < out || fail "$list: not a table"
done
exits 0 "$KHO" tasks -d db --format=ics
has out 'BEGIN:VCALENDAR'
python3 - <<'PY' || fail 'the calendar is not folded as RFC 5545 wants'
data = open("out", "rb").read()
assert data.endswith(b"END:VCALENDAR\r\n") and b"\n" not in data.replace(b"\r\n", b"")
assert all(len(l) <= 75 for l in data.split(b"\r\n")), max(len(l) for l in data.split(b"\r\n"))
data.decode("utf-8")
PY
printf 'a\tchuyển đổi số\nb\tdan van\n' > q.tsv
exits 0 "$KHO" search -d db --batch q.tsv --format=trec --timing
same 'trec columns' "$(awk 'NF != 6' out)" ''
same 'timing lines' "$(wc -l < err)" 2
"$KHO" search -d db --batch - --format=trec < q.tsv > out2 && cmp -s out out2 || fail '--batch - differs'
exits 0 "$KHO" search -d db --facets --format=json ''
tail -n 1 out | python3 -c 'import json,sys; d=json.load(sys.stdin); sys.exit(not (d["exact"] and d["facets"]))' || fail 'facets'
# paging gives every hit once
total=$("$KHO" search -d db -n 1000 --format=json ke hoach | field id | sort | uniq | wc -l)
for o in 0 5 10 15 20 25 30; do "$KHO" search -d db -n 5 --offset "$o" --format=json ke hoach 2> /dev/null; done | field id | sort > paged
same 'paging' "$(uniq < paged | wc -l) $(wc -l < paged)" "$total $total"
"$KHO" search -d db -n 1000 --sort date --format=json '' | field date | grep . > dates
sort -r dates | cmp -s - dates || fail 'sort by date'

# a mention that a footnote cuts in two is shown whole
exits 0 "$KHO" cites -d db 33/CT-TTg
has out '«Chỉ thị số 33/CT-TTg, ngày 26/11/2021» của Thủ tướng Chính phủ và dân chủ ở cơ sở'

# of a task with several deadlines, those that were asked for
exits 0 "$KHO" tasks -d db --due 2024-06 --format csv
python3 -c 'import csv,sys; r=list(csv.DictReader(open("out",newline=""))); sys.exit(not r or any(d["due"][:7] != "2024-06" for d in r))' || fail 'rows out of the range'
exits 0 "$KHO" tasks -d db --due 2024-06 --format ics
lacks out 'DATE:202402'
exits 0 "$KHO" status -d db --format csv
has out 'documents,24'
exits 1 "$KHO" status -d db --not-searchable
has err 'every document is fully searchable'

# a reader that goes away is no error of ours, a full disk is
"$KHO" search -d db -n 1000 --format=json '' 2> err | head -n 1 > /dev/null
[ ! -s err ] || ! grep -qi 'error' err || fail 'a closed pipe is complained about'
if [ -w /dev/full ]; then
	"$KHO" refs -d db > /dev/full 2> err
	same 'full disk on stdout' $? 74
	one_line err
fi

if command -v bash > /dev/null; then
	"$KHO" completion > completion.bash
	PATH=$(dirname "$KHO"):$PATH bash -c '. ./completion.bash; COMP_WORDS=(kho se); COMP_CWORD=1; _kho; echo "${COMPREPLY[*]}"' > words
	same 'completion of commands' "$(cat words)" 'search serve'
	PATH=$(dirname "$KHO"):$PATH bash -c '. ./completion.bash; COMP_WORDS=(kho search --fo); COMP_CWORD=2; _kho; echo "${COMPREPLY[*]}"' > words
	same 'completion of options' "$(cat words)" '--format'
	PATH=$(dirname "$KHO"):$PATH bash -c '. ./completion.bash; COMP_WORDS=(kho search --format t); COMP_CWORD=3; _kho; echo "${COMPREPLY[*]}"' > words
	same 'completion of values' "$(cat words)" 'text trec'
fi
done_testing
