import { parseArn } from '../model/arn.ts';
import type { Principal } from './model.ts';

/**
 * Reads a principal as people write it: `*`, a service (`cloudtrail.amazonaws.com`), an account id, the ARN of a role, of
 * a role session, of a user, of an account's root or of an identity provider. null where it is none of these.
 *
 * A session's ARN does not tell the path of its role. Whatever turns on the role's ARN then depends on
 * `aws:PrincipalArn`, unless the context gives it.
 */
export function principalOf(text: string): Principal | null {
  if (text === '*') return { kind: 'anonymous' };
  if (/^\d{12}$/.test(text)) return { kind: 'root', account: text, partition: 'aws' };
  if (/^[a-z0-9][a-z0-9.-]*\.(amazonaws\.com|amazonaws\.com\.cn|amazon\.com|aws\.internal)$/.test(text)) {
    return { kind: 'service', name: text };
  }
  const arn = parseArn(text);
  if (arn === null || !/^\d{12}$/.test(arn.account) || /[*?\s]/.test(text)) return null;
  const { service, account, partition, resource } = arn;
  const [kind, name, session, ...rest] = resource.split('/');
  if (service === 'iam' && resource === 'root') return { kind: 'root', account, partition };
  if (!name) return null;
  if (service === 'iam' && kind === 'role') return { kind: 'role', arn: text, session: null };
  if (service === 'iam' && kind === 'user') return { kind: 'user', arn: text };
  if (service === 'iam' && (kind === 'saml-provider' || kind === 'oidc-provider'))
    return { kind: 'federated', provider: text };
  if (service !== 'sts' || kind !== 'assumed-role' || !session || rest.length > 0) return null;
  return { kind: 'role', arn: `arn:${partition}:iam::${account}:role/${name}`, session, pathUnknown: true };
}
