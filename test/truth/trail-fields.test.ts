import { runCases } from '../support/cases.ts';
import { singleRegion, trail } from '../support/world.ts';

runCases('fields of a trail', [
  {
    name: 'copies differ: the home Region’s decides',
    source: 'aws.md 3.1: merge by TrailARN; home Region',
    world: {
      trails: [
        trail({ copies: { 'us-east-1': { LogFileValidationEnabled: false, KmsKeyId: undefined } } }),
        trail({ name: 'other', copies: { 'eu-west-1': { LogFileValidationEnabled: false, KmsKeyId: undefined } } }),
      ],
    },
    expect: {
      'log-file-validation @ main': 'FAIL',
      'trail-encryption @ main': 'FAIL',
      'log-file-validation @ other': 'PASS',
      'trail-encryption @ other': 'PASS',
    },
  },
  {
    name: 'a stale copy of a trail that is single-Region now',
    source: 'design: region-coverage, a multi-Region trail covers a Region where its copy is listed',
    world: {
      trails: [
        singleRegion({ listedIn: ['us-east-1', 'eu-west-1'], copies: { 'eu-west-1': { IsMultiRegionTrail: true } } }),
      ],
    },
    expect: {
      'region-coverage @ us-east-1': 'PASS',
      'region-coverage @ eu-west-1': 'FAIL',
      'multi-region-trail': 'FAIL',
    },
  },
  {
    name: 'IsMultiRegionTrail missing',
    source: 'design: truth rule 1, IsMultiRegionTrail',
    world: { trails: [trail({ fields: { IsMultiRegionTrail: undefined } })] },
    expect: {
      'multi-region-trail': 'UNKNOWN',
      'multi-region-trail > CloudTrail.1': 'UNKNOWN',
      'any-trail-recording': 'PASS',
      'region-coverage @ us-east-1': 'PASS',
    },
    reasons: { 'multi-region-trail': ['read.malformed'] },
  },
  {
    name: 'IsMultiRegionTrail as text, copy not listed elsewhere',
    source: 'design: truth rule 1, IsMultiRegionTrail',
    world: { trails: [trail({ fields: { IsMultiRegionTrail: 'true' }, listedIn: ['us-east-1'] })] },
    expect: { 'multi-region-trail': 'UNKNOWN', 'region-coverage @ eu-west-1': 'UNKNOWN' },
  },
  {
    name: 'LogFileValidationEnabled missing',
    source: 'design: truth rule 1, LogFileValidationEnabled',
    world: { trails: [trail({ fields: { LogFileValidationEnabled: undefined } })] },
    expect: {
      'log-file-validation @ main': 'UNKNOWN',
      'log-file-validation @ main > CloudTrail.4': 'UNKNOWN',
      'trail-encryption @ main': 'PASS',
    },
  },
  {
    name: 'fields that no verdict needs are missing',
    source: 'issue 3: UNKNOWN for exactly what depends on it',
    world: {
      trails: [
        trail({
          fields: {
            S3BucketName: undefined,
            IsOrganizationTrail: undefined,
            HomeRegion: undefined,
            IncludeGlobalServiceEvents: undefined,
          },
        }),
      ],
    },
    expect: {
      'multi-region-trail': 'PASS',
      'trail-delivery @ main': 'PASS',
      'trail-encryption @ main': 'PASS',
      'region-coverage @ eu-west-1': 'PASS',
    },
  },
  {
    name: 'no key; a key as an empty text; a key of another type',
    source: 'Security Hub, CloudTrail.2: KmsKeyId defined',
    world: {
      trails: [
        trail({ name: 'none', fields: { KmsKeyId: undefined } }),
        trail({ name: 'empty', fields: { KmsKeyId: '' } }),
        trail({ name: 'odd', fields: { KmsKeyId: {} } }),
        trail({ name: 'alias', fields: { KmsKeyId: 'alias/logs' } }),
      ],
    },
    expect: {
      'trail-encryption @ none': 'FAIL',
      'trail-encryption @ none > CloudTrail.2': 'FAIL',
      'trail-encryption @ empty': 'FAIL',
      'trail-encryption @ odd': 'UNKNOWN',
      'trail-encryption @ alias': 'PASS',
      'trail-encryption @ none > 2.7': 'FAIL',
      'trail-encryption @ none > 3.5': 'FAIL',
    },
  },
]);
