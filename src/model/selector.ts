/** One condition of an advanced selector: the operator as CloudTrail spells it (Equals, NotStartsWith …) and its values. */
export interface FieldCondition {
  readonly field: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** One type of resource whose data events are selected. */
export interface SelectedResources {
  /** `AWS::S3::Object`, `AWS::Lambda::Function` … */
  readonly type: string;
  /** Beginnings of ARNs, of a basic selector; null: every resource of the type, but for `narrowedBy`. */
  readonly prefixes: readonly string[] | null;
}

/** One selector of a trail as it was answered, taken apart but not judged: plain data, one row of a view. */
export interface Selector {
  readonly kind: 'basic' | 'advanced';
  /** What an advanced selector is called; it decides nothing. */
  readonly name: string | null;
  /**
   * `Management`, `Data`, `NetworkActivity` … One of an advanced selector; of a basic one `Management`, `Data`, both or
   * none. null: it could not be told.
   */
  readonly categories: readonly string[] | null;
  /** null: it could not be told. */
  readonly readWrite: 'All' | 'ReadOnly' | 'WriteOnly' | null;
  /** Event sources that are left out of management events. */
  readonly excludedSources: readonly string[];
  /** Of data events; empty for other categories. */
  readonly resources: readonly SelectedResources[];
  /** Whatever else narrows an advanced selector: names of events, ARNs of resources or of users … */
  readonly narrowedBy: readonly FieldCondition[];
  /** Fields that are not understood, in the order of the answer. */
  readonly notUnderstood: readonly string[];
}
