import { holdConsumer, releaseConsumer } from '../../broker/engine/operations/holds.ts';
import { fail, handle, type Program, redrive, SECOND } from './findingSteps.ts';
import { GOOD_FUNCTIONS } from './functionMistakes.ts';
import { makeCaller } from './testCaller.ts';

/** Programs that make no mistake. */
export const GOOD: readonly Program[] = [
  { does: 'deletes in time', run: (harness) => handle(harness, 29) },
  {
    does: 'extends the timeout while it works',
    run: (harness) => {
      for (let n = 0; n < 4; n++) {
        const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
        harness.send(queue);
        const [message] = harness.poll(queue);
        harness.clock.advance(20 * SECOND);
        harness.extend(queue, message, 60);
        harness.clock.advance(50 * SECOND);
        harness.delete(queue, message);
      }
    },
  },
  {
    does: 'stands at a breakpoint for a minute',
    run: (harness) => {
      for (let n = 0; n < 4; n++) {
        const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
        harness.send(queue);
        const [message] = harness.poll(queue);
        holdConsumer(harness.engine, makeCaller().consumerId);
        harness.clock.advance(60 * SECOND);
        releaseConsumer(harness.engine, makeCaller().consumerId);
        harness.delete(queue, message);
      }
    },
  },
  {
    does: 'fails once and gets it done at the second attempt',
    run: (harness) => {
      fail(harness, 1);
      const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
      harness.delete(queue, harness.poll(queue)[0]);
    },
  },
  {
    does: 'waits for messages with long polls',
    run: (harness) => {
      const queue = harness.createQueue('tasks');
      for (let n = 0; n < 30; n++) harness.poll(queue, 20 * SECOND);
    },
  },
  {
    does: 'looks in now and then without waiting',
    run: (harness) => {
      const queue = harness.createQueue('tasks');
      for (let n = 0; n < 30; n++) {
        harness.poll(queue, 1);
        harness.clock.advance(60 * SECOND);
      }
    },
  },
  { does: 'may receive only once', run: (harness) => handle(harness, 1, redrive(harness, 1)) },
  ...GOOD_FUNCTIONS,
];
