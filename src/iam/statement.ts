import type { ConditionTest } from './condition.ts';
import type { Place } from './json-text.ts';
import type { Template } from './template.ts';
import type { Fault } from './truth.ts';

/** Whom an entry of a Principal element names (IAM user guide, "Principal"). */
export type PrincipalPattern =
  /** `"*"`: everybody, signed in or not. */
  | { readonly kind: 'any' }
  /** `{"AWS": "*"}`: the same for users; whether AWS services are meant, AWS does not say. */
  | { readonly kind: 'any-aws' }
  /** An account: in another account's policy it delegates, in its own as well. */
  | { readonly kind: 'account'; readonly account: string; readonly partition: string | null }
  | { readonly kind: 'role'; readonly arn: string }
  | {
      readonly kind: 'session';
      readonly arn: string;
      readonly account: string;
      readonly role: string;
      readonly session: string;
    }
  | { readonly kind: 'user'; readonly arn: string }
  | { readonly kind: 'federated-user'; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'federated'; readonly provider: string }
  | { readonly kind: 'canonical-user'; readonly id: string }
  /** The unique id that AWS shows in place of a role or user that was deleted: nobody has it, and nobody ever will. */
  | { readonly kind: 'removed'; readonly id: string };

/** `Action` or `NotAction` and their kin. `faults` is not empty where the element is not understood as a whole. */
export interface Element<T> {
  readonly negated: boolean;
  readonly entries: readonly T[];
  readonly faults: readonly Fault[];
}

export interface Spelt {
  readonly text: string;
  readonly template: Template;
}

/** One statement, ready to be compared with requests. */
export interface Statement extends Place {
  readonly index: number;
  readonly sid: string | null;
  /** null: the element is missing or not understood, so that the statement may be either. */
  readonly effect: 'Allow' | 'Deny' | null;
  readonly actions: Element<Spelt>;
  /** null: policies of this kind have no such element. */
  readonly resources: Element<Spelt> | null;
  readonly principals: Element<PrincipalPattern> | null;
  readonly conditions: readonly ConditionTest[];
  /** What puts the whole statement in doubt: an element that AWS does not know, a repeated key. */
  readonly doubts: readonly Fault[];
  /** Everything about this statement that is not understood. */
  readonly faults: readonly Fault[];
}

/** A policy text, taken apart; knows nothing of the policy's name, so that equal texts are taken apart once. */
export interface PolicyDocument {
  readonly statements: readonly Statement[];
  /** Not empty: what the policy as a whole says is not understood, it may allow and deny anything. */
  readonly opaque: readonly Fault[];
  /** All faults, in the order of the text. */
  readonly faults: readonly Fault[];
}
