import * as l10n from '@vscode/l10n';
import { formatTime } from '../../language/numbers.ts';
import type { Rule } from '../rule.ts';

/** The policies that have a cooldown. */
const COOLING: readonly string[] = ['simple', 'keda'];

/** A cooldown that is longer than the backlog lasts: the processes wait for it with nothing to do. */
export const poolCooldown: Rule = {
  name: 'poolCooldown',
  order: 120,
  watches: 'Cooldowns longer than the backlog lasts',
  kinds: ['poolScaled'],
  evaluate({ record: { pool, at }, context }) {
    const { scaled } = pool ?? {};
    if (pool === undefined || scaled?.drained === undefined || !COOLING.includes(pool.policy))
      return undefined;
    const { from, ms } = scaled.drained;
    const isShrinking = scaled.to < scaled.from;
    if (!isShrinking || ms >= scaled.cooldownMs || context.jumpedMs(from, at) > 0) return undefined;
    return {
      about: pool.name,
      severity: 'information',
      title: l10n.t('The cooldown of the pool {0} is longer than its work', pool.name),
      messageNumber: undefined,
      caller: undefined,
      explanation: l10n.t(
        'The pool had grown to a size of {0}. The work took {1}, but the cooldown lasts {2}: for the rest of it, the processes had nothing to do.',
        scaled.from,
        formatTime(ms),
        formatTime(scaled.cooldownMs),
      ),
      remedy: l10n.t('Use a shorter cooldown, or start fewer processes at once.'),
    };
  },
};
