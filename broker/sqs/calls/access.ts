import type { TLSSocket } from 'node:tls';
import type { AccessTarget, Authentication, TargetQueue } from '../../auth/authorize.ts';
import type { HttpRequest } from '../../auth/request.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Queue } from '../../engine/state/queue.ts';
import { type Failure, fail, type Result, succeed } from '../../engine/base/result.ts';
import type { Action, Call } from '../actions/action.ts';
import type { Exchange } from './exchange.ts';
import type { FrontOptions, SqsFrontOptions } from './front.ts';
import { pathOf, queryTextOf } from '../../calls/requestTarget.ts';
import { parseQueueUrl, type QueueAddress } from '../wire/queueUrl.ts';
import { parseTaskHandle } from '../actions/taskHandle.ts';

/** An error, and its explanation in sentences. */
export interface Denial {
  readonly failure: Failure;
  readonly explanation: readonly string[];
}

const NOT_ASKED: Result<Authentication> = succeed({
  principal: { kind: 'unverified' },
  policies: [],
  region: undefined,
});
/** A hint for callers whose key is rejected. */
const KEY_ADVICE =
  'The key of this queue is one of the local KMS, where keys are made, enabled and granted: "Queueside: Manage Keys…".';

/** Returns the caller of a request. Errors: those of `Authority.authenticate`. */
export function authenticateExchange(
  front: FrontOptions,
  exchange: Exchange,
  body: Uint8Array,
): Result<Authentication> {
  return front.authority === undefined
    ? NOT_ASKED
    : front.authority.authenticate(describeRequest(exchange, body));
}

/** Whether the caller may not do this; undefined when it may. The members of `input` have the types of the model. */
export function denyCall(
  front: SqsFrontOptions,
  exchange: Exchange,
  call: Call,
  action: Action,
  authentication: Authentication,
  input: object,
): Denial | undefined {
  const { authority } = front;
  const members = input as Readonly<Record<string, unknown>>;
  if (authority !== undefined && authority.mode !== 'off') {
    // The signature holds already: the body is not needed anymore.
    const request = describeRequest(exchange, new Uint8Array(0));
    for (const target of targetsOf(call, action, members)) {
      const { result, explanation } = authority.permit(authentication, request, target);
      if (result.ok) continue;
      // A rejected action never looks up its queue, but the trace must show it.
      call.queueArn = findQueue(call, addressOf(call, members))?.arn;
      return { failure: result, explanation };
    }
  }
  return denyPolicy(front, members) ?? denyKey(front, call, action, authentication, members);
}

/** A policy that cannot be evaluated would deny everyone: it is rejected when it is set, if policies apply. */
function denyPolicy(
  { authority }: SqsFrontOptions,
  members: Readonly<Record<string, unknown>>,
): Denial | undefined {
  if (authority?.mode !== 'policies') return undefined;
  const text = (members['Attributes'] as Readonly<Record<string, string>> | undefined)?.['Policy'];
  const problem = text === undefined || text === '' ? undefined : authority.findPolicyProblem(text);
  if (problem === undefined) return undefined;
  const failure = fail('InvalidAttributeValue', 'Invalid value for the parameter Policy.', 'Policy');
  return { failure, explanation: [`The policy: ${problem}.`] };
}

/** Refuses an action that needs the key of an SSE-KMS queue to who may not use it. */
function denyKey(
  front: SqsFrontOptions,
  call: Call,
  { keyUse }: Action,
  { principal }: Authentication,
  members: Readonly<Record<string, unknown>>,
): Denial | undefined {
  if (front.checkKey === undefined || keyUse === undefined) return undefined;
  const queue = findQueue(call, addressOf(call, members));
  if (queue?.settings.kmsMasterKeyId === undefined) return undefined;
  const { region, account, settings } = queue;
  const result = front.checkKey(
    { region, account, kmsMasterKeyId: settings.kmsMasterKeyId },
    principal,
    keyUse,
  );
  return result.ok ? undefined : { failure: result, explanation: [KEY_ADVICE] };
}

/** The permissions that a call needs: its action on its queue, and for move tasks also those of their parts. */
function targetsOf(
  call: Call,
  { name: action, alsoNeeds }: Action,
  members: Readonly<Record<string, unknown>>,
): AccessTarget[] {
  const { region } = call.caller;
  const queue = targetQueueOf(call, members);
  const own: AccessTarget = { action, region, queue, requestTags: requestTagsOf(members) };
  if (alsoNeeds === undefined) return [own];
  const destination = textOf(members, 'DestinationArn');
  const source = call.engine.findByArn(queue?.arn ?? '');
  const destinations =
    destination === undefined
      ? (source === undefined ? [] : call.engine.deadLetterSources(source)).map(describeQueue)
      : [describeArn(call.engine, destination)];
  return [
    own,
    ...alsoNeeds.onSource.map((part) => ({ action: part, region, queue })),
    ...destinations.flatMap((target) =>
      alsoNeeds.onDestination.map((part) => ({ action: part, region, queue: target })),
    ),
  ];
}

/** The queue of a call, whether it exists or not; undefined for ListQueues and for invalid names. */
function targetQueueOf(call: Call, members: Readonly<Record<string, unknown>>): TargetQueue | undefined {
  const handle = textOf(members, 'TaskHandle');
  const sourceArn =
    handle === undefined
      ? textOf(members, 'SourceArn')
      : call.engine.moveTasks.get(parseTaskHandle(handle)?.taskId ?? '')?.source.arn;
  if (sourceArn !== undefined) return describeArn(call.engine, sourceArn);
  const address = addressOf(call, members);
  if (address === undefined) return undefined;
  const { region, account } = call.caller;
  const queue = findQueue(call, address);
  return queue === undefined
    ? describeArn(call.engine, `arn:aws:sqs:${region}:${address.account ?? account}:${address.name}`)
    : describeQueue(queue);
}

function addressOf(call: Call, members: Readonly<Record<string, unknown>>): QueueAddress | undefined {
  const name = textOf(members, 'QueueName');
  if (name !== undefined) {
    const account = textOf(members, 'QueueOwnerAWSAccountId');
    return account === undefined ? { name } : { name, account };
  }
  const url = textOf(members, 'QueueUrl');
  return url === undefined ? call.pathQueue : parseQueueUrl(url);
}

function findQueue(call: Call, address: QueueAddress | undefined): Queue | undefined {
  const { region, account } = call.caller;
  return address === undefined
    ? undefined
    : call.engine.findQueue(region, address.account ?? account, address.name);
}

/** What policies see of a queue, whether it exists or not. */
export function describeArn(engine: Engine, arn: string): TargetQueue {
  const queue = engine.findByArn(arn);
  if (queue !== undefined) return describeQueue(queue);
  const account = arn.split(':')[4] ?? '';
  return { arn, account, policy: undefined, tags: {}, isEncrypted: false };
}

export function describeQueue({ arn, account, settings, tags }: Queue): TargetQueue {
  return {
    arn,
    account,
    policy: settings.policy,
    tags: Object.fromEntries(tags),
    isEncrypted: settings.sqsManagedSse || settings.kmsMasterKeyId !== undefined,
  };
}

/** CreateQueue and TagQueue carry tags, UntagQueue names the keys of some. */
function requestTagsOf(members: Readonly<Record<string, unknown>>): Record<string, string | undefined> {
  const keys = members['TagKeys'] as readonly string[] | undefined;
  if (keys !== undefined) return Object.fromEntries(keys.map((key) => [key, undefined]));
  return { ...((members['tags'] ?? members['Tags']) as Readonly<Record<string, string>> | undefined) };
}

function textOf(members: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = members[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A request as signatures and policies see it. */
export function describeRequest({ request }: Exchange, body: Uint8Array): HttpRequest {
  const url = request.url ?? '/';
  return {
    method: request.method ?? 'GET',
    path: pathOf(url),
    rawQuery: queryTextOf(url),
    rawHeaders: request.rawHeaders,
    body,
    isSecure: (request.socket as Partial<TLSSocket>).encrypted === true,
    remoteAddress: request.socket.remoteAddress ?? '',
  };
}
