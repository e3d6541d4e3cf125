export { decide } from './decide.ts';
export { accountOfPattern, coveredActions, type Grant, type GrantCondition, grantsOf, isBroad } from './grants.ts';
export type {
  AccessRequest,
  Because,
  Decision,
  Outcome,
  PartAnswer,
  PolicyInput,
  PolicyKind,
  PolicyProblem,
  PolicySet,
  Principal,
  PublicAccessBlock,
  RequestContext,
  StatementRef,
} from './model.ts';
export { jsonFault, type ParsedPolicy, parsePolicy } from './parse-policy.ts';
export { resourceKindOf } from './parties.ts';
export { principalOf } from './principal.ts';
export type { PrincipalPattern } from './statement.ts';
