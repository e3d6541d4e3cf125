import type { Verdict } from '../../src/model/verdict.ts';
import type { TruthCase } from '../support/cases.ts';
import { LOG_BUCKET, trail, type World } from '../support/world.ts';

const BUCKET_ARN = `arn:aws:s3:::${LOG_BUCKET}`;

/** What is asked about the bucket of the trail `main`, by short names. */
const ASKS = {
  public: `log-bucket-not-public @ ${BUCKET_ARN}`,
  requests: `log-bucket-access-logging @ ${BUCKET_ARN}`,
  protected: `log-bucket-protected @ ${BUCKET_ARN}`,
  delete: `log-delete-restricted @ ${BUCKET_ARN}`,
  writable: 'log-bucket-writable @ main',
  separate: 'log-archive-separate @ main',
  key: 'log-key-usable @ main',
} as const;

type Short = keyof typeof ASKS;

/** The trail `main` with a bucket; whatever is not named passes. */
export function storageCase(
  name: string,
  source: string,
  world: World,
  verdicts: Partial<Readonly<Record<Short, Verdict>>> = {},
  reasons: Partial<Readonly<Record<Short, readonly string[]>>> = {},
): TruthCase {
  const shorts = Object.keys(ASKS) as Short[];
  return {
    name,
    source,
    world: { trails: [trail()], ...world },
    expect: {
      ...Object.fromEntries(shorts.map((short) => [ASKS[short], verdicts[short] ?? 'PASS'])),
      '#log-bucket-writable': 1,
    },
    reasons: Object.fromEntries(shorts.flatMap((short) => (reasons[short] ? [[ASKS[short], reasons[short]]] : []))),
  };
}

/** All that hangs on the bucket at all. */
export function allOfBucket(verdict: Verdict): Partial<Record<Short, Verdict>> {
  return Object.fromEntries(Object.keys(ASKS).map((short) => [short, verdict]));
}
