import { accessKeyOf, accountOf } from '../access-key.ts';
import type { SessionLimits } from '../world.ts';

export type OpenedSession = { key: string; expiration: Date };

/** Which assumed role each temporary access key stands for, and for how long. */
export type SessionBook = {
  open(account: string, role: string, session: string, ms: number, limits: SessionLimits): OpenedSession;
  principalOf(accessKey: string | null): string;
  /** Counts one request of this key; false if its session has ended. A long-lived key never ends. */
  use(accessKey: string | null): boolean;
};

type Session = { arn: string; endsAt: number; callsLeft: number };

/** An empty book of sessions. */
export function sessionBook(partition: string): SessionBook {
  const sessions = new Map<string, Session>();
  return {
    open(account, role, name, ms, { calls = Number.POSITIVE_INFINITY, ms: cut = ms, isAnnounced = true }) {
      const key = accessKeyOf(account, sessions.size + 1);
      // Real time, not the world's: the SDK compares it with its own clock.
      const now = Date.now();
      const endsAt = now + Math.min(ms, cut);
      const arn = `arn:${partition}:sts::${account}:assumed-role/${role}/${name}`;
      sessions.set(key, { arn, endsAt, callsLeft: calls });
      return { key, expiration: new Date(isAnnounced ? endsAt : now + ms) };
    },
    principalOf(accessKey) {
      const session = sessions.get(accessKey ?? '');
      return session?.arn ?? `arn:${partition}:iam::${accountOf(accessKey)}:user/auditor`;
    },
    use(accessKey) {
      const session = sessions.get(accessKey ?? '');
      if (session === undefined) return true;
      if (session.callsLeft <= 0 || Date.now() >= session.endsAt) return false;
      session.callsLeft--;
      return true;
    },
  };
}
