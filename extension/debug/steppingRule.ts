import type { DebugSession } from 'vscode';

/** Debug types whose adapters let one thread go at a step, and leave the others stopped. */
const ONE_THREAD_TYPES = new Set(['java']);

/** What the rule is read from; a child session may leave it to its parent. */
export interface SteppedSession {
  readonly type: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly parentSession?: SteppedSession | undefined;
}

/**
 * Whether the session's adapter, by its own rule, lets only the named thread go at a step. The protocol says that a step
 * lets all threads go, so this has to be known of each adapter.
 */
export function stepsOneThread(session: SteppedSession | DebugSession): boolean {
  const { steppingResumesAllThreads } = session.configuration;
  // debugpy's setting.
  if (typeof steppingResumesAllThreads === 'boolean') return !steppingResumesAllThreads;
  if (ONE_THREAD_TYPES.has(session.type)) return true;
  return session.parentSession !== undefined && stepsOneThread(session.parentSession);
}
