import * as l10n from '@vscode/l10n';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { formatCount } from '../byteFormat.ts';
import { countMessages } from '../quantities.ts';
import { formatDuration } from '../timeFormat.ts';
import { joinParts } from './joinParts.ts';

/** Of the beginning of an invocation: `resize #3 · 10 messages · cold start`. */
export function describeBegin({ environment, invoked }: TraceEvent): string {
  if (invoked === undefined) return environment ?? '';
  return joinParts(
    environment,
    invoked.messages === 0 ? undefined : countMessages(invoked.messages),
    invoked.isCold ? l10n.t('cold start') : undefined,
  );
}

/** Of its end, if it did not fail: `resize #3 · 120 ms · 10 messages`. */
export function describeEnd({ environment, invoked, durationMs }: TraceEvent): string {
  if (invoked === undefined) return environment ?? '';
  return joinParts(
    environment,
    durationMs === undefined ? undefined : formatDuration(durationMs),
    invoked.messages === 0 ? undefined : countMessages(invoked.messages),
  );
}

/** What is known of an invocation, as names and values; empty for other events. */
export function listInvocationFacts({
  invocation,
  environment,
  invoked,
}: TraceEvent): readonly (readonly [string, string | undefined])[] {
  if (invoked === undefined) return [];
  const { messages, isCold, end, messageIds } = invoked;
  return [
    [l10n.t('Invocation'), invocation],
    [l10n.t('Environment'), environment],
    [l10n.t('Start'), isCold ? l10n.t('Cold: its environment was started for it') : l10n.t('Warm')],
    [l10n.t('Messages'), messages === 0 ? undefined : formatCount(messages)],
    [l10n.t('Message IDs'), messageIds?.length ? listIds(messageIds, messages) : undefined],
    [l10n.t('Duration'), end && formatDuration(end.durationMs)],
    [l10n.t('Billed duration'), end && l10n.t('{0} ms', formatCount(end.billedMs))],
    [l10n.t('Start of the environment'), end?.initMs === undefined ? undefined : formatDuration(end.initMs)],
    [l10n.t('Memory size'), end && l10n.t('{0} MB', formatCount(end.memory))],
    [
      l10n.t('Most memory used'),
      end?.usedMemory === undefined ? undefined : l10n.t('{0} MB', formatCount(end.usedMemory)),
    ],
    [l10n.t('Last lines'), end?.lastLines.length ? end.lastLines.join('\n') : undefined],
  ];
}

/** A large batch names only its first messages. */
function listIds(ids: readonly string[], messages: number): string {
  const rest = messages - ids.length;
  const lines = rest > 0 ? [...ids, l10n.t('and {0} more', formatCount(rest))] : ids;
  return lines.join('\n');
}
