import type { PollerPorts } from '../mappings/ports.ts';
import { truncateText } from '../calls/truncateText.ts';
import type { TraceRecorder } from '../trace/recorder.ts';

/** Of a pattern that is quoted. */
const MAXIMUM_QUOTED_LENGTH = 500;
const FORMS = { json: 'JSON', text: 'text' } as const;
const OTHER_FORMS = { json: 'text', text: 'a JSON object' } as const;

/** Traces messages that a mapping deletes because none of its filters matches. */
export function traceUnwanted(recorder: TraceRecorder): PollerPorts['noteUnwanted'] {
  return ({ functionName, settings }, queue, messages) => {
    const count = settings.patterns.length;
    const none = count === 1 ? 'The filter' : `None of the ${count} filters`;
    const verb = count === 1 ? 'does not match' : 'matches';
    for (const { messageId, bodyForm } of messages) {
      const why =
        bodyForm === undefined
          ? `${none} of the mapping of ${functionName} ${verb}.`
          : `The body is ${FORMS[bodyForm.form]}, and this filter of the mapping of ${functionName} is about ${OTHER_FORMS[bodyForm.form]}: ${truncateText(bodyForm.pattern, MAXIMUM_QUOTED_LENGTH)}`;
      recorder.recordFiltered(queue.arn, messageId, why);
    }
  };
}
