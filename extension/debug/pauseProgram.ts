import { type DebugSession, debug, l10n, window } from 'vscode';
import { nameOfArn } from '../views/queueText.ts';
import type { Arrival } from './arrivals.ts';
import { ANY_DEAD_LETTER } from './arrivals.ts';

interface ThreadsResponse {
  readonly threads?: readonly { readonly id: number }[];
}

/** Pauses the active debug session because a message arrived, and says which. */
export async function pauseAtArrival(
  { breakpoint, queueArn, messageId }: Arrival,
  isStanding: (session: DebugSession) => boolean,
): Promise<void> {
  const queue = nameOfArn(queueArn);
  const text =
    breakpoint.id === ANY_DEAD_LETTER
      ? l10n.t('Message {0} reached the dead-letter queue {1}.', messageId, queue)
      : l10n.t('Message {0} arrived at {1}.', messageId, queue);
  window.setStatusBarMessage(`$(debug-breakpoint-data) ${text}`, 10_000);
  const session = debug.activeDebugSession;
  if (!session) return;
  debug.activeDebugConsole.appendLine(`Queueside: ${text}`);
  if (!isStanding(session)) await pause(session);
}

/** Adapters pause by thread; the session of a process that only has children has none. */
async function pause(session: DebugSession): Promise<void> {
  const { threads } = (await session.customRequest('threads')) as ThreadsResponse;
  const thread = threads?.[0];
  if (thread) await session.customRequest('pause', { threadId: thread.id });
}
