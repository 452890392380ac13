import type { CallFault } from '../calls/injectedFaults.ts';
import { pathOf, queryTextOf } from '../calls/requestTarget.ts';
import { isWebPage, WebPageError } from '../connections/callBounds.ts';
import { formatQueueArn } from '../connections/queueAddress.ts';
import type { Place } from '../connections/place.ts';
import type { KeySource } from '../connections/client/keySource.ts';
import type { Failure } from '../engine/base/result.ts';
import { isStricter, type ProtectionLevel } from '../protection/protectionLevel.ts';
import { authenticateExchange } from '../sqs/calls/access.ts';
import { answerFailure } from '../sqs/calls/answers.ts';
import { type CallHead, readCallHead } from '../sqs/calls/callHead.ts';
import {
  type CallerIdentity,
  identifyCaller,
  readClaimedIdentity,
  readQueryIdentity,
} from '../sqs/calls/callerIdentity.ts';
import { answerDefect } from '../sqs/calls/defect.ts';
import type { Exchange } from '../sqs/calls/exchange.ts';
import type { FrontOptions, ServeRequest } from '../sqs/calls/front.ts';
import { trackWaitingRequest } from '../sqs/calls/waiting.ts';
import { findAmbiguity } from './ambiguity.ts';
import type { AnswerRoom } from './answerRoom.ts';
import type { ClockOffset } from './clockOffset.ts';
import { type ForwardedCall, findQueue, isAction, readInput } from './forwardedCall.ts';
import { readQuery, selectAnswerHeaders, selectRequestHeaders, writeQuery } from './forwardedHeaders.ts';
import type { GatewayFaults } from './gatewayFaults.ts';
import { HangUp } from './hangUp.ts';
import { NOT_KNOWN_YET, refuseFailed, refuseKeys, TOO_MANY, UNSIGNED } from './ownAnswers.ts';
import {
  type GatewayAddress,
  hasUrls,
  mapAnswerBody,
  mapForm,
  mapRequestBody,
  toGatewayUrl,
  toUpstreamUrl,
} from './queueUrls.ts';
import type { RequestSigner } from './requestSigner.ts';
import type { Upstream, UpstreamAnswer, UpstreamFailure } from './upstream.ts';
import type { UpstreamRequest } from './upstreamConnection.ts';

/** What decides whether a call may be forwarded. */
export interface CallGate {
  /**
   * @param hangUp the program no longer waits
   * @returns why not; undefined if it may
   */
  pass(call: ForwardedCall, hangUp: HangUp): Promise<Failure | undefined>;
  /** That applies now. */
  readonly level: ProtectionLevel;
}

/** What is done with a call, for the trace. */
export interface ForwardingListener {
  onAnswer(call: ForwardedCall, answer: UpstreamAnswer, exchange: Exchange): void;
  /** The call was not forwarded, or got no response. */
  onRefusal(call: ForwardedCall, failure: Failure, exchange: Exchange): void;
}

/** What forwards calls. */
export interface Forwarding {
  readonly front: FrontOptions;
  readonly place: Place;
  /** The URL of the place. */
  readonly endpoint: URL;
  readonly address: GatewayAddress;
  /** Programs call that were registered with the gateway before this one, and will be again. */
  readonly awaitsPrograms: () => boolean;
  readonly keys: Pick<KeySource, 'explain'>;
  readonly signer: RequestSigner;
  /** Emulators have the queues of all regions at one address; elsewhere, calls are signed for the region of the place. */
  readonly keepsRegion: boolean;
  readonly offset: ClockOffset;
  readonly upstream: Upstream;
  readonly room: AnswerRoom;
  readonly gate: CallGate;
  readonly listener: ForwardingListener;
  readonly faults: GatewayFaults;
}

/** Answers requests from the endpoint of a connection. */
export function createUpstreamService(forwarding: Forwarding): ServeRequest {
  return (exchange, body) => {
    const head = readCallHead(exchange, body);
    if (head === undefined) return;
    const call = readCall(forwarding, exchange, head, body);
    if (!call.ok) refuse(forwarding, exchange, call.value, call.failure);
    else {
      forward(forwarding, exchange, call.value, body).catch((error: unknown) =>
        answerDefect(forwarding.front, exchange, error),
      );
    }
  };
}

type ReadCall =
  | { readonly ok: true; readonly value: ForwardedCall }
  | { readonly ok: false; readonly value: ForwardedCall; readonly failure: Failure };

function readCall(
  { front, place, awaitsPrograms }: Forwarding,
  exchange: Exchange,
  head: CallHead,
  body: Buffer,
): ReadCall {
  const { request, requestId } = exchange;
  const who = authenticateExchange(front, exchange, body);
  const claimed =
    head.protocol === 'json'
      ? readClaimedIdentity(front, request)
      : readQueryIdentity(front, request, head.root);
  const identity: CallerIdentity = identifyCaller(front, claimed, who);
  const action = isAction(head.name) ? head.name : undefined;
  const input = action === undefined || !who.ok ? undefined : readInput(head, action, body);
  const queue = findQueue(head, input, identity.account);
  const value: ForwardedCall = {
    head,
    action,
    input,
    queue,
    queueArn: queue === undefined ? undefined : formatQueueArn(place.partition, place.region, queue),
    caller: { requestId, action: action ?? 'UnknownAction', ...identity },
    findAmbiguity: () => findAmbiguity(request, head, body, queue, input !== undefined),
  };
  if (!who.ok) {
    if (who.code !== 'InvalidClientTokenId') return { ok: false, value, failure: who };
    const hasToken = request.headers['x-amz-security-token'] !== undefined;
    const failure = awaitsPrograms() ? NOT_KNOWN_YET : refuseKeys(claimed.accessKeyId, hasToken);
    return { ok: false, value, failure };
  }
  return who.value.principal.kind === 'anonymous'
    ? { ok: false, value, failure: UNSIGNED }
    : { ok: true, value };
}

async function forward(
  forwarding: Forwarding,
  exchange: Exchange,
  call: ForwardedCall,
  body: Buffer,
): Promise<void> {
  const { upstream, gate, keys, offset, room } = forwarding;
  const hungUp = new HangUp();
  let cancel = (): void => undefined;
  const release = trackWaitingRequest(exchange, () => {
    hungUp.happen();
    cancel();
  });
  const end = (failure: Failure): void => {
    release?.();
    refuse(forwarding, exchange, call, failure);
  };
  if (release === undefined || upstream.isFull) {
    end(TOO_MANY);
    return;
  }
  let level = gate.level;
  const refusal = await gate.pass(call, hungUp);
  if (exchange.isOver) return;
  if (refusal !== undefined) {
    end(refusal);
    return;
  }
  const fault = forwarding.faults.draw(call);
  if (fault?.failure !== undefined) {
    const { failure } = fault;
    later(forwarding, fault, () => end(failure));
    return;
  }
  if (forwarding.faults.keep(exchange, call)) {
    release();
    return;
  }
  const request = await sign(forwarding, exchange, call, body).catch((error: unknown) => {
    end(refuseFailed(keys.explain(error, call.caller.action), false));
  });
  // The program may have gone away while the keys were asked for.
  if (request === undefined || exchange.isOver) return;
  // The keys may take as long as a user: what counts is the level when the call leaves.
  while (isStricter(gate.level, level)) {
    level = gate.level;
    const late = await gate.pass(call, hungUp);
    if (exchange.isOver) return;
    if (late !== undefined) {
      end(late);
      return;
    }
  }
  exchange.connection.wake = () => room.serve();
  cancel = upstream.send(
    request,
    () => exchange.connection.mayTake(),
    (result) => {
      release();
      if (result.ok) offset.notice(result.serverTime);
      later(forwarding, fault, () => finishSafely(forwarding, exchange, call, result, fault?.drops === true));
    },
  );
}

/** At once, unless a fault makes the response late. */
function later({ faults }: Forwarding, fault: CallFault | undefined, then: () => void): void {
  if (fault === undefined || fault.delayMs === 0) then();
  else faults.after(fault.delayMs, then);
}

/** What is sent to the endpoint: the request of the program, signed with the keys of the connection. */
async function sign(
  { address, place, endpoint, signer, keepsRegion }: Forwarding,
  { request }: Exchange,
  { head, caller }: ForwardedCall,
  body: Buffer,
): Promise<UpstreamRequest> {
  const { url = '/', method = 'POST' } = request;
  const toUpstream = (text: string): string => toUpstreamUrl(text, place.endpoint, address);
  const mapped = mapRequestBody(head, body, toUpstream);
  const given = queryTextOf(url);
  const query = given === '' ? [] : readQuery(mapForm(Buffer.from(given), toUpstream).toString());
  const path = (endpoint.pathname === '/' ? '' : endpoint.pathname) + pathOf(url);
  const signed = await signer.sign(
    {
      method,
      path,
      query,
      headers: selectRequestHeaders(request, head.protocol, endpoint.host),
      body: mapped,
    },
    keepsRegion ? caller.region : undefined,
  );
  const text = writeQuery(query);
  return {
    method,
    path: text === '' ? path : `${path}?${text}`,
    headers: { 'content-length': String(mapped.length), ...signed },
    body: mapped,
  };
}

/** Runs in an event of a connection to the endpoint: a defect must not end that. */
function finishSafely(
  forwarding: Forwarding,
  exchange: Exchange,
  call: ForwardedCall,
  result: UpstreamAnswer | UpstreamFailure,
  drops: boolean,
): void {
  try {
    if (result.ok) pass(forwarding, exchange, call, result, drops);
    else fail(forwarding, exchange, call, result.error, result.wasSent);
  } catch (error) {
    answerDefect(forwarding.front, exchange, error);
  } finally {
    if (result.ok) result.release();
  }
}

function fail(
  forwarding: Forwarding,
  exchange: Exchange,
  call: ForwardedCall,
  error: Error,
  wasSent: boolean,
): void {
  const explanation = forwarding.keys.explain(error, call.caller.action);
  refuse(forwarding, exchange, call, refuseFailed(explanation, wasSent));
}

/** @param drops the connection closes without the response: a fault that was asked for */
function pass(
  forwarding: Forwarding,
  exchange: Exchange,
  call: ForwardedCall,
  answer: UpstreamAnswer,
  drops: boolean,
): void {
  const { status, contentType, rawHeaders, body } = answer;
  if (isWebPage(status, contentType)) {
    fail(forwarding, exchange, call, new WebPageError(), false);
    return;
  }
  if (drops) exchange.drop();
  else {
    const changed = status === 200 ? changeBody(forwarding, exchange, call, body) : body;
    exchange.pass(status, selectAnswerHeaders(rawHeaders, changed !== body), changed);
  }
  // The program does not wait for what is read for the trace.
  forwarding.listener.onAnswer(call, answer, exchange);
}

/** With the queue URLs of this gateway, and with the messages in the order of a fault. */
function changeBody({ faults }: Forwarding, exchange: Exchange, call: ForwardedCall, body: Buffer): Buffer {
  const { action } = call;
  if (action !== undefined && hasUrls(action))
    return mapAnswerBody(body, (url) => toGatewayUrl(url, exchange.origin));
  return faults.shuffle(call, body);
}

function refuse({ listener }: Forwarding, exchange: Exchange, call: ForwardedCall, failure: Failure): void {
  listener.onRefusal(call, failure, exchange);
  answerFailure(exchange, call.head.protocol, failure);
}
