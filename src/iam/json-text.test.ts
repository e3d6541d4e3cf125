import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type JsonNode, Places, parseJson } from './json-text.ts';

/** The plain value, or what is wrong and where. */
function read(text: string): unknown {
  const json = parseJson(text);
  return json.ok ? plain(json.node) : `${json.message} at ${json.at}`;
}

function plain(node: JsonNode): unknown {
  if (node.kind === 'object') return node.entries.map(({ key, value }) => [key, plain(value)]);
  if (node.kind === 'list') return node.items.map(plain);
  return node.kind === 'null' ? null : node.value;
}

describe('JSON with places', () => {
  test('values, in their spelling', () => {
    deepEqual(read(' {"a": [1.50, -2e3, true, null, "x\\n\\u0041"]} '), [
      ['a', ['1.50', '-2e3', 'true', null, 'x\nA']],
    ]);
  });

  test('keeps repeated keys and prototype names', () => {
    deepEqual(read('{"a":1,"a":2,"__proto__":{}}'), [
      ['a', '1'],
      ['a', '2'],
      ['__proto__', []],
    ]);
  });

  test('says what is wrong, and where', () => {
    equal(read(''), 'the text ends where a value is due at 0');
    equal(read('{a:1}'), 'a key in double quotes is due here at 1');
    equal(read('{"a" 1}'), 'a colon is due here at 5');
    equal(read('[1 2]'), 'a comma or ] is due here at 3');
    equal(read('[1,]'), 'no JSON value begins here at 3');
    equal(read('"\\x"'), 'an escape that JSON does not know at 0');
    equal(read('"abc'), 'a string that does not end at 0');
    equal(read('nul'), 'no JSON value begins here at 0');
    equal(read(`${'['.repeat(40)}`), 'nested deeper than 32 levels at 33');
  });

  test('offsets become lines and columns', () => {
    const places = new Places('ab\ncd\r\n\nx');
    deepEqual(
      [0, 2, 3, 4, 7, 8].map((at) => Object.values(places.of(at)).join(':')),
      ['1:1', '1:3', '2:1', '2:2', '3:1', '4:1'],
    );
  });
});
