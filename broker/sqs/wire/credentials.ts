/** The caller that a request claims; not verified. */
export interface ClaimedCredentials {
  readonly accessKeyId: string;
  /** From the credential scope; undefined when there is none or it is not a region's name. */
  readonly region: string | undefined;
}

/** A request that names no caller. */
export const NOBODY: ClaimedCredentials = { accessKeyId: 'anonymous', region: undefined };
const CREDENTIAL_FIELD = 'Credential=';
const ACCOUNT = /^\d{12}$/;
/** Regions become part of ARNs, and of names on the disk. */
const REGION = /^[a-z0-9-]{1,32}$/;
/** Access key ids become part of consumer ids; the service's are 16 to 128 characters of this. */
const ACCESS_KEY_ID = /^[\w.+=@-]{1,128}$/;

/**
 * The credential in an `Authorization` header, and the header up to and with it and the comma that ends it. Both are
 * empty when it has none.
 */
export function credentialOf(authorization: string): {
  readonly credential: string;
  readonly prefix: string;
} {
  const start = authorization.indexOf(CREDENTIAL_FIELD);
  const end = start === -1 ? -1 : authorization.indexOf(',', start);
  if (end === -1) return { credential: '', prefix: '' };
  return {
    credential: authorization.slice(start + CREDENTIAL_FIELD.length, end).trim(),
    prefix: authorization.slice(0, end + 1),
  };
}

/** Reads `<access key id>/<date>/<region>/sqs/aws4_request`, of the header or of a presigned request. */
export function parseCredential(credential: string): ClaimedCredentials {
  const [accessKeyId = '', , region = ''] = credential.split('/', 4);
  if (!ACCESS_KEY_ID.test(accessKeyId)) return NOBODY;
  return { accessKeyId, region: REGION.test(region) ? region : undefined };
}

/** An access key id of 12 digits is the caller's account. */
export function accountOf(accessKeyId: string, defaultAccount: string): string {
  return ACCOUNT.test(accessKeyId) ? accessKeyId : defaultAccount;
}
