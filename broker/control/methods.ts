import { readAccounting, resetAccounting } from '../protocol/accounting.ts';
import { getBroker, registerConsumer, stopBroker } from '../protocol/broker.ts';
import { advanceClock, getClock, holdClock, releaseClock } from '../protocol/clock.ts';
import { applyDefinitions, planDefinitions, writeDefinitions } from '../protocol/definitions.ts';
import { getMessage, peekMessages, sendMessage } from '../protocol/message.ts';
import type { ParamsOf, ResultOf } from '../protocol/method.ts';
import {
  createQueue,
  deleteQueue,
  getQueue,
  listQueues,
  purgeQueue,
  setQueueAttributes,
} from '../protocol/queue.ts';
import { clearTrace, readTrace, subscribeTrace, unsubscribeTrace } from '../protocol/trace.ts';

/** Every request that a client may make. A test compares it with what `protocol` declares. */
export const METHODS = {
  getBroker,
  stopBroker,
  registerConsumer,
  listQueues,
  getQueue,
  createQueue,
  deleteQueue,
  purgeQueue,
  setQueueAttributes,
  peekMessages,
  getMessage,
  sendMessage,
  subscribeTrace,
  unsubscribeTrace,
  readTrace,
  clearTrace,
  getClock,
  advanceClock,
  holdClock,
  releaseClock,
  readAccounting,
  resetAccounting,
  planDefinitions,
  applyDefinitions,
  writeDefinitions,
} as const;

export type Methods = typeof METHODS;
export type MethodKey = keyof Methods;
export type MethodParams<K extends MethodKey> = ParamsOf<Methods[K]>;
export type MethodResult<K extends MethodKey> = ResultOf<Methods[K]>;

const keys = new Map((Object.keys(METHODS) as MethodKey[]).map((key) => [METHODS[key].method, key]));

/** The key of a method by its name on the wire. */
export function findMethod(method: string): MethodKey | undefined {
  return keys.get(method);
}
