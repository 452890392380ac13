import * as l10n from '@vscode/l10n';
import { forCount } from '../../ground/forCount.ts';
import { formatShortMoment } from '../../ground/moments.ts';
import { formatCount } from '../../ground/text.ts';
import type { TransferMode } from './transfer.ts';
import type { TransferReport } from './transferReport.ts';

export interface ReportContext {
  readonly mode: TransferMode;
  /** Queues with their connections. */
  readonly from: string;
  readonly to: string;
  /** Messages of the source are received. */
  readonly receives: boolean;
  /** Messages that consumers process, which a move left to them. */
  readonly leftInFlightCount: number;
  /** Messages: the maximum is that of all transfers, and not the user's own. */
  readonly limit?: number;
}

/** Says what a transfer did. @returns `problem`, if it did not do all that it was to do */
export function describeReport(
  report: TransferReport,
  context: ReportContext,
): { readonly text: string; readonly problem: string | undefined } {
  const { mode, to } = context;
  const count = formatCount(report.storedCount);
  // The same words as within the local broker.
  const text =
    mode === 'copy'
      ? forCount(
          report.storedCount,
          l10n.t('Copied 1 message to {0}.', to),
          l10n.t('Copied {0} messages to {1}.', count, to),
        )
      : forCount(
          report.storedCount,
          l10n.t('Moved 1 message to {0}.', to),
          l10n.t('Moved {0} messages to {1}.', count, to),
        );
  const problems = [...describeEnd(report, context), ...describeRest(report, context)];
  return { text, problem: problems.length === 0 ? undefined : problems.join(' ') };
}

function describeEnd({ end, problem, hidden }: TransferReport, context: ReportContext): string[] {
  const givenBack =
    context.receives && hidden.count === 0
      ? [l10n.t('The messages of {0} that were received are visible again.', context.from)]
      : [];
  if (end === 'failed') return [l10n.t('It stopped: {0}', problem ?? ''), ...givenBack];
  if (end === 'cancelled') return [l10n.t('You canceled it.'), ...givenBack];
  if (end === 'maximum' && context.limit !== undefined)
    return [
      l10n.t('A transfer has at most {0} messages. Run it again for the rest.', formatCount(context.limit)),
    ];
  return [];
}

function describeRest(report: TransferReport, { from, to, leftInFlightCount }: ReportContext): string[] {
  const {
    failedCount,
    firstFailure = '',
    duplicateCount,
    inBothCount,
    missedCount,
    unsureCount,
    maybeTwiceCount,
    hidden,
  } = report;
  const lines: readonly (readonly [number, () => string])[] = [
    [
      failedCount,
      () =>
        forCount(
          failedCount,
          l10n.t('1 message stays in {0}, because it was rejected: {1}', from, firstFailure),
          l10n.t(
            '{2} messages stay in {0}, because they or one before them were rejected: {1}',
            from,
            firstFailure,
            formatCount(failedCount),
          ),
        ),
    ],
    [
      duplicateCount,
      () =>
        forCount(
          duplicateCount,
          l10n.t('1 message was not stored, because {0} got its deduplication ID in the last 5 minutes.', to),
          l10n.t(
            '{1} messages were not stored, because {0} got their deduplication IDs in the last 5 minutes.',
            to,
            formatCount(duplicateCount),
          ),
        ),
    ],
    [
      inBothCount,
      () =>
        forCount(
          inBothCount,
          l10n.t('1 message is in both queues, because it could not be deleted from {0}.', from),
          l10n.t(
            '{1} messages are in both queues, because they could not be deleted from {0}.',
            from,
            formatCount(inBothCount),
          ),
        ),
    ],
    [
      missedCount,
      () =>
        forCount(
          missedCount,
          l10n.t(
            '1 message that was stored before the interruption may also have been received by consumers of {0}.',
            from,
          ),
          l10n.t(
            '{1} messages that were stored before the interruption may also have been received by consumers of {0}.',
            from,
            formatCount(missedCount),
          ),
        ),
    ],
    [
      unsureCount,
      () =>
        forCount(
          unsureCount,
          l10n.t('1 more message may be stored: no response arrived.'),
          l10n.t('{0} more messages may be stored: no response arrived.', formatCount(unsureCount)),
        ),
    ],
    [
      maybeTwiceCount,
      () =>
        forCount(
          maybeTwiceCount,
          l10n.t('1 message may be in {0} twice: it was on its way when the transfer was interrupted.', to),
          l10n.t(
            '{1} messages may be in {0} twice: they were on their way when the transfer was interrupted.',
            to,
            formatCount(maybeTwiceCount),
          ),
        ),
    ],
    [
      leftInFlightCount,
      () =>
        forCount(
          leftInFlightCount,
          l10n.t('1 message stays in {0}, because it is in flight.', from),
          l10n.t(
            '{1} messages stay in {0}, because they are in flight.',
            from,
            formatCount(leftInFlightCount),
          ),
        ),
    ],
    [
      hidden.count,
      () =>
        forCount(
          hidden.count,
          l10n.t(
            '1 message of {0} may be hidden until {1}: it could not be given back.',
            from,
            formatShortMoment(hidden.untilMs),
          ),
          l10n.t(
            'Up to {2} messages of {0} may be hidden until {1}: they could not be given back.',
            from,
            formatShortMoment(hidden.untilMs),
            formatCount(hidden.count),
          ),
        ),
    ],
  ];
  return lines.flatMap(([count, describe]) => (count === 0 ? [] : [describe()]));
}
