import { CaptureIndex } from '../facts/capture-index.ts';
import { type OrganizationView, POLICY_TYPES, policiesQuestion, policyIds, targetsOf } from '../facts/guardrails.ts';
import type { Capture } from '../model/capture.ts';
import { askPages } from './pages.ts';
import type { Reader } from './reader.ts';

/** Reads what is asked for once only: the first asker asks, the others wait for its answer. */
export type Once = (key: string, work: () => Promise<readonly Capture[]>) => Promise<readonly Capture[]>;

/** The policies that bind an account from above, with their texts; nothing where a kind is switched off. */
export async function readGuardrails(
  reader: Reader,
  view: OrganizationView,
  account: string,
  once: Once,
): Promise<void> {
  const targets = targetsOf(view, account);
  const types = view.listing.policyTypes;
  if (targets === null || !targets.known || !types.known) return;
  const on = Object.values(POLICY_TYPES).filter((type) => types.value.includes(type));
  await Promise.all(targets.value.flatMap((target) => on.map((type) => readLevel(reader, view, target, type, once))));
}

async function readLevel(
  reader: Reader,
  view: OrganizationView,
  target: string,
  type: string,
  once: Once,
): Promise<void> {
  const { caller: account, global: region } = view;
  const pages = await once(`policies ${target} ${type}`, () => {
    const parameters = policiesQuestion(target, type);
    return askPages(reader, 'organizations:ListPoliciesForTarget', { account, region, parameters }, 'NextToken');
  });
  const ids = policyIds(new CaptureIndex(pages), view, target, type);
  if (!ids.known) return;
  const texts = ids.value.map((PolicyId) =>
    once(`policy ${PolicyId}`, async () => [
      (await reader.ask('organizations:DescribePolicy', { account, region, parameters: { PolicyId } })).capture,
    ]),
  );
  await Promise.all(texts);
}
