import type { InvocationEnd } from '../functions/ports.ts';
import type { GatheredMessage } from './ports.ts';

/** Which messages of a batch come again, by what its function returned. @param reports whether it may say so itself */
export function listFailed(
  messages: readonly GatheredMessage[],
  end: InvocationEnd,
  _reports: boolean,
): readonly GatheredMessage[] {
  return end.outcome === 'returned' ? [] : messages;
}
