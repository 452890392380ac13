import assert from 'node:assert/strict';
import { describeFailures, listFailures } from '../../support/failures.mjs';

describe('what failed, at the end of a run of the tests', () => {
  const passed = { title: 'queues are listed', state: 'passed', durationMs: 1 } as const;
  const failed = {
    title: 'queues are made',
    state: 'failed',
    durationMs: 1,
    error: 'Error: 1 !== 2',
  } as const;

  it('is nothing where all passed', () => {
    assert.deepEqual(describeFailures('unit', { passed: 1, failed: 0, skipped: 0, tests: [passed] }), []);
  });

  it('names each test with its stage and its error', () => {
    const outcome = { passed: 1, failed: 1, skipped: 0, tests: [passed, failed] };
    assert.deepEqual(describeFailures('unit', outcome), ['unit: queues are made\n  Error: 1 !== 2\n']);
  });

  it('names the stage where more failed than its tests say', () => {
    const outcome = { passed: 1, failed: 2, skipped: 0, tests: [passed, failed] };
    assert.deepEqual(describeFailures('unit', outcome).slice(1), ['unit: see what it printed above\n']);
    assert.deepEqual(describeFailures('lint', { passed: 0, failed: 1, skipped: 0 }), [
      'lint: see what it printed above\n',
    ]);
  });

  it('shortens long errors and long lines', () => {
    const error = Array.from({ length: 40 }, () => 'x'.repeat(1000)).join('\n');
    const [text = ''] = describeFailures('unit', {
      passed: 0,
      failed: 1,
      skipped: 0,
      tests: [{ ...failed, error }],
    });
    const lines = text.trimEnd().split('\n');
    assert.equal(lines.length, 14);
    assert.equal(lines[1], `  ${'x'.repeat(300)}`);
    assert.equal(lines.at(-1), '  …');
  });

  it('has a line for each test, with what failed first and where', () => {
    const error =
      'locator.waitFor: Timeout 40000ms exceeded.\n  Call log:\n    at Tree.row (test/e2e/ui/support/tree.ts:69:15)\n    at x (test/e2e/ui/queuesView.test.ts:279:5)';
    const failures = describeFailures('ui', {
      passed: 0,
      failed: 2,
      skipped: 0,
      tests: [{ ...failed, error }],
    });
    assert.deepEqual(listFailures(failures), [
      'ui: queues are made · locator.waitFor: Timeout 40000ms exceeded. · test/e2e/ui/support/tree.ts:69:15',
      'ui: see what it printed above',
    ]);
  });
});
