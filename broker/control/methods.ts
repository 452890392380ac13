import { readAccounting, resetAccounting } from '../protocol/accounting.ts';
import { getBroker, registerConsumer, stopBroker } from '../protocol/broker.ts';
import {
  applyDefinitions,
  compareDefinitions,
  planDefinitions,
  writeDefinitions,
} from '../protocol/definitions.ts';
import {
  advanceClock,
  advanceClockToMessage,
  advanceClockToNext,
  forecastJump,
  getClock,
  holdClock,
  releaseClock,
  resetClock,
  undoAdvance,
} from '../protocol/clock.ts';
import { clearFaults, listFaults, setFaults } from '../protocol/faults.ts';
import { clearFindings, dismissFinding, listFindings } from '../protocol/findings.ts';
import { cancelIdempotenceTest, startIdempotenceTest } from '../protocol/idempotence.ts';
import {
  copyMessages,
  deleteMessages,
  extendMessages,
  getMessage,
  getSentMessage,
  listInFlight,
  moveMessages,
  peekMessages,
  redriveMessages,
  releaseMessages,
  sendAgain,
  sendMessage,
} from '../protocol/message.ts';
import { rotateMasterKey } from '../protocol/encryption.ts';
import {
  addKeyAlias,
  cancelKeyDeletion,
  createKey,
  grantKey,
  listKeys,
  removeKeyAlias,
  revokeKey,
  scheduleKeyDeletion,
  setKeyEnabled,
} from '../protocol/kms.ts';
import type { ParamsOf, ResultOf } from '../protocol/method.ts';
import {
  createQueue,
  deleteQueue,
  getQueue,
  listQueues,
  purgeQueue,
  redriveQueue,
  setQueueAttributes,
  undoDelete,
  undoPurge,
} from '../protocol/queue.ts';
import { addToReplay, cancelReplay, startReplay } from '../protocol/replay.ts';
import { configureTelemetry, getTelemetry } from '../protocol/telemetry.ts';
import { getStorage } from '../protocol/storage.ts';
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
  redriveQueue,
  peekMessages,
  getMessage,
  getSentMessage,
  listInFlight,
  sendMessage,
  sendAgain,
  copyMessages,
  moveMessages,
  redriveMessages,
  deleteMessages,
  releaseMessages,
  extendMessages,
  subscribeTrace,
  unsubscribeTrace,
  readTrace,
  clearTrace,
  getClock,
  advanceClock,
  advanceClockToNext,
  advanceClockToMessage,
  forecastJump,
  undoAdvance,
  resetClock,
  holdClock,
  releaseClock,
  readAccounting,
  resetAccounting,
  planDefinitions,
  applyDefinitions,
  compareDefinitions,
  writeDefinitions,
  listFaults,
  setFaults,
  clearFaults,
  listFindings,
  dismissFinding,
  clearFindings,
  addToReplay,
  startReplay,
  cancelReplay,
  startIdempotenceTest,
  cancelIdempotenceTest,
  configureTelemetry,
  getTelemetry,
  rotateMasterKey,
  listKeys,
  createKey,
  addKeyAlias,
  removeKeyAlias,
  setKeyEnabled,
  scheduleKeyDeletion,
  cancelKeyDeletion,
  grantKey,
  revokeKey,
  getStorage,
  undoPurge,
  undoDelete,
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
