/** Where a statement stands: in which policy, at which place of its text. Line and column count from 1. */
export interface StatementRef {
  readonly policy: string;
  readonly kind: PolicyKind;
  /** Position in `Statement`, from 0. */
  readonly index: number;
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
  readonly line: number;
  readonly column: number;
}

/** What a policy is attached to decides how it counts (IAM user guide, policy evaluation logic). */
export type PolicyKind = 'identity' | 'resource' | 'trust' | 'boundary' | 'session' | 'scp' | 'rcp';

/** A policy document as it was read. `name` is what people call it: a file, an ARN, "inline policy write". */
export interface PolicyInput {
  readonly name: string;
  /** null: there is such a policy and it could not be read. */
  readonly text: string | null;
}

/** All policies that may decide one request. An absent part means: there is none, and that is known. */
export interface PolicySet {
  readonly identity?: readonly PolicyInput[];
  /** The policy of the resource: bucket, key, topic, or the trust policy of a role. */
  readonly resource?: PolicyInput | null;
  readonly boundary?: PolicyInput | null;
  readonly session?: readonly PolicyInput[];
  /** One entry for each level from the root to the account of the principal: each level has to allow. */
  readonly scps?: readonly (readonly PolicyInput[])[];
  /** One entry for each level from the root to the account of the resource: each level has to allow. */
  readonly rcps?: readonly (readonly PolicyInput[])[];
  /** S3 only: the account's and the bucket's blocks together; null: not read. */
  readonly publicAccessBlock?: PublicAccessBlock | null;
}

/** The two of the four settings of S3 Block Public Access that policies meet; the other two are about ACLs. */
export interface PublicAccessBlock {
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

export type Principal =
  | { readonly kind: 'service'; readonly name: string }
  | {
      readonly kind: 'role';
      readonly arn: string;
      readonly session: string | null;
      /** Set where only the ARN of a session is known, which tells the role's name, but not its path. */
      readonly pathUnknown?: true;
    }
  | { readonly kind: 'user'; readonly arn: string }
  | { readonly kind: 'root'; readonly account: string; readonly partition: string }
  | { readonly kind: 'federated'; readonly provider: string }
  | { readonly kind: 'anonymous' };

/** Condition keys of a request, lower case. A key that is not here is unknown; `null` is known to be absent. */
export type RequestContext = ReadonlyMap<string, readonly string[] | null>;

export interface AccessRequest {
  readonly principal: Principal;
  /** `service:Action`; compared without regard to letter case. */
  readonly action: string;
  /** The ARN of one resource, without wildcards. */
  readonly resource: string;
  /** The account that owns the resource (an S3 bucket's ARN does not say); null: unknown. */
  readonly resourceAccount: string | null;
  readonly context: RequestContext;
}

export type Outcome = 'allowed' | 'denied' | 'depends';

export type Because =
  /** `allowed` */
  | 'allow'
  /** `denied`: a Deny statement applies. */
  | 'explicit-deny'
  /** `denied`: no statement of this part allows it. */
  | 'no-allow'
  /** `denied`: S3 Block Public Access takes away what a public policy allows. */
  | 'public-access-block'
  /** `depends`: on context keys, unread policies or texts that are not understood. */
  | 'unknown';

/** The answer, with what decided it. */
export interface Decision {
  readonly outcome: Outcome;
  readonly because: Because;
  /** For `no-allow`: the part that does not allow. */
  readonly part: PolicyKind | null;
  /** For `no-allow`: the policies of that part; of SCPs and RCPs those of the first level that does not allow. */
  readonly policies: readonly string[];
  /** The statements that decided, or that would decide if the unknown were known. */
  readonly statements: readonly StatementRef[];
  /** Context keys that the answer depends on; sorted. */
  readonly unknownKeys: readonly string[];
  /** Policies that could not be read and that the answer depends on. */
  readonly unread: readonly string[];
  /** What in the policies is not understood, and the answer depends on it. */
  readonly problems: readonly PolicyProblem[];
  /** What each part that was given and that binds this principal says by itself. */
  readonly parts: readonly PartAnswer[];
}

/** One part of the policies, whatever the others say. `silent`: nothing in it allows. */
export interface PartAnswer {
  readonly kind: PolicyKind;
  readonly says: 'allows' | 'denies' | 'silent' | 'depends';
  readonly statements: readonly StatementRef[];
  readonly unknownKeys: readonly string[];
  readonly unread: readonly string[];
}

/** Something in a policy text that AWS would refuse, or that we do not understand. */
export interface PolicyProblem {
  readonly policy: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}
