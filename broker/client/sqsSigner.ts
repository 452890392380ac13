import { formatBasicDate } from '../auth/signatureTime.ts';
import { formatScope, SigningKeyCache, TERMINATOR } from '../auth/signingKey.ts';
import { ALGORITHM, signRequest } from '../auth/signRequest.ts';

/** The credentials that a program calls with. */
export interface SqsCredentials {
  readonly accessKeyId: string;
  /** Absent: calls are not signed, which works if signatures are not checked. */
  readonly secretAccessKey?: string | undefined;
  readonly region: string;
}

const SERVICE = 'sqs';

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
    if (secretAccessKey === undefined) {
      const date = formatBasicDate(now.getTime()).slice(0, 8);
      const scope = { date, region, service: SERVICE, terminator: TERMINATOR };
      // The broker finds who calls in a header of the whole form.
      const credential = `Credential=${accessKeyId}/${formatScope(scope)}`;
      return { Authorization: `${ALGORITHM} ${credential}, SignedHeaders=host, Signature=0` };
    }
    const { host, contentType, target, body } = call;
    const headers = { host, 'content-type': contentType, 'x-amz-target': target };
    const signed = signRequest(
      { method: 'POST', path: '/', query: [], headers, body },
      { accessKeyId, secretAccessKey },
      { region, service: SERVICE, now: now.getTime() },
      this.keys,
    );
    return {
      'X-Amz-Date': signed['x-amz-date'] ?? '',
      'X-Amz-Content-Sha256': signed['x-amz-content-sha256'] ?? '',
      Authorization: signed['authorization'] ?? '',
    };
  }
}
