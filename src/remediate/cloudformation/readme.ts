import type { AccountChanges } from '../places.ts';
import { afterwards } from '../verification.ts';
import { wordsOfChange } from '../words.ts';
import type { TrailImport } from './imports.ts';
import type { Stack } from './templates.ts';

/** In which order the templates are deployed, what they leave out, and how to see that it worked. */
export function readme(
  accounts: readonly AccountChanges[],
  stacks: readonly Stack[],
  imports: readonly TrailImport[],
): string {
  return [
    '# Fixes as CloudFormation',
    '',
    'CloudFormation makes new resources. What is there already belongs to no stack, and a template that named it would be refused; such changes are listed here, and are made with the AWS CLI, Terraform or the console (`trailproof fix export --as cli`).',
    '',
    'Everything that these stacks make is kept when the stack is deleted (`DeletionPolicy: Retain`).',
    '',
    '## In this order',
    '',
    ...stacks.flatMap((stack, index) => stackLines(stack, index + 1)),
    ...(imports.length === 0 ? [] : importLines(imports)),
    ...afterwards(accounts),
  ].join('\n');
}

function stackLines({ account, region, file, resources, outside }: Stack, number: number): readonly string[] {
  return [
    `### ${number}. Account ${account}, ${region}`,
    '',
    ...(outside.length === 0
      ? []
      : ['By other means:', '', ...outside.map((change) => `- ${oneLine(wordsOfChange(change).title)}`), '']),
    ...(resources.length === 0
      ? []
      : [
          '```sh',
          `aws cloudformation deploy --region ${region} --stack-name trailproof-fixes --template-file ${file} --capabilities CAPABILITY_NAMED_IAM`,
          '```',
          '',
        ]),
  ];
}

/** An import changes nothing; only the update that follows it does (CloudFormation user guide, resource import). */
function importLines(imports: readonly TrailImport[]): readonly string[] {
  return [
    '## Trails that are there, as an import',
    '',
    'Instead of changing a trail by other means, you can take it into a stack: first an import of the trail as it is, which changes nothing; then an update to what it is to be. Never create a stack from these templates. Look at the change set before you execute it: `Replacement` has to be `False`.',
    '',
    ...imports.flatMap(({ account, region, stack, files: [before, after, resources] }) => [
      `In account ${account}, ${region}:`,
      '',
      '```sh',
      `aws cloudformation create-change-set --region ${region} --stack-name ${stack} --change-set-name import --change-set-type IMPORT --resources-to-import file://${resources.name} --template-body file://${before.name}`,
      `aws cloudformation wait change-set-create-complete --region ${region} --stack-name ${stack} --change-set-name import`,
      `aws cloudformation execute-change-set --region ${region} --stack-name ${stack} --change-set-name import`,
      `aws cloudformation wait stack-import-complete --region ${region} --stack-name ${stack}`,
      `aws cloudformation deploy --region ${region} --stack-name ${stack} --template-file ${after.name} --no-execute-changeset`,
      '```',
      '',
    ]),
  ];
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
