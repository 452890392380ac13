import * as l10n from '@vscode/l10n';
import { NUMBER_ATTRIBUTES } from '../../api/queueAttributes.ts';
import { formatTime } from '../../language/numbers.ts';
import { aboutMapping } from '../functionRule.ts';
import type { Rule, RuleInput } from '../rule.ts';

/** What AWS advises: room for invocations that are throttled and tried again (docs/functions.md, "Findings"). */
const FACTOR = 6;
const MAXIMUM_SECONDS = NUMBER_ATTRIBUTES.VisibilityTimeout.max;

/** A queue whose messages come back before its function may have been tried often enough. */
export const functionShortVisibility: Rule = {
  name: 'functionShortVisibility',
  order: 180,
  watches: 'Visibility timeouts below 6 times the timeout of the function',
  kinds: ['invoked'],
  mend: {
    kinds: ['invoked'],
    evaluate: (input) => {
      const lengths = readLengths(input);
      return lengths !== undefined && lengths.visibilityMs >= lengths.wantedMs
        ? aboutMapping(input)
        : undefined;
    },
  },
  evaluate(input) {
    const lengths = readLengths(input);
    if (lengths === undefined || lengths.visibilityMs >= lengths.wantedMs) return undefined;
    const { functionName, visibilityMs, timeoutMs, windowMs, wantedMs } = lengths;
    const seconds = wantedMs / 1000;
    const isShorter = visibilityMs < timeoutMs;
    return {
      about: aboutMapping(input),
      severity: isShorter ? 'error' : 'information',
      title: isShorter
        ? l10n.t('The visibility timeout is shorter than the timeout of {0}', functionName)
        : l10n.t('The visibility timeout is short for the timeout of {0}', functionName),
      messageNumber: undefined,
      caller: input.caller,
      explanation: isShorter
        ? l10n.t(
            'The function may take {0}, but its messages are visible again after {1}: another invocation can get them while this one still works. AWS rejects such a mapping when it is created or changed.',
            formatTime(timeoutMs),
            formatTime(visibilityMs),
          )
        : l10n.t(
            'The function may take {0}, and its messages are visible again after {1}. AWS advises 6 times the timeout and the batching window, because an invocation that is throttled is tried again for that long.',
            formatTime(timeoutMs),
            formatTime(visibilityMs),
          ),
      remedy:
        windowMs === 0
          ? l10n.t('Set VisibilityTimeout to at least {0} s, or use a shorter timeout.', seconds)
          : l10n.t(
              'Set VisibilityTimeout to at least {0} s, or use a shorter timeout or batching window.',
              seconds,
            ),
      suggestion: { attribute: 'VisibilityTimeout', value: String(seconds) },
    };
  },
};

function readLengths({ record, queueArn, context }: RuleInput) {
  const { mappingId } = record.invoked ?? {};
  const mapping = mappingId === undefined ? undefined : context.mapping(mappingId);
  const queue = context.queue(queueArn);
  if (mapping === undefined || queue === undefined || mapping.timeoutMs === 0) return undefined;
  const wantedMs = Math.min(MAXIMUM_SECONDS * 1000, mapping.timeoutMs * FACTOR + mapping.windowMs);
  return { wantedMs, visibilityMs: queue.visibilityMs, ...mapping };
}
