/** The key pair of a debug session, and the user that it stands for. */
export interface SessionCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Name; empty: the first user. */
  readonly user: string;
}
