import type { FailedInvocation } from '../protocol/functions.ts';
import type { InvocationError } from './functionPorts.ts';
import type { InvocationRequest } from './ports.ts';

/** A longer event is not kept: UTF-16 units. */
const MAXIMUM_EVENT_LENGTH = 262_144;

/** What is kept of the invocations of a function that are over or under way. */
export class FunctionMemory {
  lastError: FailedInvocation | undefined;
  /** The newest event of a mapping, JSON. */
  lastEvent: string | undefined;

  noteRequest({ payload, origin }: InvocationRequest): void {
    if (origin.mappingId === undefined) return;
    this.lastEvent = payload.length > MAXIMUM_EVENT_LENGTH ? undefined : payload;
  }

  /** @param at epoch ms on the broker's clock */
  noteError(at: number, requestId: string, { code: type, message }: InvocationError): void {
    this.lastError = { at, requestId, type, message };
  }

  /** The clock was set back by this much. */
  goBack(byMs: number): void {
    const { lastError } = this;
    if (lastError !== undefined) this.lastError = { ...lastError, at: lastError.at - byMs };
  }
}
