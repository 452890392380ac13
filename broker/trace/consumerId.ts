import type { Caller, Holder } from '../engine/base/caller.ts';

/** The id of a process to which a debugger has attached, whatever credentials it calls with. */
const PROCESS_ID_PATTERN = /^process (\d{1,10})$/;

/** The id of a caller in the trace: programs that share a key and an SDK are told apart by their processes. */
export function consumerIdOf({ consumerId, process }: Caller): string {
  return process?.processId === undefined ? consumerId : `${consumerId} [${process.processId}]`;
}

/** The consumer id that stands for all calls of a process. */
export function formatProcessConsumer(processId: number): string {
  return `process ${processId}`;
}

/** Whose messages are meant by a consumer id: those of a process, or those of a caller. */
export function readHolder(consumerId: string): Holder {
  const digits = PROCESS_ID_PATTERN.exec(consumerId)?.[1];
  return digits === undefined ? consumerId : Number(digits);
}
