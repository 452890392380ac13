import * as l10n from '@vscode/l10n';
import { truncateText } from '../calls/truncateText.ts';
import type { Mapping } from '../mappings/mapping.ts';
import type { PollerPorts, UnwantedMessage } from '../mappings/ports.ts';
import type { FilterMiss } from '../protocol/invocation.ts';
import type { TraceRecorder } from '../trace/recorder.ts';

/** Of a pattern that is quoted. */
const MAXIMUM_QUOTED_LENGTH = 500;
const FORMS = { json: 'JSON', text: 'text' } as const;
const OTHER_FORMS = { json: 'text', text: 'a JSON object' } as const;
const MISSES: Readonly<Record<'json' | 'text', FilterMiss>> = { json: 'jsonBody', text: 'textBody' };

/** Writes what event source mappings make of messages into the trace. */
export function traceMappings(recorder: TraceRecorder): Pick<PollerPorts, 'noteUnwanted' | 'noteFailed'> {
  return {
    noteUnwanted: (mapping, { arn: queueArn }, messages, caller) => {
      for (const { messageId, receiptHandle, groupId, bodyForm } of messages) {
        const cause: FilterMiss = bodyForm === undefined ? 'noMatch' : MISSES[bodyForm.form];
        const detail = describeMiss(mapping, bodyForm);
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

/** Why no filter matches a message. */
function describeMiss({ functionName, settings }: Mapping, bodyForm: UnwantedMessage['bodyForm']): string {
  if (bodyForm !== undefined)
    return `The body is ${FORMS[bodyForm.form]}, and this filter of the mapping of ${functionName} is about ${OTHER_FORMS[bodyForm.form]}: ${truncateText(bodyForm.pattern, MAXIMUM_QUOTED_LENGTH)}`;
  const count = settings.patterns.length;
  return count === 1
    ? `The filter of the mapping of ${functionName} does not match.`
    : `None of the ${count} filters of the mapping of ${functionName} matches.`;
}
