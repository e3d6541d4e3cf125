import type { Json } from '../../model/json.ts';

/**
 * Plain data as YAML. Every text stands in double quotes with the escapes of JSON, which YAML shares, so that no name is
 * ever taken for a number, a date, a tag or a key.
 */
export function yaml(value: Json, indent = ''): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return value.map((one) => `\n${indent}- ${yaml(one, `${indent}  `).trimStart()}`).join('');
  }
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value as { readonly [name: string]: Json });
  if (entries.length === 0) return '{}';
  return entries
    .map(([name, one]) => {
      const text = yaml(one, `${indent}  `);
      return `\n${indent}${key(name)}:${text.startsWith('\n') ? text : ` ${text}`}`;
    })
    .join('');
}

/** A comment of one line, whatever the text is. */
export function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\p{Zl}\p{Zp}\uFEFF]+/gu, ' ')}`;
}

/** Names of properties stand as they are, but for words that YAML 1.1 takes for truth values. */
function key(name: string): string {
  const isPlain = /^[A-Z][A-Za-z0-9]*$/.test(name) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(name);
  return isPlain ? name : quoted(name);
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
