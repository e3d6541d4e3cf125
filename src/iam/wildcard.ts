/** Any number of characters, and exactly one; every other token is a UTF-16 code unit. */
export const MANY = -1;
export const ONE = -2;

const STAR = 0x2a;
const QUESTION = 0x3f;

/** The tokens of a text: with `wild`, `*` and `?` are wildcards; without, every character stands for itself. */
export function tokensOf(text: string, wild: boolean): number[] {
  const tokens: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (wild && code === STAR) {
      // Two stars in a row say no more than one.
      if (tokens.at(-1) !== MANY) tokens.push(MANY);
    } else tokens.push(wild && code === QUESTION ? ONE : code);
  }
  return tokens;
}

export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

/**
 * Whether the whole text matches. No backtracking beyond the last star: the work is bounded by the text's length times
 * the longest piece between two stars, and that piece cannot be longer than the text.
 */
export function matchTokens(tokens: readonly number[], text: string): boolean {
  let at = 0;
  let token = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = tokens[token];
    if (wanted === MANY) {
      star = token;
      resume = at;
      token += 1;
    } else if (wanted !== undefined && (wanted === ONE || wanted === text.charCodeAt(at))) {
      token += 1;
      at += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      token = star + 1;
    } else return false;
  }
  while (tokens[token] === MANY) token += 1;
  return token === tokens.length;
}
