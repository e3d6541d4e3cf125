import { jsonAnswer } from '../facts/answer.ts';
import type { LogGroupPlace, RolePlace } from '../facts/destinations.ts';
import type { Capture } from '../model/capture.ts';
import { isObject } from '../model/json.ts';
import { askPages } from './pages.ts';
import type { Reader } from './reader.ts';

/** Looks for one log group by its name; pages end once it is found. */
export async function describeLogGroup(
  reader: Reader,
  { account, region, name }: LogGroupPlace,
): Promise<readonly Capture[]> {
  const question = { account, region, parameters: { logGroupNamePrefix: name } };
  return askPages(reader, 'logs:DescribeLogGroups', question, 'nextToken', (capture) => {
    const answer = jsonAnswer(capture);
    const groups = answer.known ? answer.value['logGroups'] : null;
    return Array.isArray(groups) && groups.some((group: unknown) => isObject(group) && group['logGroupName'] === name);
  });
}

export async function getRole(reader: Reader, { account, name }: RolePlace, region: string): Promise<Capture> {
  return (await reader.ask('iam:GetRole', { account, region, parameters: { RoleName: name } })).capture;
}
