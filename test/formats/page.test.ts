/** The HTML page in a browser, and whether its colours can be read. */

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { HTML_STYLE } from '../../src/report/formats/html-style.ts';
import { runHere } from '../integration/here.ts';
import { findChromium, openPage } from '../rig/chromium.ts';

const chromium = findChromium();

describe('in Chromium', { skip: chromium === null && 'no Chromium on this machine' }, () => {
  let page = '';

  before(async () => {
    page = (await runHere(['demo', '--format', 'html'], {})).stdout;
  });

  test('its own style is the one that its policy allows, and nothing is refused', async () => {
    const { dom, complaints } = await openPage(chromium ?? '', page);
    assert.deepEqual(complaints, []);
    // The parser had nothing to mend: as many rows as were written.
    assert.equal(dom.split('<tr>').length, page.split('<tr>').length);
    assert.equal(dom.split('<details>').length, page.split('<details>').length);
    assert.ok(dom.split('<tr>').length > 300);
  });

  test('what others could put in is refused: a script, a picture, a style', async () => {
    const more =
      '<script>document.title = "owned"</script><img src="https://example.org/x.png"><p style="color: red">x</p>';
    const { dom, complaints } = await openPage(chromium ?? '', page.replace('</main>', `${more}</main>`));
    assert.doesNotMatch(dom, /<title>owned/);
    for (const kind of ['script', 'image', 'style']) {
      assert.ok(
        complaints.some((line) => line.toLowerCase().includes(kind)),
        `${kind}: ${complaints.join('\n')}`,
      );
    }
  });

  // The script that measures is let in for the test alone.
  for (const width of [1280, 500]) {
    test(`nothing is wider than a window of ${width} pixels`, async () => {
      const open = page
        .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
        .replaceAll('<details>', '<details open>');
      const script = '<script>document.title = document.documentElement.scrollWidth - innerWidth</script>';
      const { dom } = await openPage(chromium ?? '', open.replace('</main>', `</main>${script}`), width);
      const over = Number(/<title>(-?\d+)/.exec(dom)?.[1]);
      assert.ok(over <= 0, `${over} pixels too wide`);
    });
  }
});

describe('colours', () => {
  const [light = '', dark = ''] = HTML_STYLE.split('@media (prefers-color-scheme: dark)');
  const pairs = [
    ['ground', 'text'],
    ['ground', 'dim'],
    ['ground', 'link'],
    ['panel', 'text'],
    ['panel', 'dim'],
    ['pass', 'pass-text'],
    ['fail', 'fail-text'],
    ['doubt', 'doubt-text'],
    ['none', 'none-text'],
  ];
  for (const [name, style] of [
    ['light', light],
    ['dark', dark.split('}')[0] ?? ''],
  ] as const) {
    test(`${name}: contrast of text is at least 4.5 to 1 (WCAG 1.4.3)`, () => {
      for (const [ground = '', text = ''] of pairs) {
        const ratio = contrast(colour(style, ground), colour(style, text));
        assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
      }
    });
  }
});

function colour(style: string, name: string): string {
  const found = new RegExp(`--${name}: (#[0-9a-f]{3,6})`).exec(style)?.[1];
  assert.ok(found !== undefined, name);
  return found.length === 4 ? `#${[...found.slice(1)].map((digit) => digit + digit).join('')}` : found;
}

/** WCAG 2.2, contrast ratio. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
