import assert from 'node:assert/strict';
import { parseOverrides } from '../../../broker/iac/parameterOverrides.ts';

const FORMS: readonly (readonly [text: string, expected: Record<string, string>])[] = [
  ['', {}],
  ['Stage=dev', { Stage: 'dev' }],
  ['Stage=dev  Size=10', { Stage: 'dev', Size: '10' }],
  ['Stage="dev" Size=\'10\'', { Stage: 'dev', Size: '10' }],
  ['Title="Our orders" Stage=dev', { Title: 'Our orders', Stage: 'dev' }],
  ['Title="a \\"b\\" c"', { Title: 'a "b" c' }],
  ['Title=Our\\ orders', { Title: 'Our orders' }],
  ['Empty= Stage=dev', { Empty: '', Stage: 'dev' }],
  ['Subnets=a,b,c Url=https://x/?a=b', { Subnets: 'a,b,c', Url: 'https://x/?a=b' }],
  [
    'ParameterKey=Stage,ParameterValue=dev ParameterKey=Title,ParameterValue="Our orders"',
    { Stage: 'dev', Title: 'Our orders' },
  ],
  ['Stage=dev Stage=prod', { Stage: 'prod' }],
  ['no value', {}],
];

describe('parameter_overrides of the SAM CLI', () => {
  for (const [text, expected] of FORMS) {
    it(`: ${text === '' ? 'nothing' : text}`, () => assert.deepEqual(parseOverrides(text), expected));
  }
});
