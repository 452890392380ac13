import type { ReadyLine } from './broker.ts';
import { NAME } from './commonShapes.ts';
import { NO_PARAMS, notification, request, type } from './method.ts';
import { listOf, oneOf, optional, shape, text } from './shape.ts';

/** What is asked about before it is done on a connection that asks: see the table of safeguards in docs/security.md. */
const EFFECTS = ['consume', 'change'] as const;

export type AskedEffect = (typeof EFFECTS)[number];

/** What a user has to decide before a call is forwarded, or before there are keys. */
export type GatewayQuestion =
  | {
      readonly kind: 'launch';
      readonly questionId: string;
      /** The name of the launch. */
      readonly program: string;
      readonly accessKeyId: string;
      readonly effect: AskedEffect;
      /** The first action that needs it. */
      readonly action: string;
      /** Their names, with the account and the region where these are not those of the connection: `123456789012/orders (eu-west-1)`. */
      readonly queues: readonly string[];
    }
  | {
      /** The answer is the name of the queue. */
      readonly kind: 'typedName';
      readonly questionId: string;
      readonly program: string;
      readonly accessKeyId: string;
      readonly action: string;
      readonly queue: string;
    }
  | {
      /** The answer is a code. */
      readonly kind: 'mfaCode';
      readonly questionId: string;
      /** ARN. */
      readonly device: string;
    };

export interface GatewayInfo extends ReadyLine {
  /** Of the connection. */
  readonly connectionId: string;
  readonly name: string;
  /** Where calls are forwarded to. */
  readonly upstream: string;
  readonly region: string;
  readonly level: 'readOnly' | 'confirm' | 'open';
  /** Epoch ms. */
  readonly startedAt: number;
}

export interface QuestionsChangedParams {
  /** Oldest first; at most 64. */
  readonly questions: readonly GatewayQuestion[];
}

/** Returns where the gateway listens and where it forwards calls. */
export const getGateway = request('queueside/gateway/get', {
  params: NO_PARAMS,
  result: type<GatewayInfo>(),
  stores: 'nothing',
});

/** Ends the gateway gracefully, for all clients, 20 ms after the response. */
export const stopGateway = request('queueside/gateway/stop', {
  params: NO_PARAMS,
  result: type<null>(),
  stores: 'nothing',
});

/** Sets the protection level of the connection. It applies to calls that have not been forwarded yet. */
export const setGatewayLevel = request('queueside/gateway/setLevel', {
  params: shape({ level: oneOf(['readOnly', 'confirm', 'open']) }),
  result: type<null>(),
  stores: 'nothing',
});

/**
 * A user has agreed to what the program of a launch does on these queues: its calls are forwarded without a question. Adds to earlier
 * agreements of the launch.
 */
export const agreeToLaunch = request('queueside/gateway/agree', {
  params: shape({
    accessKeyId: text(128, 1),
    /** As questions name them. */
    queues: listOf(text(256, 1), 1_000),
    effects: listOf(oneOf(EFFECTS), EFFECTS.length),
  }),
  result: type<null>(),
  stores: 'nothing',
});

/** Returns the questions that wait for an answer. */
export const listQuestions = request('queueside/gateway/listQuestions', {
  params: NO_PARAMS,
  result: type<QuestionsChangedParams>(),
  stores: 'nothing',
});

/**
 * Answers a question, for all clients. Without an answer within a minute, the call is rejected. A question ends when all programs that
 * wait for it have hung up. After a `no` to `launch`, the program is
 * not asked about again for the same queues, until `queueside/gateway/agree`. After `notNow`, the call is rejected, and the next one asks again.
 */
export const answerQuestion = request('queueside/gateway/answer', {
  params: shape({
    questionId: NAME,
    answer: oneOf(['yes', 'no', 'notNow']),
    /** The name of the queue, or the code. */
    text: optional(text(256)),
  }),
  result: type<null>(),
  stores: 'nothing',
});

export interface HoldFailedParams {
  /** The name of the launch whose program is paused. */
  readonly program: string;
  readonly accessKeyId: string;
  readonly queueArn: string;
  readonly messageId: string;
  /** What the endpoint said, or why it did not. */
  readonly reason: string;
  /** The keys of the connection may not do it. */
  readonly isDenied: boolean;
  /** When the message is visible again unless an extension succeeds, epoch ms; absent: it is not known. */
  readonly returnsAt?: number;
}

/**
 * Sent to every initialized client when the visibility timeout of a message whose program is paused could not be extended, once for each
 * message until it succeeds again.
 */
export const holdFailed = notification<HoldFailedParams>('queueside/gateway/holdFailed');

/** Sent to every initialized client when a question is asked or answered. Always the whole list. */
export const questionsChanged = notification<QuestionsChangedParams>('queueside/gateway/questionsChanged');
