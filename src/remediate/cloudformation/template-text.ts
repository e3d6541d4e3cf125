import { isObject, type Json } from '../../model/json.ts';
import type { StackResource } from './resources.ts';
import { comment, yaml } from './yaml.ts';

/** The text of a template with comments before it. */
export function textOf(document: Json, comments: readonly string[]): string {
  return `${comments.map(comment).join('\n')}${yaml(literal(document))}\n`;
}

export function bodyOf({ type, properties, kept, after }: StackResource, ids: ReadonlySet<string>): Json {
  const first = after.filter((id) => ids.has(id));
  return {
    Type: type,
    ...(kept ? { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } : {}),
    ...(first.length === 0 ? {} : { DependsOn: first }),
    Properties: properties,
  };
}

/** A text that CloudFormation would take for a dynamic reference is put together from two: it stays what it is. */
function literal(value: Json): Json {
  if (typeof value === 'string') {
    const parts = value.split('{{resolve:');
    return parts.length === 1
      ? value
      : {
          'Fn::Join': [
            '{{resolve:'.slice(1),
            parts.map((part, index) => (index < parts.length - 1 ? `${part}{` : part)),
          ],
        };
  }
  if (Array.isArray(value)) return value.map(literal);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, literal(one)]));
}
