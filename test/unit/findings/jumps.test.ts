import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RULES } from '../../../broker/findings/allRules.ts';
import { WAITING } from '../../support/findingPrograms.ts';
import { makeQueue, receiveAgain, SECOND, type Wait } from '../../support/findingSteps.ts';
import { FindingsHarness } from '../../support/findingsHarness.ts';

/** What a person does, and what a program does by being slow. */
const jump: Wait = (harness, ms) => harness.jump(ms);
const idle: Wait = (harness, ms) => harness.clock.advance(ms);

describe('findings and a clock that is moved', () => {
  it('looks at every rule', () => {
    assert.deepEqual(Object.keys(WAITING).sort(), RULES.map(({ name }) => name).sort());
  });

  for (const [rule, programs] of Object.entries(WAITING)) {
    for (const { does, run } of programs) {
      it(`blames no program for what a jump did: ${does}`, () => {
        const harness = new FindingsHarness();
        run(harness, jump);
        assert.deepEqual(
          harness.found.map((finding) => [finding.rule, finding.explanation]),
          [],
        );
      });

      // A clock that goes back was moved forward before.
      if (rule === 'shortPolling') continue;
      it(`still finds it where the time has passed: ${does}`, () => {
        const harness = new FindingsHarness();
        run(harness, idle);
        assert.ok(
          harness.found.some((finding) => finding.rule === rule),
          JSON.stringify(harness.found.map((finding) => finding.rule)),
        );
      });
    }
  }

  it('still finds that a handler is slow when the clock was moved by a little', () => {
    const harness = new FindingsHarness();
    const queue = makeQueue(harness);
    harness.send(queue);
    const [message] = harness.poll(queue);
    harness.jump(5 * SECOND);
    harness.clock.advance(40 * SECOND);
    harness.delete(queue, message);
    const [finding] = harness.found;
    assert.equal(finding?.rule, 'deletedTooLate');
    assert.match(finding?.explanation ?? '', /deleted 40 s after/, 'without the jump');
  });

  it('counts a receive that a jump ended for nothing, and the others as before', () => {
    const harness = new FindingsHarness();
    const queue = makeQueue(harness);
    harness.send(queue);
    harness.delete(queue, harness.poll(queue)[0]);
    harness.send(queue);
    receiveAgain(harness, queue, 1, jump);
    receiveAgain(harness, queue, 2, idle);
    assert.deepEqual(harness.found, []);
    receiveAgain(harness, queue, 1, idle);
    assert.deepEqual(
      harness.found.map(({ rule }) => rule),
      ['poisonMessage'],
    );
  });
});
