import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessKeyOf, accountOf } from './access-key.ts';
import { encodeAnswer, encodeError } from './encode.ts';
import { type AwsCall, classify } from './wire.ts';

function request(service: string, method: string, url: string, headers: Record<string, string> = {}, body = '') {
  const authorization = `AWS4-HMAC-SHA256 Credential=KEY/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  return classify({ method, url, headers: { authorization, ...headers }, body: Buffer.from(body) });
}

test('requests are named in every protocol', () => {
  const target = {
    'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms',
    'content-type': 'application/x-amz-json-1.0',
  };
  const form = 'Action=GetRole&Version=2010-05-08&RoleName=a%2Fb';
  const calls: [AwsCall, string, string, string, unknown][] = [
    [
      request('monitoring', 'POST', '/', target, '{"MaxRecords":1}'),
      'cloudwatch',
      'DescribeAlarms',
      'json-1.0',
      { MaxRecords: 1 },
    ],
    [
      request('monitoring', 'POST', '/service/GraniteServiceVersion20100801/operation/DescribeAlarms'),
      'cloudwatch',
      'DescribeAlarms',
      'cbor',
      {},
    ],
    [request('iam', 'POST', '/', {}, form), 'iam', 'GetRole', 'query', { RoleName: 'a/b' }],
    [request('account', 'POST', '/getRegionOptStatus', {}, '{}'), 'account', 'GetRegionOptStatus', 'rest-json', {}],
    [request('securityhub', 'GET', '/accounts'), 'securityhub', 'DescribeHub', 'rest-json', {}],
    [request('s3', 'GET', '/'), 's3', 'ListBuckets', 'rest-xml', {}],
    [request('s3', 'HEAD', '/logs'), 's3', 'HeadBucket', 'rest-xml', { Bucket: 'logs' }],
    [
      request('s3', 'GET', '/logs?policyStatus='),
      's3',
      'GetBucketPolicyStatus',
      'rest-xml',
      { Bucket: 'logs', policyStatus: '' },
    ],
    [
      request('s3', 'GET', '/logs?list-type=2&prefix=a'),
      's3',
      'ListObjectsV2',
      'rest-xml',
      { Bucket: 'logs', 'list-type': '2', prefix: 'a' },
    ],
    [
      request('s3', 'GET', '/logs/a%20b/c?x-id=GetObject'),
      's3',
      'GetObject',
      'rest-xml',
      { Bucket: 'logs', Key: 'a b/c', 'x-id': 'GetObject' },
    ],
    [
      request('s3', 'GET', '/v20180820/configuration/publicAccessBlock', { 'x-amz-account-id': '111122223333' }),
      's3',
      'GetAccountPublicAccessBlock',
      'rest-xml',
      { AccountId: '111122223333' },
    ],
    [
      request('s3', 'HEAD', '/logs', { 'x-amz-expected-bucket-owner': '111122223333' }),
      's3',
      'HeadBucket',
      'rest-xml',
      { Bucket: 'logs', ExpectedBucketOwner: '111122223333' },
    ],
  ];
  for (const [call, service, operation, protocol, params] of calls) {
    const { accessKey, region, ...named } = call;
    assert.deepEqual(named, { service, operation, protocol, params });
    assert.deepEqual([accessKey, region], ['KEY', 'eu-west-1']);
  }
});

test('every setting of a bucket has its operation', () => {
  const operations = {
    acl: 'BucketAcl',
    encryption: 'BucketEncryption',
    lifecycle: 'BucketLifecycleConfiguration',
    logging: 'BucketLogging',
    'object-lock': 'ObjectLockConfiguration',
    ownershipControls: 'BucketOwnershipControls',
    policy: 'BucketPolicy',
    policyStatus: 'BucketPolicyStatus',
    publicAccessBlock: 'PublicAccessBlock',
    requestPayment: 'BucketRequestPayment',
    versioning: 'BucketVersioning',
  };
  for (const [part, name] of Object.entries(operations)) {
    assert.equal(request('s3', 'GET', `/logs?${part}`).operation, `Get${name}`);
    assert.equal(request('s3', 'PUT', `/logs/?${part}=`).operation, `Put${name}`);
  }
});

test('a presigned request is known by its query', () => {
  const url = '/logs/key?X-Amz-Credential=KEY%2F20260101%2Fus-east-1%2Fs3%2Faws4_request';
  const call = classify({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
  assert.deepEqual([call.service, call.operation, call.region], ['s3', 'GetObject', 'us-east-1']);
});

test('answers and errors have the shape of their protocol', () => {
  const call = (protocol: AwsCall['protocol'], service: string): AwsCall => ({
    service,
    operation: 'Do',
    params: {},
    accessKey: null,
    region: null,
    protocol,
  });
  const at = new Date('2026-11-01T12:00:00.250Z');
  assert.equal(
    encodeAnswer(call('json-1.1', 'cloudtrail'), { at, list: [{ at }] }).body,
    '{"at":1793534400.25,"list":[{"at":1793534400.25}]}',
  );
  assert.match(
    String(encodeAnswer(call('query', 'iam'), { A: ['<'], At: at }).body),
    /<DoResult><A><member>&lt;<\/member><\/A><At>2026-11-01T12:00:00Z<\/At><\/DoResult>/,
  );
  assert.match(
    String(encodeAnswer(call('ec2', 'ec2'), { set: [{ a: true }] }).body),
    /<set><item><a>true<\/a><\/item><\/set>/,
  );
  assert.match(
    String(encodeAnswer(call('rest-xml', 's3'), { R: { A: ['x', 'y'] } }).body),
    /<R xmlns="[^"]+"><A>x<\/A><A>y<\/A><\/R>/,
  );
  const error = { status: 400, code: 'TrailNotFoundException', message: 'm' };
  assert.equal(
    encodeError(call('json-1.1', 'cloudtrail'), error).body,
    '{"__type":"TrailNotFoundException","Message":"m"}',
  );
  assert.equal(encodeError(call('json-1.1', 'logs'), error).body, '{"__type":"TrailNotFoundException","message":"m"}');
  assert.equal(encodeError(call('rest-json', 'account'), error).headers['x-amzn-ErrorType'], 'TrailNotFoundException');
  assert.equal(encodeError({ ...call('rest-xml', 's3'), operation: 'HeadBucket' }, error).body, '');
});

test('an access key id carries its account and nothing else is taken for one', () => {
  assert.equal(accountOf(accessKeyOf('000000000001')), '000000000001');
  assert.equal(accountOf(accessKeyOf('999999999999', 70_000)), '999999999999');
  assert.deepEqual(['AKIAIOSFODNN7EXAMPLE', 'test', null].map(accountOf), [null, null, null]);
});
