import { dig, xmlAnswer } from '../facts/answer.ts';
import { parseArn } from '../model/arn.ts';
import type { Identity } from '../model/facts.ts';
import { messageOf } from '../util/atomic-write.ts';
import { UserError } from '../util/errors.ts';
import type { Reader } from './reader.ts';

/** Who asks: sts:GetCallerIdentity. Throws UserError where there are no usable credentials; then there is nothing to do. */
export async function readIdentity(reader: Reader, region: string, stop?: AbortSignal): Promise<Identity> {
  const { capture, error } = await reader.ask('sts:GetCallerIdentity', { account: '', region, parameters: {} });
  if (stop?.aborted) throw new UserError('interrupted before it was known who is asking.');
  const answer = xmlAnswer(capture);
  if (!answer.known) throw noIdentity(answer.failure.code, answer.failure.message, error);
  const result = dig(answer.value, 'GetCallerIdentityResponse', 'GetCallerIdentityResult');
  const arn = dig(result, 'Arn');
  const account = dig(result, 'Account');
  const partition = typeof arn === 'string' ? parseArn(arn)?.partition : undefined;
  if (typeof arn !== 'string' || typeof account !== 'string' || !/^\d{12}$/.test(account) || partition === undefined) {
    throw noIdentity(null, 'the answer names no account', error);
  }
  return { arn, account, partition };
}

function noIdentity(code: string | null, message: string | null, error: unknown): UserError {
  const said = message ?? (error === null ? null : messageOf(error)) ?? 'no answer';
  const name = error instanceof Error ? error.name : '';
  const next = nextStep(code ?? name, said, process.env['AWS_PROFILE'] ?? '');
  return new UserError(
    `cannot tell who is asking (sts:GetCallerIdentity): ${said.slice(0, 300).replace(/\.?$/, '.')}`,
    next,
    error,
  );
}

function nextStep(code: string, message: string, profile: string): string {
  if (/sso|login/i.test(message)) return 'Run aws sso login, then scan again.';
  if (/expired/i.test(`${code} ${message}`)) return 'The credentials have expired: renew them and scan again.';
  if (/Invalid URL/.test(message)) return 'Check AWS_ENDPOINT_URL and the endpoint_url of the profile.';
  if (/ECONNREFUSED|ENOTFOUND|Timeout|EAI_AGAIN/.test(code)) return 'Check the network and AWS_ENDPOINT_URL.';
  if (profile !== '' && /CredentialsProvider|credentials|profile/i.test(`${code} ${message}`)) {
    return `Check that profile ${profile} exists in the AWS configuration files and has credentials.`;
  }
  if (/CredentialsProvider|credentials/i.test(`${code} ${message}`)) {
    return 'Give AWS credentials: --profile NAME, AWS_PROFILE, or the AWS_* environment variables.';
  }
  return 'Check the credentials and AWS_REGION.';
}
