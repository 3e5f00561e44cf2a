#!/bin/sh
# mail.sh - mails in many encodings and structures: every word Python's email module finds in one is in its document, and
# every attachment comes back byte for byte.
set -u
command -v python3 > /dev/null || { echo "skipped: no python3"; exit 77; }
. "$KHO_SOURCE/tests/lib.sh"
python3 -B "$KHO_SOURCE/tests/tools/make_mail.py" m || fail 'no mails were made'
exits 0 "$KHO" index -d db m/*.eml
lacks err '.eml'
cat > compare.py << 'PY'
import glob, json, os, re, subprocess, sys

kho, bad, mails = os.environ["KHO"], 0, 0
def run(*a):
    return subprocess.run([kho, *a], capture_output=True).stdout
def words(s):
    return re.findall(r"\w+", s.casefold())  # TCVN3 has no capitals with marks
for words_file in sorted(glob.glob("m/*.words")):
    name = words_file[:-6]
    mail = os.path.basename(name) + ".eml"
    wanted = words(open(words_file, encoding="utf-8").read())
    got = set(words(run("show", "-d", "db", "--format=text", mail).decode()))
    missing = [w for w in wanted if w not in got]
    mails += 1
    if missing:
        print("%s lacks %s" % (name, missing[:5]))
        bad = 1
    for f in os.listdir(name + ".d"):
        back = run("show", "-d", "db", "--format=raw", "%s//%s" % (mail, f))
        if back != open(os.path.join(name + ".d", f), "rb").read():
            print("%s: attachment %s is not the same" % (name, f))
            bad = 1
    back = run("show", "-d", "db", "--format=raw", mail)
    if back != open(name + ".eml", "rb").read():
        print("%s is not the same" % name)
        bad = 1
if mails < 50:
    print("only %d mails" % mails)
    bad = 1
sys.exit(bad)
PY
python3 -B compare.py > differences || { fail 'words or attachments are missing'; head -n 40 differences; }
# Of several versions one is read: no text stands twice.
exits 0 "$KHO" show -d db --format=text outlook-utf-8-base64.eml
[ "$(grep -c 'xin gửi Kế hoạch thực hiện' out)" -eq 1 ] || fail 'a text stands twice'
done_testing
