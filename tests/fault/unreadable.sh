#!/bin/sh
# unreadable.sh - files and folders that may not be read: said, counted, findable by name; nothing else is lost,
# and what was known of them stays.
set -u
. "$KHO_SOURCE/tests/lib.sh"
kho() { "$KHO" "$@"; }
if [ "$(id -u)" -eq 0 ]; then # root may read everything
	command -v setpriv > /dev/null || { echo 'skipped: root, and no setpriv'; exit 77; }
	chown -R 65534:65534 .
	kho() { setpriv --reuid=65534 --regid=65534 --clear-groups "$KHO" "$@"; }
	kho version > /dev/null 2>&1 || kho --version > /dev/null 2>&1 ||
		{ echo 'skipped: kho cannot be run by another user here'; exit 77; }
fi
mine() { [ "$(id -u)" -ne 0 ] || chown -R 65534:65534 .; }
mkdir -p in/mo in/dong
printf 'KẾ HOẠCH\nmotmot\n' > in/mo/mot.txt
printf 'KẾ HOẠCH\nhaihai\n' > in/mo/hai-bi-khoa.txt
printf 'KẾ HOẠCH\nbababa\n' > in/dong/ba.txt
printf 'KẾ HOẠCH\nbonbon\n' > in/sau.txt
mine
chmod 000 in/mo/hai-bi-khoa.txt
exits 0 kho index -d db in
has err 'hai-bi-khoa.txt'
has out 'ghi-chu:khong-mo-duoc'
for w in motmot bababa bonbon; do
	same "$w" "$(kho search -d db --format=json $w | wc -l)" 1
done
same 'found by its name' "$(kho search -d db --format=json 'ten-tep:khoa' | wc -l)" 1

# readable again: read without being asked
chmod 644 in/mo/hai-bi-khoa.txt
exits 0 kho index -q -d db in
same 'haihai' "$(kho search -d db --format=json haihai | wc -l)" 1
same 'its placeholder is gone' "$(kho search -d db --format=json 'ghi-chu:khong-mo-duoc' | wc -l)" 0

# closed later: known documents stay
chmod 000 in/dong in/sau.txt
exits 0 kho index -d db in
has err 'dong'
same 'behind a closed folder' "$(kho search -d db --format=json bababa | wc -l)" 1

# a folder that tells names only: what was known stays, and it is said
chmod 755 in/dong && chmod 644 in/sau.txt
exits 0 kho index -q -d db in
chmod 444 in/dong
exits 0 kho index -d db in
has err 'dong/ba.txt'
same 'behind a folder of names' "$(kho search -d db --format=json bababa | wc -l)" 1
chmod 000 in/dong in/sau.txt

# what is no file is not passed over when it was asked for
mkfifo ong
exits 0 kho index -d db ong
has err 'ong'
chmod 755 in/dong
chmod 644 in/sau.txt
exits 0 kho index -q -d db in
same 'all are there' "$(kho search -d db -n 9 --format=json '' | wc -l)" 4
done_testing
