import { ResponseError } from 'vscode-jsonrpc/node';
import { CONTROL_ERROR_CODES } from '../protocol/errors.ts';

/** What a call named does not exist, or cannot be a name of anything. */
export function isWrongName(error: unknown): boolean {
  const { invalidParams, notFound } = CONTROL_ERROR_CODES;
  return error instanceof ResponseError && (error.code === invalidParams || error.code === notFound);
}
