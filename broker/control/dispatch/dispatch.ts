import * as l10n from '@vscode/l10n';
import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import { CONTROL_ERROR_CODES, type ServiceErrorData } from '../../protocol/errors.ts';
import type { Problem } from '../../protocol/shape.ts';
import type { Refused } from '../channel/answer.ts';
import { initialize } from '../channel/initialize.ts';
import type { Session } from '../channel/session.ts';
import type { MethodTable } from './methodTable.ts';

/** Answers one request of a connection; throws a `ResponseError` for everything that is refused. */
export async function answerRequest(
  methods: MethodTable,
  session: Session,
  method: string,
  params: unknown,
): Promise<unknown> {
  if (method === 'initialize') return initialize(session, params);
  if (!session.isOpen) {
    throw new ResponseError(
      ErrorCodes.ServerNotInitialized,
      `${method}: ${l10n.t('The connection is not initialized.')}`,
    );
  }
  if (method === 'shutdown') {
    session.isOpen = false;
    session.hasShutDown = true;
    return null;
  }
  const entry = methods.get(method);
  if (entry === undefined)
    throw new ResponseError(ErrorCodes.MethodNotFound, l10n.t('There is no method {0}.', method));
  const problem = entry.check(params);
  if (problem !== undefined) throw refuseParams(method, problem);
  const answer = await entry.handle(params ?? {}, session);
  if (answer.ok) return answer.value;
  throw refuse(method, answer);
}

function refuseParams(method: string, { path, expected }: Problem): ResponseError<{ member: string }> {
  const subject = path === '' ? l10n.t('the params') : path;
  return new ResponseError(
    CONTROL_ERROR_CODES.invalidParams,
    `${method}: ${l10n.t('{0} must be {1}.', subject, expected)}`,
    {
      member: path,
    },
  );
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
