import type { AwsCredentialIdentity } from '@smithy/types';
import { dig, xmlAnswer } from '../facts/answer.ts';
import type { Capture } from '../model/capture.ts';
import type { Identity } from '../model/facts.ts';
import { failureOf } from '../model/failure.ts';
import type { Credentials } from './credentials.ts';
import type { Actor, Question, Reader } from './reader.ts';

export interface RoleOptions {
  readonly roleName: string;
  readonly externalId: string | null;
  /** Names the run in the accounts' own CloudTrail. */
  readonly sessionName: string;
  readonly region: string;
}

interface Session {
  /** performance.now when it was asked for. */
  readonly begun: number;
  readonly identity: Promise<AwsCredentialIdentity>;
}

/** Credentials are renewed this long before they end. */
const RENEW_BEFORE_MS = 5 * 60_000;

/** How each account is entered: the caller's own with its own credentials, every other one by the reading role. */
export class Access implements Actor {
  readonly #reader: Reader;
  readonly #base: Credentials;
  readonly #caller: Identity;
  readonly #role: RoleOptions;
  readonly #sessions = new Map<string, Session>();

  constructor(reader: Reader, base: Credentials, caller: Identity, role: RoleOptions) {
    this.#reader = reader;
    this.#base = base;
    this.#caller = caller;
    this.#role = role;
  }

  /** The identity that reads an account. */
  principal(account: string | null): string {
    const { partition } = this.#caller;
    const { roleName, sessionName } = this.#role;
    if (account === this.#caller.account || account === null) return this.#caller.arn;
    return `arn:${partition}:sts::${account}:assumed-role/${roleName.replace(/^.*\//, '')}/${sessionName}`;
  }

  /** Tries to enter; returns the refusal's capture, or null where the account can be read. */
  async enter(account: string): Promise<Capture | null> {
    if (account === this.#caller.account) return null;
    const [remembered] = this.#reader.remembered('sts:AssumeRole', this.#question(account));
    // What an interrupted run read needs no session; the first new question opens one.
    if (remembered !== undefined) return failureOf(remembered) === null ? null : remembered;
    try {
      await this.#session(account);
      return null;
    } catch (error) {
      if (error instanceof Refused) return error.capture;
      throw error;
    }
  }

  /** Credentials for an account; a session that is about to end is renewed first. */
  credentials(account: string): Credentials {
    return account === this.#caller.account ? this.#base : () => this.#session(account);
  }

  renew(account: string, since: number): boolean {
    const session = this.#sessions.get(account);
    if (session !== undefined && session.begun < since) this.#sessions.delete(account);
    return account !== this.#caller.account;
  }

  leave(account: string): void {
    this.#sessions.delete(account);
  }

  async #session(account: string): Promise<AwsCredentialIdentity> {
    const open = this.#sessions.get(account);
    if (open !== undefined) {
      const identity = await open.identity;
      const left = (identity.expiration?.getTime() ?? Number.POSITIVE_INFINITY) - Date.now();
      if (left > RENEW_BEFORE_MS) return identity;
      if (this.#sessions.get(account) === open) this.#sessions.delete(account);
    }
    const session = this.#sessions.get(account) ?? { begun: performance.now(), identity: this.#assume(account) };
    this.#sessions.set(account, session);
    session.identity.catch(() => {
      if (this.#sessions.get(account) === session) this.#sessions.delete(account);
    });
    return session.identity;
  }

  async #assume(account: string): Promise<AwsCredentialIdentity> {
    const { capture, secret } = await this.#reader.ask('sts:AssumeRole', this.#question(account));
    const session = secret === null ? null : sessionIn(capture, secret);
    if (session === null) throw new Refused(capture);
    return session;
  }

  /** The external id is agreed between two parties: it goes over the wire and not into the capture. */
  #question(account: string): Question {
    const { roleName, externalId, region, sessionName } = this.#role;
    const RoleArn = `arn:${this.#caller.partition}:iam::${account}:role/${roleName}`;
    const unkept = { RoleSessionName: sessionName, ...(externalId === null ? {} : { ExternalId: externalId }) };
    return { account, region, parameters: { RoleArn }, unkept };
  }
}

/** The account does not let us in; its capture says why. */
class Refused extends Error {
  override readonly name = 'CredentialsRefused';
  readonly capture: Capture;

  constructor(capture: Capture) {
    super('the role could not be assumed');
    this.capture = capture;
  }
}

function sessionIn(capture: Capture, secret: string): AwsCredentialIdentity | null {
  const answer = xmlAnswer({ ...capture, body: secret });
  const found = answer.known ? dig(answer.value, 'AssumeRoleResponse', 'AssumeRoleResult', 'Credentials') : null;
  const text = (name: string): string | null => {
    const value = dig(found, name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const [accessKeyId, secretAccessKey, sessionToken] = [
    text('AccessKeyId'),
    text('SecretAccessKey'),
    text('SessionToken'),
  ];
  if (accessKeyId === null || secretAccessKey === null || sessionToken === null) return null;
  const expiration = Date.parse(text('Expiration') ?? '');
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    ...(Number.isNaN(expiration) ? {} : { expiration: new Date(expiration) }),
  };
}
