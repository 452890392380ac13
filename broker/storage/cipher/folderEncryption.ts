import type { MasterKey } from '../../kms/masterKey.ts';
import type { ContentCipher } from './contentCipher.ts';
import type { Log } from '../disk/log.ts';

/** Whether a data folder is encrypted, by which keys, and how much of it. */
export class FolderEncryption {
  private readonly cipher: ContentCipher | undefined;
  private readonly log: Log;

  /** @param cipher undefined: message contents are not encrypted */
  constructor(cipher: ContentCipher | undefined, log: Log) {
    this.cipher = cipher;
    this.log = log;
  }

  /** Whether message contents are encrypted on the disk. */
  get isOn(): boolean {
    return this.cipher !== undefined;
  }

  /** Whether there are sealed contents that can never be opened: the key file was lost, or came from elsewhere. */
  get lacksKeys(): boolean {
    const { cipher } = this;
    return [...this.log.segments.values()].some(({ keys }) =>
      [...keys].some((key) => cipher?.hasKey(key) !== true),
    );
  }

  /** Segments that can be read without a key, where there is one: they are rewritten in the background. */
  get plainSegments(): number {
    if (this.cipher === undefined) return 0;
    return [...this.log.segments.values()].filter(({ plainCount }) => plainCount > 0).length;
  }

  /** Writes the key file, when the folder is encrypted from now on or has keys that nothing needs. Throws Node's errors. */
  settleKeys(): void {
    this.cipher?.settleFile(!this.lacksKeys);
  }

  /**
   * Wraps the data keys with another master key, which the folder requires from then on; messages are not rewritten.
   * False when the folder is not encrypted. Throws Node's errors, and then the old key is still the one.
   */
  rotateMasterKey(masterKey: MasterKey): boolean {
    this.cipher?.rotateMasterKey(masterKey);
    return this.isOn;
  }
}
