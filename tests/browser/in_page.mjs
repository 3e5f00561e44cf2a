// in_page.mjs - what pages.mjs asks a page about itself.  Each function runs inside of the page and stands alone.
export const inPage = {
  // Everything a reader can use, by its place in the document.
  usable: () => {
    const every = [...document.querySelectorAll('*')];
    return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, [tabindex]')]
      .filter((e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }))
      .map((e) => ({ place: every.indexOf(e), what: e.outerHTML.slice(0, 120) }));
  },

  // What has the focus; null where nothing of the page has it.
  focused: () => {
    const e = document.activeElement;
    if (e === null || e === document.body || e === document.documentElement)
      return null;
    const s = getComputedStyle(e);
    const shapes = [e, ...e.querySelectorAll('rect')].map((x) => getComputedStyle(x));
    const box = e.getClientRects()[0] ?? e.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 8), 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    return {
      place: [...document.querySelectorAll('*')].indexOf(e),
      what: e.outerHTML.slice(0, 120),
      seen: (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) ||
        shapes.some((p) => p.stroke !== 'none' && parseFloat(p.strokeWidth) >= 2),
      covered: box.bottom < 0 || box.top > innerHeight || !(top && (e.contains(top) || top.contains(e))),
    };
  },

  // What axe does not look for.
  complaints: () => {
    const bad = [];
    const say = (what, e) => bad.push(what + (e ? ': ' + e.outerHTML.slice(0, 120) : ''));
    const root = document.documentElement;
    if (root.scrollWidth > window.innerWidth) {
      say('wider than the window: ' + root.scrollWidth);
      for (const e of document.querySelectorAll('main *')) {
        const box = e.getBoundingClientRect();
        if (box.right > window.innerWidth + 1 && !e.closest('.wide') && e.children.length === 0) {
          say('reaches out', e);
          break;
        }
      }
    }
    const ids = new Set();
    for (const e of document.querySelectorAll('[id]')) {
      if (ids.has(e.id))
        say('id twice', e);
      ids.add(e.id);
    }
    for (const e of document.querySelectorAll('a[href^="#"]'))
      if (!document.getElementById(e.getAttribute('href').slice(1)))
        say('leads nowhere', e);
    // contrast of what is drawn, which axe leaves out
    const numbers = (c) => (c.match(/[\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((v) => ((v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = (e) => {
      for (; e; e = e.parentElement) {
        const c = numbers(getComputedStyle(e).backgroundColor);
        if (c.length === 3 || c[3] > 0)
          return c;
      }
      return [255, 255, 255];
    };
    for (const e of document.querySelectorAll('svg text')) {
      const box = e.closest('g.box');
      const a = light(numbers(getComputedStyle(e).fill));
      const b = light(box ? numbers(getComputedStyle(box.querySelector('rect')).fill) : ground(e.closest('svg')));
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < 4.5)
        say('contrast ' + ratio.toFixed(2), e);
    }
    return bad;
  },
};
