import { type Outcome, refuse } from '../refusal.ts';
import { succeed } from './action.ts';

const TOKEN = /^from:(\d{1,9})$/;

/** A part of a list, and the token of the next part. */
interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** Errors: InvalidNextToken. */
export function takePage<T>(all: readonly T[], token: string | undefined, size: number): Outcome<Page<T>> {
  const start = readToken(token);
  if (start === undefined) return refuseToken();
  const end = start + size;
  return succeed({ items: all.slice(start, end), nextToken: end < all.length ? writeToken(end) : undefined });
}

/** The position that a token names; undefined for what is no token of this broker. */
export function readToken(token: string | undefined): number | undefined {
  if (token === undefined || token === '') return 0;
  const [, position] = TOKEN.exec(Buffer.from(token, 'base64').toString()) ?? [];
  return position === undefined ? undefined : Number(position);
}

export function writeToken(position: number): string {
  return Buffer.from(`from:${position}`).toString('base64');
}

export function refuseToken(): ReturnType<typeof refuse> {
  return refuse('InvalidNextToken', 'Invalid nextToken.');
}
