import type { Answer } from '../channel/answer.ts';
import type { MethodKey, MethodParams, MethodResult } from '../methods.ts';
import type { Session } from '../channel/session.ts';

/** Answers one method; the guard has vouched for the params. */
export type Handler<K extends MethodKey> = (
  params: MethodParams<K>,
  session: Session,
) => Answer<MethodResult<K>> | Promise<Answer<MethodResult<K>>>;

/** Every method must have one. */
export type Handlers = { readonly [K in MethodKey]: Handler<K> };

/** The handlers of one subject. */
export type HandlersOf<K extends MethodKey> = Pick<Handlers, K>;
