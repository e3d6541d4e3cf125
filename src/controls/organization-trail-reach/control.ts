import { candidateOf } from '../../model/conditions/candidates.ts';
import { decided, reason } from '../../model/conditions/condition.ts';
import { hasTrail, hasTrailWording } from '../../model/conditions/recording.ts';
import { type ControlContext, defineControl, type Subject } from '../../model/control.ts';
import type { Trail } from '../../model/facts.ts';
import { fixReach } from '../../model/fixes/tables.ts';
import type { Condition, Reason } from '../../model/verdict.ts';
import { QUERY } from './query.ts';

export const organizationTrailReach = defineControl({
  id: 'organization-trail-reach',
  title: 'Every member account is reached by every organization trail',
  category: 'logging',
  severity: 'high',
  rationale:
    'An organization trail protects only the members in which AWS has made its copy. A copy that was never made is silent: the management account shows a healthy trail, and the member is not recorded.',
  population: 'member',
  needs: ['trails', 'organization', 'service-linked-role'],
  conditions: {
    reaches: {
      title: 'The member lists the copy in the home Region of the trail',
      reasons: {
        'too-young': hasTrailWording.reasons['too-young'],
        'trail.reach-unread': hasTrailWording.reasons['trail.reach-unread'],
        'reach.home-region-not-enabled': {
          text: 'Organization trail {trail} does not reach account {account}: its home Region {region} is not enabled there.',
          next: 'Make the organization trail in a Region that is enabled in every account; enabling {region} in the member works as well.',
        },
        'reach.trusted-access-off': {
          text: 'Organization trail {trail} does not reach account {account}: CloudTrail has no trusted access in the organization.',
          next: 'Turn trusted access on again (aws organizations enable-aws-service-access --service-principal cloudtrail.amazonaws.com); the trail has to be made an organization trail again.',
        },
        'reach.service-linked-role-missing': {
          text: 'Organization trail {trail} does not reach account {account}: the role AWSServiceRoleForCloudTrail is missing there.',
          next: 'Create it in the member: aws iam create-service-linked-role --aws-service-name cloudtrail.amazonaws.com',
        },
        'reach.copy-missing': {
          text: 'Organization trail {trail} does not reach account {account}: the account does not list the copy in {region}.',
          next: 'Update the organization trail in its home Region, so that AWS makes the copies again; if that does not help, ask AWS support.',
        },
      },
    },
  },
  clauses: [],
  related: ['multi-region-trail', 'region-coverage'],
  query: QUERY,
  fix: fixReach,
  subjects: (context) => organizationTrails(context).map((trail) => member(context, trail)),
});

/** Organization trails of other accounts: those that their owner shows, and those that only the account itself sees. */
function organizationTrails({ account, organization }: ControlContext): readonly Trail[] {
  const byArn = new Map<string, Trail>();
  for (const trail of [...(organization?.trails ?? []), ...account.trails]) {
    if (trail.owner !== account.id) byArn.set(trail.arn, trail);
  }
  return [...byArn.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

function member(context: ControlContext, trail: Trail): Subject {
  const { account } = context;
  const own = account.trails.find((one) => one.arn === trail.arn);
  return {
    account: account.id,
    region: null,
    resource: trail.arn,
    key: `${trail.arn}/${account.id}`,
    candidates: [candidateOf(own ?? trail, [reaches(context, trail, own)])],
    none: null,
  };
}

function reaches(context: ControlContext, trail: Trail, own: Trail | undefined): Condition {
  const { account, policy } = context;
  const list = account.lists[trail.homeRegion];
  const sources = list === undefined ? [account.regionList.source] : [list.source];
  if (own !== undefined && own.reach !== 'not-reached') {
    const { holds, reasons } = hasTrail(own, account, policy.thresholds.joinGrace);
    return decided('reaches', trail.arn, holds, own.listedIn, sources, reasons);
  }
  return decided('reaches', trail.arn, 'no', own?.listedIn ?? [], sources, [whyNot(context, trail)]);
}

function whyNot({ account, organization }: ControlContext, { arn, homeRegion }: Trail): Reason {
  const params = { trail: arn, account: account.id, region: homeRegion };
  if (!account.regions.includes(homeRegion)) return reason('reach.home-region-not-enabled', params);
  const trusted = organization?.trustedAccess;
  if (trusted?.known && !trusted.value) return reason('reach.trusted-access-off', params);
  const role = account.serviceLinkedRole;
  if (role?.known && role.value === null) return reason('reach.service-linked-role-missing', params);
  return reason('reach.copy-missing', params);
}
