import assert from 'node:assert/strict';
import { findErrorLine } from '../../../broker/functions/errorLine.ts';

describe('A line that says that something failed', () => {
  const found: readonly (readonly [what: string, line: string, next?: string])[] = [
    ['of Python on Lambda', '[ERROR]\t2026-08-03T14:02:11.038Z\t8f6c1a52\tno width'],
    ['of Python elsewhere', 'ERROR:root:no width'],
    ['of a formatter of Python', '2026-08-03 14:02:11,038 - resize - ERROR - no width'],
    [
      'of Node.js on Lambda',
      '2026-08-03T14:02:11.038Z\t8f6c1a52-6b1e-4c7d-9a52-0123456789ab\tERROR\tno width',
    ],
    ['of Logback', '14:02:11.038 [main] ERROR com.example.Resize - no width'],
    ['of a critical level', 'CRITICAL no width'],
    ['of a fatal level', '[2026-08-03T14:02:11Z] FATAL: no width'],
    ['of Powertools', '{"level":"ERROR","message":"no width"}'],
    ['of winston', '{"message":"no width","level":"error"}'],
    ['of pino', '{"level":50,"time":1785765731038,"msg":"no width"}'],
    ['of a traceback', 'Traceback (most recent call last):', '  File "resize.py", line 3, in handler'],
    ['above a stack', 'TypeError: no width', '    at handler (/app/resize.js:3:9)'],
    ['above a stack, with words before', 'failed: Error: no width', '    at handler (/app/resize.js:3:9)'],
    [
      'above a stack of Java',
      'java.io.IOException: no width',
      '\tat com.example.Resize.handle(Resize.java:3)',
    ],
  ];
  for (const [what, line, next = ''] of found) {
    it(what, () => assert.equal(findErrorLine(['resizing', line, next]), line));
  }

  const others: readonly (readonly [what: string, line: string, next?: string])[] = [
    ['that speaks of errors', 'retried after an error'],
    ['that speaks of ERROR in the middle', 'the status ERROR was seen before'],
    ['that counts them', '0 ERRORS'],
    ['of a warning', '[WARNING]\t2026-08-03T14:02:11.038Z\t8f6c1a52\tERROR was handled'],
    ['of JSON with another level', '{"level":"info","message":"the level was error"}'],
    ['of pino with another level', '{"level":40,"time":50}'],
    ['of the service', 'REPORT RequestId: 8f6c Duration: 12.00 ms'],
    ['of an error without a stack', 'TypeError: no width'],
    [
      'of a warning of Node.js',
      '(node:17) ExperimentalWarning: Error.x is new',
      '    at handler (/app/resize.js:3:9)',
    ],
    ['of console.trace', 'Trace: here', '    at handler (/app/resize.js:3:9)'],
  ];
  for (const [what, line, next = ''] of others) {
    it(`is none ${what}`, () => assert.equal(findErrorLine([line, next]), undefined));
  }

  it('is found at once, however long it is', () => {
    const before = performance.now();
    findErrorLine([`2026${' - x'.repeat(500_000)}`, `{${'"level":'.repeat(500_000)}`]);
    assert.ok(performance.now() - before < 500);
  });
});
