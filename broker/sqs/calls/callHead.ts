import { type FormNode, parseParameters, readForm, readParameter } from '../../calls/form.ts';
import { pathOf, queryTextOf } from '../../calls/requestTarget.ts';
import { fail, type Result } from '../../engine/base/result.ts';
import { guessProtocol, protocolOf } from '../wire/protocol.ts';
import { parseQueuePath, type QueueAddress } from '../wire/queueUrl.ts';
import { answerFailure, answerNoCall } from './answers.ts';
import type { Exchange } from './exchange.ts';

/** Which action a request asks for, by the JSON protocol. */
export interface JsonHead {
  readonly protocol: 'json';
  /** As it was given, maybe of no action; undefined for a target of another service. */
  readonly name: string | undefined;
  /** For error texts. */
  readonly shownName: string;
}

/** Which action a request asks for, by the Query protocol. */
export interface QueryHead {
  readonly protocol: 'query';
  /** As it was given: maybe of no action. */
  readonly name: string;
  /** Of the target and of the body; none when they cannot be read. */
  readonly root: FormNode;
  /** Why the parameters cannot be read. */
  readonly parameters: Result<FormNode>;
  /** The queue whose path the request was sent to. */
  readonly pathQueue: QueueAddress | undefined;
}

export type CallHead = JsonHead | QueryHead;

const TARGET_PREFIX = 'AmazonSQS.';

/**
 * Reads which action a request asks for.
 * @returns undefined for a request that is no call in either protocol: it is answered
 */
export function readCallHead(exchange: Exchange, body: Buffer): CallHead | undefined {
  const { request } = exchange;
  const isPost = request.method === 'POST';
  if (!isPost && request.method !== 'GET' && request.method !== 'HEAD') {
    exchange.answer(405, 'text/xml', '<UnknownOperationException/>', ['Allow', 'GET, HEAD, POST, OPTIONS']);
    return undefined;
  }
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string' && target !== '') {
    const name = target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : undefined;
    return { protocol: 'json', name, shownName: name ?? target };
  }
  const form = isPost ? readForm(body) : '';
  if (protocolOf(request, form) === 'query') return readQueryHead(request.url ?? '/', form);
  if (isPost && guessProtocol(request) === 'json')
    answerFailure(exchange, 'json', fail('InvalidAction', 'The request has no X-Amz-Target header.'));
  else answerNoCall(exchange);
  return undefined;
}

function readQueryHead(url: string, form: string): QueryHead {
  const parameters = parseParameters([queryTextOf(url), form]);
  const root: FormNode = parameters.ok ? parameters.value : { text: undefined, children: undefined };
  return {
    protocol: 'query',
    name: readParameter(root, 'Action') ?? '',
    root,
    parameters,
    pathQueue: parseQueuePath(pathOf(url)),
  };
}
