// pages.mjs - every page in a browser: node pages.mjs CHROMIUM URL ID SHOTS
//
// Each page is opened without JavaScript at three widths, light and dark, by Playwright: nothing is wider than the
// window, the Tab key goes through everything that can be used, in the order of the document and visibly, nothing is
// fetched from elsewhere.  axe needs scripts, so it looks at the same pages in a second context that lets it in.
// Complaints go to standard output, one a line; the exit code is 1 if there are any.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { inPage } from './in_page.mjs';

const [program, url, id, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pages = {
  start: '?',
  search: '?q=' + encodeURIComponent('chuyển đổi số'),
  many: '?q=' + encodeURIComponent('kế hoạch'),
  filtered: '?q=so&f.nam=2023&f.cap=' + encodeURIComponent('huyện') + '&from=2022&to=2024',
  nothing: '?q=chuyeen+xyzzy&f.nam=1999',
  plan: 'plan?id=' + id + '&back=41/KH-UBND',
  cited: 'cited?key=' + encodeURIComponent('749/QĐ-TTg'),
  'cited-none': 'cited?key=9999/XX',
  refs: 'refs?',
  'refs-filtered': 'refs?q=chi+thi&type=CT',
  tasks: 'tasks?unit=' + encodeURIComponent('Văn phòng'),
  'tasks-none': 'tasks?q=xyzzy',
  'tasks-unit-none': 'tasks?unit=Sowr+Nooij+vuj&due=quarter',
  'tasks-due': 'tasks?due=over&sort=due',
  values: '?list=co-quan&q=ke+hoach',
  'behind-last': '?q=ke+hoach&page=9',
  status: 'status?',
  help: 'help?',
  error: '?x=1',
  english: '?q=so&lang=en',
};
const widths = [360, 768, 1280];
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let found = 0;
const complain = (where, what) => {
  found++;
  console.log(`${where}: ${what}`);
};

// Presses Tab until the page is left; what was reached, in order, as places in the document.
const tabbed = async (page, most) => {
  const reached = [];
  for (let i = 0; i <= most; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(inPage.focused);
    if (at === null || (reached.length > 0 && at.place === reached[0].place))
      break;
    reached.push(at);
  }
  return reached;
};

const keyboard = async (page, where) => {
  const all = await page.evaluate(inPage.usable);
  const reached = await tabbed(page, all.length + 20);
  const places = reached.map((r) => r.place);
  for (const r of reached) {
    if (!r.seen)
      complain(where, `focus cannot be seen: ${r.what}`);
    if (r.covered)
      complain(where, `focus is covered or outside: ${r.what}`);
  }
  for (let i = 1; i < places.length; i++)
    if (places[i] < places[i - 1])
      complain(where, `the Tab key goes back to ${reached[i].what}`);
  for (const a of all)
    if (!places.includes(a.place))
      complain(where, `the Tab key does not reach ${a.what}`);
};

// A page with everything unfolded that can be: by the keyboard, as there are no scripts.
const unfold = async (page) => {
  const folded = page.locator('details:not([open]) > summary:visible');
  for (let left = await folded.count(); left > 0; left--) {
    await folded.first().focus();
    await page.keyboard.press('Enter');
  }
};

const look = async (context, scheme) => {
  const page = await context.newPage();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const [name, path] of Object.entries(pages)) {
      const where = `${name} ${width} ${scheme}`;
      const elsewhere = (r) => r.url().startsWith(url) || complain(where, `fetched from elsewhere: ${r.url()}`);
      page.on('request', elsewhere);
      await page.goto(url + path + (path.includes('lang=') ? '' : '&lang=vi'));
      if (scheme === 'light' || width === widths[0]) // the order is the same in the dark
        await keyboard(page, where);
      await page.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`), fullPage: true });
      await unfold(page);
      for (const c of await page.evaluate(inPage.complaints))
        complain(where, c);
      if (name === 'search' || name === 'plan')
        await page.screenshot({ path: join(shots, `${name}-open-${width}-${scheme}.png`), fullPage: true });
      page.off('request', elsewhere);
    }
  }
};

const judge = async (context, scheme) => {
  const page = await context.newPage();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(url + path + (path.includes('lang=') ? '' : '&lang=vi'));
      await unfold(page);
      await page.evaluate(axe);
      const result = await page.evaluate(async (values) => {
        const r = await globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
        return { tried: r.passes.length, bad: r.violations.map((v) =>
          `${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`) };
      }, levels);
      if (result.tried < 5)
        complain(`${name} ${width} ${scheme}`, 'axe looked at next to nothing');
      for (const v of result.bad)
        complain(`${name} ${width} ${scheme}`, `axe: ${v}`);
    }
  }
};

const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
try {
  await Promise.all(['light', 'dark'].flatMap((colorScheme) => [
    browser.newContext({ colorScheme, javaScriptEnabled: false }).then((c) => look(c, colorScheme)),
    browser.newContext({ colorScheme, bypassCSP: true }).then((c) => judge(c, colorScheme)),
  ]));
} finally {
  await browser.close();
}
process.exitCode = found > 0 ? 1 : 0;
