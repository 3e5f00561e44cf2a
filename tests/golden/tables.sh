#!/bin/sh
# tables.sh - tables of tasks as offices draw them, as web pages and as Word files, give the tasks of their .tsv:
# section, text, responsible, coordinating, deadline, rule.
. "$KHO_SOURCE/tests/lib.sh"
command -v python3 > /dev/null || { echo "skipped: no python3"; exit 77; }
n=0
for page in "$KHO_SOURCE"/tests/golden/tables/*.html; do
	name=$(basename "$page" .html)
	python3 -B "$KHO_SOURCE/tests/tools/html_docx.py" "$page" "$name.docx" || fail "$name.docx was not made"
	for file in "$page" "$name.docx"; do
		"$KHO" parse "$file" > out.ndjson || fail "$file"
		python3 -B "$KHO_SOURCE/tests/tools/tasks_tsv.py" < out.ndjson > out.tsv
		diff -u "${page%.html}.tsv" out.tsv > diff || { fail "$file"; cat diff; }
		n=$((n + 1))
	done
done
for page in "$KHO_SOURCE"/tests/golden/tables/*.txt; do # columns kept apart by blanks or tabs
	"$KHO" parse "$page" > out.ndjson || fail "$page"
	python3 -B "$KHO_SOURCE/tests/tools/tasks_tsv.py" < out.ndjson > out.tsv
	diff -u "${page%.txt}.tsv" out.tsv > diff || { fail "$page"; cat diff; }
	n=$((n + 1))
done
echo "$n documents"
[ "$n" -ge 24 ] || fail 'documents are missing'
done_testing
