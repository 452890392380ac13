import type { ApiCall } from '../../calls/apiCall.ts';
import type { CallFault, CallFaults } from '../../calls/injectedFaults.ts';
import type { Authentication } from '../../auth/authorize.ts';
import type { Caller } from '../../engine/base/caller.ts';
import { countChunks } from '../../engine/rules/messageSize.ts';
import { type Failure, fail, type Result } from '../../engine/base/result.ts';
import { authenticateExchange, denyCall } from './access.ts';
import type { Action, Call } from '../actions/action.ts';
import { ACTIONS } from '../actions/actions.ts';
import { answerFailure, answerSuccess } from './answers.ts';
import { type JsonHead, type QueryHead, readCallHead } from './callHead.ts';
import { isFull, UNREAD } from './connection.ts';
import { answerDefect } from './defect.ts';
import { ERROR_TABLE } from '../wire/errorCodes.ts';
import type { Exchange } from './exchange.ts';
import type { SqsFrontOptions } from './front.ts';
import { decodeJson, isPrintableAsciiJson } from '../wire/json.ts';
import {
  type CallerIdentity,
  identifyCaller,
  readClaimedIdentity,
  readQueryIdentity,
} from './callerIdentity.ts';
import { pathOf } from '../../calls/requestTarget.ts';
import type { WireProtocol } from '../wire/protocol.ts';
import { decodeQuery } from '../wire/query.ts';
import type { QueueAddress } from '../wire/queueUrl.ts';
import { refuseBody } from './requestBounds.ts';
import { resolveQueue } from '../actions/resolveQueue.ts';
import { trackWaitingRequest } from './waiting.ts';

/** What billing calls actions that do not exist: their names are the clients' and have no bound. */
const UNKNOWN_ACTION = 'UnknownAction';

/** Serves a request that is an API call; otherwise returns that it is not one. */
export function serveCall(front: SqsFrontOptions, exchange: Exchange, body: Buffer): void {
  const head = readCallHead(exchange, body);
  if (head?.protocol === 'json') serveJson(front, exchange, body, head);
  else if (head !== undefined) serveQuery(front, exchange, body, head);
}

function serveJson(front: SqsFrontOptions, exchange: Exchange, body: Buffer, head: JsonHead): void {
  const { request } = exchange;
  const action = head.name === undefined ? undefined : ACTIONS.get(head.name);
  const who = authenticateExchange(front, exchange, body);
  const identity = identifyCaller(front, readClaimedIdentity(front, request), who);
  const call = beginCall(front, exchange, 'json', action, identity, undefined);
  if (!who.ok) {
    refuse(front, exchange, call, who);
    return;
  }
  if (action === undefined) {
    refuse(front, exchange, call, unknownAction(head.shownName));
    return;
  }
  const refusal = refuseBody(body, action.name, front.engine.limits);
  if (refusal !== undefined) {
    refuse(front, exchange, call, refusal);
    return;
  }
  call.isPrintableAscii = isPrintableAsciiJson(body);
  const input = decodeJson(body, action.input, call.isPrintableAscii);
  if (input.ok) startAllowed(front, exchange, call, action, who.value, input.value);
  else refuse(front, exchange, call, input);
}

function serveQuery(front: SqsFrontOptions, exchange: Exchange, body: Buffer, head: QueryHead): void {
  const { name, parameters, pathQueue, root } = head;
  const action = ACTIONS.get(name);
  const who = authenticateExchange(front, exchange, body);
  const identity = identifyCaller(front, readQueryIdentity(front, exchange.request, root), who);
  const call = beginCall(front, exchange, 'query', action, identity, pathQueue);
  if (!who.ok) {
    refuse(front, exchange, call, who);
    return;
  }
  if (!parameters.ok) {
    refuse(front, exchange, call, parameters);
    return;
  }
  if (action === undefined || (pathQueue !== undefined && action.isRefusedOnQueuePath)) {
    refuse(front, exchange, call, unknownAction(name));
    return;
  }
  const input = decodeQuery(root, action.input);
  if (input.ok) startAllowed(front, exchange, call, action, who.value, input.value);
  else refuse(front, exchange, call, input);
}

function unknownAction(name: string): Failure {
  return fail('InvalidAction', `The action ${name} is not valid for this endpoint.`);
}

function beginCall(
  front: SqsFrontOptions,
  exchange: Exchange,
  protocol: WireProtocol,
  action: Action | undefined,
  identity: CallerIdentity,
  pathQueue: QueueAddress | undefined,
): Call {
  const traceHeader = exchange.request.headers['x-amzn-trace-id'];
  const caller: Caller = {
    consumerId: identity.consumerId,
    accessKeyId: identity.accessKeyId,
    account: identity.account,
    region: identity.region,
    userAgent: identity.userAgent,
    requestId: exchange.requestId,
    action: action?.name ?? UNKNOWN_ACTION,
    process: front.findProcess?.(exchange.request.socket, identity.accessKeyId),
  };
  return {
    engine: front.engine,
    caller,
    protocol,
    origin: exchange.origin,
    path: pathOf(exchange.request.url ?? '/'),
    pathQueue,
    traceHeader: typeof traceHeader === 'string' ? traceHeader : undefined,
    isPrintableAscii: false,
    queueArn: undefined,
    payloadBytes: 0,
    messageCount: 0,
    failedEntries: undefined,
    isDropped: false,
    mayTake: () => exchange.connection.mayTake(),
    explanation: undefined,
  };
}

function startAllowed(
  front: SqsFrontOptions,
  exchange: Exchange,
  call: Call,
  action: Action,
  who: Authentication,
  input: object,
): void {
  const denial = denyCall(front, exchange, call, action, who, input);
  if (denial === undefined) {
    start(front, exchange, call, action, input);
    return;
  }
  call.explanation = denial.explanation;
  refuse(front, exchange, call, denial.failure);
}

function start(front: SqsFrontOptions, exchange: Exchange, call: Call, action: Action, input: object): void {
  const isLarge = action.hasLargeAnswer;
  if (isLarge && isFull()) {
    refuse(front, exchange, call, UNREAD);
    return;
  }
  const fault = front.faults?.isIdle === false ? drawFault(front.faults, call, input) : undefined;
  const answer = (result: Result<object | undefined>): void => {
    if (isLarge) exchange.reserve(call.payloadBytes);
    if (fault === undefined || fault.delayMs === 0) finishSafely(front, exchange, call, action, result);
    else front.faults?.after(fault.delayMs, () => finishSafely(front, exchange, call, action, result));
  };
  call.isDropped = fault?.drops === true;
  if (fault?.failure !== undefined) {
    answer(fault.failure);
    return;
  }
  let isComplete = false;
  let release: (() => void) | undefined;
  const cancel = action.start(call, input, (result) => {
    isComplete = true;
    release?.();
    answer(result);
  });
  if (isComplete || cancel === undefined) return;
  exchange.connection.wake = () => front.engine.serveWaits();
  release = trackWaitingRequest(exchange, cancel);
  if (release === undefined) {
    cancel();
    refuse(front, exchange, call, fail('RequestThrottled', 'Too many requests wait on this connection.'));
  }
}

/** Faults belong to queues; a call without an existing queue has none. */
function drawFault(
  faults: CallFaults,
  call: Call,
  input: { readonly QueueUrl?: string | undefined },
): CallFault | undefined {
  const queue = resolveQueue(call, input.QueueUrl);
  return queue.ok ? faults.draw(queue.value.arn, call.caller) : undefined;
}

function refuse(front: SqsFrontOptions, exchange: Exchange, call: Call, failure: Failure): void {
  finish(front, exchange, call, undefined, failure);
}

/** The engine calls this in the middle of other calls' work: a defect in an answer must not reach those. */
function finishSafely(
  front: SqsFrontOptions,
  exchange: Exchange,
  call: Call,
  action: Action,
  result: Result<object | undefined>,
): void {
  try {
    finish(front, exchange, call, action, result);
  } catch (error) {
    answerDefect(front, exchange, error);
  }
}

/** Answers once everything that the call did is safe. */
function finish(
  front: SqsFrontOptions,
  exchange: Exchange,
  call: Call,
  action: Action | undefined,
  result: Result<object | undefined>,
): void {
  if (front.commit === undefined || !result.ok) {
    reportAndAnswer(front, exchange, call, action, result);
    return;
  }
  front.commit((error) => {
    if (error === undefined) {
      reportAndAnswer(front, exchange, call, action, result);
      return;
    }
    front.onDefect?.(error);
    const failure = fail('ServiceUnavailable', `The broker could not store the change: ${error.message}`);
    reportAndAnswer(front, exchange, call, action, failure);
  });
}

function reportAndAnswer(
  front: SqsFrontOptions,
  exchange: Exchange,
  call: Call,
  action: Action | undefined,
  result: Result<object | undefined>,
): void {
  front.onApiCall?.(describeCall(exchange, call, result));
  if (call.isDropped) {
    exchange.drop();
    return;
  }
  if (result.ok) {
    answerSuccess(exchange, call.protocol, call.caller.action, action?.output, result.value);
  } else {
    answerFailure(exchange, call.protocol, result);
  }
}

function describeCall(exchange: Exchange, call: Call, result: Result<object | undefined>): ApiCall {
  const payloadBytes = result.ok ? call.payloadBytes : 0;
  return {
    action: call.caller.action,
    queueArn: call.queueArn,
    caller: call.caller,
    payloadBytes,
    billedRequests: countChunks(payloadBytes),
    messageCount: result.ok ? call.messageCount : 0,
    durationMs: performance.now() - exchange.startedAt,
    error: result.ok ? undefined : { code: ERROR_TABLE[result.code].queryCode, message: result.message },
    explanation: call.explanation,
    failedEntries: call.failedEntries,
  };
}
