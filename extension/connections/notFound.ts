import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';

/** Whether a request failed because what it is about does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === CONTROL_ERROR_CODES.notFound;
}

/** @returns undefined when what was asked for no longer exists */
export async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
