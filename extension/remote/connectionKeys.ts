import type { SecretStorage } from 'vscode';
import type { Keys } from '../../broker/connections/client/credentials.ts';
import { isSameTarget, type Target } from './target.ts';

type Stored = Keys & { readonly target?: unknown };

/** Keys that users entered for endpoints, in the secret storage of the editor. */
export class ConnectionKeys {
  readonly #secrets: SecretStorage;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  async store(id: string, keys: Keys, target: Target): Promise<void> {
    await this.#secrets.store(nameSecret(id), JSON.stringify({ ...keys, target } satisfies Stored));
  }

  /** @returns undefined: there are none; `otherTarget`: they were entered for another endpoint, and must not go to this one */
  async read(id: string, target: Target): Promise<Keys | 'otherTarget' | undefined> {
    const text = await this.#secrets.get(nameSecret(id));
    if (text === undefined) return undefined;
    const { accessKeyId, secretAccessKey, target: kept } = JSON.parse(text) as Stored;
    return isSameTarget(kept, target) ? { accessKeyId, secretAccessKey } : 'otherTarget';
  }

  async forget(id: string): Promise<void> {
    await this.#secrets.delete(nameSecret(id));
  }
}

function nameSecret(id: string): string {
  return `queueside.connectionKeys.${id}`;
}
