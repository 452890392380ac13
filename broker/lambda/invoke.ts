import { isUtf8 } from 'node:buffer';
import type { ServiceRequest } from '../calls/serviceRequest.ts';
import type { FunctionInvoker, InvocationEnd } from '../functions/ports.ts';
import { qualifiedArnOf, readFunctionName } from '../mappings/functionName.ts';
import type { MappingPlace } from '../mappings/mapping.ts';
import { answerRefusal, answerSuccess, JSON_TYPE } from './answers.ts';
import { parseRecord } from '../protocol/parseRecord.ts';
import type { EventQueue } from './eventQueue.ts';
import { type Outcome, type Refusal, refuse, succeed } from './refusal.ts';

/** Of an event, bytes; the text of the error names these. */
const MAXIMUM_BYTES = { RequestResponse: 6_291_456, Event: 1_048_576 } as const;
/** A longer event is not parsed here: that would block all other calls. */
const CHECKED_BYTES = 65_536;
const MAXIMUM_CONTEXT_CHARACTERS = 3583;
/** Too many events wait for another try. */
const NO_ROOM = 'ConcurrentInvocationLimitExceeded';
/** The newest code is the only version. */
const VERSION = ['X-Amz-Executed-Version', '$LATEST'] as const;

/** What an invocation is about, checked. */
interface Wanted {
  readonly name: string;
  readonly type: 'RequestResponse' | 'Event' | 'DryRun';
  readonly event: string;
  /** JSON in ASCII. */
  readonly clientContext: string | undefined;
}

/** What runs invocations. */
interface Invokers {
  readonly functions: FunctionInvoker;
  readonly events: Pick<EventQueue, 'add'>;
}

/** Invokes a function, and answers when it has returned; at once for `Event` and `DryRun`. */
export function invokeFunction(
  { functions, events }: Invokers,
  request: ServiceRequest,
  place: MappingPlace,
  input: { readonly FunctionName: string; readonly Qualifier?: string | undefined },
): void {
  const wanted = readInvocation(functions, request, place, input);
  if (!wanted.ok) {
    answerRefusal(request, wanted);
    return;
  }
  const { name, type, event, clientContext } = wanted.value;
  if (type === 'DryRun') {
    answerSuccess(request, 204, undefined);
    return;
  }
  // An event would only wait for a program that may never come: its caller learns that at once.
  if (type === 'Event' && functions.find(name)?.isRunnable === true) {
    if (events.add(name, event)) request.answer(202, JSON_TYPE, '', VERSION);
    else answerRefusal(request, refuseInvocation({ outcome: 'throttled', reason: NO_ROOM }));
    return;
  }
  functions.invoke(name, {
    payload: event,
    origin: { mappingId: undefined },
    // As in the service, only a caller that waits can say who it is.
    clientContext,
    wantsLog: headerOf(request, 'x-amz-log-type') === 'Tail',
    complete: (end) => answerEnd(request, end),
  });
}

function readInvocation(
  functions: FunctionInvoker,
  request: ServiceRequest,
  place: MappingPlace,
  { FunctionName, Qualifier }: { readonly FunctionName: string; readonly Qualifier?: string | undefined },
): Outcome<Wanted> {
  const type = headerOf(request, 'x-amz-invocation-type') ?? 'RequestResponse';
  if (type !== 'RequestResponse' && type !== 'Event' && type !== 'DryRun')
    return refuse('InvalidParameterValueException', `Unsupported invocation type: ${type.slice(0, 100)}`);
  const context = readClientContext(headerOf(request, 'x-amz-client-context'));
  if (!context.ok) return context;
  const reference = readFunctionName(place, FunctionName);
  if (reference === undefined)
    return refuse('InvalidParameterValueException', `Invalid function name: ${FunctionName}`);
  const { name } = reference;
  if (functions.find(name)?.arn !== qualifiedArnOf({ ...reference, qualifier: undefined })) {
    const arn = qualifiedArnOf({ ...reference, qualifier: Qualifier ?? reference.qualifier });
    return refuse('ResourceNotFoundException', `Function not found: ${arn}`);
  }
  const { body } = request;
  const maximum = MAXIMUM_BYTES[type === 'Event' ? 'Event' : 'RequestResponse'];
  if (body.length > maximum) {
    const text = `Request must be smaller than ${maximum} bytes for the InvokeFunction operation`;
    return refuse('RequestTooLargeException', text);
  }
  const event = body.length === 0 ? '{}' : body.toString();
  const problem = findJsonProblem(body, event);
  if (problem !== undefined) {
    const text = `Could not parse request body into json: ${problem}`;
    return refuse('InvalidRequestContentException', text);
  }
  return succeed({ name, type, event, clientContext: context.value });
}

/** @param given base64 of a JSON object */
function readClientContext(given: string | undefined): Outcome<string | undefined> {
  if (given === undefined) return succeed(undefined);
  if (given.length > MAXIMUM_CONTEXT_CHARACTERS)
    return refuse('InvalidRequestContentException', 'Client context must be no longer than 3583 bytes.');
  const context = parseRecord(Buffer.from(given, 'base64').toString());
  if (context === undefined)
    return refuse(
      'InvalidRequestContentException',
      'Client context must be a valid Base64-encoded JSON object.',
    );
  // It becomes a header.
  return succeed(
    JSON.stringify(context).replaceAll(
      /[^\x20-\x7e]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
}

function findJsonProblem(body: Buffer, event: string): string | undefined {
  if (!isUtf8(body)) return 'Invalid UTF-8';
  if (body.length > CHECKED_BYTES) return undefined;
  try {
    JSON.parse(event);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function answerEnd(request: ServiceRequest, end: InvocationEnd): void {
  if (end.outcome === 'throttled' || end.outcome === 'unavailable') {
    answerRefusal(request, refuseInvocation(end));
    return;
  }
  const { payload, logTail } = end;
  request.answer(200, JSON_TYPE, payload, [
    ...VERSION,
    ...(end.outcome === 'failed' ? ['X-Amz-Function-Error', 'Unhandled'] : []),
    ...(logTail === undefined ? [] : ['X-Amz-Log-Result', Buffer.from(logTail).toString('base64')]),
  ]);
}

/** A program that runs the function may come, but no client should call again and again until then. */
function refuseInvocation({
  outcome,
  reason,
}: Extract<InvocationEnd, { readonly outcome: 'throttled' | 'unavailable' }>): Refusal {
  return outcome === 'throttled'
    ? { ...refuse('TooManyRequestsException', 'Rate Exceeded.'), reason }
    : refuse('ResourceConflictException', reason);
}

function headerOf({ headers }: ServiceRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
