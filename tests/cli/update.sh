#!/bin/sh
# update.sh - run again: unchanged costs a look, changed replaces, vanished leaves, the same content is one document.
set -u
. "$KHO_SOURCE/tests/lib.sh"
mkdir -p in/a in/b
plan() { printf 'KẾ HOẠCH\nthử nghiệm %s\n\nNội dung: từ %s.\n' "$1" "$1"; }
plan motmot > in/a/mot.txt
plan haihai > in/a/hai.txt
plan bababa > in/b/ba.txt
(cd in && tar -czf goi.tar.gz b/ba.txt a/hai.txt)
count() { "$KHO" search -d db -n 100 --format=json "$1" | wc -l; }
all() { "$KHO" search -d db -n 100 --format=json '' | wc -l; }
report() { "$KHO" index -d db in > report; }

report
same 'documents' "$(all)" 3
has report 'Read 4 inputs (0 unchanged)'
has report 'Same content: 2'
id=$("$KHO" search -d db --format=json haihai | field id)
same 'two places' "$("$KHO" show -d db --format=json "$id" | field places | tr ',' '\n' | grep -c txt)" 2

report
has report '(4 unchanged)'
same 'the same again' "$(all)" 3

plan bonbon > in/a/mot.txt
report
has report '(3 unchanged)'
same 'the changed one is new' "$(count bonbon)" 1
same 'the old text is gone' "$(count motmot)" 0
same 'as many as before' "$(all)" 3

rm in/a/hai.txt
report
same 'still in the archive' "$(count haihai)" 1
same 'one place left' "$("$KHO" show -d db --format=json "$id" | field places)" ''
rm in/goi.tar.gz
report
same 'gone with its last place' "$(count haihai)" 0
same 'its neighbour has a place of its own' "$(count bababa)" 1
rm -r in/b
report
same 'a folder leaves' "$(all)" 1
mkdir elsewhere && plan namnam > elsewhere/nam.txt
exits 0 "$KHO" index -q -d db elsewhere
same 'another root takes nothing away' "$(all)" 2

# the index equals one built at once
exits 0 "$KHO" index -q -d fresh in elsewhere
for d in db fresh; do "$KHO" search -d $d -n 100 --format=json '' | field id | sort > ids.$d; done
cmp -s ids.db ids.fresh || fail 'updated and fresh index differ'

# changed bytes under the old size and time are seen when asked
plan sausau > in/a/mot.txt
touch -r elsewhere/nam.txt in/a/mot.txt
exits 0 "$KHO" index -q -d db in
printf x > stamp && touch -r in/a/mot.txt stamp
sed 's/sausau/bayby1/g' in/a/mot.txt > swap && cat swap > in/a/mot.txt && touch -r stamp in/a/mot.txt
exits 0 "$KHO" index -q -d db --verify in
same '--verify' "$(count bayby1)" 1
done_testing
