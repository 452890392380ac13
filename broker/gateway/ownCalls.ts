import type { ActionName } from '../api/actions.ts';
import { DENIED } from '../connections/client/callError.ts';
import type { KeySource } from '../connections/client/keySource.ts';
import type { ClockOffset } from './clockOffset.ts';
import { readText } from './observedMembers.ts';
import { readHeader } from './readAnswer.ts';
import type { RequestSigner } from './requestSigner.ts';
import type { Upstream, UpstreamAnswer } from './upstream.ts';

/** What the endpoint said to a call of the gateway itself. */
export type OwnAnswer =
  | { readonly ok: true; readonly output: Readonly<Record<string, unknown>>; readonly requestId: string }
  | {
      readonly ok: false;
      readonly message: string;
      /** The keys of the connection may not make the call. */
      readonly isDenied: boolean;
    };

export interface OwnCallPorts {
  /** URL of the connection. */
  readonly endpoint: string;
  readonly keys: Pick<KeySource, 'explain'>;
  readonly signer: RequestSigner;
  readonly offset: ClockOffset;
  readonly upstream: Upstream;
}

/** @param type of an error, with or without a namespace before it */
export function isDenied(type: string): boolean {
  return DENIED.test(type.slice(type.indexOf('#') + 1));
}

/** Calls that the gateway makes on its own: settings of queues that it needs, and visibility timeouts that it extends. */
export class OwnCalls {
  private readonly ports: OwnCallPorts;

  constructor(ports: OwnCallPorts) {
    this.ports = ports;
  }

  /** Never rejects. @param region that it is signed for */
  async call(action: ActionName, input: object, region: string): Promise<OwnAnswer> {
    const { endpoint, keys, signer, offset, upstream } = this.ports;
    const { host, pathname } = new URL(endpoint);
    const body = Buffer.from(JSON.stringify(input));
    const headers = {
      host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
      'user-agent': 'queueside-gateway',
    };
    const request = { method: 'POST', path: pathname, headers, body };
    try {
      const signed = await signer.sign({ ...request, query: [] }, region);
      return await new Promise((resolve) => {
        upstream.send(
          { ...request, headers: { ...signed, 'content-length': String(body.length) } },
          () => true,
          (result) => {
            if (!result.ok) {
              resolve(explainOwn(keys, result.error, action));
              return;
            }
            offset.notice(result.serverTime);
            result.release();
            resolve(readOwnAnswer(result));
          },
        );
      });
    } catch (error) {
      return explainOwn(keys, error, action);
    }
  }
}

function explainOwn(keys: Pick<KeySource, 'explain'>, error: unknown, action: ActionName): OwnAnswer {
  const { message, kind } = keys.explain(error, action);
  return { ok: false, message, isDenied: kind === 'denied' };
}

function readOwnAnswer({ status, body, rawHeaders }: UpstreamAnswer): OwnAnswer {
  const text = body.toString('utf8');
  try {
    const value = (text === '' ? {} : JSON.parse(text)) as Readonly<Record<string, unknown>>;
    if (status === 200) {
      return { ok: true, output: value, requestId: readHeader(rawHeaders, 'x-amzn-requestid') ?? '' };
    }
    const message = readText(value['message'] ?? value['Message'], `Status ${status}`);
    return { ok: false, message, isDenied: isDenied(readText(value['__type'], '')) };
  } catch {
    return { ok: false, message: `Status ${status}`, isDenied: false };
  }
}
