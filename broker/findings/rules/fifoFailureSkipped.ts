import * as l10n from '@vscode/l10n';
import { RecentMap } from '../../trace/recentMap.ts';
import { aboutMapping, forgetRun, mendAfterRun, nameFunction, Run } from '../functionRule.ts';
import type { Rule } from '../rule.ts';
import { recall } from '../tracker.ts';

/** Invocations of one mapping whose messages are being settled. Batches of a FIFO queue have at most 10 messages. */
const MAXIMUM_INVOCATIONS = 200;

/** By invocation: the last message of each group that was deleted. Numbers of messages grow in the order of the sends. */
class LastDeleted {
  readonly byId = new RecentMap<string, Map<string, number>>(MAXIMUM_INVOCATIONS);
}

const beginLastDeleted = (): LastDeleted => new LastDeleted();
const beginRun = (): Run => new Run();

/** FIFO: a message was reported as failed, and one behind it in its group was not. */
export const fifoFailureSkipped: Rule = {
  name: 'fifoFailureSkipped',
  order: 220,
  watches: 'FIFO messages processed behind a failed one of their group',
  kinds: ['deleted', 'batchItemFailed'],
  mend: mendAfterRun(beginRun),
  evaluate(input) {
    const { record, caller, work, context, queueArn } = input;
    const { groupId, messageNumber } = record;
    const requestId = caller?.invocation?.requestId;
    if (work === undefined || requestId === undefined) return undefined;
    if (groupId === undefined || messageNumber === undefined) return undefined;
    if (context.queue(queueArn)?.isFifo !== true) return undefined;
    const { byId } = recall(work, beginLastDeleted);
    const groups = byId.get(requestId) ?? new Map<string, number>();
    if (record.kind === 'deleted') {
      groups.set(groupId, Math.max(messageNumber, groups.get(groupId) ?? messageNumber));
      byId.set(requestId, groups);
      return undefined;
    }
    if (record.cause !== 'reported' || (groups.get(groupId) ?? 0) <= messageNumber) return undefined;
    forgetRun(input, beginRun);
    return {
      about: aboutMapping(input),
      severity: 'error',
      title: l10n.t('{0} breaks the order of message groups', nameFunction(input)),
      messageNumber,
      caller,
      explanation: l10n.t(
        'In one batch, a message of group {0} was reported as failed, and a later one of the same group was not. The later one was deleted; the failed one comes again behind it.',
        groupId,
      ),
      remedy: l10n.t(
        'After the first failure, process no more messages of its group in this batch, and report all of them in batchItemFailures.',
      ),
    };
  },
};
