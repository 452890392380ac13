import type { TracePanel } from './tracePanel.ts';

/** Forgets all trace events, in the broker and on the screen. */
export async function clearTrace({ trace }: { readonly trace: TracePanel }): Promise<void> {
  await trace.clear();
}
