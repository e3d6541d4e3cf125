// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this
import { deepEqual, equal, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { grantsOf, parsePolicy } from '../../src/iam/index.ts';
import { GRAMMAR, NOT_PRINCIPAL, VERSION } from './pages.ts';
import { allow, answer, deny, EVERYBODY, type Policy, type PolicyCase, runPolicyCases, textOf } from './policy-case.ts';

const everything = [allow('*')];

/**
 * A policy that is not as it should be, beside one that allows everything: what is not understood may be a Deny. `¦` marks
 * the place that has to be named; without a mark the request is allowed.
 */
function row(name: string, marked: string, source = GRAMMAR): PolicyCase {
  const at = marked.indexOf('¦');
  const before = marked.slice(0, Math.max(0, at)).split('\n');
  const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`;
  const ask = {
    principal: 'arn:aws:iam::111122223333:user/ana',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::logs/a',
  };
  const want: PolicyCase['want'] = at === -1 ? 'allowed' : { outcome: 'depends', problems: [place] };
  return { name, source, ...ask, policies: { identity: [everything, marked.replace('¦', '')] }, want };
}

const list = (inside: string): string => `{"Version":"2012-10-17","Statement":[\n${inside}\n]}`;
const one = (inside: string): string => list(`{${inside}}`);
const good = '"Action":"s3:*","Resource":"*"';
const denied = (rest: string): string => one(`"Effect":"Deny",${good},${rest}`);
const condition = (inside: string): string => denied(`"Condition":{${inside}}`);

runPolicyCases('texts that are no policies', [
  row('an empty text', '¦'),
  row('no JSON', '¦Version: 2012-10-17'),
  row('cut off', '{"Version":"2012-10-17",\n"Statement":[{"Effect":"Deny"¦'),
  row('a comma too many', '{"Version":"2012-10-17","Statement":[],¦}'),
  row('more text behind it', '{"Statement":[]} ¦x'),
  row('a list', '¦[]'),
  row('a line break inside a string', '{"Statement":[{"Sid":"a¦\nb"}]}'),
  row('a number as JSON has none', '{"Statement":0¦1}'),
  row('still URL-encoded', '¦%7B%22Version%22%3A%222012-10-17%22%7D'),
  row('nested a thousand times', `${'['.repeat(33)}¦${'['.repeat(967)}${']'.repeat(1000)}`),
  row('no Statement', '¦{"Version":"2012-10-17"}'),
  row('Statement twice', '{"Statement":[],\n¦"Statement":[]}'),
  row('Statement of another type', '{"Statement":¦"x"}'),
  row('a statement of another type', list('¦"x"')),
  row('an unknown Version', '{"Version":¦"2030-01-01","Statement":[]}', VERSION),
  row('Version of another type', '{"Version":¦2012,"Statement":[]}', VERSION),
  row('an unknown element of the policy', '{¦"Statment":[],"Statement":[]}'),
]);

runPolicyCases('elements that are not understood', [
  row('no Effect', list(`¦{${good}}`)),
  row('an empty Effect', one(`"Effect":¦"",${good}`)),
  row('an Effect in other letters', one(`"Effect":¦"deny",${good}`)),
  row('Effect twice', one(`"Effect":"Deny",¦"Effect":"Allow",${good}`)),
  row('Effect twice, Deny second', one(`"Effect":"Allow",¦"Effect":"Deny",${good}`)),
  row('Action twice', one('"Effect":"Deny","Action":"sqs:*",¦"Action":"s3:*","Resource":"*"')),
  row('Resource twice', one('"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::x",¦"Resource":"*"')),
  row('Condition twice', denied('"Condition":{"Null":{"aws:username":"true"}},¦"Condition":{}')),
  row('no Effect, but about something else', one('"Action":"sqs:*","Resource":"*"')),
  row('an unknown element', denied('¦"Conditon":{}')),
  row('an unknown element of an Allow changes nothing', one(`"Effect":"Allow",${good},"Conditon":{}`)),
  row('a prototype’s name as element', denied('¦"__proto__":{"Effect":"Allow"}')),
  row('a prototype’s name as operator', condition('¦"__proto__":{"constructor":"x"}')),
  row('no Action', list('¦{"Effect":"Deny","Resource":"*"}')),
  row('Action and NotAction', denied('¦"NotAction":"s3:*"')),
  row('an Action without a service', one('"Effect":"Deny","Action":¦"GetObject","Resource":"*"')),
  row('an Action of another type', one('"Effect":"Deny","Action":[¦7],"Resource":"*"')),
  row('no Resource', list('¦{"Effect":"Deny","Action":"s3:*"}')),
  row('a Resource that is no ARN', one('"Effect":"Deny","Action":"s3:*","Resource":¦"logs"')),
  row('a Principal in an identity policy', denied('¦"Principal":"*"')),
  row('an unknown operator', condition('¦"StringIs":{"a":"b"}')),
  row('an operator in other letters', condition('¦"stringEquals":{"a":"b"}')),
  row('NullIfExists', condition('¦"NullIfExists":{"a":"true"}')),
  row('an unknown set prefix', condition('¦"ForSomeValues:StringEquals":{"a":"b"}')),
  row('a key twice', condition('"StringEquals":{"a":"b",¦"A":"c"}')),
  row('an operator twice', condition('"Null":{"a":"true"},¦"Null":{"a":"true"}')),
  row('a value that is an object', condition('"StringEquals":{"a":¦{}}')),
  row('no value', condition('"StringEquals":{"a":¦[]}')),
  row('a Boolean that is none', condition('"Bool":{"aws:SecureTransport":¦"no"}')),
  row('an address that is none', condition('"IpAddress":{"aws:SourceIp":¦"10.0.0.0/33"}')),
  row('a date that is none', condition('"DateLessThan":{"aws:CurrentTime":¦"2026-02-30"}')),
  row('a variable that does not end', one('"Effect":"Deny","Action":"s3:*","Resource":¦"arn:aws:s3:::${aws:username"')),
  row('a Condition that is no object', denied('"Condition":¦[]')),
  row(
    'not understood, but about another action',
    one('"Effect":"Deny","Action":"sqs:*","Resource":"*","Condition":{"StringIs":{"a":"b"}}'),
  ),
]);

describe('IAM: never allowed by what is not understood', () => {
  const broken: readonly string[] = [
    one(`"Effect":"Allow",${good},"Extra":1`),
    one(`"Effect":"Allow",${good},"Condition":{"StringIs":{"a":"b"}}`),
    one(`"Effect":"Allow","Effect":"Allow",${good}`),
    textOf([allow('s3:*')], '2030-01-01'),
    one('"Effect":"Allow","NotAction":["x"],"Resource":"*"'),
    one('"Effect":"Allow","Action":"s3:*","NotResource":"x"'),
    one(good),
  ];
  for (const text of broken) {
    test(text.slice(38, 120), () => {
      const ask = {
        principal: 'arn:aws:iam::111122223333:user/ana',
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::logs/a',
      };
      equal(answer({ ...ask, policies: { identity: [text] } }).outcome, 'depends');
      equal(answer({ ...ask, policies: { identity: [text, [deny('s3:*')]] } }).outcome, 'denied');
    });
  }

  test(`NotPrincipal with Allow [${NOT_PRINCIPAL}]`, () => {
    const policy: Policy = [{ Effect: 'Allow', NotPrincipal: { AWS: '444455556666' }, Action: 's3:*', Resource: '*' }];
    const decision = answer({
      principal: '*',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::logs/a',
      policies: { resource: policy },
    });
    equal(decision.outcome, 'depends');
    equal(decision.problems.length, 1);
  });
});

describe('IAM: hostile sizes', () => {
  const ask = {
    principal: 'arn:aws:iam::111122223333:user/ana',
    action: 's3:GetObject',
    resource: `arn:aws:s3:::logs/${'a'.repeat(1900)}`,
  };

  test('ten megabytes of statements are read in one pass', () => {
    const statements = Array.from({ length: 70_000 }, (_, index) =>
      deny(`s3:Delete${index}`, `arn:aws:s3:::bucket-${index}/*`, {
        Sid: `S${index}`,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
    const text = textOf([...statements, allow('s3:GetObject')]);
    ok(text.length > 10_000_000, String(text.length));
    const start = performance.now();
    equal(answer({ ...ask, policies: { identity: [text] } }).outcome, 'allowed');
    equal(grantsOf(parsePolicy({ name: 'huge', text }, 'identity')).length, 1);
    ok(performance.now() - start < 10_000);
  });

  test('patterns of many stars do not run away', () => {
    const pattern = `arn:aws:s3:::${'*a'.repeat(2000)}b`;
    const start = performance.now();
    equal(answer({ ...ask, policies: { identity: [[allow('s3:*', pattern)]] } }).outcome, 'denied');
    ok(performance.now() - start < 1000);
  });

  const quick: Readonly<Record<string, string>> = {
    'a list of resources with variables': textOf([
      deny(
        's3:*',
        Array.from({ length: 100_000 }, (_, index) => `arn:aws:s3:::logs/\${aws:PrincipalTag/t${index}}`),
      ),
    ]),
    'one resource of many variables': textOf([deny('s3:*', `arn:aws:s3:::${'${aws:PrincipalTag/t}'.repeat(100_000)}`)]),
    'one operator, time and again': one(
      `"Effect":"Deny",${good},"Condition":{${'"Null":{"a":"true"},'.repeat(100_000)}"Bool":{}}`,
    ),
    'one key, time and again': one(
      `"Effect":"Deny",${good},"Condition":{"Bool":{${'"a":"true",'.repeat(100_000)}"b":"true"}}`,
    ),
    'one element, time and again': one(`${'"Effect":"Deny",'.repeat(100_000)}${good}`),
    'one principal, time and again': one(
      `"Effect":"Deny",${good},"Principal":{${'"AWS":"*",'.repeat(100_000)}"Service":"x"}`,
    ),
    'unknown elements': one(
      `${Array.from({ length: 100_000 }, (_, index) => `"E${index}":1,`).join('')}"Effect":"Deny",${good}`,
    ),
    'open brackets in strings': `{"Statement":[${'"[{",'.repeat(100_000)}"x"]}`,
  };
  for (const [name, text] of Object.entries(quick)) {
    test(`${name}: a doubt, and at once`, () => {
      const start = performance.now();
      equal(answer({ ...ask, policies: { identity: [everything], resource: text } }).outcome, 'depends');
      equal(answer({ ...ask, policies: { identity: [everything, text] } }).outcome, 'depends');
      ok(performance.now() - start < 8000, `${performance.now() - start} ms`);
    });
  }

  test('problems of a whole text come in its order, with places', () => {
    const { problems } = parsePolicy({ name: 'p', text: one('"Action":"x","Effect":"y","Resource":7') }, 'identity');
    deepEqual(
      problems.map(({ policy, line, column }) => [policy, line, column]),
      [
        ['p', 2, 11],
        ['p', 2, 24],
        ['p', 2, 39],
      ],
    );
  });

  test('equal texts under two names keep their names', () => {
    const text = one(`"Effect":"Deny",${good}`);
    deepEqual(
      ['a', 'b'].map((name) => parsePolicy({ name, text }, 'resource').problems[0]?.policy),
      ['a', 'b'],
    );
    equal(
      answer({ ...ask, policies: { resource: textOf([deny('s3:*', '*', EVERYBODY)]) } }).statements[0]?.policy,
      'resource',
    );
  });
});
