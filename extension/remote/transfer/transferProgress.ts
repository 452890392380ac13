import * as l10n from '@vscode/l10n';
import { forCount } from '../../ground/forCount.ts';
import { formatCount } from '../../ground/text.ts';
import type { TransferProgress } from './transferReport.ts';

/** @param expected messages */
export function describeProgress(
  expected: number,
  readNow: () => number,
): (progress: TransferProgress) => { readonly message: string; readonly increment: number } {
  const startMs = readNow();
  let first: number | undefined;
  let shown = 0;
  return ({ storedCount, handledCount, givingBackCount }) => {
    first ??= storedCount;
    const total = Math.max(expected, handledCount);
    const increment = total === 0 ? 0 : (100 * (handledCount - shown)) / total;
    shown = handledCount;
    if (givingBackCount !== undefined) {
      const message = forCount(
        givingBackCount,
        l10n.t('Giving back 1 message.'),
        l10n.t('Giving back {0} messages.', formatCount(givingBackCount)),
      );
      return { message, increment };
    }
    const seconds = Math.max(1, (readNow() - startMs) / 1_000);
    const perSecond = Math.round((storedCount - first) / seconds);
    return {
      message: l10n.t(
        '{0} of about {1} · {2} per second',
        formatCount(handledCount),
        formatCount(total),
        formatCount(perSecond),
      ),
      increment,
    };
  };
}
