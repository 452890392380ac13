import type { FormNode } from '../calls/form.ts';
import type { ServiceCaller, ServiceRequest } from '../calls/serviceRequest.ts';
import { alarmArnOf } from '../alarms/alarm.ts';
import type { AlarmBook } from '../alarms/alarmBook.ts';
import { type Failure, fail } from '../engine/base/result.ts';
import type { MetricReader, MetricWriter } from '../metrics/metricReader.ts';
import { HANDLERS } from './actions/actions.ts';
import type { ActionCall } from './actions/action.ts';
import type { OperationDeclaration } from './operations/declaration.ts';
import { isOperation, type OperationName, OPERATIONS } from './operations/operations.ts';
import { type Outcome, refuse } from './refusal.ts';
import { answerFailure, answerRefusal, answerSuccess } from './wire/answers.ts';
import { checkInput } from '../calls/shapes/check.ts';
import { inflateBody } from './wire/inflate.ts';
import { type Call, isForm, parseForm, readCall } from './wire/protocol.ts';
import { readInput } from './wire/readInput.ts';
import { TypeMismatch } from '../calls/shapes/readTree.ts';

/** What the CloudWatch front works on. */
export interface CloudWatchPorts {
  readonly metrics: MetricReader & MetricWriter;
  readonly alarms: AlarmBook;
  /** Epoch ms on the broker's clock. */
  now(): number;
  /** Calls back once everything that was changed so far is safe; with an error if it cannot be made safe. */
  commit(done: (error?: Error) => void): void;
  /** Called with defects of this program; the client gets an error. */
  onDefect(error: unknown): void;
}

const DEFECT = 'The broker has a defect; its log says more. Please report it.';

/** Serves calls of CloudWatch: its metrics and alarms, in its three protocols. Never throws. */
export function serveCloudWatch(ports: CloudWatchPorts, request: ServiceRequest): void {
  let call: Call = readCall(request, undefined);
  try {
    const who = request.authenticate();
    // Before a signature holds, nothing is inflated.
    const body = who.ok ? inflateBody(request.body, request.headers['content-encoding']) : request.body;
    const form = isForm(request) ? parseForm(request.url, body) : undefined;
    call = readCall(request, form);
    if (who.ok) serve(ports, request, call, who.value, { body, form });
    else answerFailure(request, call, who);
  } catch (error) {
    if (error instanceof TypeMismatch) {
      answerFailure(request, call, fail('MalformedInput', error.message));
      return;
    }
    ports.onDefect(error);
    answerRefusal(request, call, refuse('InternalServiceError', DEFECT));
  }
}

function serve(
  ports: CloudWatchPorts,
  request: ServiceRequest,
  call: Call,
  caller: ServiceCaller,
  given: { readonly body: Buffer; readonly form: FormNode | undefined },
): void {
  const { operation } = call;
  if (!isOperation(operation)) {
    answerFailure(request, call, refuseOperation(operation));
    return;
  }
  const declaration: OperationDeclaration = OPERATIONS[operation];
  const input = readInput(call.protocol, declaration.input, given.body, given.form);
  const invalid = checkInput(declaration.input, input);
  if (invalid !== undefined) {
    answerRefusal(request, call, refuse('ValidationError', invalid));
    return;
  }
  const denial = deny(caller, operation, declaration, input);
  if (denial !== undefined) {
    answerFailure(request, call, denial);
    return;
  }
  const { region, account } = caller;
  const { metrics, alarms } = ports;
  const outcome = run(operation, { region, account, metrics, alarms, now: ports.now() }, input);
  const answer = (error?: Error): void => {
    if (error !== undefined) {
      const text = `The broker could not store the change: ${error.message}`;
      answerFailure(request, call, fail('ServiceUnavailable', text));
    } else if (outcome.ok) answerSuccess(request, call, declaration.output, outcome.value);
    else answerRefusal(request, call, outcome);
  };
  if (declaration.stores === true && outcome.ok) ports.commit(answer);
  else answer();
}

/** The input was read by the shape of the operation, which is what the handler expects. */
function run(operation: OperationName, call: ActionCall, input: object): Outcome<object | undefined> {
  const handler = HANDLERS[operation] as (call: ActionCall, input: object) => Outcome<object | undefined>;
  return handler(call, input);
}

function deny(
  caller: ServiceCaller,
  operation: OperationName,
  { alarmsIn }: OperationDeclaration,
  input: object,
): Failure | undefined {
  const named = alarmsIn === undefined ? undefined : (input as Readonly<Record<string, unknown>>)[alarmsIn];
  const names = (Array.isArray(named) ? named : [named]) as readonly (string | undefined)[];
  for (const name of names.length === 0 ? [undefined] : names) {
    const resource =
      name === undefined || alarmsIn === 'ResourceARN'
        ? name
        : alarmArnOf(caller.region, caller.account, name);
    const denial = caller.deny(`cloudwatch:${operation}`, resource);
    if (denial !== undefined) return denial;
  }
  return undefined;
}

function refuseOperation(operation: string): Failure {
  const served = Object.keys(OPERATIONS).join(', ');
  return fail(
    'InvalidAction',
    `Queueside does not serve the operation ${operation} of CloudWatch; it serves ${served}. To call CloudWatch itself, or another program that serves this operation, set AWS_ENDPOINT_URL_CLOUDWATCH to its address.`,
  );
}
