import * as l10n from '@vscode/l10n';
import { formatCount } from '../../shared/byteFormat.ts';
import { countMessages, forCount } from '../../shared/quantities.ts';
import { formatDuration } from '../../shared/timeFormat.ts';
import type { InvocationTrack } from '../log/invocationTracks.ts';
import type { ShownEnvironment } from './environmentList.ts';

/** Lines of the log under the pointer; the details have the others. */
const MAXIMUM_LINES = 3;
/** UTF-16 units of each. */
const MAXIMUM_LINE = 100;
/** The first characters of a request id: enough to tell invocations apart by. */
const ID_LENGTH = 8;

/** `12 invocations, 2 failed`. */
export function summarizeEnvironment({ invocations }: ShownEnvironment): string {
  const failed = invocations.filter(({ error }) => error !== undefined).length;
  const parts = [
    forCount(
      invocations.length,
      l10n.t('1 invocation'),
      l10n.t('{0} invocations', formatCount(invocations.length)),
    ),
    ...(failed === 0 ? [] : [l10n.t('{0} failed', formatCount(failed))]),
  ];
  return parts.join(', ');
}

/** A lane, in words: what it has, and its last invocation. */
export function describeEnvironment(environment: ShownEnvironment, now: number): string {
  const last = environment.invocations.at(-1);
  const parts = [environment.lane.name, summarizeEnvironment(environment)];
  return [...parts, ...(last === undefined ? [] : describeInvocation(last, now))].join(', ');
}

/** What is drawn of an invocation, in lines: the first one names it. */
export function describeInvocationAt(
  track: InvocationTrack,
  now: number,
  tellTime: (moment: number) => string,
): readonly string[] {
  const lines = (track.figures?.lastLines ?? []).slice(-MAXIMUM_LINES).map(cutLine);
  return [
    `${track.lane.name} · ${track.id.slice(0, ID_LENGTH)}`,
    ...describeInvocation(track, now),
    l10n.t('From {0}', tellTime(track.start)),
    ...(track.errorLine === undefined ? [] : [l10n.t('Logged an error: {0}', cutLine(track.errorLine))]),
    ...lines.map((line) => `› ${line}`),
  ];
}

function describeInvocation(track: InvocationTrack, now: number): readonly string[] {
  const { end, isCold, figures, error, start } = track;
  const length = formatDuration((end ?? now) - start);
  const isOver = end !== undefined;
  return [
    describeBatch(track),
    isOver ? l10n.t('Took {0}', length) : l10n.t('Takes {0} so far', length),
    ...(isCold
      ? [
          figures?.initMs === undefined
            ? l10n.t('Cold start')
            : l10n.t('Cold start of {0}', formatDuration(figures.initMs)),
        ]
      : []),
    ...(error === undefined ? [] : [l10n.t('Failed: {0}', cutLine(error))]),
  ];
}

/** `3 messages: 2 deleted, 1 failed`. */
function describeBatch({ messages, counts }: InvocationTrack): string {
  if (messages === 0) return l10n.t('Without messages');
  const { deleted, failed, ignored } = counts;
  const parts = [
    ...(deleted === 0 ? [] : [l10n.t('{0} deleted', formatCount(deleted))]),
    ...(failed === 0 ? [] : [l10n.t('{0} failed', formatCount(failed))]),
    ...(ignored === 0 ? [] : [l10n.t('{0} deleted despite their failure', formatCount(ignored))]),
  ];
  const all = countMessages(messages);
  return parts.length === 0 ? all : l10n.t('{0}: {1}', all, parts.join(', '));
}

function cutLine(line: string): string {
  return line.length <= MAXIMUM_LINE ? line : `${line.slice(0, MAXIMUM_LINE - 1)}…`;
}
