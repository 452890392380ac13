import * as l10n from '@vscode/l10n';
import type { Rule } from '../rule.ts';

/** More turns than this in ten minutes are no longer a reaction to the load. */
const MAXIMUM_TURNS = 2;

/** A pool that grows and shrinks in turns: its policy follows its own effect. */
export const poolFlapping: Rule = {
  name: 'poolFlapping',
  order: 100,
  watches: 'Worker pools that flap',
  kinds: ['poolScaled'],
  mend: {
    kinds: ['poolScaled'],
    evaluate: ({ record: { pool } }) => ((pool?.scaled?.turns ?? 0) < MAXIMUM_TURNS ? pool?.name : undefined),
  },
  evaluate({ record: { pool } }) {
    if (pool?.scaled === undefined || pool.scaled.turns <= MAXIMUM_TURNS) return undefined;
    return {
      about: pool.name,
      severity: 'warning',
      title: l10n.t('The pool {0} flaps', pool.name),
      messageNumber: undefined,
      caller: undefined,
      explanation: l10n.t(
        'Turns between growing and shrinking in 10 minutes: {0}. Each of them starts or ends programs that are needed again soon.',
        pool.scaled.turns,
      ),
      remedy: l10n.t(
        'Leave more room between the thresholds for growing and shrinking, use a longer cooldown, or count messages in flight too.',
      ),
    };
  },
};
