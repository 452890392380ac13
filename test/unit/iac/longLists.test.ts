import assert from 'node:assert/strict';
import { readFiles } from '../../support/iac/readText.ts';

const QUEUE = 'Type: AWS::SQS::Queue';
/** More than JavaScript takes as the arguments of a call, and less than the values of a file. */
const COUNT = 190_000;

function withKey(value: string): Record<string, string> {
  const key = `Properties: { KmsMasterKeyId: ${value} }`;
  return { 'template.yaml': `Resources: { Q: { ${QUEUE} }, P: { ${QUEUE}, ${key} } }` };
}

const overrides = `[${'a=b,'.repeat(COUNT)}]`;

describe('A template is read, whatever is long in it:', () => {
  const long: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'the list of parameter_overrides': {
      ...withKey('x'),
      'samconfig.yaml': `default: { deploy: { parameters: { parameter_overrides: ${overrides} } } }`,
    },
    'a text in Fn::Base64': withKey(`!Base64 "${'x'.repeat(2 * COUNT)}"`),
    'a list of maps that are merged': withKey(`{ <<: [${'{},'.repeat(COUNT)}] }`),
    'a text of references in Fn::Join': withKey(`!Join ['', [!Join ['', [${'!Ref Q,'.repeat(COUNT)}]]]]`),
    'a text of references in Fn::Sub': withKey(`!Sub ['\${T}', { T: !Sub '${'${Q}'.repeat(COUNT)}' }]`),
    'a text of references in Fn::ToJsonString': withKey(
      `!ToJsonString { a: !Sub '${'${Q}'.repeat(COUNT)}' }`,
    ),
  };
  for (const [what, files] of Object.entries(long)) {
    it(what, async () => {
      const model = await readFiles(files);
      assert.deepEqual(
        model.queues.map(({ name }) => name),
        ['Q', 'P'],
      );
    });
  }
});
