import fc from 'fast-check';
import type { JsonObject } from '../../src/model/json.ts';
import { anyDestinations, anyOrganization, destinationFields, mostly } from './arbitrary-destinations.ts';
import { ago, type Fault, type Fields, isoAgo, MANAGEMENT, type World, type WorldTrail } from './world.ts';

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-south-1', 'me-south-1'] as const;

export const anySource = fc.constantFrom('kms.amazonaws.com', 'rdsdata.amazonaws.com');

function objects(...Values: readonly string[]): JsonObject[] {
  return [{ Type: 'AWS::S3::Object', Values }];
}

const basicSelector: fc.Arbitrary<JsonObject> = fc.record(
  {
    ReadWriteType: fc.constantFrom('All', 'ReadOnly', 'WriteOnly'),
    IncludeManagementEvents: fc.boolean(),
    ExcludeManagementEventSources: fc.uniqueArray(anySource),
    DataResources: fc.constantFrom([], [], objects('arn:aws:s3'), objects('arn:aws:s3:::photos/')),
  },
  { requiredKeys: [] },
);

const fieldSelector: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({
    Field: fc.constant('readOnly'),
    Equals: fc.uniqueArray(fc.constantFrom('true', 'false'), { minLength: 1 }),
  }),
  fc.record({ Field: fc.constant('eventSource'), NotEquals: fc.uniqueArray(anySource, { minLength: 1 }) }),
);

const advancedSelector: fc.Arbitrary<JsonObject> = fc
  .tuple(
    fc.constantFrom('Management', 'Management', 'Management', 'Data', 'NetworkActivity'),
    fc.array(fieldSelector, { maxLength: 3 }),
    fc.nat({ max: 3 }),
  )
  .map(([category, fields, at]) => ({
    Name: 'n',
    FieldSelectors: [
      ...fields.toSpliced(at, 0, { Field: 'eventCategory', Equals: [category] }),
      ...(category === 'Data' ? [{ Field: 'resources.type', Equals: ['AWS::S3::Object'] }] : []),
    ],
  }));

/** The body of GetEventSelectors in documented forms: basic or advanced, the other list absent, null or empty. */
export const documentedSelectors: fc.Arbitrary<JsonObject> = fc.oneof(
  body('EventSelectors', 'AdvancedEventSelectors', fc.array(basicSelector, { maxLength: 5 })),
  body('AdvancedEventSelectors', 'EventSelectors', fc.array(advancedSelector, { maxLength: 5 })),
);

function body(one: string, other: string, list: fc.Arbitrary<readonly JsonObject[]>): fc.Arbitrary<JsonObject> {
  return fc.tuple(list, fc.constantFrom(undefined, null, [])).map(([selectors, rest]) => {
    return rest === undefined ? { [one]: selectors } : { [one]: selectors, [other]: rest };
  });
}

/** A field that AWS does not document for management events of a trail. */
const oddField: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  { Field: 'eventName', NotEquals: ['StopLogging'] },
  { Field: 'eventSource', Equals: ['iam.amazonaws.com'] },
  { Field: 'readOnly', NotEquals: ['true'] },
);

/** Advanced selectors of which some have a field that is not documented. */
export const oddSelectors: fc.Arbitrary<JsonObject> = fc
  .array(fc.tuple(advancedSelector, fc.option(oddField, { freq: 2 })), { minLength: 1, maxLength: 4 })
  .map((list) => ({
    AdvancedEventSelectors: list.map(([selector, odd]) =>
      odd === null
        ? selector
        : { ...selector, FieldSelectors: [...(selector['FieldSelectors'] as readonly JsonObject[]), odd] },
    ),
  }));

const hours = fc.constantFrom(0.1, 0.7, 5, 5.9, 6, 6.1, 23, 24, 25, 100);
const error = fc.constantFrom(undefined, undefined, undefined, 'AccessDenied');

function statusFields(errors: boolean): fc.Arbitrary<Fields> {
  const fault = errors ? error : fc.constant(undefined);
  return fc.record({
    IsLogging: fc.constantFrom(true, true, true, false),
    StartLoggingTime: hours.map(ago),
    LatestDeliveryTime: fc.option(hours.map(ago), { nil: undefined, freq: 4 }),
    LatestDigestDeliveryTime: fc.option(hours.map(ago), { nil: undefined, freq: 4 }),
    LatestCloudWatchLogsDeliveryTime: fc.option(hours.map(ago), { nil: undefined, freq: 4 }),
    LatestDeliveryError: fault,
    LatestDigestDeliveryError: fault,
    LatestNotificationError: fault,
    LatestCloudWatchLogsDeliveryError: fault,
  });
}

function trailFields(organization: boolean): fc.Arbitrary<Fields> {
  return fc
    .record({
      destinations: organization ? fc.constant({}) : destinationFields,
      IsMultiRegionTrail: fc.constantFrom(true, true, false),
      LogFileValidationEnabled: fc.constantFrom(true, true, false),
      group: fc.constantFrom('as is', 'as is', 'as is', 'none'),
    })
    .map(({ group, destinations, ...flags }) => ({
      ...flags,
      ...destinations,
      IsOrganizationTrail: organization,
      ...(group === 'none' ? { CloudWatchLogsLogGroupArn: undefined, CloudWatchLogsRoleArn: undefined } : {}),
    }));
}

interface Shape {
  /** Whether Regions other than the home Region may report errors. */
  readonly errorsElsewhere: boolean;
  /** Whether policies of the organization may cut delivery. */
  readonly guardrailsDeny: boolean;
}

function tagged(...keys: readonly string[]): Fields {
  return { TagsList: keys.map((Key) => ({ Key, Value: '' })) };
}

function anyTrail(name: string, { errorsElsewhere }: Pick<Shape, 'errorsElsewhere'>): fc.Arbitrary<WorldTrail> {
  return fc.constantFrom(false, false, true).chain((foreign) =>
    fc.constantFrom(...REGIONS.slice(0, 3), 'me-south-1').chain((home) =>
      fc
        .record({
          fields: trailFields(foreign),
          notListedIn: fc.oneof(
            { weight: 4, arbitrary: fc.constant([]) },
            { weight: 1, arbitrary: fc.subarray([...REGIONS]) },
          ),
          selectors: fc.oneof(fc.constant(undefined), documentedSelectors, oddSelectors),
          tags: mostly<Fields>({}, tagged(), tagged('aws:cloudformation:stack-name')),
          insights: mostly<Fields>({}, { InsightSelectors: [] }),
          home: statusFields(true),
          elsewhere: statusFields(errorsElsewhere),
        })
        .map(({ fields, notListedIn, selectors, tags, insights, home: atHome, elsewhere }): WorldTrail => {
          const others = REGIONS.filter((region) => region !== home);
          return {
            name,
            home,
            ...(foreign ? { owner: MANAGEMENT } : {}),
            fields,
            ...{ notListedIn, tags, insights },
            ...(selectors === undefined ? {} : { selectors }),
            status: {
              ...(fields['IsMultiRegionTrail'] === true
                ? Object.fromEntries(others.map((region) => [region, elsewhere]))
                : {}),
              [home]: atHome,
            },
          };
        }),
    ),
  );
}

/** An account with up to three trails, some in order and some not; all answers are well formed. */
export function anyWorld(shape: Shape = { errorsElsewhere: true, guardrailsDeny: true }): fc.Arbitrary<World> {
  const world = fc.nat({ max: 3 }).chain((count) =>
    fc.record({
      trails: fc.tuple(...Array.from({ length: count }, (_, position) => anyTrail(`t${position}`, shape))),
      regions: fc.constantFrom('ENABLED', 'DISABLED', 'DISABLING', 'ENABLING').map((state) => ({
        'us-east-1': 'ENABLED_BY_DEFAULT',
        'eu-west-1': 'ENABLED_BY_DEFAULT',
        'ap-south-1': 'ENABLED_BY_DEFAULT',
        'me-south-1': state,
      })),
      regionsPerPage: fc.constantFrom(1, 2, 50),
      groupsPerPage: fc.constantFrom(1, 50),
      joinedAt: fc.constantFrom(null, null, isoAgo(3), isoAgo(20), isoAgo(1000)),
      destinations: anyDestinations,
      organization: anyOrganization(shape.guardrailsDeny),
    }),
  );
  return world.map(({ destinations, organization, ...account }) => ({
    ...account,
    ...destinations,
    ...(organization === undefined ? {} : { organization }),
  }));
}

/** Ways in which a read fails; `missing` is a capture that was never kept. */
export const anyFault: fc.Arbitrary<Fault> = fc.constantFrom<Fault>(
  'denied',
  'throttled',
  'timeout',
  'server-error',
  'html',
  'truncated',
  'empty-object',
  'empty-body',
  'missing',
);

/** A failed first read, so that later ones are asked: the second list of Regions, the shipped one. */
export const regionListFaults: fc.Arbitrary<NonNullable<World['faults']>> = fc.constantFrom<
  NonNullable<World['faults']>
>({}, {}, { 'account:ListRegions': 'denied' }, { 'account:ListRegions': 'throttled', 'ec2:DescribeRegions': 'denied' });
