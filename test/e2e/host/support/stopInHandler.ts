import assert from 'node:assert/strict';
import { type DebugSession, debug, Location, Position, SourceBreakpoint, type Uri, workspace } from 'vscode';
import { waitForEnd, waitForEvent } from './debugSessions.ts';

/** A handler that is stopped at its breakpoint. */
export interface HandlerStop {
  /** The session of the environment; the one that stopped may be a child of it. */
  readonly root: DebugSession;
  /** What an expression is there, as its debugger writes it. */
  readonly evaluate: (expression: string) => Promise<string>;
  readonly goOn: () => PromiseLike<unknown>;
  /** Continues a process that ends with its invocation. */
  readonly goOnToEnd: () => Promise<void>;
}

/** Sets a breakpoint at the line of a file that has a text. */
export async function setBreakpoint(source: Uri, mark: string): Promise<void> {
  const text = new TextDecoder().decode(await workspace.fs.readFile(source));
  const line = text.split('\n').findIndex((each) => each.includes(mark));
  debug.addBreakpoints([new SourceBreakpoint(new Location(source, new Position(line, 0)))]);
}

/**
 * Resolves at the next stop after something was done, which must be in the file.
 * @param accepts only stops of these sessions
 */
export async function stopInHandler(
  source: Uri,
  act: () => Promise<unknown>,
  accepts: (session: DebugSession) => boolean = () => true,
): Promise<HandlerStop> {
  const stopped = waitForEvent('stopped', (_body, session) => accepts(session));
  await act();
  const { session, body } = await stopped;
  const threadId = body?.threadId;
  const { stackFrames } = (await session.customRequest('stackTrace', { threadId })) as {
    readonly stackFrames: readonly { readonly id: number; readonly source?: { readonly path?: string } }[];
  };
  const [frame] = stackFrames;
  assert.ok(frame?.source?.path?.endsWith(source.path), frame?.source?.path);
  const root = findRoot(session);
  const goOn = () => session.customRequest('continue', { threadId });
  return {
    root,
    evaluate: async (expression) => {
      const params = { expression, frameId: frame?.id, context: 'repl' };
      const { result } = (await session.customRequest('evaluate', params)) as { readonly result: string };
      return result;
    },
    goOn,
    goOnToEnd: async () => {
      const ended = waitForEnd(root.name);
      // The process may end before its debugger has answered.
      goOn().then(undefined, () => undefined);
      await ended;
    },
  };
}

function findRoot(session: DebugSession): DebugSession {
  return session.parentSession === undefined ? session : findRoot(session.parentSession);
}
