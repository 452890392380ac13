import type { Services } from '../services.ts';

/** Forgets all trace events, in the broker and on the screen. */
export async function clearTrace({ trace }: Services): Promise<void> {
  await trace.clear();
}
