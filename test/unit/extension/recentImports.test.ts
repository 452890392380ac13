import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Connection } from '../../../extension/connections/connection.ts';
import { type RecentImport, RecentImports } from '../../../extension/queues/undo/recentImports.ts';

describe('the imports that can be taken back', () => {
  const clock = { now: 1_000 };
  const connection = { can: { clock } } as unknown as Connection;
  const make = (messages: number): RecentImport => ({
    connection,
    queueArn: 'arn:q',
    at: clock.now,
    messages,
    undo: () => Promise.resolve({ text: '' }),
  });
  const add = (imports: RecentImports, ...sizes: readonly number[]): readonly RecentImport[] =>
    sizes.map((size) => {
      const one = make(size);
      imports.add(one);
      return one;
    });

  it('are kept for ten minutes of the clock of their connection', () => {
    const imports = new RecentImports();
    const [first] = add(imports, 1);
    clock.now += 599_999;
    const [second] = add(imports, 1);
    assert.deepEqual(imports.list(), [first, second]);
    clock.now += 1;
    assert.deepEqual(imports.list(), [second]);
  });

  it('are those with 100,000 messages together, and the oldest go first', () => {
    const imports = new RecentImports();
    const all = add(imports, 60_000, 30_000, 50_000);
    assert.deepEqual(imports.list(), all.slice(1));
    const [whole] = add(imports, 100_000);
    assert.deepEqual(imports.list(), [whole]);
  });

  it('are gone once they were taken back', () => {
    const imports = new RecentImports();
    const [first, second] = add(imports, 1, 2);
    assert.ok(first);
    imports.remove(first);
    assert.deepEqual(imports.list(), [second]);
  });
});
