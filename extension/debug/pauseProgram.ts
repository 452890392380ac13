import { type DebugSession, debug, l10n, window } from 'vscode';
import { nameOfArn } from '../ground/text.ts';
import { ANY_DEAD_LETTER, type Arrival } from './arrivals.ts';

interface ThreadsResponse {
  readonly threads?: readonly { readonly id: number }[];
}

/** What the pause needs to know of the sessions that are open. */
export interface OpenSessions {
  /** Sessions below this one, such as those of its processes. */
  listDescendants(session: DebugSession): readonly DebugSession[];
  isStanding(session: DebugSession): boolean;
}

/** Pauses the active debug session because a message arrived, and shows which one. */
export async function pauseAtArrival(
  { breakpoint, queueArn, messageId }: Arrival,
  sessions: OpenSessions,
): Promise<void> {
  const queue = nameOfArn(queueArn);
  const text =
    breakpoint.id === ANY_DEAD_LETTER
      ? l10n.t('Message {0} moved to the dead-letter queue {1}.', messageId, queue)
      : l10n.t('Message {0} arrived in {1}.', messageId, queue);
  window.setStatusBarMessage(`$(debug-breakpoint-data) ${text}`, 10_000);
  const active = debug.activeDebugSession;
  if (!active) return;
  debug.activeDebugConsole.appendLine(`Queueside: ${text}`);
  if (sessions.isStanding(active)) return;
  // Where a debugger has a session for each process, the active one may be their parent, which has no threads.
  for (const session of [active, ...sessions.listDescendants(active)]) if (await pause(session)) return;
}

/** @returns whether there was a thread to pause */
async function pause(session: DebugSession): Promise<boolean> {
  const response = (await session.customRequest('threads')) as ThreadsResponse | undefined;
  const thread = response?.threads?.[0];
  if (!thread) return false;
  await session.customRequest('pause', { threadId: thread.id });
  return true;
}
