import assert from 'node:assert/strict';
import { type DebugSession, debug } from 'vscode';

interface EventBody {
  readonly threadId?: number;
  readonly reason?: string;
  readonly output?: string;
  readonly breakpoint?: { readonly verified: boolean };
}

export interface AdapterEvent {
  readonly session: DebugSession;
  readonly body?: EventBody;
}

/** A program that stands. */
export interface Stop {
  /** The launched session; the one that stopped may be a child of it. */
  readonly root: DebugSession;
  /** Continues a program, one with `RETURN_IF_ENDED` too. */
  goOn(): Promise<void>;
}

/**
 * What a program does first after a stop at which a test may end it. The JavaScript debugger ends the process that
 * connects it to the program before the program itself, which runs on for that moment: long enough to delete a message.
 */
export const RETURN_IF_ENDED = 'if (!globalThis.goesOn) return;';

/**
 * Launches a program under the Node debugger.
 * @param name of its session
 * @param program absolute path
 * @param more members of its launch configuration
 */
export async function launchProgram(
  name: string,
  program: string,
  args: readonly string[],
  more: object = {},
): Promise<void> {
  const configuration = {
    type: 'node',
    request: 'launch',
    name,
    program,
    args,
    console: 'internalConsole',
    ...more,
  };
  assert.ok(await debug.startDebugging(undefined, configuration), 'the session starts');
}

/** @returns the next stop of a program that is launched after this call. */
export async function waitForStop(): Promise<Stop> {
  const { session, body } = await waitForEvent('stopped');
  return {
    root: findRoot(session),
    goOn: async () => {
      await session.customRequest('evaluate', { expression: 'globalThis.goesOn = true', context: 'repl' });
      await session.customRequest('continue', { threadId: body?.threadId });
    },
  };
}

/** @returns when a program that is launched after this call has printed the text. */
export async function waitForOutput(text: string): Promise<void> {
  await waitForEvent('output', (body) => body?.output?.includes(text) === true);
}

/**
 * @returns the next event of this name, of those that the filter takes, from any debug adapter that is started after
 * this call.
 */
export function waitForEvent(
  name: string,
  accepts: (body: EventBody | undefined, session: DebugSession) => boolean = () => true,
): Promise<AdapterEvent> {
  return new Promise((resolve) => {
    const registration = debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage: ({ event, body }: { event?: string; body?: EventBody }) => {
          if (event !== name || !accepts(body, session)) return;
          registration.dispose();
          resolve({ session, ...(body === undefined ? {} : { body }) });
        },
      }),
    });
  });
}

/** @returns when a launched session, not one of its children, has ended: the next one, or the named one. */
export function waitForEnd(name?: string): Promise<void> {
  return new Promise((resolve) => {
    const listener = debug.onDidTerminateDebugSession((session) => {
      if (session.parentSession !== undefined || (name !== undefined && session.name !== name)) return;
      listener.dispose();
      resolve();
    });
  });
}

function findRoot(session: DebugSession): DebugSession {
  return session.parentSession === undefined ? session : findRoot(session.parentSession);
}
