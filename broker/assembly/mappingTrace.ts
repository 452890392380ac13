import * as l10n from '@vscode/l10n';
import { truncateText } from '../calls/truncateText.ts';
import { formatNumber } from '../language/numbers.ts';
import type { Mapping } from '../mappings/mapping.ts';
import type { PollerPorts, UnwantedMessage } from '../mappings/ports.ts';
import type { FilterMiss } from '../protocol/invocation.ts';
import type { TraceRecorder } from '../trace/recorder.ts';

/** Of a pattern that is quoted. */
const MAXIMUM_QUOTED_LENGTH = 500;
const MISSES: Readonly<Record<'json' | 'text', FilterMiss>> = { json: 'jsonBody', text: 'textBody' };

/** Writes what event source mappings make of messages into the trace. */
export function traceMappings(recorder: TraceRecorder): Pick<PollerPorts, 'noteUnwanted' | 'noteFailed'> {
  return {
    noteUnwanted: (mapping, { arn: queueArn }, messages, caller) => {
      for (const message of messages) {
        const { messageId, receiptHandle, groupId } = message;
        const cause = nameMiss(message);
        const detail = describeMiss(mapping, message);
        const facts = { queueArn, messageId, receiptHandle, groupId, caller, cause, detail };
        recorder.recordMapped({ kind: 'filteredOut', ...facts });
      }
    },
    noteFailed: ({ arn: queueArn }, messages, { cause, detail: whole }, caller) => {
      const detail = cause === 'reported' ? l10n.t('The function reported that this message failed.') : whole;
      for (const message of messages)
        recorder.recordMapped({ kind: 'batchItemFailed', queueArn, ...message, caller, cause, detail });
    },
  };
}

function nameMiss({ bodyForm, absentField }: UnwantedMessage): FilterMiss {
  if (bodyForm !== undefined) return MISSES[bodyForm.form];
  return absentField === undefined ? 'noMatch' : 'absentField';
}

/** Why no filter matches a message. */
function describeMiss(
  { functionName, settings }: Mapping,
  { bodyForm, absentField }: UnwantedMessage,
): string {
  if (bodyForm !== undefined) {
    const pattern = truncateText(bodyForm.pattern, MAXIMUM_QUOTED_LENGTH);
    return bodyForm.form === 'json'
      ? l10n.t(
          'The body is JSON, and this filter of the mapping of {0} is about text: {1}',
          functionName,
          pattern,
        )
      : l10n.t(
          'The body is text, and this filter of the mapping of {0} is about a JSON object: {1}',
          functionName,
          pattern,
        );
  }
  if (absentField !== undefined) {
    const { field, isElsewhere } = absentField;
    return isElsewhere
      ? l10n.t(
          'A filter of the mapping of {0} is about {1}, which the message does not have there: its body has that name at another place.',
          functionName,
          field,
        )
      : l10n.t(
          'A filter of the mapping of {0} is about {1}, which the message does not have.',
          functionName,
          field,
        );
  }
  const count = settings.patterns.length;
  return count === 1
    ? l10n.t('The filter of the mapping of {0} does not match.', functionName)
    : l10n.t('None of the {0} filters of the mapping of {1} matches.', formatNumber(count), functionName);
}
