import { dig, isText, jsonAnswer, listIn } from '../facts/answer.ts';
import { eventQuestion, logGroupQuestion, streamsQuestion, subscriptionsQuestion } from '../facts/log-groups.ts';
import type { LogGroupPlace, RolePlace } from '../facts/places.ts';
import { defaultVersion, policyNames } from '../facts/roles.ts';
import type { Capture } from '../model/capture.ts';
import { isObject } from '../model/json.ts';
import { askPages } from './pages.ts';
import type { Reader } from './reader.ts';

/** Looks for one log group by its name; pages end once it is found. */
export async function describeLogGroup(reader: Reader, place: LogGroupPlace): Promise<readonly Capture[]> {
  const { account, region, name } = place;
  const question = { account, region, parameters: logGroupQuestion(place) };
  return askPages(reader, 'logs:DescribeLogGroups', question, 'nextToken', (capture) => {
    const answer = jsonAnswer(capture);
    const groups = answer.known ? answer.value['logGroups'] : null;
    return Array.isArray(groups) && groups.some((group: unknown) => isObject(group) && group['logGroupName'] === name);
  });
}

/** The newest stream, with `probe` its newest event, and who else is sent the events of a log group. */
export async function readActivity(reader: Reader, place: LogGroupPlace, probe: boolean): Promise<readonly Capture[]> {
  const { account, region } = place;
  const [newest, subscriptions] = await Promise.all([
    reader.ask('logs:DescribeLogStreams', { account, region, parameters: streamsQuestion(place) }),
    askPages(
      reader,
      'logs:DescribeSubscriptionFilters',
      { account, region, parameters: subscriptionsQuestion(place) },
      'nextToken',
    ),
  ]);
  const stream = probe ? newestStream(newest.capture) : null;
  if (stream === null) return [newest.capture, ...subscriptions];
  const event = await reader.ask('logs:GetLogEvents', { account, region, parameters: eventQuestion(place, stream) });
  return [newest.capture, event.capture, ...subscriptions];
}

function newestStream(capture: Capture): string | null {
  const answer = jsonAnswer(capture);
  const [newest] = listIn(answer.known ? answer.value['logStreams'] : null);
  const name = dig(newest, 'logStreamName');
  return isText(name) ? name : null;
}

export async function getRole(reader: Reader, { account, name }: RolePlace, region: string): Promise<Capture> {
  return (await reader.ask('iam:GetRole', { account, region, parameters: { RoleName: name } })).capture;
}

/** The inline and the attached policies of a role, with their documents. */
export async function readRolePolicies(reader: Reader, role: RolePlace, region: string): Promise<readonly Capture[]> {
  const { account, name } = role;
  const question = { account, region, parameters: { RoleName: name } };
  const [inline, attached] = await Promise.all([
    askPages(reader, 'iam:ListRolePolicies', question, 'Marker'),
    askPages(reader, 'iam:ListAttachedRolePolicies', question, 'Marker'),
  ]);
  const documents = await Promise.all([
    ...namesIn(inline).map(async (PolicyName) => [
      (await reader.ask('iam:GetRolePolicy', { account, region, parameters: { RoleName: name, PolicyName } })).capture,
    ]),
    ...namesIn(attached).map((arn) => readManagedPolicy(reader, arn, account, region)),
  ]);
  return [...inline, ...attached, ...documents.flat()];
}

/** The document of a managed policy, in the version that counts. */
export async function readManagedPolicy(
  reader: Reader,
  PolicyArn: string,
  account: string,
  region: string,
): Promise<readonly Capture[]> {
  const { capture } = await reader.ask('iam:GetPolicy', { account, region, parameters: { PolicyArn } });
  const version = defaultVersion(capture);
  if (!version.known) return [capture];
  const parameters = { PolicyArn, VersionId: version.value };
  const document = await reader.ask('iam:GetPolicyVersion', { account, region, parameters });
  return [capture, document.capture];
}

function namesIn(pages: readonly Capture[]): readonly string[] {
  const names = policyNames(pages);
  return names.known ? names.value : [];
}
