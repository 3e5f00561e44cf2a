#!/bin/sh
# select.sh - include and exclude: what is left out is counted, said, and leaves the index.
set -u
. "$KHO_SOURCE/tests/lib.sh"
plan() { printf 'KẾ HOẠCH\nthử nghiệm %s\n' "$1"; }
mkdir -p in/2023/nháp in/2024
plan motmot > in/2023/mot.txt
plan haihai > in/2023/nháp/hai.txt
plan bababa > in/2024/ba.md
plan bonbon > in/2024/bon.txt
(cd in && mkdir z && plan namnam > z/nam.txt && plan sausau > z/sau.md && plan baybay > z/bay.tmp && zip -q -r trong.zip z && plan tamtam > z/tam.txt &&
	rm z/nam.txt && tar -czf ngoai.tar.gz trong.zip z && rm -r z trong.zip)
found() { "$KHO" search -d db -n 100 --format=json '' | field id | wc -l; }
hits() { "$KHO" search -d db --format=json "$1" 2> /dev/null | wc -l; }

exits 0 "$KHO" index -d db in
same 'everything' "$(found)" 8
lacks out 'Left out'
exits 0 "$KHO" index -d db --exclude='*.tmp' in
same 'a member and its copy' "$(hits baybay)" 0
has out 'Left out by include and exclude: 2.'
has out 'Removed: 1.'
exits 0 "$KHO" index -d db --exclude='*.tmp' in
has out '(5 unchanged)'
has out 'Left out by include and exclude: 2.'
exits 0 "$KHO" index -d db --exclude=NHÁP/ --exclude='**.zip//z/*.txt' -v in
same 'a folder' "$(hits haihai)" 0
same 'a member of a member' "$(hits namnam)" 0
same 'back again' "$(hits baybay)" 1
has err 'in/2023/nháp: left out by a pattern'
exits 0 "$KHO" index -d db --include='*.md' in
same 'only what is included' "$(found)" 2
same 'out of an archive in an archive' "$(hits sausau)" 1
exits 0 "$KHO" index -d db --include=/2024/ --exclude='*.txt' in
same 'included, and excluded all the same' "$(found)" 1
exits 0 "$KHO" index -d db in
same 'everything again' "$(found)" 8
exits 0 "$KHO" index -d one --exclude='*.txt' in/2023/mot.txt in/2024
same 'a file that was given' "$("$KHO" search -d one --format=json '' | wc -l)" 1
exits 64 "$KHO" index -d db --exclude='[a' in
has err "pattern '[a'"
one_line err
same 'nothing was done' "$(found)" 8
done_testing
