import { statSync } from 'node:fs';

/** The key file as this broker left it. */
export class CipherKeyFile {
  private readonly path: string;
  private known: string | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** To be called when the broker has written it. Throws Node's errors. */
  remember(): void {
    this.known = this.describe();
  }

  /** It is another file now, of another length, or none: what is sealed could not be opened by the next start. */
  get isChanged(): boolean {
    return this.known !== undefined && this.describe() !== this.known;
  }

  private describe(): string {
    const status = statSync(this.path, { bigint: true, throwIfNoEntry: false });
    return status === undefined ? 'none' : `${status.dev} ${status.ino} ${status.size}`;
  }
}
