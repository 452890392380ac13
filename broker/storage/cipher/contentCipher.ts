import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomInt,
} from 'node:crypto';
import { forgetOldest } from '../../engine/base/forgetOldest.ts';
import { KEY_BYTES } from '../../kms/envelope.ts';
import type { MasterKey } from '../../kms/masterKey.ts';
import { type RecordCipher, type Seal, TAG_BYTES, keyNumberOf } from '../format/recordCipher.ts';
import { CipherKeyFile } from './cipherKeyFile.ts';
import {
  appendCipherKey,
  type CipherKeys,
  dataKeyPurpose,
  rewriteCipherKeys,
  type StoredDataKey,
} from './cipherKeys.ts';

export interface ContentCipherOptions {
  /** Epoch ms. */
  now(): number;
  /** How long a queue's data key is used before the next one is made, ms: `KmsDataKeyReusePeriodSeconds`. */
  reuseMs(queueNumber: number): number;
  /** Keys reach the disk before they are used, as `durability: power` asks. */
  readonly isSynced: boolean;
  /** Called when the key file had to be written again. */
  onRepaired?(text: string): void;
}

/** The key that a queue seals with now. */
interface SealingKey {
  readonly number: number;
  readonly key: KeyObject;
  /** Epoch ms. */
  readonly validFrom: number;
  readonly validUntil: number;
  /** Seals that were issued: the count of the next. */
  sealedCount: number;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
/** A key is replaced long before AES-GCM would ask for it, and before its count leaves 32 bits. */
const MAX_SEALED = 2 ** 32 - 1;
/** Keys in memory, of each kind. */
const MAX_OPEN_KEYS = 1024;
/** Of 32 bits, without 0. */
const KEY_NUMBERS = 2 ** 32;

/** A content of format 1: version, number of the key (32 bits), count of the key (48 bits), ciphertext, tag. */
const CONTENT_VERSION = 1;
const CONTENT_HEAD_BYTES = 1 + 4 + 6;
const COUNT_PLACE = 5;

/**
 * Seals the contents of messages with AES-256-GCM under data keys, one after the other for each queue, which the master
 * key wraps.
 *
 * Nonces are counted, not drawn: 48 zero bits and the count of the seal under its key, big-endian. A count is given out
 * once, and a key only ever seals in the process that made it: so no nonce is used twice under a key, whatever was lost
 * in a crash or came back from a backup.
 */
export class ContentCipher implements RecordCipher {
  private readonly options: ContentCipherOptions;
  private keys: CipherKeys;
  private readonly stored: Map<number, StoredDataKey>;
  /** Numbers of keys that contents were sealed with, whether the folder still has them or not. */
  private readonly reserved = new Set<number>();
  private readonly sealing = new Map<number, SealingKey>();
  private readonly opened = new Map<number, KeyObject>();
  private readonly nonce = Buffer.alloc(NONCE_BYTES);
  private readonly file: CipherKeyFile;
  /**
   * A key could not be stored: what it seals is not acknowledged before the file has it, because {@link verify} writes the
   * file first or says why not.
   */
  private lacksKeyLine = false;

  constructor(keys: CipherKeys, options: ContentCipherOptions) {
    this.keys = keys;
    this.file = new CipherKeyFile(keys.path);
    if (!keys.isNew) this.file.remember();
    this.options = options;
    this.stored = new Map(keys.stored);
  }

  /** Whether the folder holds a key. */
  hasKey(number: number): boolean {
    return this.stored.has(number);
  }

  /** Lines of the key file that the master key does not open. */
  get unreadableKeys(): number {
    return this.keys.unreadable.length;
  }

  /** A key of this number was used once: no other may have it. */
  reserve(number: number): void {
    this.reserved.add(number);
  }

  /** Creates a missing key file, and forgets keys that cannot be decrypted and that no content needs. Throws Node's errors. */
  settleFile(isComplete: boolean): void {
    if (!this.keys.isNew && (!isComplete || this.unreadableKeys === 0)) return;
    if (isComplete) this.keys = { ...this.keys, unreadable: [] };
    this.replaceStored(this.stored, this.keys.masterKey);
  }

  /**
   * Why what is sealed could not be opened again. A key file that was deleted, exchanged or cut off under the broker is
   * written again: the broker has all that was in it.
   */
  verify(): Error | undefined {
    let isChanged: boolean;
    try {
      ({ isChanged } = this.file);
      if (!isChanged && !this.lacksKeyLine) return undefined;
      this.replaceStored(this.stored, this.keys.masterKey);
    } catch (error) {
      return error as Error;
    }
    if (!isChanged) return undefined;
    this.options.onRepaired?.(`${this.keys.path} was changed while the broker ran, and was written again`);
    return undefined;
  }

  /** Data keys that the folder holds. */
  get keyCount(): number {
    return this.stored.size;
  }

  takeSeal(queueNumber: number): Seal {
    const sealing = this.sealingKey(queueNumber);
    return { keyNumber: sealing.number, count: sealing.sealedCount++ };
  }

  seal(seal: Seal, plain: Uint8Array, clear: Uint8Array): { readonly sealed: Buffer; readonly tag: Buffer } {
    const cipher = createCipheriv(ALGORITHM, this.openKey(seal.keyNumber), this.nonceOf(seal.count));
    cipher.setAAD(clear);
    const sealed = cipher.update(plain);
    cipher.final();
    return { sealed, tag: cipher.getAuthTag() };
  }

  /** Throws when this is not what {@link seal} gave, or the key is not there. */
  open({ keyNumber, count }: Seal, sealed: Uint8Array, clear: Uint8Array): Buffer {
    if (sealed.byteLength < TAG_BYTES) throw new Error('What is sealed is too short.');
    const nonce = this.nonceOf(count);
    const decipher = createDecipheriv(ALGORITHM, this.openKey(keyNumber), nonce, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(clear);
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const plain = decipher.update(sealed.subarray(0, -TAG_BYTES));
    decipher.final();
    return plain;
  }

  /** Throws when the content is not what format 1 sealed for this message, or its key is not there. */
  openContent(sealed: Uint8Array, messageNumber: number): Buffer {
    const view = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (view.length < CONTENT_HEAD_BYTES || view[0] !== CONTENT_VERSION) {
      throw new Error(`The content of message ${messageNumber} is no sealed content.`);
    }
    const clear = Buffer.alloc(CONTENT_HEAD_BYTES + 8);
    view.copy(clear, 0, 0, CONTENT_HEAD_BYTES);
    clear.writeDoubleBE(messageNumber, CONTENT_HEAD_BYTES);
    const seal = { keyNumber: keyNumberOf(view), count: view.readUIntBE(COUNT_PLACE, 6) };
    return this.open(seal, view.subarray(CONTENT_HEAD_BYTES), clear);
  }

  /** Wraps all data keys by another master key; messages stay as they are. Throws as {@link rewriteCipherKeys}. */
  rotateMasterKey(masterKey: MasterKey): void {
    this.replaceStored(this.stored, masterKey);
  }

  /**
   * Forgets the keys that no sealed content needs anymore, but for those that queues seal with now.
   * @param isUsed whether any content uses a key
   */
  forgetKeys(isUsed: (keyNumber: number) => boolean): void {
    const current = new Set([...this.sealing.values()].map(({ number }) => number));
    const kept = [...this.stored].filter(([number]) => current.has(number) || isUsed(number));
    if (kept.length < this.stored.size) this.replaceStored(new Map(kept), this.keys.masterKey);
  }

  private replaceStored(stored: ReadonlyMap<number, StoredDataKey>, masterKey: MasterKey): void {
    const rewrapped = rewriteCipherKeys({ ...this.keys, stored }, masterKey);
    this.file.remember();
    this.keys = { ...this.keys, masterKey, isNew: false };
    this.lacksKeyLine = false;
    this.stored.clear();
    for (const [number, key] of rewrapped) this.stored.set(number, key);
    for (const number of this.opened.keys()) if (!this.stored.has(number)) this.opened.delete(number);
  }

  /** Good until the next one. */
  private nonceOf(count: number): Buffer {
    this.nonce.writeUIntBE(count, NONCE_BYTES - 6, 6);
    return this.nonce;
  }

  private sealingKey(queueNumber: number): SealingKey {
    const current = this.sealing.get(queueNumber);
    const now = this.options.now();
    // A clock that was set back is before both.
    const isInTime = current !== undefined && now >= current.validFrom && now < current.validUntil;
    if (isInTime && current.sealedCount < MAX_SEALED) return current;
    // A full disk is no reason to seal nothing: the old key is as good as it was a moment ago.
    const spare = current !== undefined && current.sealedCount < MAX_SEALED ? current : undefined;
    return this.makeKey(queueNumber, now, spare);
  }

  /** @param spare what to continue with when the new key cannot be stored */
  private makeKey(queueNumber: number, now: number, spare: SealingKey | undefined): SealingKey {
    const number = this.nextNumber();
    const plain = randomBytes(KEY_BYTES);
    const wrapped = this.keys.masterKey.wrap(plain, dataKeyPurpose(number, queueNumber)).toString('base64');
    const stored: StoredDataKey = { number, queueNumber, madeAt: now, wrapped };
    const isStored = this.storeKey(stored);
    if (!isStored && spare !== undefined) return spare;
    this.lacksKeyLine ||= !isStored;
    this.stored.set(number, stored);
    const key = createSecretKey(plain);
    this.keepOpen(number, key);
    const validUntil = now + this.options.reuseMs(queueNumber);
    const sealing = { number, key, validFrom: now, validUntil, sealedCount: 0 };
    this.sealing.delete(queueNumber);
    this.sealing.set(queueNumber, sealing);
    // A queue that was not used for long, or was deleted, gets a new key if it is used again.
    forgetOldest(this.sealing, MAX_OPEN_KEYS);
    return sealing;
  }

  private storeKey(stored: StoredDataKey): boolean {
    if (this.verify() !== undefined) return false;
    try {
      appendCipherKey(this.keys, stored, this.options.isSynced);
      this.file.remember();
      return true;
    } catch {
      return false;
    }
  }

  /** By chance: a broker that lost the folder unawares must not give out the number that its successor gives out. */
  private nextNumber(): number {
    for (;;) {
      const number = randomInt(1, KEY_NUMBERS);
      if (!this.stored.has(number) && !this.reserved.has(number)) return number;
    }
  }

  private openKey(number: number): KeyObject {
    const known = this.opened.get(number);
    if (known !== undefined) return known;
    const stored = this.stored.get(number);
    if (stored === undefined) throw new Error(`The data key ${number} is not in ${this.keys.path}.`);
    const wrapped = Buffer.from(stored.wrapped, 'base64');
    const plain = this.keys.masterKey.unwrap(wrapped, dataKeyPurpose(number, stored.queueNumber));
    if (plain === undefined) throw new Error(`The data key ${number} of ${this.keys.path} is damaged.`);
    const key = createSecretKey(plain);
    this.keepOpen(number, key);
    return key;
  }

  private keepOpen(number: number, key: KeyObject): void {
    this.opened.set(number, key);
    forgetOldest(this.opened, MAX_OPEN_KEYS);
  }
}
