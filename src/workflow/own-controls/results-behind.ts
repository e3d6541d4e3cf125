import type { Control, OwnQuestion } from '../../model/control.ts';

/**
 * The controls of the library whose results a user's control reads: none, or every default one and whichever companion its
 * SQL names.
 */
export function resultsBehind(own: OwnQuestion, library: readonly Control[]): readonly Control[] {
  if (!own.readsResults) return [];
  const text = [own.population, own.unknown, own.violations].join('\n');
  return library.filter(({ id, companion }) => companion !== true || text.includes(`'${id}'`));
}
