import { NUMBER_ATTRIBUTES } from '../../api/queueAttributes.ts';
import * as l10n from '@vscode/l10n';
import { formatTime } from '../../language/numbers.ts';
import { aboutConsumer, aboutTimelyConsumer, type Rule } from '../rule.ts';

/** One slow message may be chance; so many are a pattern. */
const SLOW_MESSAGES = 3;
/** The suggestion leaves this much room above the 95th percentile. */
const TIMEOUT_HEADROOM = 1.5;
const MAXIMUM_SECONDS = NUMBER_ATTRIBUTES.VisibilityTimeout.max;

/** A consumer whose handling regularly takes longer than the timeout under which it receives. */
export const slowHandler: Rule = {
  name: 'slowHandler',
  order: 20,
  watches: 'Handlers slower than the visibility timeout',
  kinds: ['deleted'],
  mend: { kinds: ['deleted'], evaluate: aboutTimelyConsumer },
  evaluate(input) {
    const { record, caller, work, flight, handlingMs } = input;
    if (work === undefined || flight === undefined || work.slowCount < SLOW_MESSAGES) return undefined;
    const isSlow = handlingMs > flight.timeoutMs && !flight.isHeld && !flight.isChanged;
    if (!isSlow) return undefined;
    const p95Ms = percentile(work.handlingMs, 0.95);
    const seconds = Math.min(MAXIMUM_SECONDS, Math.ceil((p95Ms / 1000) * TIMEOUT_HEADROOM));
    return {
      about: aboutConsumer(input),
      severity: 'warning',
      title: l10n.t('Processing takes longer than the visibility timeout'),
      messageNumber: record.messageNumber,
      caller,
      count: work.slowCount,
      explanation: l10n.t(
        '{0} messages took longer to process than their visibility timeout ({1}); of the last {2}, 95% were processed within {3}. Each of them can be delivered again while the first handler is still processing it.',
        work.slowCount,
        formatTime(flight.timeoutMs),
        work.handlingMs.length,
        formatTime(p95Ms),
      ),
      remedy: l10n.t('Set VisibilityTimeout to about {0} s, or extend it while your handler runs.', seconds),
      suggestion: { attribute: 'VisibilityTimeout', value: String(seconds) },
    };
  },
};

/** The nearest-rank percentile; `share` from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
