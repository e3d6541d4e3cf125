import { checksum } from '../../util/checksum.ts';
import { argument, block, comment, type Item } from './hcl.ts';

/** One resource of a configuration, before it is written. */
export interface Resource {
  readonly type: string;
  /** Unique within its type: `labelOf` made it. */
  readonly label: string;
  readonly region: string;
  /** What is said above it. */
  readonly notes: readonly string[];
  readonly items: readonly Item[];
  /** Id by which Terraform takes over what is there; null: it is made anew. */
  readonly importId: string | null;
  /** Addresses that have to be done first; those that are not part of the configuration are left out. */
  readonly after: readonly string[];
  readonly lifecycle: Lifecycle;
  /** Data sources that conditions of the lifecycle look at. */
  readonly sources: readonly Source[];
}

export interface Lifecycle {
  /** Neither `destroy` nor a replacement may ever delete it. */
  readonly keep: boolean;
  /** Attributes that are left as they are in AWS. */
  readonly ignore: readonly string[];
  readonly precondition: { readonly condition: string; readonly message: string } | null;
}

export interface Source {
  readonly type: string;
  readonly label: string;
  readonly items: readonly Item[];
}

export function resource(
  type: string,
  label: string,
  region: string,
  items: readonly Item[],
  more: Partial<Omit<Resource, 'type' | 'label' | 'region' | 'items'>> = {},
): Resource {
  return {
    type,
    label,
    region,
    items,
    notes: [],
    importId: null,
    after: [],
    lifecycle: lifecycle(),
    sources: [],
    ...more,
  };
}

export function lifecycle(given: Partial<Lifecycle> = {}): Lifecycle {
  return { keep: false, ignore: [], precondition: null, ...given };
}

export function addressOf({ type, label }: Pick<Resource, 'type' | 'label'>): string {
  return `${type}.${label}`;
}

/**
 * A label that Terraform takes, for any name: letters, digits, `_` and `-`, no digit first. Where something had to be taken
 * out, a checksum keeps two names apart.
 */
export function labelOf(...names: readonly string[]): string {
  const whole = names.join('_');
  const slug = whole.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 80);
  const label = /^[A-Za-z_]/.test(slug) ? slug : `_${slug}`;
  return slug === whole ? label : `${label}_${checksum(whole)}`;
}

/** Alias of the provider of a Region. */
export function aliasOf(region: string): string {
  return region.replace(/[^A-Za-z0-9]/g, '_');
}

/** The text of a resource with its import and its data sources. */
export function textOf(one: Resource, present: ReadonlySet<string>): string {
  const provider = { name: 'provider', value: { expression: `aws.${aliasOf(one.region)}` } };
  const after = one.after.filter((address) => present.has(address) && address !== addressOf(one));
  const items: readonly Item[] = [
    ...(one.type.startsWith('aws_') ? [provider] : []),
    ...one.items,
    ...(after.length === 0
      ? []
      : [
          argument(
            'depends_on',
            [...new Set(after)].sort().map((expression) => ({ expression })),
          ),
        ]),
    ...lifecycleItems(one.lifecycle),
  ];
  return [
    ...one.sources.map((source) => block('data', [source.type, source.label], [provider, ...source.items])),
    ...(one.importId === null
      ? []
      : [block('import', [], [argument('to', { expression: addressOf(one) }), argument('id', one.importId)])]),
    [...one.notes.map(comment), block('resource', [one.type, one.label], items)].join('\n'),
  ].join('\n\n');
}

function lifecycleItems({ keep, ignore, precondition }: Lifecycle): readonly Item[] {
  const items: readonly Item[] = [
    ...(keep ? [argument('prevent_destroy', true)] : []),
    ...(ignore.length === 0
      ? []
      : [
          argument(
            'ignore_changes',
            ignore.map((expression) => ({ expression })),
          ),
        ]),
    ...(precondition === null
      ? []
      : [
          {
            block: 'precondition',
            items: [
              argument('condition', { expression: precondition.condition }),
              argument('error_message', precondition.message),
            ],
          },
        ]),
  ];
  return items.length === 0 ? [] : [{ block: 'lifecycle', items }];
}
