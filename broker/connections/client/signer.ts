import { SignatureV4 } from '@smithy/signature-v4';
import type { ConnectionDefinition } from '../definition.ts';
import type { Place } from '../place.ts';
import { createClient } from './createClient.ts';
import type { CredentialsContext } from './credentials.ts';
import { explainFailure, type Failure } from './failures.ts';

/** A request that is to be signed: its path and query as they are sent, and every header that the signature covers. */
export interface UnsignedRequest {
  readonly method: string;
  readonly path: string;
  /** Names and values, not escaped. */
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** That it is signed for; absent: that of the place. */
  readonly region?: string | undefined;
}

/** Signs requests with the keys of a connection, which stay in the memory behind it. */
export interface Signer {
  /**
   * @param offsetMs how far the clock of the endpoint is ahead of that of this machine
   * @returns the headers of the request with those of its signature. Rejects if there are no keys.
   */
  sign(request: UnsignedRequest, offsetMs: number): Promise<Readonly<Record<string, string>>>;
  /** Why a request was not signed or got no response, and what to do: one line. */
  explain(error: unknown, action: string): Failure;
  close(): void;
}

/** Signs what is forwarded for a connection. What may be forwarded is decided before: it has no level and asks no user. */
export function createSigner(
  definition: ConnectionDefinition,
  place: Place,
  context: CredentialsContext,
): Signer {
  // Only for its keys, which it asks for again before they expire: no call goes through it.
  const client = createClient(definition, place, context);
  const { protocol, hostname, port } = new URL(place.endpoint);
  const signer = new SignatureV4({
    credentials: client.config.credentials,
    region: place.region,
    service: 'sqs',
    sha256: client.config.sha256,
  });
  return {
    async sign({ method, path, query, headers, body, region = place.region }, offsetMs) {
      const signed = await signer.sign(
        {
          method,
          protocol,
          hostname,
          ...(port !== '' && { port: Number(port) }),
          path,
          query: { ...query },
          headers: { ...headers },
          body,
        },
        { signingRegion: region, signingDate: new Date(Date.now() + offsetMs) },
      );
      return signed.headers;
    },
    explain: (error, action) => explainFailure(error, action, { definition, place }),
    close: () => client.destroy(),
  };
}
