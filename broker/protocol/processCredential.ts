/** Credentials that a process signs with, so that its calls are known by its name. */
export interface ProcessCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
