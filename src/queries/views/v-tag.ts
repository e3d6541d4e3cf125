import { orNull } from '../../model/read.ts';

import { boolean, defineView, text } from '../view.ts';

export const vTag = defineView({
  name: 'v_tag',
  about: 'One row per trail × tag. v_trail.tags_read tells "no tag" from "not read".',
  columns: {
    trail_arn: text('The trail'),
    key: text('Key of the tag'),
    value: text('Its value; empty where it has none'),
    of_aws: boolean('AWS set it: its key begins with aws:'),
  },
  needs: ['trails', 'tags'],
  index: ['trail_arn'],
  atEnd: ({ inventory }) =>
    inventory.all().flatMap(({ trail }) =>
      (orNull(trail.tags) ?? []).map(({ key, value }) => ({
        trail_arn: trail.arn,
        key,
        value,
        of_aws: key.startsWith('aws:'),
      })),
    ),
});
