import type { RequestMethod } from '../protocol/method.ts';

/** The connection to the broker that gives orders to start and end programs. */
export interface OrderChannel {
  request<P, R>(method: RequestMethod<P, R>, params: P): Promise<R>;
}
