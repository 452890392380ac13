import * as l10n from '@vscode/l10n';
import { forCount } from '../../ground/forCount.ts';
import { formatMoment } from '../../ground/moments.ts';
import { formatCount } from '../../ground/text.ts';
import type { GivenBack } from '../heldMessages.ts';
import type { LookFacts } from './lookFacts.ts';
import type { SampleEnd } from './receiveSample.ts';

/** How many messages there are of how many, and that they are a sample. @param end absent: more may come */
export function describeSample(
  count: number,
  { visible, isFifo }: LookFacts,
  end: SampleEnd | undefined,
): string {
  if (count === 0) return end === undefined ? l10n.t('Receiving messages.') : describeNothing(visible);
  const about = formatCount(Math.max(visible, count));
  const sample = isFifo
    ? l10n.t(
        '{0} of about {1} messages, a sample: the head of each message group that was not blocked.',
        formatCount(count),
        about,
      )
    : l10n.t(
        '{0} of about {1} messages, a sample: the service chose them, in no particular order.',
        formatCount(count),
        about,
      );
  return count === 1 && visible <= 1 ? l10n.t('1 message.') : sample;
}

/** An answer without a message proves nothing. */
function describeNothing(visible: number): string {
  return visible === 0
    ? l10n.t('No message was received. The count of visible messages, which is approximate, is 0, too.')
    : forCount(
        visible,
        l10n.t('No message was received, although about 1 is visible. Counts are approximate.'),
        l10n.t(
          'No message was received, although about {0} are visible. Counts are approximate.',
          formatCount(visible),
        ),
      );
}

/** @param visibleAt when the visibility timeout of the last of them ends, epoch ms */
export function describeHeld(visibleAt: number): string {
  return l10n.t(
    'Hidden from consumers until {0}. They are given back when you close this tab. If the window is closed or reloaded before, they are visible again at that time.',
    formatMoment(visibleAt),
  );
}

/** What the user should know about the end of receiving; undefined: nothing. @param visibleAt of messages that an answer may have had */
export function describeEnd(end: SampleEnd, visibleAt: number): string | undefined {
  switch (end.kind) {
    case 'failed':
      if (end.failure.isUnsure === false) return end.failure.message;
      return l10n.t(
        '{0} If messages were hidden nevertheless, they are visible again at {1}.',
        end.failure.message,
        formatMoment(visibleAt),
      );
    case 'size':
      return l10n.t('The messages are so long that no more were received.');
    case 'time':
      return l10n.t('No more were received, because the first of them would be visible again.');
    case 'full':
    case 'empty':
    case 'repeats':
    case 'stopped':
      return undefined;
  }
}

/** After a look whose messages are no longer hidden. @param outcome absent: there were none */
export function describeOver(outcome: GivenBack | undefined): string {
  // What failed is said elsewhere.
  if (outcome === undefined || outcome.count > 0) return '';
  return outcome.back.length === 0
    ? l10n.t('They are visible to consumers again. Their receive counts stay as they are.')
    : l10n.t('They were given back to the consumers. Their receive counts stay as they are.');
}

/** Which could not be given back; undefined: none. */
export function describeNotGivenBack({ count, reason, untilMs }: GivenBack): string | undefined {
  if (count === 0) return undefined;
  return forCount(
    count,
    l10n.t(
      '1 message could not be given back. It is visible again at {0}. {1}',
      formatMoment(untilMs),
      reason,
    ),
    l10n.t(
      '{0} messages could not be given back. They are visible again at {1}. {2}',
      formatCount(count),
      formatMoment(untilMs),
      reason,
    ),
  ).trimEnd();
}

/** Said when the view has gone that would show it. */
export function describeGivenBack(queue: string, count: number): string {
  return forCount(
    count,
    l10n.t('Gave 1 message back to {0}.', queue),
    l10n.t('Gave {0} messages back to {1}.', formatCount(count), queue),
  );
}
