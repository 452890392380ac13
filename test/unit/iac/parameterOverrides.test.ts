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
  ['Title="it\'s ours"', { Title: "it's ours" }],
  ['Title=Our" "orders', { Title: 'Our orders' }],
  ['Title="not closed Stage=dev', { Title: 'not closed Stage=dev' }],
  ['no value', {}],
];

describe('parameter_overrides of the SAM CLI', () => {
  for (const [text, expected] of FORMS) {
    it(`: ${text === '' ? 'nothing' : text}`, () =>
      assert.deepEqual(Object.fromEntries(parseOverrides(text)), expected));
  }

  // Texts that have no value anywhere: a pattern that begins again at each character would need a day for one of them.
  for (const piece of ['a', 'ParameterKey=', '"a', "'", '\\', 'a= ']) {
    it(`are read in one go from 10 million characters of ${JSON.stringify(piece)}`, () => {
      const found = parseOverrides(piece.repeat(10_000_000 / piece.length));
      assert.ok(found.size <= 1);
    });
  }

  it('are read as far as a stack can have them', () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `P${index}=1`).join(' ');
    const count = parseOverrides(text).size;
    assert.ok(count > 200 && count < 20_000, String(count));
  });
});
