import * as l10n from '@vscode/l10n';
import { formatNumber } from '../../language/numbers.ts';
import type { Rule } from '../rule.ts';

/** So often a chain goes through one queue before it counts; a function may send what is left to its own queue once or twice. */
const PASSES = 5;

/** Messages whose processing sends the next one to the same queue, over and over. */
export const functionRecursion: Rule = {
  name: 'functionRecursion',
  order: 230,
  watches: 'Functions that send to the queue that invokes them',
  kinds: ['sent'],
  evaluate({ record, caller, descent }) {
    if (descent === undefined || descent.passes < PASSES || !descent.isMost) return undefined;
    const { functionName, passes, queues } = descent;
    return {
      about: functionName,
      severity: 'warning',
      title: l10n.t('{0} is invoked by its own messages', functionName),
      messageNumber: record.messageNumber,
      caller,
      explanation:
        queues === 1
          ? l10n.t(
              'The function sends messages to the queue that invokes it, because of messages from this queue: {0} in a chain so far. AWS stops such a chain after about 16 invocations.',
              formatNumber(passes),
            )
          : l10n.t(
              'The function sends messages to this queue, and they lead to more messages in it, over {0} queues: {1} in a chain so far. AWS stops such a chain after about 16 invocations.',
              formatNumber(queues),
              formatNumber(passes),
            ),
      remedy: l10n.t(
        'Send to another queue, or end the chain: count its steps in a message attribute, and stop at a limit.',
      ),
    };
  },
};
