import type { ApiCall } from '../../calls/apiCall.ts';
import type { Caller } from '../../engine/base/caller.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Result } from '../../engine/base/result.ts';
import type { WireProtocol } from '../wire/protocol.ts';
import type { QueueAddress } from '../wire/queueUrl.ts';
import type { Members, StructureShape, ValueOf } from '../wire/shapes.ts';

/** One API call under way: what an action may know of the request, and what it reports for the accounting. */
export interface Call {
  readonly engine: Engine;
  readonly caller: Caller;
  readonly protocol: WireProtocol;
  /** Scheme and host by which the client reached the broker, such as `http://localhost:9324`. */
  readonly origin: string;
  /** Of the request, without its query. */
  readonly path: string;
  /** The queue whose path a Query request was sent to. */
  readonly pathQueue: QueueAddress | undefined;
  /** The `X-Amzn-Trace-Id` header. */
  readonly traceHeader: string | undefined;
  /** All texts of the request are of U+0020 to U+007F. */
  isPlain: boolean;
  /** Set when the call names a queue that is there. */
  queueArn: string | undefined;
  /** Sum of the sizes of the messages that were sent or received, in bytes. */
  payloadBytes: number;
  messageCount: number;
  /** Entries of a batch that failed; code and message of the first one. */
  failedEntries: ApiCall['failedEntries'] | undefined;
  /** The connection closes without an answer: a fault that was asked for. */
  isDropped: boolean;
  /** Whether its client reads what it is answered: a long poll of one that does not is handed nothing. */
  readonly mayTake: () => boolean;
  /** Set when policies refuse the call: why, in sentences for people. */
  explanation: readonly string[] | undefined;
}

type AnyStructure = StructureShape<Members>;
/** Not the shape itself: the compiler would try to unfold the values of all shapes there are. */
interface StructureLike {
  readonly kind: 'structure';
  readonly members: Readonly<Record<string, unknown>>;
}

/** Called once, at once or when the wait is over. */
export type Complete = (result: Result<object | undefined>) => void;

/** An action of the API, for both protocols. */
export interface Action {
  readonly name: string;
  readonly input: AnyStructure;
  /** Undefined for actions without a result: the JSON answer has an empty body. */
  readonly output: AnyStructure | undefined;
  /** @returns how to give up waiting, when the action did not complete at once */
  start(call: Call, input: object, complete: Complete): (() => void) | undefined;
}

/** An action that answers with members. */
export function defineAction<I extends StructureLike, O extends StructureLike>(definition: {
  readonly name: string;
  readonly input: I;
  readonly output: O;
  run(call: Call, input: ValueOf<NoInfer<I>>): Result<ValueOf<NoInfer<O>>>;
}): Action {
  return {
    name: definition.name,
    input: definition.input as AnyStructure,
    output: definition.output as AnyStructure,
    start(call, input, complete) {
      complete(definition.run(call, input as ValueOf<NoInfer<I>>));
      return undefined;
    },
  };
}

/** An action that answers only that it was done. */
export function defineVoidAction<I extends StructureLike>(definition: {
  readonly name: string;
  readonly input: I;
  run(call: Call, input: ValueOf<NoInfer<I>>): Result<unknown>;
}): Action {
  return {
    name: definition.name,
    input: definition.input as AnyStructure,
    output: undefined,
    start(call, input, complete) {
      const result = definition.run(call, input as ValueOf<NoInfer<I>>);
      complete(result.ok ? { ok: true, value: undefined } : result);
      return undefined;
    },
  };
}

/** An action that may wait. */
export function defineWaitingAction<I extends StructureLike, O extends StructureLike>(definition: {
  readonly name: string;
  readonly input: I;
  readonly output: O;
  start(
    call: Call,
    input: ValueOf<NoInfer<I>>,
    complete: (result: Result<ValueOf<NoInfer<O>>>) => void,
  ): (() => void) | undefined;
}): Action {
  return {
    name: definition.name,
    input: definition.input as AnyStructure,
    output: definition.output as AnyStructure,
    start: (call, input, complete) => definition.start(call, input as ValueOf<I>, complete),
  };
}
