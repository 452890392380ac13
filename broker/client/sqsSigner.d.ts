/** The credentials that a program calls with. */
export interface SqsCredentials {
  readonly accessKeyId: string;
  /** Absent: calls are not signed, which works if signatures are not checked. */
  readonly secretAccessKey?: string | undefined;
  readonly region: string;
}
/** Signs calls with Signature Version 4 if there is a secret; otherwise only names the access key. */
export declare class SqsSigner {
  private readonly credentials;
  private readonly keys;
  constructor(credentials: SqsCredentials);
  /** The headers that identify the caller. */
  sign(
    call: {
      readonly host: string;
      readonly contentType: string;
      readonly target: string;
      readonly body: string;
    },
    now: Date,
  ): Readonly<Record<string, string>>;
}
