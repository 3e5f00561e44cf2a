"""Drives Chromium by its debugging pipe (no packages needed): drive.py CHROMIUM URL ID FOLDER"""
import base64
import json
import os
import subprocess
import sys
from urllib.parse import quote

chromium, url, doc_id, folder = sys.argv[1:5]
PAGES = {
    "start": "?",
    "search": "?q=" + quote("chuyển đổi số"),
    "filtered": "?q=so&f.nam=2023&f.cap=" + quote("huyện") + "&from=2022&to=2024",
    "nothing": "?q=chuyeen+xyzzy&f.nam=1999",
    "plan": "plan?id=" + doc_id + "&back=41/KH-UBND",
    "cited": "cited?key=" + quote("749/QĐ-TTg"),
    "cited-none": "cited?key=9999/XX",
    "refs": "refs?q=chi+thi",
    "tasks": "tasks?unit=" + quote("Văn phòng"),
    "status": "status?",
    "help": "help?",
    "error": "?x=1",
}
WIDTHS = (360, 768, 1280)

# Told to the page's own document; gives a list of complaints.
CHECK = r"""(() => {
  const bad = [], say = (what, e) => bad.push(what + (e ? ': ' + e.outerHTML.slice(0, 120) : ''));
  const root = document.documentElement;
  if (root.scrollWidth > window.innerWidth) {
    say('wider than the window: ' + root.scrollWidth);
    for (const e of document.querySelectorAll('main *')) {
      const box = e.getBoundingClientRect();
      if (box.right > window.innerWidth + 1 && !e.closest('.wide') && e.children.length === 0) { say('reaches out', e); break; }
    }
  }
  if (!root.lang) say('no language');
  if (document.querySelectorAll('main h1').length !== 1) say('not one h1');
  if (document.querySelectorAll('main').length !== 1) say('not one main');
  let level = 0;
  for (const h of document.querySelectorAll('main h1, main h2, main h3')) {
    const n = +h.tagName[1];
    if (n > level + 1) say('heading skips a level', h);
    level = n;
  }
  const ids = new Set();
  for (const e of document.querySelectorAll('[id]')) { if (ids.has(e.id)) say('id twice', e); ids.add(e.id); }
  for (const e of document.querySelectorAll('input:not([type=hidden]), select'))
    if (!e.labels.length && !e.getAttribute('aria-label')) say('no label', e);
  for (const e of document.querySelectorAll('a, button, summary')) {
    if (!(e.textContent.trim() || e.getAttribute('aria-label'))) say('no name', e);
    if (e.tabIndex < 0) say('not reached by the keyboard', e);
  }
  for (const e of document.querySelectorAll('a[href^="#"]'))
    if (!document.getElementById(e.getAttribute('href').slice(1))) say('leads nowhere', e);
  for (const e of document.querySelectorAll('button, select, input:not([type=hidden]), .button, nav a'))
    if (e.getBoundingClientRect().height && e.getBoundingClientRect().height < 24) say('too small to hit', e);
  const parse = c => (c.match(/[\d.]+/g) || []).map(Number);
  const lum = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; } return matchMedia('(prefers-color-scheme: dark)').matches ? [0, 0, 0] : [255, 255, 255]; };
  const seen = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let t; (t = walk.nextNode());) {
    const e = t.parentElement, svg = e.closest('svg'), s = getComputedStyle(e);
    if (!t.data.trim() || seen.has(e) || s.visibility === 'hidden' || !e.getBoundingClientRect().width) continue;
    seen.add(e);
    let back = ground(svg || e);
    if (e.closest('g.box')) back = parse(getComputedStyle(e.closest('g').querySelector('rect')).fill);
    const a = lum(parse(svg ? s.fill : s.color)), b = lum(back);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) say('contrast ' + ratio.toFixed(2), e);
  }
  return bad;
})()"""


class Browser:
    def __init__(self):
        to_r, self.to = os.pipe()
        self.frm, from_w = os.pipe()
        os.set_inheritable(to_r, True)
        os.set_inheritable(from_w, True)
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                   "--disable-dev-shm-usage", "--user-data-dir=" + os.path.abspath("profile"), "--remote-debugging-pipe"]
        script = 'exec 3<&%d 4>&%d; exec "$@"' % (to_r, from_w)
        self.process = subprocess.Popen(["sh", "-c", script, "sh"] + command, close_fds=False,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_r)
        os.close(from_w)
        self.rest, self.id, self.events = b"", 0, []

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.frm, 1 << 20)
            if not more:
                sys.exit("the browser is gone")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def ask(self, method, session=None, **params):
        self.id += 1
        what = {"id": self.id, "method": method, "params": params}
        if session:
            what["sessionId"] = session
        os.write(self.to, json.dumps(what).encode() + b"\0")
        while True:
            m = self.message()
            if m.get("id") == self.id:
                if "error" in m:
                    sys.exit("%s: %s" % (method, m["error"]))
                return m["result"]
            self.events.append(m)

    def wait(self, method):
        while True:
            for i, m in enumerate(self.events):
                if m.get("method") == method:
                    del self.events[: i + 1]
                    return m["params"]
            self.events.append(self.message())


def main():
    b = Browser()
    target = b.ask("Target.createTarget", url="about:blank")["targetId"]
    s = b.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    b.ask("Page.enable", s)
    b.ask("Network.enable", s)
    b.ask("Emulation.setScriptExecutionDisabled", s, value=True)
    found = 0
    for scheme in ("light", "dark"):
        b.ask("Emulation.setEmulatedMedia", s, features=[{"name": "prefers-color-scheme", "value": scheme}])
        for width in WIDTHS:
            b.ask("Emulation.setDeviceMetricsOverride", s, width=width, height=900, deviceScaleFactor=1,
                  mobile=width < 500)
            for name, path in PAGES.items():
                b.events.clear()
                b.ask("Page.navigate", s, url=url + path + ("&" if "?" in path else "?") + "lang=vi")
                b.wait("Page.loadEventFired")
                result = b.ask("Runtime.evaluate", s, expression=CHECK, returnByValue=True)["result"]
                if "value" not in result:
                    sys.exit("the check failed: %s" % result)
                complaints = result["value"]
                for m in b.events:
                    if m.get("method") == "Network.requestWillBeSent" and not m["params"]["request"]["url"].startswith(url):
                        complaints.append("fetched from elsewhere: " + m["params"]["request"]["url"])
                for c in complaints:
                    found += 1
                    print("%s %d %s: %s" % (name, width, scheme, c))
                shot = b.ask("Page.captureScreenshot", s, format="png", captureBeyondViewport=True)["data"]
                with open(os.path.join(folder, "%s-%d-%s.png" % (name, width, scheme)), "wb") as f:
                    f.write(base64.b64decode(shot))
    b.ask("Browser.close")
    b.process.wait(10)
    sys.exit(1 if found else 0)


main()
