import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule.ts';

/** Target tracking on a number that does not fall when there are more processes. */
export const poolRawDepth: Rule = {
  name: 'poolRawDepth',
  order: 110,
  watches: 'Target tracking on the number of messages',
  kinds: ['poolScaled'],
  evaluate({ record: { pool } }) {
    if (pool?.scaled?.metric !== 'visible') return undefined;
    return {
      about: pool.name,
      severity: 'warning',
      title: l10n.t('The pool {0} tracks the number of messages', pool.name),
      messageNumber: undefined,
      caller: undefined,
      explanation: l10n.t(
        'Target tracking expects a metric that halves when the number of processes doubles. The number of visible messages does not, so the pool changed its size from {0} to {1}, and grows again each minute until the backlog is gone.',
        pool.scaled.from,
        pool.scaled.to,
      ),
      remedy: l10n.t(
        'Track the backlog per consumer: the target is the wait that you accept, divided by the time that one message takes.',
      ),
    };
  },
};
