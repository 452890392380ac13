import type { Engine } from '../engine/engine.ts';
import type { Jumps } from '../engine/state/jumps.ts';
import { createFindingContext } from '../findings/engineContext.ts';
import { Findings } from '../findings/findings.ts';
import type { FindingContext } from '../findings/rule.ts';
import type { FindingsChangedParams } from '../protocol/findings.ts';
import type { Schedule } from '../time/schedule.ts';
import { Throttle } from '../time/throttle.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import type { TraceNames } from '../trace/traceEvent.ts';

/** Shortest time between two lists of findings, ms. */
const FINDINGS_MS = 500;

export interface FindingPorts extends Pick<FindingContext, 'mapping'> {
  onChange(findings: FindingsChangedParams['findings']): void;
}

/** The mistakes of consumers, found in what the recorder records from now on. */
export function createFindings(
  { engine, names, recorder }: { engine: Engine; names: TraceNames; recorder: TraceRecorder },
  jumps: Jumps,
  schedule: Schedule,
  ports: FindingPorts,
): Findings {
  const watch = new Throttle(schedule, FINDINGS_MS, () => ports.onChange(findings.list()));
  const findings = new Findings({
    ...names,
    ...createFindingContext(engine, jumps, (mappingId) => ports.mapping(mappingId)),
    onChange: () => watch.notice(),
  });
  recorder.onRecord((record) => findings.observe(record));
  return findings;
}
