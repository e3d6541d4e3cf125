/** `trailproof path`, as far as the tests look at it. */

import type { Reason } from './scan.ts';

export type PathDocument = {
  schema: string;
  complete: boolean;
  paths: {
    trail: string;
    account: string;
    state: string;
    links: {
      kind: string;
      resource: string | null;
      state: string;
      conditions: { id: string; holds: string; reasons: Reason[] }[];
    }[];
    bucket: { control: string; verdict: string; reasons: Reason[] }[];
  }[];
};

/** Kind of link → state, of the first trail. */
export function stateOf({ paths: [path] }: PathDocument): Record<string, string> {
  return Object.fromEntries((path?.links ?? []).map(({ kind, state }) => [kind, state]));
}

/** The kinds of the lines of the drawing that end with this mark. */
export function drawnAs(text: string, mark: string): string[] {
  const lines = text.split('\n').filter((line) => line.endsWith(`  ${mark}`));
  return lines.map((line) => /(trail|bucket|key|role|log group|topic)/.exec(line)?.[1]?.replace(' ', '-') ?? line);
}
