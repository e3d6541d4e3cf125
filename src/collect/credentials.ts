import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { AwsCredentialIdentity } from '@smithy/types';

/** Gives credentials, renewed before they expire. */
export type Credentials = () => Promise<AwsCredentialIdentity>;

/** The SDK's own remarks would stand between our lines. */
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, trace: () => {} };

/** The AWS SDK's own chain: environment, profile, SSO, web identity, container, instance. One instance serves all clients. */
export function credentialsOf(): Credentials {
  return defaultProvider({ logger: quiet });
}
