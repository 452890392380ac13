import { ACTION_DECLARATIONS, type ActionName } from '../api/actions.ts';
import type { Members, StructureShape } from '../api/shapes.ts';
import type { Caller } from '../engine/base/caller.ts';
import type { Result } from '../engine/base/result.ts';
import { type QueueAddress, readQueueUrl } from '../connections/queueAddress.ts';
import { refuseJson } from '../calls/jsonBounds.ts';
import type { CallHead } from '../sqs/calls/callHead.ts';
import { decodeJson, isPrintableAsciiJson } from '../sqs/wire/json.ts';
import { decodeQuery } from '../sqs/wire/query.ts';

/** As many as a full batch with all attributes has, and more; what is larger is forwarded without being read. */
export const READ_BOUNDS = { members: 10_000, textBytes: 2 * 1_048_576 };

/** A call of a program, as far as it can be read. */
export interface ForwardedCall {
  readonly head: CallHead;
  /** Undefined for an action that SQS does not have, as far as is known here. */
  readonly action: ActionName | undefined;
  readonly caller: Caller;
  /** Undefined if it is not what the action takes: the endpoint says so. */
  readonly input: Readonly<Record<string, unknown>> | undefined;
  /** The queue that it is about. */
  readonly queue: QueueAddress | undefined;
  readonly queueArn: string | undefined;
  /** Why an endpoint could take it for another call; undefined: it cannot. Costs a pass over the body. */
  findAmbiguity(): string | undefined;
}

export function isAction(name: string | undefined): name is ActionName {
  return name !== undefined && Object.hasOwn(ACTION_DECLARATIONS, name);
}

/** The members that a call has, for the gate and the trace; what is forwarded is not made of them. */
export function readInput(head: CallHead, action: ActionName, body: Buffer): ForwardedCall['input'] {
  const shape: StructureShape<Members> = ACTION_DECLARATIONS[action].input;
  if (head.protocol === 'json' && refuseJson(body, READ_BOUNDS) !== undefined) return undefined;
  const read: Result<object> =
    head.protocol === 'json'
      ? decodeJson(body, shape, isPrintableAsciiJson(body))
      : head.parameters.ok
        ? decodeQuery(head.root, shape)
        : head.parameters;
  return read.ok ? { ...read.value } : undefined;
}

/** @param account of the caller, for names without one */
export function findQueue(
  head: CallHead,
  input: ForwardedCall['input'],
  account: string,
): QueueAddress | undefined {
  const { QueueUrl: url, QueueName: name, QueueOwnerAWSAccountId: owner, SourceArn: arn } = input ?? {};
  if (typeof url === 'string') return readQueueUrl(url);
  if (typeof name === 'string') return { name, account: typeof owner === 'string' ? owner : account };
  if (typeof arn === 'string') {
    const [, , , , ofArn, nameOfArn] = arn.split(':');
    return ofArn === undefined || nameOfArn === undefined ? undefined : { account: ofArn, name: nameOfArn };
  }
  const path = head.protocol === 'query' ? head.pathQueue : undefined;
  return path === undefined ? undefined : { name: path.name, account: path.account ?? account };
}
