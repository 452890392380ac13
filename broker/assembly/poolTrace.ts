import type { PoolPorts } from '../pools/ports.ts';
import type { TraceRecorder } from '../trace/recorder.ts';

/** Writes what happens to pools into the trace, where findings see it. */
export function tracePools(
  recorder: TraceRecorder,
): Pick<PoolPorts, 'recordProcess' | 'recordDecision' | 'recordBlock'> {
  return {
    recordProcess: ({ pool: name, policy, queueArn, process, did, detail, graceMs, lost }) => {
      const leases = process.end?.lostLeases ?? process.leases.count;
      recorder.recordPool('poolProcess', queueArn, detail, {
        name,
        policy,
        process: { name: process.name, did, leases, graceMs, since: process.since },
      });
      for (const delivery of lost) recorder.recordLostLease(delivery, process.name);
    },
    recordDecision: ({ pool: name, policy, queueArn, decision, metric, turns, cooldownMs, drained }) => {
      const { from, to, cause } = decision;
      recorder.recordPool('poolScaled', queueArn, `${name}: ${cause}`, {
        name,
        policy,
        scaled: { from, to, metric, turns, cooldownMs, drained },
      });
    },
    recordBlock: ({ pool: name, policy, queueArn, detail, alarmWithoutData }) =>
      recorder.recordPool('poolBlocked', queueArn, detail, { name, policy, alarmWithoutData }),
  };
}
