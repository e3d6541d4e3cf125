import type { Control } from '../model/control.ts';
import type { JsonObject } from '../model/json.ts';
import { type FactKey, OPERATIONS, OPERATIONS_OF_FACT, type Operation } from '../model/operations.ts';

/** One IAM action, why it is needed, and by which of the given controls. */
export interface Permission {
  readonly operation: Operation;
  readonly action: string;
  readonly why: string;
  readonly controls: readonly string[];
}

/** The actions that the given controls need, in the order of the model's list; never more than that list. */
export function permissionsOf(controls: readonly Control[]): readonly Permission[] {
  return (Object.keys(OPERATIONS) as Operation[]).flatMap((operation) => {
    const users = controls.filter((control) => operationsOf(control).has(operation));
    if (users.length === 0) return [];
    const { action, why } = OPERATIONS[operation];
    return [{ operation, action, why, controls: users.map((control) => control.id) }];
  });
}

/** Every operation that a control's facts need; the trail list, with identity and Regions, is always among them. */
export function operationsOf(control: Control): ReadonlySet<Operation> {
  const needs: readonly FactKey[] = ['trails', ...control.needs];
  return new Set(needs.flatMap((need) => OPERATIONS_OF_FACT[need]));
}

/** The identity policy for the reading role. Everything reads; none of these actions can be limited to one trail's ARN in a way that would still list the others. */
export function policyDocument(permissions: readonly Permission[]): JsonObject {
  const actions = [...new Set(permissions.map((permission) => permission.action))].sort();
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'TrailproofRead', Effect: 'Allow', Action: actions, Resource: '*' }],
  };
}
