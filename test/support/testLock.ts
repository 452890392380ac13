import { openCipherKeys } from '../../broker/storage/cipher/cipherKeys.ts';
import type { FolderLock } from '../../broker/storage/lock/heldLock.ts';

/** The lock of a folder that exists in memory only, which a test can take away. */
export class TestLock implements FolderLock {
  readonly ok = true;
  readonly isSeized: boolean;
  loss: Error | undefined;
  isReleased = false;
  renewals = 0;
  private listener: (error: Error | undefined) => void = () => undefined;

  constructor(isSeized = false) {
    this.isSeized = isSeized;
  }

  verify(): Error | undefined {
    return this.loss;
  }

  renew(): Error | undefined {
    this.renewals++;
    return this.loss;
  }

  onBeat(listener: (error: Error | undefined) => void): void {
    this.listener = listener;
  }

  beat(): void {
    this.listener(this.renew());
  }

  release(): void {
    this.isReleased = true;
  }
}

/** The keys of a folder that no other broker wants. */
export function openTestKeys(folder: string, masterKey: Parameters<typeof openCipherKeys>[1]) {
  return openCipherKeys(folder, masterKey, 'any', new TestLock());
}
