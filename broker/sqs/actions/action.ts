import type { ActionName } from '../../api/actions.ts';
import type { ActionDeclaration } from '../../api/declaration.ts';
import type { Members, StringShape, StructureShape, ValueOf } from '../../api/shapes.ts';
import type { ApiCall } from '../../calls/apiCall.ts';
import type { Caller } from '../../engine/base/caller.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Queue } from '../../engine/state/queue.ts';
import type { Result } from '../../engine/base/result.ts';
import type { WireProtocol } from '../wire/protocol.ts';
import type { QueueAddress } from '../wire/queueUrl.ts';

/** One API call under way: what an action may know of the request, and what it reports for billing. */
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
  isPrintableAscii: boolean;
  /** Set if the call names an existing queue. */
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

/** Called once, at once or when the wait is over. */
export type Complete<T> = (result: Result<T>) => void;

/** An action of the API, for both protocols: its declaration as the front reads it, and what it does. */
export interface Action {
  readonly name: ActionName;
  readonly input: StructureShape<Members>;
  /** Undefined for actions without a result: the JSON answer has an empty body. */
  readonly output: StructureShape<Members> | undefined;
  readonly hasLargeAnswer: boolean;
  readonly isRefusedOnQueuePath: boolean;
  readonly keyUse: 'send' | 'receive' | undefined;
  readonly alsoNeeds: ActionDeclaration<ActionName>['alsoNeeds'];
  /** @returns how to give up waiting, when the action did not complete at once */
  start(call: Call, input: object, complete: Complete<object | undefined>): (() => void) | undefined;
}

/** What the types below need of a declaration; with the shapes' own types the compiler would unfold all values there are. */
interface DeclarationLike {
  readonly input: { readonly kind: 'structure'; readonly members: object };
  readonly output?: object;
  readonly waits?: true;
}

/** Members that were given, with the types of the model; which of them are right is the engine's to say. */
type InputOf<D extends DeclarationLike> = ValueOf<D['input']>;
/** Of actions without a result, whatever the engine says is not answered. */
type OutputOf<D> = D extends { readonly output: infer Output } ? ValueOf<Output> : unknown;

/** With the queue that `QueueUrl` names, where there is such a member: it is found before the handler runs. */
type ArgumentsOf<D extends DeclarationLike> = D['input']['members'] extends { readonly QueueUrl: StringShape }
  ? [call: Call, input: InputOf<D>, queue: Queue]
  : [call: Call, input: InputOf<D>];

/** What does an action that is declared so. */
export type HandlerOf<D extends DeclarationLike> = D extends { readonly waits: true }
  ? (...given: [...ArgumentsOf<D>, complete: Complete<OutputOf<D>>]) => (() => void) | undefined
  : (...given: ArgumentsOf<D>) => Result<OutputOf<D>>;

/** A handler for each of these declarations. */
export type HandlersOf<T extends Readonly<Record<string, DeclarationLike>>> = {
  readonly [Name in keyof T]: HandlerOf<T[Name]>;
};
