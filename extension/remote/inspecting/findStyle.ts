import type { Gate } from '../../../broker/connections/client/gate.ts';
import type { InspectedQueue } from '../../../broker/connections/client/inspection.ts';
import type { InspectionStyle } from '../../../broker/connections/client/inspectionStyles.ts';

/** In the order in which they are preferred: MiniStack answers some paths of LocalStack, too. */
const STYLES: readonly InspectionStyle[] = ['fauxqs', 'ministack', 'localStack'];
/** An endpoint that does not answer a path at all. */
const PROBE_MS = 3_000;

/** Which emulator a place is, by its responses about one of its queues. @returns undefined: none that lists messages */
export async function findStyle(gate: Gate, queue: InspectedQueue): Promise<InspectionStyle | undefined> {
  for (const style of STYLES) {
    const answer = await gate.inspect(style, queue, AbortSignal.timeout(PROBE_MS));
    if (answer.ok) return style;
    // Neither can any other path be read.
    if (answer.failure.kind !== 'missing') return undefined;
  }
  return undefined;
}
