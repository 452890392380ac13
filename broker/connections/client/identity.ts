import type { SQSClient } from '@aws-sdk/client-sqs';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Place } from '../place.ts';
import { GuardedHandler, nameOrigin } from './guardedHandler.ts';

/** Whose keys a connection calls with, as AWS says it. */
export interface Identity {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
}

/** Code and text of an error of STS, in the form of those of the SDK. */
export class IdentityError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(code: string, message: string, status: number) {
    super(message);
    this.name = code;
    this.$metadata = { httpStatusCode: status };
  }
}

const ANSWER_BYTES = 65_536;
const BODY = 'Action=GetCallerIdentity&Version=2011-06-15';

/**
 * Asks AWS whose the keys of a client are, which needs no permission (ADR 0036).
 * @returns undefined for an endpoint that is not AWS
 * @throws IdentityError, and what failed on the way
 */
export async function askIdentity(client: SQSClient, place: Place): Promise<Identity | undefined> {
  if (place.identityEndpoint === undefined) return undefined;
  const url = new URL(place.identityEndpoint);
  const handler = new GuardedHandler(({ origin }) => origin === url.origin, ANSWER_BYTES);
  try {
    const signer = new SignatureV4({
      credentials: client.config.credentials,
      region: place.region,
      service: 'sts',
      sha256: client.config.sha256,
    });
    const request = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port !== '' && { port: Number(url.port) }),
      path: '/',
      headers: { host: url.host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: BODY,
    });
    const { response } = await handler.handle(request as Parameters<GuardedHandler['handle']>[0]);
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of response.body as AsyncIterable<Buffer>) chunks.push(chunk);
      return readIdentity(response.statusCode, Buffer.concat(chunks).toString('utf8'));
    } catch (error) {
      throw nameOrigin(error, url.origin);
    }
  } finally {
    handler.destroy();
  }
}

function readIdentity(status: number, xml: string): Identity {
  const read = (element: string) => new RegExp(`<${element}>([^<]{1,2048})</${element}>`).exec(xml)?.[1];
  const account = read('Account');
  const arn = read('Arn');
  if (status === 200 && account !== undefined && arn !== undefined) return { account, arn };
  throw new IdentityError(read('Code') ?? 'UnknownError', read('Message') ?? '', status);
}
