import type { Authentication } from '../../auth/authorize.ts';
import type { ServiceCaller } from '../../calls/serviceRequest.ts';
import { type Result, succeed } from '../../engine/base/result.ts';
import { accountOf, credentialOf, parseCredential } from '../wire/credentials.ts';
import { guessProtocol } from '../wire/protocol.ts';
import { describeRequest } from './access.ts';
import { answerFailure } from './answers.ts';
import { isFull, UNREAD } from './connection.ts';
import type { Exchange } from './exchange.ts';
import type { SqsFrontOptions } from './front.ts';

const NO_BODY = new Uint8Array(0);

/**
 * Hands a request over to the service beside SQS that it is for.
 * @returns false when it is for SQS
 */
export function serveNeighbour(front: SqsFrontOptions, exchange: Exchange, body: Buffer): boolean {
  const { headers, method = 'GET', url = '/' } = exchange.request;
  const neighbour = front.neighbours?.find((each) => each.claims(headers, url, body));
  if (neighbour === undefined) return false;
  if (isFull()) {
    answerFailure(exchange, guessProtocol(exchange.request), UNREAD);
    return true;
  }
  neighbour.serve({
    method,
    url,
    headers,
    body,
    requestId: exchange.requestId,
    authenticate: () => authenticateCaller(front, exchange, body, neighbour.signingName),
    answer: (...answer) => exchange.answer(...answer),
  });
  return true;
}

function authenticateCaller(
  front: SqsFrontOptions,
  exchange: Exchange,
  body: Buffer,
  service: string,
): Result<ServiceCaller> {
  const { authority, config } = front;
  const { authorization = '' } = exchange.request.headers;
  const claimed = parseCredential(credentialOf(authorization).credential);
  const who = authority?.authenticate(describeRequest(exchange, body), service);
  if (who?.ok === false) return who;
  const principal = who?.value.principal;
  const account =
    principal?.kind === 'user' ? principal.account : accountOf(claimed.accessKeyId, config.account);
  const region = who?.value.region ?? claimed.region ?? config.region;
  return succeed({
    region,
    account,
    deny: (action, resourceArn) =>
      who === undefined
        ? undefined
        : deny(front, exchange, who.value, { region, account, action, resourceArn }),
  });
}

function deny(
  { authority }: SqsFrontOptions,
  exchange: Exchange,
  who: Authentication,
  wanted: {
    readonly region: string;
    readonly account: string;
    readonly action: Parameters<ServiceCaller['deny']>[0];
    readonly resourceArn: string | undefined;
  },
): ReturnType<ServiceCaller['deny']> {
  const { region, account, action, resourceArn: arn } = wanted;
  const queue =
    arn === undefined ? undefined : { arn, account, policy: undefined, tags: {}, isEncrypted: false };
  // The signature holds already: the body is not needed anymore.
  const result = authority?.permit(who, describeRequest(exchange, NO_BODY), { action, region, queue }).result;
  return result === undefined || result.ok ? undefined : result;
}
