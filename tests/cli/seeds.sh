#!/bin/sh
# seeds.sh - four real plans in a zip inside a tar.gz: search, citations, tasks and originals, in a C locale.
set -u
. "$KHO_SOURCE/tests/lib.sh"
seeds=$KHO_SHARED/seeds
[ -d "$seeds" ] || { echo "skipped: $seeds is not there (KHO_SHARED)"; exit 77; }

mkdir in && (cd "$seeds" && zip -q -r "$OLDPWD/in/seeds.zip" .) && (cd in && tar -czf ../seeds.tar.gz seeds.zip)
exits 0 "$KHO" index -d db seeds.tar.gz

# which seeds an answer names: the first three digits of their file names, sorted
named() { field "$1" < out | sed 's/.*\///; s/_.*//' | sort -u | tr '\n' ' '; }
cited() { "$KHO" cites -d db --format=json "$1" > out; named citing.source; }
found() { "$KHO" search -d db --format=json "$1" > out; named source; }

same 'cites 43-NQ/TW' "$(cited 43-NQ/TW)" '000 003 '
same 'cites 33/CT-TTg' "$(cited 33/CT-TTg)" '000 001 002 003 '
same 'cites 33-CT/TTg' "$(cited 33-CT/TTg)" '000 001 002 003 '
same 'cites 25-NQ/TW' "$(cited 25-NQ/TW)" '000 001 002 '
same 'the two 25-NQ/TW' "$(field date < out | sort | uniq -c | tr -s ' ' | tr '\n' ',')" ' 1 2008-07-25, 2 2013-06-03,'
same 'of 2008' "$(grep '"date":"2008-07-25"' out | field citing.source | sed 's/.*\///; s/_.*//')" 002
"$KHO" cites -d db 25-NQ/TW > text
same 'two documents in text' "$(grep -c '^25-NQ/TW' text)" 2

nfd=$(python3 -c 'import unicodedata,sys; sys.stdout.buffer.write(unicodedata.normalize("NFD", "dân vận khéo").encode())')
for q in 'dan van kheo' 'dân vận khéo' "$nfd" '"dân vận khéo"'; do
	same "search $q" "$(found "$q")" '000 001 002 003 '
done
same 'search dang' "$(found dang)" '000 001 002 003 '
"$KHO" search -d db dang > text
has text '«Đảng»'
same 'issuer and date' "$(found 'co-quan:"Thành ủy Lai Châu" ngay:2023')" '002 '
same 'tone placement' "$(found '"thể chế hóa"')" '001 '
case $(found 'thể chế hóa') in 001*) ;; *) case $(found 'thể chế hóa') in *001*) ;; *) fail "thể chế hóa does not find 001" ;; esac ;; esac

"$KHO" tasks -d db --format=json --unit 'Sở Nội vụ' > out
grep '"section":"III.1"' out | grep -q '/001_' || fail 'the task of seed 001 III.1'
"$KHO" tasks -d db --format=json --due 2024-04..2024-06 > out
for want in '001_ III.9 <2024-04-20' '001_ III.9 <2024-06-30' '003_ III.1 <2024-05-30'; do
	# shellcheck disable=SC2086
	set -- $want
	grep "/$1" out | grep "\"section\":\"$2\"" | grep -q "\"rule\":\"$3\"" || fail "task due: $want"
done

for f in "$seeds"/*.txt; do
	"$KHO" show -d db --format=raw "seeds.tar.gz//seeds.zip//${f##*/}" > raw
	cmp -s raw "$f" || fail "raw of ${f##*/} differs"
done

"$KHO" parse "$seeds"/*.txt > parsed
if [ -f "$KHO_SHARED/score/score.py" ]; then
	python3 "$KHO_SHARED/score/score.py" plan "$KHO_SHARED/gold" parsed --min citations.f1=0.90 head.mean=0.95 > score || { fail 'score'; tail -n 1 score; }
	has score ' invented=0 '
fi

# the plan files beside: all of docx and md are there, none is lost
if [ -d "$KHO_SHARED/plans" ]; then
	mkdir plans && cp "$KHO_SHARED"/plans/*.docx "$KHO_SHARED"/plans/*-*.md plans/
	exits 0 "$KHO" index -d db2 plans
	"$KHO" search -d db2 -n 100 --format=json '' > out
	same 'plans indexed' "$(wc -l < out)" "$(find plans -type f | wc -l)"
	exits 1 "$KHO" status -d db2 --not-searchable
fi
done_testing
