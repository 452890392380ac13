import * as l10n from '@vscode/l10n';
import { nanoid } from 'nanoid';
import type { Caller } from '../../engine/base/caller.ts';
import type { Queue } from '../../engine/state/queue.ts';
import { fail, succeed } from '../../engine/base/result.ts';
import { IdempotenceTest } from '../../idempotence/idempotenceTest.ts';
import { sendMessage } from '../../engine/operations/sendMessage.ts';
import {
  type IdempotenceReport,
  idempotenceProgressed,
  type StartIdempotenceTestParams,
} from '../../protocol/idempotence.ts';
import { Throttle } from '../../time/throttle.ts';
import { type Answer, notFound } from '../channel/answer.ts';
import { createEditorCaller } from '../editorCall.ts';
import { nameDuplicate, readAttribute } from '../../calls/messageInput.ts';
import type { ControlServices } from '../services.ts';
import type { Session } from '../channel/session.ts';
import type { HandlersOf } from './handler.ts';
import { withQueue } from './queue.ts';

const DEFAULT_DELIVERIES = 2;
const DEFAULT_SEED = 1;
const DEFAULT_TIMEOUT_SECONDS = 60;
/** Shortest time between two reports, ms. */
const PROGRESS_MS = 200;

export function createIdempotenceHandlers(
  services: ControlServices,
): HandlersOf<'startIdempotenceTest' | 'cancelIdempotenceTest'> {
  /** Running tests by queue: there is one at a time. */
  const running = new Map<Queue, IdempotenceTest>();
  return {
    startIdempotenceTest: (params, session) =>
      withQueue(services, params.queueArn, (queue) =>
        running.has(queue)
          ? fail('UnsupportedOperation', l10n.t('A test is already running on this queue.'), 'queueArn')
          : start(services, running, queue, params, session),
      ),
    cancelIdempotenceTest: ({ testId }) => {
      const test = [...running.values()].find(({ plan }) => plan.testId === testId);
      if (test === undefined) return notFound(l10n.t('No test {0} is running.', testId));
      test.cancel();
      return succeed(test.describe());
    },
  };
}

function start(
  services: ControlServices,
  running: Map<Queue, IdempotenceTest>,
  queue: Queue,
  params: StartIdempotenceTestParams,
  session: Session,
): Answer<IdempotenceReport> {
  const { engine, recorder, faults, schedule, names } = services;
  const { deliveries = DEFAULT_DELIVERIES, seed = DEFAULT_SEED, timeoutSeconds } = params;
  const progress = new Throttle(schedule, PROGRESS_MS, () => {
    session.notify(idempotenceProgressed, test.describe());
  });
  const senders = new Set<Caller>();
  const test = new IdempotenceTest(
    {
      testId: nanoid(8),
      queue,
      deliveries,
      seed,
      timeoutMs: (timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    },
    {
      ...names,
      engine,
      contentOf: (record) => recorder.contentOf(record),
      report: (fault) => recorder.recordFault(fault),
      onProgress: () => progress.notice(),
      onEnd: () => {
        running.delete(queue);
        faults.setProbe(queue.arn, undefined);
        unfollow();
      },
      createCaller: () => createEditorCaller(services, 'DeleteMessage'),
    },
  );
  const unfollow = recorder.onRecord((record) => {
    test.observe(record, record.caller !== undefined && senders.has(record.caller));
  });
  running.set(queue, test);
  faults.setProbe(queue.arn, test);
  session.onDispose(() => test.cancel());
  for (const { body, attributes, groupId } of params.messages) {
    const caller = createEditorCaller(services, 'SendMessage');
    senders.add(caller);
    const input = {
      body,
      attributes: attributes?.map(readAttribute),
      groupId,
      deduplicationId: nameDuplicate(queue),
    };
    const sent = sendMessage(engine, queue, input, caller);
    if (sent.ok) continue;
    test.cancel();
    return sent;
  }
  test.endSending();
  return succeed(test.describe());
}
