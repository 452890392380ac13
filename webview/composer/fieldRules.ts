import * as l10n from '@vscode/l10n';
import { NUMBER_ATTRIBUTES } from '../../broker/api/queueAttributes.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { findSecondsProblem } from '../shared/wholeSeconds.ts';

/** Longest group and deduplication ids. */
const MAXIMUM_ID_LENGTH = 128;
const MAXIMUM_COUNT = 10_000;

// Alphanumeric and ASCII punctuation, no space (SendMessage, "MessageDeduplicationId").
const ID = /^[\u0021-\u007E]+$/u;

/** Empty is fine: the queue's own delay applies. */
export function findDelayProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const { min, max } = NUMBER_ATTRIBUTES.DelaySeconds;
  return findSecondsProblem(text, { minimum: min, maximum: max });
}

export function findCountProblem(text: string): string | undefined {
  return isWholeNumber(text, 1, MAXIMUM_COUNT)
    ? undefined
    : l10n.t('Enter a whole number from {0} to {1}.', 1, formatCount(MAXIMUM_COUNT));
}

/** Group ids are required on FIFO queues. */
export function findGroupIdProblem(text: string): string | undefined {
  return text === '' ? l10n.t('A FIFO queue needs a message group ID.') : findIdProblem(text);
}

/** Empty is valid here: the broker decides whether the queue needs one. */
export function findDeduplicationIdProblem(text: string): string | undefined {
  return text === '' ? undefined : findIdProblem(text);
}

function findIdProblem(text: string): string | undefined {
  if (text.length > MAXIMUM_ID_LENGTH) return l10n.t('Use at most {0} characters.', MAXIMUM_ID_LENGTH);
  return ID.test(text) ? undefined : l10n.t('Use letters, digits and punctuation, without spaces.');
}

function isWholeNumber(text: string, smallest: number, largest: number): boolean {
  const trimmed = text.trim();
  if (!/^\d{1,6}$/u.test(trimmed)) return false;
  const value = Number(trimmed);
  return value >= smallest && value <= largest;
}
