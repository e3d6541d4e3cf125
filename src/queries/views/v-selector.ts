import { orNull } from '../../model/read.ts';

import { defineView, integer, json, text } from '../view.ts';

export const vSelector = defineView({
  name: 'v_selector',
  about:
    'One row per trail × event selector, as GetEventSelectors answered it. What a trail records is the union of its selectors; v_trail has that worked out.',
  columns: {
    trail_arn: text('The trail'),
    position: integer('Place in the answer, from 0'),
    kind: text('basic, advanced'),
    name: text('What an advanced selector is called'),
    categories: json('Management, Data, NetworkActivity …; null: it could not be told'),
    read_write: text('All, ReadOnly, WriteOnly; NULL: it could not be told'),
    excluded_sources: json('Event sources that are left out of management events'),
    resources: json('Data events: {type, prefixes}; prefixes null: every resource of the type'),
    narrowed_by: json('What else narrows it: {field, operator, values}'),
    not_understood: json('Fields that are not understood'),
  },
  needs: ['trails', 'selectors'],
  index: ['trail_arn'],
  atEnd: ({ inventory }) =>
    inventory.all().flatMap(({ trail }) =>
      (orNull(trail.selectors)?.list ?? []).map((selector, position) => ({
        trail_arn: trail.arn,
        position,
        kind: selector.kind,
        name: selector.name,
        categories: selector.categories === null ? null : [...selector.categories],
        read_write: selector.readWrite,
        excluded_sources: [...selector.excludedSources],
        resources: selector.resources.map(({ type, prefixes }) => ({
          type,
          prefixes: prefixes === null ? null : [...prefixes],
        })),
        narrowed_by: selector.narrowedBy.map(({ field, operator, values }) => ({
          field,
          operator,
          values: [...values],
        })),
        not_understood: [...selector.notUnderstood],
      })),
    ),
});
