import * as l10n from '@vscode/l10n';
import { NUMBER_ATTRIBUTES } from '../../api/queueAttributes.ts';
import { formatTime } from '../../language/numbers.ts';
import type { Rule } from '../rule.ts';

const MAXIMUM_SECONDS = NUMBER_ATTRIBUTES.VisibilityTimeout.max;

/** A process may finish its messages for longer than they are its own. */
export const poolShortTimeout: Rule = {
  name: 'poolShortTimeout',
  order: 140,
  watches: 'Visibility timeouts shorter than the grace period',
  kinds: ['poolProcess'],
  evaluate({ record: { pool }, queueArn, context }) {
    const { process } = pool ?? {};
    const isEnding = process?.did === 'drain' || process?.did === 'stop';
    if (pool === undefined || process === undefined || !isEnding || process.leases === 0) return undefined;
    const visibilityMs = context.queue(queueArn)?.visibilityMs;
    if (visibilityMs === undefined || visibilityMs >= process.graceMs) return undefined;
    const seconds = Math.min(MAXIMUM_SECONDS, Math.ceil(process.graceMs / 1000));
    return {
      about: pool.name,
      severity: 'warning',
      title: l10n.t('The visibility timeout is shorter than the grace period of {0}', pool.name),
      messageNumber: undefined,
      caller: undefined,
      explanation: l10n.t(
        '{0} was asked to end with messages in flight, and has {1} to finish them. Their visibility timeout is only {2}: another process can receive them while this one still works on them.',
        process.name,
        formatTime(process.graceMs),
        formatTime(visibilityMs),
      ),
      remedy: l10n.t('Set VisibilityTimeout to at least {0} s, or use a shorter grace period.', seconds),
      suggestion: { attribute: 'VisibilityTimeout', value: String(seconds) },
    };
  },
};
