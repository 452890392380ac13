import assert from 'node:assert/strict';
import { describeFailures } from '../../support/failures.mjs';
import { sumOutcomes } from '../../support/outcomes.mjs';

const passed = { title: 'queues are listed', state: 'passed', durationMs: 1 } as const;
const failed = { title: 'queues are made', state: 'failed', durationMs: 1, error: 'Error: 1 !== 2' } as const;

describe('what several runs come to', () => {
  it('is nothing without runs', () => {
    assert.deepEqual(sumOutcomes([]), { passed: 0, failed: 0, skipped: 0, tests: [], unsteady: [] });
  });

  it('has the counts and the tests of all of them', () => {
    const sum = sumOutcomes([
      { passed: 0, failed: 1, skipped: 2, tests: [failed] },
      { passed: 1, failed: 0, skipped: 0, tests: [passed] },
    ]);
    assert.deepEqual(sum, { passed: 1, failed: 1, skipped: 2, tests: [failed, passed], unsteady: [] });
  });

  it('names at the end of a run what failed in any of them', () => {
    const sum = sumOutcomes([
      { passed: 0, failed: 1, skipped: 0, tests: [failed] },
      { passed: 1, failed: 0, skipped: 0, tests: [passed] },
    ]);
    assert.deepEqual(describeFailures('host', sum), ['host: queues are made\n  Error: 1 !== 2\n']);
  });

  it('keeps a failure beside what another run could not get', () => {
    const sum = sumOutcomes([
      { passed: 0, failed: 1, skipped: 0, tests: [failed] },
      { passed: 0, failed: 0, skipped: 3, missing: 'Chromium' },
    ]);
    assert.deepEqual(sum, {
      passed: 0,
      failed: 1,
      skipped: 3,
      tests: [failed],
      unsteady: [],
      missing: 'Chromium',
    });
  });
});
