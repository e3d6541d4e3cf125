import type { Control } from '../model/control.ts';
import { type FactKey, OPERATIONS_OF_FACT } from '../model/fact-keys.ts';
import type { JsonObject } from '../model/json.ts';
import { OPERATIONS, type Operation } from '../model/operations.ts';

/** One IAM action, why it is needed, and by which of the given controls. */
export interface Permission {
  readonly operation: Operation;
  readonly action: string;
  /** In every account that is read, or where the organization is listed. */
  readonly where: 'account' | 'organization';
  readonly why: string;
  readonly controls: readonly string[];
}

/** The actions that the given controls need, in the order of the model's list; never more than that list. */
export function permissionsOf(controls: readonly Control[]): readonly Permission[] {
  return (Object.keys(OPERATIONS) as Operation[]).flatMap((operation) => {
    const users = controls.filter((control) => operationsOf(control).has(operation));
    if (users.length === 0) return [];
    const { action, where, why } = OPERATIONS[operation];
    return [{ operation, action, where, why, controls: users.map((control) => control.id) }];
  });
}

/** Every operation that a control's facts need; the trail list, with identity and Regions, is always among them. */
export function operationsOf(control: Control): ReadonlySet<Operation> {
  const needs: readonly FactKey[] = ['trails', ...control.needs];
  return new Set(needs.flatMap((need) => OPERATIONS_OF_FACT[need]));
}

/**
 * The identity policy: what every account's reading role needs, and, in a statement of its own, what the account needs
 * that lists the organization. None of the actions can be limited to some trails without hiding the others.
 */
export function policyDocument(permissions: readonly Permission[]): JsonObject {
  const actionsOf = (where: Permission['where']): string[] =>
    [...new Set(permissions.filter((one) => one.where === where).map(({ action }) => action))].sort();
  const statement = (Sid: string, Action: string[]): JsonObject[] =>
    Action.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action, Resource: '*' }];
  return {
    Version: '2012-10-17',
    Statement: [
      ...statement('TrailproofRead', actionsOf('account')),
      ...statement('TrailproofOrganization', actionsOf('organization')),
    ],
  };
}
