/** The command that judges again is one that the program itself takes. */

import { doesNotMatch, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { recheck } from '../../src/remediate/verification.ts';
import { runOffline } from '../cli/refusal.ts';

const of = (...accounts: readonly string[]) => recheck(accounts.map((account) => ({ account, changes: [] })));

test('one account is judged by its own credentials, several as a part of the organization', async () => {
  equal(of('111122223333'), 'trailproof scan');
  equal(of('111122223333', '444455556666'), 'trailproof scan --org --accounts 111122223333,444455556666');
  for (const line of [of('111122223333'), of('111122223333', '444455556666')]) {
    const { stderr } = await runOffline(line.split(' ').slice(1));
    // The words are taken: what stops it is that there is no AWS here.
    doesNotMatch(stderr, /goes with|unknown|invalid|usage/i);
    match(stderr, /credentials/i);
  }
});
