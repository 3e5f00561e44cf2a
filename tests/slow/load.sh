#!/bin/sh
# load.sh - kho.cgi as FastCGI under lighttpd, sixteen readers at once while the index is written again and again: every
# answer is whole, nothing grows.  KHO_LOAD: seconds (8).
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/cgi/server.inc"
lighttpd=$(program lighttpd lighttpd) || exit 77
prepare
port=$(free_port)
{
	printf 'server.document-root = "%s/empty"\nserver.bind = "127.0.0.1"\nserver.port = %s\n' "$PWD" "$port"
	example lighttpd-fastcgi.conf
} > lighttpd.conf
run "$lighttpd" -D -f "$PWD/lighttpd.conf"
answers
cat > load.py << 'END'
import collections, http.client, os, subprocess, sys, threading, time
port, seconds, here = int(sys.argv[1]), float(sys.argv[2]), os.getcwd()
paths = ["/kho/", "/kho/?q=chuyen+doi+so", "/kho/?q=ke+hoach&format=json", "/kho/refs", "/kho/cited?key=33/CT-TTg", "/kho/tasks",
         "/kho/status", "/kho/?q=%22ch%C6%B0%C6%A1ng+tr%C3%ACnh%22", "/kho/?q=nam:2023+sap", "/kho/style.css"]
codes, cut, end = collections.Counter(), [], time.time() + seconds

def memory():
    """kB of the processes of kho.cgi of this test."""
    total = 0
    for pid in subprocess.run(["pgrep", "-f", here + "/kho.cgi"], capture_output=True, text=True).stdout.split():
        try:
            for line in open("/proc/%s/smaps_rollup" % pid):
                if line.startswith("Private_Dirty:"):
                    total += int(line.split()[1])
        except OSError:
            pass
    return total

def reader(number):
    at = number
    while time.time() < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            for _ in range(50):
                at += 1
                connection.request("GET", paths[at % len(paths)])
                answer = connection.getresponse()
                body = answer.read()
                codes[answer.status] += 1
                if answer.getheader("Content-Type", "").startswith("text/html") and not body.endswith(b"</html>\n"):
                    cut.append(paths[at % len(paths)])
        except Exception as e:
            codes[repr(e)] += 1
        finally:
            connection.close()

readers = [threading.Thread(target=reader, args=(i,)) for i in range(16)]
for r in readers:
    r.start()
time.sleep(min(3, seconds / 3))
before, runs = memory(), 0
while time.time() < end:
    with open("in/moi.txt", "w") as f:
        f.write("KẾ HOẠCH\nlần ghi thứ %d của kho\n" % runs)
    for command in (["index", "-q", "-d", "db", "in"], ["compact", "-d", "db"]):
        subprocess.run([sys.argv[3]] + command, check=True, stdout=subprocess.DEVNULL)
    runs += 1
after = memory()
for r in readers:
    r.join()
print(dict(codes), "answers,", len(cut), "cut,", runs, "writings,", before, "to", after, "kB")
sys.exit(set(codes) != {200} or len(cut) > 0 or runs == 0 or after > 1.3 * before + 4096)
END
python3 load.py "$port" "${KHO_LOAD:-8}" "$KHO" || fail 'under load'
halt
left_behind
done_testing
