import { fail } from '../../engine/base/result.ts';
import type { Answer } from '../channel/answer.ts';
import type { Handlers } from '../handlers/handler.ts';
import type { MethodKey } from '../methods.ts';
import type { Session } from '../channel/session.ts';

/**
 * What the answer of a method promises. `stores`: a change that outlives the broker, so the answer waits for the disk and
 * is a refusal when the disk refuses. `storesNothing`: a read, or a change that ends with the broker or the connection;
 * it is answered whatever the disk does. Every method has to say it: a new one does not compile without.
 */
export const EFFECTS: Readonly<Record<MethodKey, 'stores' | 'storesNothing'>> = {
  getBroker: 'storesNothing',
  stopBroker: 'storesNothing',
  registerConsumer: 'storesNothing',
  listQueues: 'storesNothing',
  getQueue: 'storesNothing',
  createQueue: 'stores',
  deleteQueue: 'stores',
  purgeQueue: 'stores',
  setQueueAttributes: 'stores',
  redriveQueue: 'stores',
  peekMessages: 'storesNothing',
  getMessage: 'storesNothing',
  getSentMessage: 'storesNothing',
  listInFlight: 'storesNothing',
  sendMessage: 'stores',
  sendAgain: 'stores',
  copyMessages: 'stores',
  moveMessages: 'stores',
  redriveMessages: 'stores',
  deleteMessages: 'stores',
  releaseMessages: 'stores',
  extendMessages: 'stores',
  subscribeTrace: 'storesNothing',
  unsubscribeTrace: 'storesNothing',
  readTrace: 'storesNothing',
  clearTrace: 'storesNothing',
  getClock: 'storesNothing',
  advanceClock: 'stores',
  advanceClockToNext: 'stores',
  advanceClockToMessage: 'stores',
  resetClock: 'stores',
  holdClock: 'storesNothing',
  releaseClock: 'storesNothing',
  readAccounting: 'storesNothing',
  resetAccounting: 'storesNothing',
  planDefinitions: 'storesNothing',
  compareDefinitions: 'storesNothing',
  applyDefinitions: 'stores',
  writeDefinitions: 'storesNothing',
  listFaults: 'storesNothing',
  setFaults: 'stores',
  clearFaults: 'stores',
  listFindings: 'storesNothing',
  dismissFinding: 'storesNothing',
  clearFindings: 'storesNothing',
  addToReplay: 'storesNothing',
  startReplay: 'stores',
  cancelReplay: 'storesNothing',
  startIdempotenceTest: 'stores',
  cancelIdempotenceTest: 'stores',
  configureTelemetry: 'storesNothing',
  getTelemetry: 'storesNothing',
  rotateMasterKey: 'stores',
  listKeys: 'storesNothing',
  createKey: 'stores',
  addKeyAlias: 'stores',
  removeKeyAlias: 'stores',
  setKeyEnabled: 'stores',
  scheduleKeyDeletion: 'stores',
  cancelKeyDeletion: 'stores',
  grantKey: 'stores',
  revokeKey: 'stores',
  getStorage: 'storesNothing',
  undoPurge: 'stores',
  undoDelete: 'stores',
};

type AnyHandler = (params: unknown, session: Session) => Answer<unknown> | Promise<Answer<unknown>>;

/** Holds every answer back until what it tells of is safe; refuses it when it cannot be made safe. */
export function holdAnswers(handlers: Handlers, commit: (done: (error?: Error) => void) => void): Handlers {
  const held = Object.entries(handlers).map(([key, handler]) => {
    const handle = handler as AnyHandler;
    if (EFFECTS[key as MethodKey] === 'storesNothing') return [key, handle] as const;
    const hold: AnyHandler = async (params, session) => {
      const answer = await handle(params, session);
      if (!answer.ok) return answer;
      const error = await new Promise<Error | undefined>((resolve) => commit(resolve));
      if (error === undefined) return answer;
      return fail('ServiceUnavailable', `The broker could not store the change: ${error.message}`);
    };
    return [key, hold] as const;
  });
  return Object.fromEntries(held) as unknown as Handlers;
}
