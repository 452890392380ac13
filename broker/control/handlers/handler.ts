import type { Answer } from '../channel/answer.ts';
import type { ParamsOf, RequestMethod, ResultOf } from '../../protocol/method.ts';
import type { MethodKey, Methods } from '../../protocol/methods.ts';
import type { Session } from '../channel/session.ts';

/** Answers one method; the guard has vouched for the params. */
type HandlerOf<M> = (
  params: ParamsOf<M>,
  session: Session,
) => Answer<ResultOf<M>> | Promise<Answer<ResultOf<M>>>;

/** The handlers of these methods; every method must have one. */
export type HandlersFor<M> = { readonly [K in keyof M]: HandlerOf<M[K]> };

/** The methods that a program answers, by their declared names. */
export type MethodSet = Readonly<Record<string, RequestMethod<unknown, unknown>>>;

/** Of all methods of a broker. */
export type Handlers = HandlersFor<Methods>;

/** The handlers of one subject. */
export type HandlersOf<K extends MethodKey> = Pick<Handlers, K>;
