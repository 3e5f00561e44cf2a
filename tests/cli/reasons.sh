#!/bin/sh
# reasons.sh - what failures say, in the language of the run and with the file they are about; exit codes for what is not
# there; numbers in offers as they were typed.
set -u
. "$KHO_SOURCE/tests/lib.sh"
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"

# no such document is "nothing found" wherever one is named; no such index and no such file are errors
for c in 'show' 'refs' 'tasks -p'; do
	# shellcheck disable=SC2086
	exits 1 "$KHO" ${c%% *} -d db $(printf '%s' "${c#"${c%% *}"}") abcdef012345
	has err "no document 'abcdef012345'"
	one_line err
	# shellcheck disable=SC2086
	exits 66 "$KHO" ${c%% *} -d nowhere $(printf '%s' "${c#"${c%% *}"}") abcdef012345
done
exits 66 "$KHO" parse nowhere.docx

# a file where a folder should be made: the system's words, not those of a library
: > file
exits 74 "$KHO" index -d file/db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
one_line err
has err "kho index: input/output error: 'file/db"
has err ': Not a directory'
lacks err 'filesystem'
exits 74 "$KHO" --lang=vi index -d file/db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
has err 'kho index: lỗi đọc, ghi: “file/db'
has err '”: không phải thư mục'
exits 74 "$KHO" --lang=vi export -d db -o file/x
has err 'không ghi được “file/x”: không phải thư mục'
exits 66 "$KHO" --lang=vi search -d db --batch=nowhere
has err 'không tìm thấy: không mở được “nowhere”'
exits 74 "$KHO" --lang=vi search -d db --batch=.
has err 'không đọc được “.”'
exits 74 "$KHO" --lang=vi index -d db --log=nowhere/log file
has err '“nowhere/log”: không có tệp hoặc thư mục này'
python3 -c '
import socket, subprocess, sys
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen()
sys.exit(subprocess.run([*sys.argv[1:], str(s.getsockname()[1])], timeout=20).returncode)' \
	"$KHO" --lang=vi serve -d db --port 2> err > out
same 'exit code of a port in use' "$?" 74
has err 'không mở được cổng'
has err 'địa chỉ đang được dùng'
if [ -w /dev/full ]; then
	rc=0
	"$KHO" --lang=vi search -d db x 'chuyển đổi số' > /dev/full 2> err || rc=$?
	same 'exit code of a full disk' "$rc" 74
	has err 'không ghi được kết quả'
fi

# a number is offered as it was typed, in the Party's order too
exits 1 "$KHO" search -d db 'vien-dan:43-NQ/TW nam:1999'
has err 'documents: vien-dan:43-NQ/TW'
exits 0 "$KHO" search -d db --explain -n 0 'so:33/CT-TTg OR 43-NQ/TW'
has err 'so:33/CT-TTg OR (43-NQ/TW)'
done_testing
