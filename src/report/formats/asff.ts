import type { Severity } from '../../model/control.ts';
import type { Verdict } from '../../model/verdict.ts';
import { jsonText } from '../../util/json-text.ts';
import { sha256Of } from '../../util/sha256.ts';
import { plainText } from '../../util/text.ts';
import { ClockOfRun } from './clock.ts';
import { clauseText, type Entry, EntryMaker, VERDICT_WORDS } from './entry.ts';
import { controlPage } from './links.ts';
import { globalRegion, placeOf } from './place.ts';
import type { ReportSetting, ReportWriter } from './writer.ts';

/** API reference of Security Hub, AwsSecurityFinding: longest value of each field in characters, list in members. */
export const ASFF_LIMITS = {
  Id: 512,
  GeneratorId: 512,
  Title: 256,
  Description: 1024,
  ResourceId: 512,
  RecommendationText: 512,
  RecommendationUrl: 512,
  NoteText: 512,
  NoteUpdatedBy: 512,
  StatusReasonDescription: 2048,
  StatusReasons: 20,
  RelatedRequirements: 32,
  ProductField: 2048,
} as const;

export const ASFF_STATUS: Readonly<Record<Verdict, string>> = {
  PASS: 'PASSED',
  FAIL: 'FAILED',
  UNKNOWN: 'WARNING',
  NOT_APPLICABLE: 'NOT_AVAILABLE',
};

const SEVERITIES: Readonly<Record<Severity, { readonly Label: string; readonly Normalized: number }>> = {
  low: { Label: 'LOW', Normalized: 1 },
  medium: { Label: 'MEDIUM', Normalized: 40 },
  high: { Label: 'HIGH', Normalized: 70 },
  critical: { Label: 'CRITICAL', Normalized: 90 },
};

interface Filing {
  readonly entry: Entry;
  readonly partition: string;
}

/**
 * Findings for Security Hub, as one array. Written as accounts come; what belongs to no account, since a bucket's owner
 * could not be told, comes last and is filed in the account that ran the scan.
 */
export function asffReport(setting: ReportSetting): ReportWriter {
  const entries = new EntryMaker(setting);
  const clock = new ClockOfRun();
  const late: Filing[] = [];
  let findings = 0;
  const text = (finding: unknown): string => {
    findings += 1;
    return `${findings === 1 ? '' : ','}\n${jsonText(finding)}`;
  };
  return {
    open: () => '[',
    account: (judged) => {
      const time = clock.see(judged);
      const partition = judged.account?.partition ?? 'aws';
      let written = '';
      for (const entry of entries.of(judged)) {
        const { account } = entry.result;
        if (time === null || account === null) late.push({ entry, partition });
        else written += text(findingOf({ entry, partition }, account, time, setting));
      }
      return written;
    },
    *close(run) {
      const time = Date.parse(run.clock);
      for (const filing of late) {
        yield text(findingOf(filing, filing.entry.result.account ?? run.identity.account, time, setting));
      }
      yield findings === 0 ? ']\n' : '\n]\n';
    },
  };
}

function findingOf({ entry, partition }: Filing, account: string, clock: number, setting: ReportSetting) {
  const { result, control, verdict, exception } = entry;
  const place = placeOf(result, partition);
  const region = place.region ?? globalRegion(place.partition);
  const at = new Date(clock).toISOString();
  const page = controlPage(control);
  const source = ['trailproof', ...(setting.framework === null ? [] : [setting.framework])].join('/');
  return {
    SchemaVersion: '2018-10-08',
    Id: identifier(`${source}/${result.id}`, ASFF_LIMITS.Id),
    ProductArn: `arn:${place.partition}:securityhub:${region}:${account}:product/${account}/default`,
    ProductName: 'Trailproof',
    CompanyName: 'Trailproof',
    Region: region,
    GeneratorId: identifier(`${source}/${control.id}`, ASFF_LIMITS.GeneratorId),
    AwsAccountId: account,
    Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
    FirstObservedAt: at,
    LastObservedAt: at,
    CreatedAt: at,
    UpdatedAt: at,
    Severity: severityOf(entry),
    Title: cut(plainText(control.title), ASFF_LIMITS.Title),
    Description: cut(descriptionOf(entry), ASFF_LIMITS.Description),
    ...remediationOf(entry, page),
    ProductFields: productFields(entry, setting.tool.version),
    Resources: [
      {
        Type: place.type,
        Id:
          place.type === 'AwsAccount'
            ? `AWS::::Account:${result.resource}`
            : identifier(result.resource, ASFF_LIMITS.ResourceId),
        Partition: place.partition,
        Region: region,
      },
    ],
    Compliance: complianceOf(entry),
    Workflow: { Status: exception !== null ? 'SUPPRESSED' : isOpen(verdict) ? 'NEW' : 'RESOLVED' },
    RecordState: 'ACTIVE',
    ...(exception === null
      ? {}
      : {
          Note: {
            Text: cut(
              plainText(`Exception ${exception.id} until ${exception.expiresAt}: ${exception.reason}`),
              ASFF_LIMITS.NoteText,
            ),
            UpdatedBy: cut(plainText(exception.owner), ASFF_LIMITS.NoteUpdatedBy),
            UpdatedAt: at,
          },
        }),
  };
}

function isOpen(verdict: Verdict): boolean {
  return verdict === 'FAIL' || verdict === 'UNKNOWN';
}

function descriptionOf({ verdict, sentences }: Entry): string {
  return `${verdict === 'UNKNOWN' ? `${VERDICT_WORDS.UNKNOWN}: ` : ''}${sentences.join(' ')}`;
}

/** Security Hub rates what passes as informational; what could not be decided keeps the weight of the question. */
function severityOf({ verdict, result }: Entry) {
  const severity = isOpen(verdict) ? SEVERITIES[result.severity] : { Label: 'INFORMATIONAL', Normalized: 0 };
  return { ...severity, Original: result.severity };
}

function remediationOf({ next }: Entry, page: string | null) {
  if (next.length === 0 && page === null) return {};
  const text = next.length === 0 ? 'See the page of the control.' : next.join(' ');
  return {
    Remediation: {
      Recommendation: {
        Text: cut(text, ASFF_LIMITS.RecommendationText),
        ...(page === null || page.length > ASFF_LIMITS.RecommendationUrl ? {} : { Url: page }),
      },
    },
  };
}

function complianceOf({ verdict, clauses, reasons, sentences }: Entry) {
  const hub = new Set(clauses.flatMap(({ framework, id }) => (framework === 'aws-security-hub' ? [id] : [])));
  const [only] = hub;
  const requirements = [...new Set(clauses.map(({ framework, id }) => `${framework} ${id}`))];
  const ids = [...new Set(reasons.map(({ id }) => id))];
  return {
    Status: ASFF_STATUS[verdict],
    ...(hub.size === 1 && only !== undefined ? { SecurityControlId: only } : {}),
    RelatedRequirements: requirements.slice(0, ASFF_LIMITS.RelatedRequirements),
    ...(ids.length === 0
      ? {}
      : {
          StatusReasons: ids.slice(0, ASFF_LIMITS.StatusReasons).map((id) => ({
            ReasonCode: id.toUpperCase().replace(/[^A-Z0-9]+/g, '_'),
            Description: cut(sentences.join(' '), ASFF_LIMITS.StatusReasonDescription),
          })),
        }),
  };
}

function productFields({ result, verdict, clauses, exception, accountName }: Entry, version: string) {
  const fields: Readonly<Record<string, string | null>> = {
    'trailproof/version': version,
    'trailproof/result': result.id,
    'trailproof/verdict': verdict,
    'trailproof/account': result.account ?? 'unknown',
    'trailproof/accountName': accountName,
    'trailproof/clauses': clauses.map(clauseText).join(' '),
    'trailproof/satisfiedBy': result.satisfiedBy,
    'trailproof/exception': exception?.id ?? null,
    'trailproof/exceptionExpiresAt': exception?.expiresAt ?? null,
  };
  // Empty values are refused.
  const given = Object.entries(fields).flatMap(([name, value]) =>
    value === null || value.trim() === '' ? [] : [[name, cut(plainText(value), ASFF_LIMITS.ProductField)] as const],
  );
  return Object.fromEntries(given);
}

/** Cut at a whole character, with a mark. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Too long, it keeps its beginning and gets a hash: two never become one. */
function identifier(text: string, most: number): string {
  if (text.length <= most) return plainText(text);
  return `${cut(plainText(text), most - 17)}#${sha256Of(text).slice(0, 16)}`;
}
