import * as l10n from '@vscode/l10n';
import type {
  EnvironmentState,
  FailedInvocation,
  FunctionEnvironment,
  FunctionInfo,
  FunctionState,
} from '../../broker/protocol/functions.ts';
import type { InvocationOutcome, InvocationReport } from '../../broker/protocol/invocation.ts';
import { formatDuration } from '../ground/durations.ts';
import { forCount } from '../ground/forCount.ts';
import { formatCount, formatFixed } from '../ground/text.ts';
import { describeExit } from '../processes/exitText.ts';

/** Whether its process has not ended. */
export function isAlive({ state }: FunctionEnvironment): boolean {
  return state !== 'ended';
}

/** Whether it ended by a fault: what is no longer needed ends without a reason. */
export function hasFailed({ end }: FunctionEnvironment): boolean {
  return end?.reason !== undefined;
}

/** "1 environment", "3 environments". */
export function writeEnvironments(count: number): string {
  return forCount(count, l10n.t('1 environment'), l10n.t('{0} environments', formatCount(count)));
}

/** Such as `running · 1 of 10 environments busy · 2 cold starts · 1 error`. */
export function describeFunction(info: FunctionInfo): string {
  const { state, environments, waiting, counts } = info;
  const parts = [describeFunctionState(state)];
  if (state !== 'idle') {
    const busy = environments.filter((environment) => environment.state === 'busy').length;
    const limit = limitOf(info);
    parts.push(
      forCount(
        limit,
        l10n.t('{0} of 1 environment busy', formatCount(busy)),
        l10n.t('{0} of {1} environments busy', formatCount(busy), formatCount(limit)),
      ),
    );
  }
  if (waiting > 0)
    parts.push(
      forCount(waiting, l10n.t('1 invocation waits'), l10n.t('{0} invocations wait', formatCount(waiting))),
    );
  const { coldStarts, errors } = counts;
  if (coldStarts > 0)
    parts.push(
      forCount(coldStarts, l10n.t('1 cold start'), l10n.t('{0} cold starts', formatCount(coldStarts))),
    );
  if (errors > 0) parts.push(forCount(errors, l10n.t('1 error'), l10n.t('{0} errors', formatCount(errors))));
  return parts.join(' · ');
}

/** How many invocations it may have at the same time. */
function limitOf({ limit, definition }: FunctionInfo): number {
  return Math.min(limit, definition.reservedConcurrency ?? Number.POSITIVE_INFINITY);
}

function describeFunctionState(state: FunctionState): string {
  switch (state) {
    case 'idle':
      return l10n.t('not running');
    case 'running':
      return l10n.t('running');
    case 'stopping':
      return l10n.t('stopping');
  }
}

/**
 * Such as `idle · 3 min 5 s · 2 invocations · 61 MB`; of one that ended, how.
 * @param now epoch ms on the broker's clock
 */
export function describeEnvironment(environment: FunctionEnvironment, now: number): string {
  const { state, since, invocations, usedMemory, isDebugged, isPaused, isOutdated, end } = environment;
  const age = formatDuration(Math.max(0, now - since));
  const parts = [describeEnvironmentState(state)];
  if (end !== undefined) {
    parts.push(...describeExit(end), l10n.t('{0} ago', age));
    return parts.join(' · ');
  }
  parts.push(age);
  if (invocations > 0)
    parts.push(
      forCount(invocations, l10n.t('1 invocation'), l10n.t('{0} invocations', formatCount(invocations))),
    );
  if (usedMemory !== undefined) parts.push(l10n.t('{0} MB', formatCount(usedMemory)));
  if (isPaused === true) parts.push(l10n.t('paused by the debugger'));
  else if (isDebugged === true) parts.push(l10n.t('debugger attached'));
  if (isOutdated === true) parts.push(l10n.t('is replaced'));
  return parts.join(' · ');
}

function describeEnvironmentState(state: EnvironmentState): string {
  switch (state) {
    case 'starting':
      return l10n.t('starting');
    case 'idle':
      return l10n.t('idle');
    case 'busy':
      return l10n.t('busy');
    case 'frozen':
      return l10n.t('frozen');
    case 'ending':
      return l10n.t('ending');
    case 'ended':
      return l10n.t('ended');
  }
}

/** Such as `TypeError: x is undefined`. */
export function describeFailure({ type, message }: Pick<FailedInvocation, 'type' | 'message'>): string {
  return message === '' ? type : `${type}: ${message}`;
}

/** Such as `Returned after 12.34 ms and a start of 80.50 ms, request 8f6c…`. */
export function describeInvocation({ outcome, durationMs, initMs, requestId }: InvocationReport): string {
  const duration = formatFixed(durationMs, 2);
  const how = describeOutcome(outcome);
  return initMs === undefined
    ? l10n.t('{0} after {1} ms, request {2}', how, duration, requestId)
    : l10n.t(
        '{0} after {1} ms and a start of {2} ms, request {3}',
        how,
        duration,
        formatFixed(initMs, 2),
        requestId,
      );
}

function describeOutcome(outcome: InvocationOutcome): string {
  switch (outcome) {
    case 'returned':
      return l10n.t('Returned');
    case 'handlerError':
      return l10n.t('Failed');
    case 'timeout':
      return l10n.t('Timed out');
    case 'exit':
      return l10n.t('Its process ended');
    case 'initError':
      return l10n.t('Could not start');
    case 'responseTooLarge':
      return l10n.t('Response too large');
  }
}
