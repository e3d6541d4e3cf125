export { decide } from './decide.ts';
export { accountOfPattern, coveredActions, type Grant, grantsOf } from './grants.ts';
export type {
  AccessRequest,
  Decision,
  Outcome,
  PartAnswer,
  PolicyInput,
  PolicyKind,
  PolicySet,
  Principal,
  StatementRef,
} from './model.ts';
export { jsonFault, type ParsedPolicy, parsePolicy } from './parse-policy.ts';
export { resourceKindOf } from './parties.ts';
export { principalOf } from './principal.ts';
export type { PrincipalPattern } from './statement.ts';
