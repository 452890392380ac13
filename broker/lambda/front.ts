import type { ServiceCaller, ServiceRequest } from '../calls/serviceRequest.ts';
import { checkInput } from '../calls/shapes/check.ts';
import { TypeMismatch } from '../calls/shapes/readTree.ts';
import { type Failure, fail } from '../engine/base/result.ts';
import type { FunctionInvoker } from '../functions/ports.ts';
import { qualifiedArnOf, readFunctionName } from '../mappings/functionName.ts';
import { mappingArnOf } from '../mappings/mapping.ts';
import type { MappingBook } from '../mappings/mappingBook.ts';
import { answerFailure, answerRefusal, answerSuccess } from './answers.ts';
import type { EventQueue } from './eventQueue.ts';
import { type ActionCall, HANDLERS } from './handlers.ts';
import { invokeFunction } from './invoke.ts';
import { OPERATIONS } from './operations.ts';
import { readInput } from './readInput.ts';
import { type Outcome, refuse } from './refusal.ts';
import { findRoute, type Route } from './route.ts';

/** What the Lambda front works on. */
export interface LambdaPorts {
  readonly mappings: MappingBook;
  readonly functions: FunctionInvoker;
  readonly events: Pick<EventQueue, 'add'>;
  /** Calls back once everything that was changed so far is safe; with an error if it cannot be made safe. */
  commit(done: (error?: Error) => void): void;
  /** Called with defects of this program; the client gets an error. */
  onDefect(error: unknown): void;
}

const DEFECT = 'The broker has a defect; its log says more. Please report it.';

/** Serves calls of Lambda: event source mappings, and invocations. Never throws. */
export function serveLambda(ports: LambdaPorts, request: ServiceRequest): void {
  try {
    const who = request.authenticate();
    if (who.ok) serve(ports, request, who.value);
    else answerFailure(request, who);
  } catch (error) {
    if (error instanceof TypeMismatch) {
      answerFailure(request, fail('MalformedInput', error.message));
      return;
    }
    ports.onDefect(error);
    answerRefusal(request, refuse('ServiceException', DEFECT));
  }
}

function serve(ports: LambdaPorts, request: ServiceRequest, caller: ServiceCaller): void {
  const route = findRoute(request.method, request.url);
  if (route === undefined) {
    answerFailure(request, refuseOperation(request));
    return;
  }
  const { input, given } = readInput(route, request.body);
  const invalid = checkInput(route.declaration.input, input);
  if (invalid !== undefined) {
    answerRefusal(request, refuse('ValidationException', invalid));
    return;
  }
  const denial = caller.deny(
    `lambda:${route.declaration.action ?? route.operation}`,
    findResource(caller, route, input as Readonly<Record<string, string>>),
  );
  if (denial !== undefined) {
    answerFailure(request, denial);
    return;
  }
  const { region, account } = caller;
  if (route.operation === 'Invoke') {
    const wanted = input as Parameters<typeof invokeFunction>[3];
    invokeFunction(ports, request, { region, account }, wanted);
    return;
  }
  // The input was read by the shape of the operation, which is what the handler expects.
  const handler = HANDLERS[route.operation] as (
    call: ActionCall,
    input: object,
  ) => Outcome<object | undefined>;
  const may: ActionCall['may'] = (action, queueArn) => caller.deny(action, queueArn) === undefined;
  const outcome = handler({ region, account, mappings: ports.mappings, given, may }, input);
  const answer = (error?: Error): void => {
    if (error !== undefined) {
      answerFailure(
        request,
        fail('ServiceUnavailable', `The broker could not store the change: ${error.message}`),
      );
    } else if (outcome.ok) answerSuccess(request, route.declaration.status, outcome.value);
    else answerRefusal(request, outcome);
  };
  if (route.declaration.stores === true && outcome.ok) ports.commit(answer);
  else answer();
}

function findResource(
  { region, account }: ServiceCaller,
  { declaration }: Route,
  { UUID = '', FunctionName = '', Resource }: Readonly<Record<string, string>>,
): string | undefined {
  switch (declaration.resource) {
    case 'mapping':
      return mappingArnOf({ region, account }, UUID);
    case 'function': {
      const reference = readFunctionName({ region, account }, FunctionName);
      return reference && qualifiedArnOf(reference);
    }
    case 'tagged':
      return Resource;
    default:
      return undefined;
  }
}

function refuseOperation({ method, url }: ServiceRequest): Failure {
  const served = Object.keys(OPERATIONS).join(', ');
  const [path = ''] = url.split('?');
  return fail(
    'InvalidAction',
    `Queueside does not serve ${method} ${path.slice(0, 200)} of Lambda; it serves ${served}. To call Lambda itself, or another program that serves this operation, set AWS_ENDPOINT_URL_LAMBDA to its address.`,
  );
}
