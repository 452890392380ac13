import assert from 'node:assert/strict';
import { digestAttributes } from '../../../broker/calls/attributeDigest.ts';
import type { MessageAttribute } from '../../../broker/engine/base/content.ts';

type Attributes = readonly [name: string, type: string, value: string | Uint8Array][];

const KENOBI: Attributes[number] = ['General', 'String', 'Kenobi'];
const THERE: Attributes[number] = ['Hello', 'String', 'There'];
const ME: Attributes[number] = ['Help.Me', 'String', 'Me'];
const TRACE = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

/** The contract's vectors, most of them recorded from the service. */
const VECTORS: readonly [attributes: Attributes, digest: string][] = [
  [[['color', 'String', 'blue']], 'da1b33cc3cbfe8b1630921e78e6b9880'],
  [
    [
      ['color', 'String', 'blue'],
      ['count', 'Number', '3'],
      ['blob', 'Binary', Uint8Array.of(1, 2, 3)],
    ],
    'd838729972a4b70e2d2acd9d59ac847c',
  ],
  [[KENOBI, THERE, ME], '4c360f3fdafd970e05fae2f149d997f5'],
  [[KENOBI, THERE], 'fca026605781cb4126a1e9044df24232'],
  [[THERE], 'a311262e065454b75da111d535b8dacd'],
  [[THERE, ME], '83fee93c1bcd8b9a5a923ffacdc636c7'],
  [
    [
      [
        'attr1',
        'Binary',
        Buffer.from('traceparent\u001e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01'),
      ],
    ],
    '8cbe4db156db8a94db8b801b7addb984',
  ],
  [[['timestamp', 'Number', '1493147359900']], '235c5c510d26fb653d073faed50ae77c'],
  [[['timestamp', 'Number.java.lang.Long', '1493147359900']], '2e2e4876d8e0bd6b8c2c8f556831c349'],
  [[['MyAttribute', 'String', 'foobar']], 'adb59cd4678ea5a855436b949cd07ab6'],
  [[['Foo', 'String', 'Bar']], 'ae7155c6026991b6d54b11589678bf9c'],
  [
    [
      ['WeeksOn', 'Number', '6'],
      ['Author', 'String', 'John Grisham'],
      ['Title', 'String', 'The Whistler'],
    ],
    'd25a6aea97eb8f585bfa92d314504a92',
  ],
  [[['UserId', 'Number.bigint', '1234567890123456789012']], '797ab158d73dcb5242dedc4412c8e855'],
  [[['Hello', 'String', 'World']], '7db7fb1ba7f41366a8ea5eb18220b26d'],
  [[['naïve-name', 'String.json', '{"a":"é✓"}']], 'd36d0c971653c606e4e4b3b8ac928531'],
  [
    [
      ['b', 'String', '2'],
      ['B', 'String', '1'],
      ['a.b', 'String', '3'],
      ['a-b', 'String', '4'],
      ['a_b', 'String', '5'],
    ],
    '19c066891aa7094762c7532111a22ac7',
  ],
  [
    [['empty', 'Binary.png', Uint8Array.from({ length: 256 }, (_, byte) => byte)]],
    'b04e56f3d45b67c3d699da1e796e9a55',
  ],
  [[['AWSTraceHeader', 'String', TRACE]], '5ae4d5d7636402d80f4eb6d213245a88'],
];

describe('The digest of message attributes', () => {
  VECTORS.forEach(([attributes, digest], index) => {
    it(`gives vector ${index + 1}`, () => {
      assert.equal(digestAttributes(toAttributes(attributes)), digest);
      assert.equal(digestAttributes(toAttributes(attributes).toReversed()), digest);
    });
  });

  it('is absent without attributes', () => {
    assert.equal(digestAttributes([]), undefined);
    assert.equal(digestAttributes(undefined), undefined);
  });

  it('reads a view of a larger buffer as the view', () => {
    const value = Uint8Array.of(9, 1, 2, 3, 9).subarray(1, 4);
    const expected = digestAttributes([{ name: 'x', type: 'Binary', value: Uint8Array.of(1, 2, 3) }]);
    assert.equal(digestAttributes([{ name: 'x', type: 'Binary', value }]), expected);
  });
});

function toAttributes(attributes: Attributes): MessageAttribute[] {
  return attributes.map(([name, type, value]) => ({ name, type, value }));
}
