import type { Failure, Result } from '../../engine/base/result.ts';

/** Something that a request names does not exist (anymore). */
export interface NotFound {
  readonly ok: false;
  readonly notFound: string;
}

/** What a handler answers: a value, the service's own refusal, or that something is not there. */
export type Answer<T> = Result<T> | NotFound;

export type Refused = Failure | NotFound;

/** @param text a sentence that says what does not exist */
export function notFound(text: string): NotFound {
  return { ok: false, notFound: text };
}
