import { equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { csvLine } from './csv.ts';

describe('csvLine', () => {
  test('quotes what RFC 4180 says has to be quoted', () => {
    equal(csvLine(['a', 'b,c', 'say "no"', 'two\nlines']), 'a,"b,c","say ""no""","two\nlines"\r\n');
  });

  test('leaves nothing for null, joins lists, writes objects as JSON', () => {
    equal(csvLine([null, true, 7, ['x', 'y'], { a: 1 }]), ',true,7,x y,"{""a"":1}"\r\n');
  });

  test('disarms what a spreadsheet would run, and no number', () => {
    for (const text of ['=1+1', '+1', '-1', '@x', '\tx', '\rx']) {
      const [line] = csvLine([text]).split('\r\n');
      equal(line?.replace(/^"/, '').startsWith("'"), true, JSON.stringify(text));
    }
    equal(csvLine([-1]), '-1\r\n');
  });
});
