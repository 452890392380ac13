import { dictionaryOf, text, wholeNumber } from './shape.ts';

// Generous: the rules of the service are checked afterwards and return the errors of the service.

/** An ARN, an id or a name. */
export const NAME = text(1024);
export const BODY = text(8 * 1_048_576);
export const ATTRIBUTES = dictionaryOf(text(65_536), 100);
export const TAGS = dictionaryOf(text(1024), 100);
/** Sequence number of a trace event; 0 is before the first. */
export const SEQUENCE = wholeNumber(0, Number.MAX_SAFE_INTEGER);
