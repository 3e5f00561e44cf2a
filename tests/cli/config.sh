#!/bin/sh
# config.sh - kho.conf: what it sets, what comes before it, and lines that are not understood.
set -u
. "$KHO_SOURCE/tests/lib.sh"
mkdir -p conf in home/.config xdg
printf 'KẾ HOẠCH\nmotmot\n' > in/mot.txt
printf 'tam tam\n' > in/tam.tmp
cat > conf/kho.conf <<'CONF'
# paths are those of this folder
db = ../db
input = ../in
exclude = *.tmp
limit.depth = 3
limit.member-bytes = 1M
jobs = 1
memory = 1G
log = kho.log
lang = vi
CONF
(cd / && "$KHO" index --config "$OLDPWD/conf/kho.conf") > out 2> err || fail 'index of what the file names'
has out 'Kế hoạch: 1'
has out 'Để ngoài theo mẫu include, exclude: 1'
[ -d db ] || fail 'the index is not where the file says'
has conf/kho.log 'kết thúc'
exits 0 "$KHO" --config conf/kho.conf search motmot
has err '1 văn bản'
exits 0 env KHO_CONFIG=conf/kho.conf "$KHO" search motmot

# the command line comes first, then the environment, then the file
exits 0 "$KHO" search --config conf/kho.conf --lang=en motmot
has err '1 document'
exits 0 env KHO_LANG=en "$KHO" search --config conf/kho.conf motmot
has err '1 document'
exits 66 "$KHO" search --config conf/kho.conf -d elsewhere motmot
exits 66 env KHO_DB=elsewhere "$KHO" search --config conf/kho.conf motmot
exits 0 env KHO_DB=elsewhere "$KHO" search --config conf/kho.conf -d db motmot
exits 0 env KHO_CONFIG=nowhere "$KHO" search --config conf/kho.conf motmot
exits 0 "$KHO" index --config conf/kho.conf --lang=en --exclude='*.bak' --log=own.log
lacks out 'Left out'
has own.log 'start: index'
exits 0 "$KHO" --config conf/kho.conf help
has out 'kho LỆNH'

# the user's file; a list in it takes the place of nothing else
printf 'db = %s/db\nlang = vi\n' "$PWD" > home/.config/kho.conf
exits 0 env -u KHO_CONFIG -u XDG_CONFIG_HOME HOME="$PWD/home" "$KHO" search motmot
has err '1 văn bản'
printf 'db = ~/../db\n' > xdg/kho.conf
exits 0 env -u KHO_CONFIG XDG_CONFIG_HOME="$PWD/xdg" HOME="$PWD/home" "$KHO" search motmot
has err '1 document'
exits 0 env -u KHO_CONFIG XDG_CONFIG_HOME="$PWD/empty" HOME="$PWD" "$KHO" search -d db motmot

# file and line of what is wrong, and nothing is done
wrong() { # LINES MESSAGE
	printf "$1" > bad.conf
	exits 78 "$KHO" index --config bad.conf -d never in
	one_line err
	has err "$2"
	[ ! -e never ] || fail "an index in spite of: $2"
}
wrong 'db = x\njbos = 2\n' 'bad.conf:2: there is no setting "jbos"'
wrong '\n\nnonsense\n' 'bad.conf:3: "nonsense" is not NAME = VALUE'
wrong 'jobs =\n' 'bad.conf:1: "jobs" is not'
wrong '= 3\n' 'bad.conf:1'
wrong 'jobs = many\n' 'bad.conf:1: value "many" of jobs'
wrong 'lang = fr\n' 'bad.conf:1: value "fr"'
wrong 'memory = 12X\n' 'bad.conf:1: value "12X"'
wrong 'jobs = 1\njobs = 2\n' 'bad.conf:2: "jobs" stands in line 1'
wrong 'limit.depth = 1\nlimit.depth = 1\n' 'bad.conf:2: "depth" stands in line 1'
wrong 'limit.deep = 1\n' 'bad.conf:1: there is no limit "deep"'
wrong 'limit.memory = 1K\n' 'bad.conf:1: limit memory: at least'
wrong 'jobs = 1\0\n' 'bad.conf:1'
exits 66 "$KHO" search --config nowhere.conf motmot
has err 'nowhere.conf'
exits 74 "$KHO" search --config conf motmot
printf '\357\273\277db = db\r\n# a remark\r\nlang = vi\r\n' > dos.conf
exits 0 "$KHO" search --config dos.conf motmot
has err '1 văn bản'
exits 64 "$KHO" index -d db
has err 'no file or folder is named'

# the example is one
sed "s,/var/lib/kho,$PWD/ex,; s,/srv/archive,$PWD/in,; s,/var/log/kho,$PWD,; s/^#\(memory\|jobs\|limit\)/\1/" "$KHO_SOURCE/packaging/examples/kho.conf" > ex.conf
mkdir ex
exits 0 "$KHO" index --config ex.conf
has index.log 'kết thúc'
done_testing
