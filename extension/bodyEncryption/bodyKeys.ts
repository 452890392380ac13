import { randomBytes } from 'node:crypto';
import type { SecretStore } from '../ground/secretStore.ts';
import type { BodyKey } from './bodyCipher.ts';

const SECRET_NAME = 'queueside.bodyKeys';
const KEY_BYTES = 32;

/** The user's keys for message bodies, by name, in the editor's secret storage; the same in all workspaces. */
export class BodyKeys {
  readonly #secrets: SecretStore;

  constructor(secrets: SecretStore) {
    this.#secrets = secrets;
  }

  async list(): Promise<readonly BodyKey[]> {
    const entries = Object.entries(await this.#read());
    return entries.map(([name, base64]) => ({ name, bytes: Buffer.from(base64, 'base64') }));
  }

  /** @param base64 of 32 bytes; absent: a new key */
  async add(name: string, base64 = randomBytes(KEY_BYTES).toString('base64')): Promise<BodyKey> {
    await this.#secrets.store(SECRET_NAME, JSON.stringify({ ...(await this.#read()), [name]: base64 }));
    return { name, bytes: Buffer.from(base64, 'base64') };
  }

  async remove(name: string): Promise<void> {
    const { [name]: _, ...rest } = await this.#read();
    await this.#secrets.store(SECRET_NAME, JSON.stringify(rest));
  }

  async #read(): Promise<Record<string, string>> {
    const text = await this.#secrets.get(SECRET_NAME);
    return text === undefined ? {} : (JSON.parse(text) as Record<string, string>);
  }
}
