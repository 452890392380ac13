import { SigningKeyCache } from '../auth/signingKey.ts';
import { type RequestToSign, signRequest } from '../auth/signRequest.ts';
import type { KeySource } from '../connections/client/keySource.ts';
import type { ClockOffset } from './clockOffset.ts';

export interface RequestSignerPorts {
  readonly keys: Pick<KeySource, 'read'>;
  readonly offset: ClockOffset;
  /** Of the connection. */
  readonly region: string;
  /** Epoch ms on the clock of this machine. */
  now(): number;
}

/** Signs requests with the keys of a connection, by the clock of its endpoint. What may be forwarded is decided before. */
export class RequestSigner {
  private readonly ports: RequestSignerPorts;
  private readonly cache = new SigningKeyCache();

  constructor(ports: RequestSignerPorts) {
    this.ports = ports;
  }

  /**
   * @param region that it is signed for; undefined: that of the connection
   * @returns the headers of the request with those of its signature. Rejects if there are no keys.
   */
  async sign(request: RequestToSign, region: string | undefined): Promise<Readonly<Record<string, string>>> {
    const { keys, offset, region: own } = this.ports;
    const read = await keys.read();
    return signRequest(
      request,
      read,
      { region: region ?? own, service: 'sqs', now: this.ports.now() + offset.ms },
      this.cache,
    );
  }
}
