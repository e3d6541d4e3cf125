import { parseArn } from '../model/arn.ts';
import type { JsonNode } from './json-text.ts';
import type { Notes } from './notes.ts';
import { shown } from './parse-condition.ts';
import type { PrincipalPattern } from './statement.ts';
import { hasWildcard } from './wildcard.ts';

/** Reads `Principal` or `NotPrincipal` (IAM user guide, "Principal"). */
export function principalsOf(node: JsonNode, notes: Notes): readonly PrincipalPattern[] {
  if (node.kind === 'text' && node.value === '*') return [{ kind: 'any' }];
  if (node.kind !== 'object') {
    notes.fault('a principal has to be "*" or an object', node.at);
    return [];
  }
  notes.repeated(node);
  return node.entries.flatMap(({ key, value }) =>
    (value.kind === 'list' ? value.items : [value]).flatMap((item) => {
      const read = item.kind === 'text' ? patternOf(key, item.value) : `${shown(key)} has to hold strings`;
      if (typeof read !== 'string') return [read];
      notes.fault(read, item.at);
      return [];
    }),
  );
}

function patternOf(type: string, text: string): PrincipalPattern | string {
  if (type === 'AWS') return awsPrincipal(text);
  if (text === '' || hasWildcard(text)) return `a wildcard cannot be part of a principal: ${type} "${shown(text)}"`;
  if (type === 'Service') return { kind: 'service', name: text.toLowerCase() };
  if (type === 'Federated') return { kind: 'federated', provider: text };
  if (type === 'CanonicalUser') return { kind: 'canonical-user', id: text };
  return `unknown kind of principal "${shown(type)}"`;
}

/** The prefixes of unique ids of roles and users (IAM user guide, "IAM identifiers"). */
const UNIQUE_ID = /^(AROA|AIDA)[A-Z0-9]{8,}(:.*)?$/;

function awsPrincipal(text: string): PrincipalPattern | string {
  if (text === '*') return { kind: 'any-aws' };
  if (/^\d{12}$/.test(text)) return { kind: 'account', account: text, partition: null };
  if (UNIQUE_ID.test(text)) return { kind: 'removed', id: text };
  if (hasWildcard(text)) return `a wildcard cannot be part of a principal: "${shown(text)}"`;
  const arn = parseArn(text);
  if (arn === null || !/^\d{12}$/.test(arn.account)) return `"${shown(text)}" is no principal that AWS knows`;
  const { service, account, partition, resource } = arn;
  if (service === 'iam' && resource === 'root') return { kind: 'account', account, partition };
  if (service === 'iam' && resource.startsWith('role/')) return { kind: 'role', arn: text };
  if (service === 'iam' && resource.startsWith('user/')) return { kind: 'user', arn: text };
  const [kind, name, session, ...rest] = resource.split('/');
  if (service === 'sts' && kind === 'federated-user' && name) return { kind: 'federated-user', arn: text };
  if (service === 'sts' && kind === 'assumed-role' && name && session && rest.length === 0) {
    return { kind: 'session', arn: text, account, role: name, session };
  }
  return `"${shown(text)}" is no principal that AWS knows`;
}
