import { randomBytes } from 'node:crypto';
import type { SecretStore } from '../ground/secretStore.ts';

interface Stored {
  readonly key: string;
  /** While a rotation is under way: which of the two the data folder wants is only known when it has been opened. */
  readonly previous?: string;
}

const KEY_BYTES = 32;

/** The master key of a workspace's data folder, in the editor's secret storage: never in settings, files or logs. */
export class MasterKeys {
  readonly #secrets: SecretStore;
  readonly #name: string;

  /** @param workspace tells workspaces apart */
  constructor(secrets: SecretStore, workspace: string) {
    this.#secrets = secrets;
    this.#name = `queueside.masterKey.${workspace}`;
  }

  /**
   * What to try to open the data folder with, the likeliest first; undefined means no key. A folder that is
   * encrypted stays so when encryption is switched off, and opens all the same.
   */
  async listCandidates(isWanted: boolean): Promise<readonly (string | undefined)[]> {
    const stored = await this.#read();
    const keys = stored === undefined ? [] : [stored.key, stored.previous].filter((key) => key !== undefined);
    if (!isWanted) return [undefined, ...keys];
    return keys.length > 0 ? keys : [await this.#make()];
  }

  /**
   * Replaces the key. Both are stored while `rotate` has the broker change it, so that none of the two is lost whenever
   * the editor or the broker ends.
   * @returns false when `rotate` did, because nothing is encrypted
   */
  async replace(rotate: (masterKey: string) => Promise<boolean>): Promise<boolean> {
    const before = await this.#read();
    const key = makeKey();
    await this.#store(before === undefined ? { key } : { key, previous: before.key });
    let isRotated: boolean;
    try {
      isRotated = await rotate(key);
    } catch (error) {
      // The broker may have done it without being able to confirm it.
      throw new Error(`The master key may be the old or the new one; both are kept. ${String(error)}`, {
        cause: error,
      });
    }
    if (isRotated) await this.#store({ key });
    else if (before !== undefined) await this.#store(before);
    return isRotated;
  }

  async #make(): Promise<string> {
    const key = makeKey();
    await this.#store({ key });
    return key;
  }

  async #read(): Promise<Stored | undefined> {
    const text = await this.#secrets.get(this.#name);
    return text === undefined ? undefined : (JSON.parse(text) as Stored);
  }

  async #store(stored: Stored): Promise<void> {
    await this.#secrets.store(this.#name, JSON.stringify(stored));
  }
}

function makeKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}
