import * as l10n from '@vscode/l10n';
import { fail } from '../../engine/base/result.ts';
import type { Check } from '../../protocol/shape.ts';
import type { Answer } from '../channel/answer.ts';
import type { Session } from '../channel/session.ts';
import type { HandlersFor, MethodSet } from '../handlers/handler.ts';

type AnyHandler = (params: unknown, session: Session) => Answer<unknown> | Promise<Answer<unknown>>;

/** How a request is answered. */
interface MethodEntry {
  /** Has to pass before `handle` may be called: it vouches for the type of the params. */
  readonly check: Check;
  readonly handle: AnyHandler;
}

/** Every method by its name on the wire. */
export type MethodTable = ReadonlyMap<string, MethodEntry>;

/** Calls back when all changes until now are on the disk, or with the reason why they cannot get there. */
export type Commit = (done: (error?: Error) => void) => void;

/**
 * Joins the handlers to what their methods declare.
 * @param commit where changes outlive the broker; undefined where it keeps them in memory
 */
export function createMethodTable<M extends MethodSet>(
  methods: M,
  handlers: HandlersFor<M>,
  commit: Commit | undefined,
): MethodTable {
  return new Map(
    Object.entries(methods).map(([key, { method, params, stores }]) => {
      const handle = handlers[key] as unknown as AnyHandler;
      const isHeld = stores === 'journal' && commit !== undefined;
      return [method, { check: params.check, handle: isHeld ? holdAnswer(handle, commit) : handle }];
    }),
  );
}

/** Delays a response until its change is safe; returns an error if it cannot be made safe. */
function holdAnswer(handle: AnyHandler, commit: Commit): AnyHandler {
  return async (params, session) => {
    const answer = await handle(params, session);
    if (!answer.ok) return answer;
    const error = await new Promise<Error | undefined>((resolve) => commit(resolve));
    if (error === undefined) return answer;
    return fail('ServiceUnavailable', l10n.t('The broker could not store the change: {0}', error.message));
  };
}
