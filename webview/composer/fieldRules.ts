/** Longest group and deduplication ids. */
const MAXIMUM_ID_LENGTH = 128;
const MAXIMUM_DELAY_SECONDS = 900;
const MAXIMUM_COUNT = 10_000;

// Alphanumeric and ASCII punctuation, no space (SendMessage, "MessageDeduplicationId").
const ID = /^[\u0021-\u007E]+$/u;

/** Empty is fine: the queue's own delay applies. */
export function findDelayProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  return isWholeNumber(text, 0, MAXIMUM_DELAY_SECONDS)
    ? undefined
    : `Enter a whole number from 0 to ${MAXIMUM_DELAY_SECONDS}.`;
}

export function findCountProblem(text: string): string | undefined {
  return isWholeNumber(text, 1, MAXIMUM_COUNT) ? undefined : 'Enter a whole number from 1 to 10,000.';
}

/** Group ids are required on FIFO queues. */
export function findGroupIdProblem(text: string): string | undefined {
  return text === '' ? 'A FIFO queue needs a message group ID.' : findIdProblem(text);
}

/** Empty is valid here: the broker decides whether the queue needs one. */
export function findDeduplicationIdProblem(text: string): string | undefined {
  return text === '' ? undefined : findIdProblem(text);
}

function findIdProblem(text: string): string | undefined {
  if (text.length > MAXIMUM_ID_LENGTH) return `Use at most ${MAXIMUM_ID_LENGTH} characters.`;
  return ID.test(text) ? undefined : 'Use letters, digits and punctuation, without spaces.';
}

function isWholeNumber(text: string, smallest: number, largest: number): boolean {
  const trimmed = text.trim();
  if (!/^\d{1,6}$/u.test(trimmed)) return false;
  const value = Number(trimmed);
  return value >= smallest && value <= largest;
}
