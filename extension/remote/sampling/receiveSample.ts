import type { Failure } from '../../../broker/connections/client/failures.ts';
import { EMPTY_ANSWERS, type LookPlan, MESSAGES_PER_CALL } from './lookPlan.ts';
import type { Answered, SampledMessages } from './sampledMessages.ts';

/** Long polls ask all servers, short ones a part of them. */
export const WAIT_SECONDS = 2;
/** So much earlier than the first message is visible again, nothing more is received: it would count it a second time. */
const MARGIN_MS = 8_000;
/** Of all bodies: what a peer can make this window remember. */
export const MAXIMUM_CHARACTERS = 16 * 1_048_576;

/**
 * Why nothing more was received. `full`: there are as many as planned. `empty`: three answers had none. `repeats`: an answer
 * had only known ones. `time`: the first would be visible again. `size`: the bodies are too long. `stopped`: by the user.
 */
export type SampleEnd =
  | { readonly kind: 'full' | 'empty' | 'repeats' | 'time' | 'size' | 'stopped' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface SampleSource {
  /** One call of ReceiveMessage. @param maximum 1 to 10 */
  receive(maximum: number): Promise<readonly Answered[] | Failure>;
  /** The user wants no more; what was asked for meanwhile is still taken, to be given back. */
  isStopped(): boolean;
  /** Epoch ms. */
  readNow(): number;
  /** More messages came. */
  onReceived(): void;
}

/** Receives, call by call, until there are as many as planned or nothing more is to be expected. */
export async function receiveSample(
  source: SampleSource,
  plan: LookPlan,
  sampled: SampledMessages,
): Promise<SampleEnd> {
  const { messages, holdSeconds } = plan;
  let emptyCount = 0;
  let firstAt: number | undefined;
  for (;;) {
    if (source.isStopped()) return { kind: 'stopped' };
    const askedAt = source.readNow();
    if (firstAt !== undefined && askedAt > firstAt + holdSeconds * 1_000 - MARGIN_MS) return { kind: 'time' };
    const wanted = Math.min(MESSAGES_PER_CALL, messages - sampled.messages.length);
    const answer = await source.receive(wanted);
    if ('message' in answer) return { kind: 'failed', failure: answer };
    if (answer.length === 0) {
      emptyCount += 1;
      if (emptyCount === EMPTY_ANSWERS) return { kind: 'empty' };
      continue;
    }
    firstAt ??= askedAt;
    const newCount = sampled.add(answer, askedAt);
    source.onReceived();
    if (sampled.messages.length >= messages) return { kind: 'full' };
    if (newCount === 0) return { kind: 'repeats' };
    if (sampled.characters >= MAXIMUM_CHARACTERS) return { kind: 'size' };
  }
}
