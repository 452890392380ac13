import assert from 'node:assert/strict';
import { compareFiles } from '../../../broker/definitions/compare.ts';

const file = (source: string, queues: object) => ({ source, text: JSON.stringify({ queues }, undefined, 1) });

/** The conflicts of two files about one queue, as lines. */
function compare(one: object, other: object): string[] {
  return compareFiles([file('a', { q: one }), file('b', { q: other })]).map(
    ({ file: index, line, message }) => `${index}:${line}: ${message}`,
  );
}

describe('Files that define one queue', () => {
  it('are reported in each of them, at the name of the queue', () => {
    const conflicts = compareFiles([
      file('shop/queueside.json', { orders: { attributes: { VisibilityTimeout: 30 } } }),
      file('mail/queueside.json', { letters: {}, orders: { attributes: { VisibilityTimeout: '60' } } }),
    ]);
    assert.deepEqual(conflicts, [
      {
        file: 0,
        line: 2,
        character: 2,
        endLine: 2,
        endCharacter: 10,
        message:
          'mail/queueside.json defines the queue "orders" differently: VisibilityTimeout is 30 here and 60 there. The file that is applied last wins.',
      },
      {
        file: 1,
        line: 3,
        character: 2,
        endLine: 3,
        endCharacter: 10,
        message:
          'shop/queueside.json defines the queue "orders" differently: VisibilityTimeout is 60 here and 30 there. The file that is applied last wins.',
      },
    ]);
  });

  const same: readonly [what: string, one: object, other: object][] = [
    ['in the same way', { tags: { a: '1' } }, { tags: { a: '1' } }],
    [
      'with a number and its text',
      { attributes: { DelaySeconds: 5 } },
      { attributes: { DelaySeconds: '5' } },
    ],
    [
      'with a policy and its text',
      { attributes: { Policy: { Statement: [] } } },
      { attributes: { Policy: '{ "Statement": [] }' } },
    ],
    ['each with something of its own', { tags: { a: '1' } }, { attributes: { DelaySeconds: 5 } }],
    ['and one of them has messages', { messages: [{ body: 'x' }] }, {}],
  ];
  for (const [what, one, other] of same) {
    it(`agree ${what}`, () => assert.deepEqual(compare(one, other), []));
  }

  const different: readonly [what: string, one: object, other: object, told: string][] = [
    ['tags', { tags: { a: '1' } }, { tags: { a: '2' } }, 'the tag a is 1 here and 2 there'],
    [
      'tags with the names of JavaScript',
      { tags: Object.fromEntries([['__proto__', '1']]) },
      { tags: Object.fromEntries([['__proto__', '2']]) },
      'the tag __proto__ is 1 here and 2 there',
    ],
    [
      'dead letters',
      { deadLetter: null },
      { deadLetter: { queue: 'q', maxReceiveCount: 3 } },
      'deadLetter differs',
    ],
    ['faults', { faults: { dropRate: 1 } }, { faults: null }, 'faults differs'],
    ['messages', { messages: [{ body: 'x' }] }, { messages: [{ body: 'y' }] }, 'messages differs'],
  ];
  for (const [what, one, other, told] of different) {
    it(`differ in ${what}`, () => {
      const lines = compare(one, other);
      assert.equal(lines.length, 2);
      assert.ok(lines[0]?.includes(`differently: ${told}.`), lines[0]);
    });
  }

  it('name three values, and how many more there are', () => {
    const tags = (value: string) => ({ tags: { a: value, b: value, c: value, d: value, e: value } });
    assert.match(compare(tags('1'), tags('2'))[0] ?? '', /the tag c is 1 here and 2 there, and 2 more\./);
  });

  it('are reported a hundred times at most, and passed over where they are wrong', () => {
    const queues = (delay: number) =>
      Object.fromEntries(
        Array.from({ length: 900 }, (_, n) => [`q${n}`, { attributes: { DelaySeconds: delay } }]),
      );
    assert.equal(compareFiles([file('a', queues(1)), file('b', queues(2))]).length, 100);
    assert.deepEqual(compareFiles([file('a', queues(1)), { source: 'b', text: '{' }]), []);
  });
});
