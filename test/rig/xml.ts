/** How lists are written: `<X><member>`, `<X><item>`, or `<X>` repeated. */
type XmlStyle = 'member' | 'item' | 'flat';

/**
 * Writes an object's members as XML elements; undefined and null members are left out. A member whose name
 * begins with `@` is an attribute of its parent; a Map is written as query services write maps.
 */
export function toXml(value: Record<string, unknown>, style: XmlStyle): string {
  return Object.entries(value)
    .filter(([name]) => !name.startsWith('@'))
    .map(([name, member]) => element(name, member, style))
    .join('');
}

function element(name: string, value: unknown, style: XmlStyle): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) {
    if (style === 'flat') return value.map((item) => element(name, item, style)).join('');
    return `<${name}>${value.map((item) => element(style, item, style)).join('')}</${name}>`;
  }
  if (value instanceof Date) return `<${name}>${value.toISOString().replace(/\.\d+Z$/, 'Z')}</${name}>`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `<entry>${toXml({ key, value: item }, style)}</entry>`);
    return `<${name}>${entries.join('')}</${name}>`;
  }
  if (typeof value === 'object') return `<${name}${attributes(value)}>${toXml({ ...value }, style)}</${name}>`;
  return `<${name}>${escapeText(String(value))}</${name}>`;
}

function attributes(value: object): string {
  return Object.entries(value)
    .filter(([name]) => name.startsWith('@'))
    .map(([name, text]) => ` ${name.slice(1)}="${escapeText(String(text))}"`)
    .join('');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The characters that stand for themselves again. */
export function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
