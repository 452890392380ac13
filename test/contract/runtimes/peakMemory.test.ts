import assert from 'node:assert/strict';
import { measurePeakMemory } from '../../../broker/functionRunner/peakMemory.ts';
import { FunctionProcess, type FunctionOptions } from '../../support/functions/functionProcess.ts';

/** MB */
const ALLOCATED = 200;
const CODE = `exports.handler = async (megabytes) => {
  Buffer.alloc(megabytes * 1_048_576, 1);
  return process.memoryUsage.rss();
};`;

describe('the memory of a function’s process', () => {
  const cases: readonly (readonly [what: string, options: FunctionOptions])[] = [
    ['of the process', { runtime: 'nodejs24.x' }],
    [
      'of processes that a shell started',
      { runtime: 'provided.al2023', command: 'node "$LAMBDA_RUNTIME_DIR/node.mjs"; exit' },
    ],
  ];
  for (const [what, options] of cases) {
    it(`is measured where the system tells it: ${what}`, async () => {
      const process = await FunctionProcess.start({
        handler: 'app.handler',
        files: { 'app.js': CODE },
        ...options,
      });
      try {
        await process.call(0);
        const before = await measurePeakMemory(process.program.pid);
        await process.call(ALLOCATED);
        const after = await measurePeakMemory(process.program.pid);
        if (globalThis.process.platform !== 'linux') {
          assert.deepEqual([before, after], [undefined, undefined]);
          return;
        }
        const grown = (after ?? 0) - (before ?? 0);
        assert.ok(
          Number(before) > 20 && grown > ALLOCATED * 0.8 && grown < ALLOCATED * 1.5,
          `${before}, ${after}`,
        );
      } finally {
        await process.close();
      }
      assert.equal(await measurePeakMemory(process.program.pid), undefined);
    });
  }
});
