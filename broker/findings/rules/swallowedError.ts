import * as l10n from '@vscode/l10n';
import { RecentMap } from '../../trace/recentMap.ts';
import { aboutMapping, forgetRun, mendAfterRun, nameFunction, Run } from '../functionRule.ts';
import type { Rule } from '../rule.ts';
import { recall } from '../tracker.ts';

/** Invocations of one mapping whose messages are being deleted. */
const MAXIMUM_INVOCATIONS = 1000;

interface Settled {
  readonly messages: number;
  deleted: number;
  line: string | undefined;
}

class Invocations {
  readonly byId = new RecentMap<string, Settled>(MAXIMUM_INVOCATIONS);
}

const beginInvocations = (): Invocations => new Invocations();
const beginRun = (): Run => new Run();

/** A function that logs an error, returns, and loses its messages. A hint: the error may be one that it could handle. */
export const swallowedError: Rule = {
  name: 'swallowedError',
  order: 210,
  watches: 'Functions that log an error and return',
  kinds: ['invocationEnded', 'errorLogged', 'deleted', 'batchItemFailed'],
  mend: mendAfterRun(beginRun),
  evaluate(input) {
    const { record, caller, work } = input;
    const requestId = caller?.invocation?.requestId;
    if (work === undefined || requestId === undefined) return undefined;
    const { byId } = recall(work, beginInvocations);
    const known = byId.get(requestId);
    if (record.kind === 'invocationEnded') {
      const { mappingId, messages = 0 } = record.invoked ?? {};
      if (mappingId !== undefined) byId.set(requestId, { messages, deleted: 0, line: undefined });
      return undefined;
    }
    if (known === undefined) return undefined;
    // Then it has reported the error.
    if (record.kind === 'batchItemFailed') byId.delete(requestId);
    else if (record.kind === 'errorLogged') known.line = record.detail ?? '';
    else known.deleted++;
    const { line, deleted, messages } = known;
    if (line === undefined || deleted < messages) return undefined;
    byId.delete(requestId);
    forgetRun(input, beginRun);
    return {
      about: aboutMapping(input),
      severity: 'information',
      title: l10n.t('{0} may swallow an error', nameFunction(input)),
      messageNumber: record.messageNumber,
      caller,
      explanation: l10n.t(
        'The function returned, and all messages of its batch were deleted, but it logged an error. This is a hint: if it could handle the error, nothing is wrong. It wrote: {0}',
        line,
      ),
      remedy: l10n.t(
        'If a message was not processed, throw the error, or report the message in batchItemFailures. Dismiss this finding if the error was handled.',
      ),
    };
  },
};
