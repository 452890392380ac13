import type { Finding } from '../../../broker/protocol/findings.ts';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { FindingsHarness } from '../findingsHarness.ts';
import { SCENARIO_START } from '../traceScenario.ts';

const HANDLING_MS = 2_300;
const POLLS = 40;

/** What happens when a program makes mistakes, and what the broker's own rules say of it. */
export function makeMistakes(): {
  readonly events: readonly TraceEvent[];
  readonly findings: readonly Finding[];
} {
  const harness = new FindingsHarness();
  harness.clock.advance(SCENARIO_START - harness.clock.now());
  const images = harness.createQueue('images', { VisibilityTimeout: '1' });
  for (let index = 0; index < 3; index += 1) {
    harness.send(images, `{"source":"img-${index}.png"}`);
    const [message] = harness.poll(images);
    harness.clock.advance(HANDLING_MS);
    harness.delete(images, message);
  }
  const payments = harness.createQueue('payments.fifo');
  for (let index = 0; index < POLLS; index += 1) harness.poll(payments, 100);
  return {
    events: harness.recorder.read({ afterSequence: 0, limit: 1_000 }),
    findings: harness.found,
  };
}
