import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import { CONTROL_ERROR_CODES, type ServiceErrorData } from '../../protocol/errors.ts';
import type { Answer, Refused } from '../channel/answer.ts';
import { GUARDS } from '../guards.ts';
import type { Handlers } from '../handlers/handler.ts';
import { initialize } from '../channel/initialize.ts';
import { findMethod } from '../methods.ts';
import type { Session } from '../channel/session.ts';
import type { Problem } from '../../protocol/shape.ts';

/** Answers one request of a connection; throws a `ResponseError` for everything that is refused. */
export async function answerRequest(
  handlers: Handlers,
  session: Session,
  method: string,
  params: unknown,
): Promise<unknown> {
  if (method === 'initialize') return initialize(session, params);
  if (!session.isOpen) {
    throw new ResponseError(ErrorCodes.ServerNotInitialized, `${method}: the connection is not initialized.`);
  }
  if (method === 'shutdown') {
    session.isOpen = false;
    session.hasShutDown = true;
    return null;
  }
  const key = findMethod(method);
  if (key === undefined) throw new ResponseError(ErrorCodes.MethodNotFound, `There is no method ${method}.`);
  const problem = GUARDS[key](params);
  if (problem !== undefined) throw refuseParams(method, problem);
  // The guard has vouched for the type of the params.
  const handle = handlers[key] as (
    params: unknown,
    session: Session,
  ) => Answer<unknown> | Promise<Answer<unknown>>;
  const answer = await handle(params ?? {}, session);
  if (answer.ok) return answer.value;
  throw refuse(method, answer);
}

function refuseParams(method: string, { path, expected }: Problem): ResponseError<{ member: string }> {
  const subject = path === '' ? 'the params' : path;
  return new ResponseError(CONTROL_ERROR_CODES.invalidParams, `${method}: ${subject} must be ${expected}.`, {
    member: path,
  });
}

function refuse(method: string, refused: Refused): ResponseError<ServiceErrorData | undefined> {
  if ('notFound' in refused) return new ResponseError(CONTROL_ERROR_CODES.notFound, refused.notFound);
  const { code, message, parameter } = refused;
  const data: ServiceErrorData = parameter === undefined ? { code } : { code, parameter };
  return new ResponseError(
    CONTROL_ERROR_CODES.serviceError,
    message === '' ? `${method}: ${code}` : message,
    data,
  );
}
