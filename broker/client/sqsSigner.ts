import { createHmac } from 'node:crypto';
import { canonicalRequest, sha256Hex } from '../auth/canonicalRequest.ts';
import { formatScope, SigningKeyCache } from '../auth/signingKey.ts';

/** The credentials that a program calls with. */
export interface SqsCredentials {
  readonly accessKeyId: string;
  /** Absent: calls are not signed, which works if signatures are not checked. */
  readonly secretAccessKey?: string | undefined;
  readonly region: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SIGNED_HEADERS = ['content-type', 'host', 'x-amz-date', 'x-amz-target'] as const;

/** Signs calls with Signature Version 4 if there is a secret; otherwise only names the access key. */
export class SqsSigner {
  private readonly credentials: SqsCredentials;
  private readonly keys = new SigningKeyCache();

  constructor(credentials: SqsCredentials) {
    this.credentials = credentials;
  }

  /** The headers that identify the caller. */
  sign(
    call: {
      readonly host: string;
      readonly contentType: string;
      readonly target: string;
      readonly body: string;
    },
    now: Date,
  ): Readonly<Record<string, string>> {
    const { accessKeyId, secretAccessKey, region } = this.credentials;
    const timestamp = now.toISOString().replaceAll(/[:-]|\.\d+/g, '');
    const scope = { date: timestamp.slice(0, 8), region, service: 'sqs', terminator: 'aws4_request' };
    const credential = `Credential=${accessKeyId}/${formatScope(scope)}`;
    if (secretAccessKey === undefined) {
      // The broker finds who calls in a header of the whole form.
      return { Authorization: `${ALGORITHM} ${credential}, SignedHeaders=host, Signature=0` };
    }
    const headers = new Map([
      ['content-type', [call.contentType]],
      ['host', [call.host]],
      ['x-amz-date', [timestamp]],
      ['x-amz-target', [call.target]],
    ]);
    const request = canonicalRequest(
      { method: 'POST', path: '/' },
      [],
      headers,
      SIGNED_HEADERS,
      sha256Hex(call.body),
    );
    const text = [ALGORITHM, timestamp, formatScope(scope), sha256Hex(request)].join('\n');
    const signature = createHmac('sha256', this.keys.get(secretAccessKey, scope)).update(text).digest('hex');
    return {
      'X-Amz-Date': timestamp,
      Authorization: `${ALGORITHM} ${credential}, SignedHeaders=${SIGNED_HEADERS.join(';')}, Signature=${signature}`,
    };
  }
}
