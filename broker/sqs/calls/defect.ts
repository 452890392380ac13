import { fail } from '../../engine/base/result.ts';
import { answerFailure } from './answers.ts';
import type { Exchange } from './exchange.ts';
import type { FrontOptions } from './front.ts';
import { guessProtocol } from '../wire/protocol.ts';

export const INTERNAL = fail(
  'InternalError',
  'The broker has a defect; its log says more. Please report it.',
);

/** An exception is a defect of this program: it is reported and answered, and the broker continues. */
export function answerDefect(front: FrontOptions, exchange: Exchange, error: unknown): void {
  front.onDefect?.(error);
  answerFailure(exchange, guessProtocol(exchange.request), INTERNAL);
}
