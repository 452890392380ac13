import { type DebugSession, debug } from 'vscode';

interface EventBody {
  readonly threadId?: number;
  readonly reason?: string;
  readonly output?: string;
}

export interface AdapterEvent {
  readonly session: DebugSession;
  readonly body?: EventBody;
}

/** @returns the next event of this name from any debug adapter, of those that the filter takes. */
export function waitForEvent(
  name: string,
  accepts: (body: EventBody | undefined) => boolean = () => true,
): Promise<AdapterEvent> {
  return new Promise((resolve) => {
    const registration = debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage: ({ event, body }: { event?: string; body?: EventBody }) => {
          if (event !== name || !accepts(body)) return;
          registration.dispose();
          resolve({ session, ...(body === undefined ? {} : { body }) });
        },
      }),
    });
  });
}

/** @returns when a program stops: a function that lets it go on. */
export async function waitForStop(): Promise<() => Promise<void>> {
  const { session, body } = await waitForEvent('stopped');
  return async () => {
    await session.customRequest('continue', { threadId: body?.threadId });
  };
}

/** @returns when the program of a session that starts after this call has printed the text. */
export async function waitForOutput(text: string): Promise<void> {
  await waitForEvent('output', (body) => body?.output?.includes(text) === true);
}

/** @returns when the launched session, not one of its children, has ended. */
export function waitForEnd(): Promise<void> {
  return new Promise((resolve) => {
    const listener = debug.onDidTerminateDebugSession(({ parentSession }) => {
      if (parentSession !== undefined) return;
      listener.dispose();
      resolve();
    });
  });
}
