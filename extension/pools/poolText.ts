import * as l10n from '@vscode/l10n';
import type { PoolDefinition } from '../../broker/protocol/poolDefinition.ts';
import type {
  PoolInfo,
  PoolProcess,
  PoolProcessEnd,
  PoolProcessState,
  PoolState,
} from '../../broker/protocol/pools.ts';
import { writeMessages } from '../ground/counts.ts';
import { formatDuration } from '../ground/durations.ts';
import { forCount } from '../ground/forCount.ts';
import { formatCount } from '../ground/text.ts';
import { describeExit } from '../processes/exitText.ts';

/** "1 process", "3 processes". */
export function writeProcesses(count: number): string {
  return forCount(count, l10n.t('1 process'), l10n.t('{0} processes', formatCount(count)));
}

/** Whether it has not ended. */
export function isAlive({ end }: PoolProcess): boolean {
  return end === undefined;
}

/** Such as `running · 2 of 3 processes · 1 crash`. */
export function describePool(pool: PoolInfo): string {
  const alive = pool.processes.filter(isAlive).length;
  const parts = [describePoolState(pool.state)];
  if (pool.state === 'running') {
    parts.push(
      forCount(
        pool.desired,
        l10n.t('{0} of 1 process', formatCount(alive)),
        l10n.t('{0} of {1} processes', formatCount(alive), formatCount(pool.desired)),
      ),
    );
  } else if (alive > 0) parts.push(writeProcesses(alive));
  if (pool.crashes > 0) {
    parts.push(forCount(pool.crashes, l10n.t('1 crash'), l10n.t('{0} crashes', formatCount(pool.crashes))));
  }
  if (pool.interruptions !== undefined) parts.push(l10n.t('interrupted at random'));
  return parts.join(' · ');
}

function describePoolState(state: PoolState): string {
  switch (state) {
    case 'idle':
      return l10n.t('not running');
    case 'running':
      return l10n.t('running');
    case 'stopping':
      return l10n.t('stopping');
    case 'stopped':
      return l10n.t('stopped');
    case 'failed':
      return l10n.t('failed');
  }
}

/** What its processes run: a command line, or the name of a launch configuration. */
export function describeProgram({ command, launch }: PoolDefinition): string {
  return command ?? l10n.t('Launch configuration “{0}”', launch ?? '');
}

/**
 * Such as `in service · 3 min 5 s · 2 messages`; of a process that ended, how and what it lost.
 * @param now epoch ms on the broker's clock
 */
export function describeProcess(process: PoolProcess, now: number): string {
  const { state, since, leases, isPaused = false, isProtected = false, end } = process;
  const age = formatDuration(Math.max(0, now - since));
  const parts = [describeProcessState(state)];
  if (end !== undefined) {
    parts.push(...describeEnd(end), l10n.t('{0} ago', age));
    return parts.join(' · ');
  }
  parts.push(age);
  if (leases > 0) parts.push(writeMessages(leases));
  if (isPaused) parts.push(l10n.t('paused by the debugger'));
  if (isProtected) parts.push(l10n.t('protected from scale-in'));
  return parts.join(' · ');
}

function describeEnd(end: PoolProcessEnd): string[] {
  const { lostLeases } = end;
  const parts = [...describeExit(end)];
  if (lostLeases > 0) {
    parts.push(
      forCount(
        lostLeases,
        l10n.t('had 1 message in flight'),
        l10n.t('had {0} messages in flight', formatCount(lostLeases)),
      ),
    );
  }
  return parts;
}

function describeProcessState(state: PoolProcessState): string {
  switch (state) {
    case 'starting':
      return l10n.t('starting');
    case 'inService':
      return l10n.t('in service');
    case 'draining':
      return l10n.t('draining');
    case 'stopping':
      return l10n.t('stopping');
    case 'stopped':
      return l10n.t('ended');
    case 'crashed':
      return l10n.t('crashed');
  }
}
