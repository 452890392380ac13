import { readPageToken, writePageToken } from '../../calls/pageToken.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { succeed } from './action.ts';

/** A part of a list, and the token of the next part. */
interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** Errors: InvalidNextToken. */
export function takePage<T>(all: readonly T[], token: string | undefined, size: number): Outcome<Page<T>> {
  const start = readPageToken(token);
  if (start === undefined) return refuseToken();
  const end = start + size;
  return succeed({
    items: all.slice(start, end),
    nextToken: end < all.length ? writePageToken(end) : undefined,
  });
}

export function refuseToken(): ReturnType<typeof refuse> {
  return refuse('InvalidNextToken', 'Invalid nextToken.');
}
