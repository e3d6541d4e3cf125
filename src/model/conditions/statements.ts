/** Where a policy statement stands, in words: `statement 3 "AllowAll" (line 6, column 5)`. Statements count from 1. */
export function placeOf(statement: {
  readonly index: number;
  readonly sid: string | null;
  readonly line: number;
  readonly column: number;
}): string {
  const { index, sid, line, column } = statement;
  const name = sid === null ? '' : ` "${sid}"`;
  return `statement ${index + 1}${name} (line ${line}, column ${column})`;
}
