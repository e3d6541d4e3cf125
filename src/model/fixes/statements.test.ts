import { equal, match, notEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { known, noSource } from '../read.ts';
import { deliveryStatements, type NamedTrail } from './statements.ts';

function trail(name: string, homeRegion = 'us-east-1'): NamedTrail {
  const owner = '111122223333';
  const arn = `arn:aws:cloudtrail:${homeRegion}:${owner}:trail/${name}`;
  return { arn, name, owner, homeRegion, config: { organization: known(false, noSource('x', owner, null)) } };
}

function sids(one: NamedTrail): readonly string[] {
  return deliveryStatements(one, 'arn:aws:s3:::logs', null, null).map(({ Sid }) => String(Sid));
}

describe('the Sid of a statement', () => {
  const long = 'x'.repeat(120);
  const pairs: readonly (readonly [string, NamedTrail, NamedTrail])[] = [
    ['names that differ in a sign alone', trail('a-b'), trail('a.b')],
    ['one name in two Regions', trail('main'), trail('main', 'eu-west-1')],
    ['long names that differ at their ends', trail(`${long}a`), trail(`${long}b`)],
  ];

  for (const [what, one, two] of pairs) {
    test(`tells trails apart: ${what}`, () => {
      // The statement of one would else take the place of the other's, which would no longer deliver.
      for (const [index, sid] of sids(one).entries()) notEqual(sid, sids(two)[index]);
    });
  }

  test('is the same every time, of letters and digits, no longer than a policy of a role may be called', () => {
    equal(sids(trail('main')).join(), sids(trail('main')).join());
    for (const sid of sids(trail(`${long}-_.`))) match(sid, /^[A-Za-z0-9]{1,100}$/);
  });
});
