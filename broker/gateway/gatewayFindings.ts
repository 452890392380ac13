import { Findings } from '../findings/findings.ts';
import type { FindingsChangedParams } from '../protocol/findings.ts';
import type { Schedule } from '../time/schedule.ts';
import { Throttle } from '../time/throttle.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import type { TraceNames } from '../trace/traceEvent.ts';
import type { QueueBook } from './queueBook.ts';

/** Shortest time between two lists of findings, ms. */
const FINDINGS_MS = 500;
/** Of a queue that says nothing else (contract §0). */
const DEFAULT_RETENTION_MS = 345_600_000;

/** The mistakes of consumers, found in the trace of a gateway, as far as the settings of their queues are known. */
export function createGatewayFindings(
  names: TraceNames,
  recorder: TraceRecorder,
  queues: QueueBook,
  schedule: Schedule,
  onChange: (findings: FindingsChangedParams['findings']) => void,
): Findings {
  const watch = new Throttle(schedule, FINDINGS_MS, () => onChange(findings.list()));
  const findings: Findings = new Findings({
    ...names,
    mapping: () => undefined,
    // The clock of an endpoint is never advanced.
    jumpedMs: () => 0,
    groupSize: () => 0,
    queue: (arn) => {
      const { visibilityMs, retentionMs, maximumReceives, receiveWaitMs } = queues.find(arn) ?? {};
      if (visibilityMs === undefined) return undefined;
      return {
        visibilityMs,
        retentionMs: retentionMs ?? DEFAULT_RETENTION_MS,
        maximumReceives,
        isFifo: arn.endsWith('.fifo'),
        receiveWaitMs: receiveWaitMs ?? 0,
      };
    },
    onChange: () => watch.notice(),
  });
  recorder.onRecord((record) => findings.observe(record));
  return findings;
}
