import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { KEY_BYTES } from '../kms/envelope.ts';
import type { MasterKey } from '../kms/masterKey.ts';
import type { RecordCipher } from './cipher.ts';
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
}

/** The key that a queue seals with now. */
interface SealingKey {
  readonly number: number;
  readonly key: KeyObject;
  /** Epoch ms. */
  readonly validUntil: number;
  /** Contents that it has sealed: the nonce of the next. */
  sealedCount: number;
}

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Version, number of the key (32 bits), count of the key (48 bits). */
const HEAD_BYTES = 1 + 4 + 6;
const COUNT_PLACE = 5;
/** A key is replaced long before AES-GCM would ask for it, and before its count leaves 32 bits. */
const MAX_SEALED = 2 ** 32 - 1;
/** Keys in memory, of each kind. */
const MAX_OPEN_KEYS = 1024;
/** What is authenticated with a content: key and message, so that contents cannot be exchanged on the disk. */
const AAD_BYTES = HEAD_BYTES + 8;

/**
 * Seals the contents of messages with AES-256-GCM under data keys, one after the other for each queue, which the master
 * key wraps. A sealed content is: version, key number, count, ciphertext, tag.
 *
 * Nonces are counted, not drawn, and a key only ever seals in the process that made it: so no nonce is used twice,
 * whatever was lost in a crash or came back from a backup.
 */
export class ContentCipher implements RecordCipher {
  private readonly options: ContentCipherOptions;
  private keys: CipherKeys;
  private readonly stored: Map<number, StoredDataKey>;
  private lastNumber: number;
  private readonly sealing = new Map<number, SealingKey>();
  private readonly opened = new Map<number, KeyObject>();
  private readonly nonce = Buffer.alloc(NONCE_BYTES);
  private readonly aad = Buffer.alloc(AAD_BYTES);

  constructor(keys: CipherKeys, options: ContentCipherOptions) {
    this.keys = keys;
    this.options = options;
    this.stored = new Map(keys.stored);
    this.lastNumber = [...this.stored.keys()].reduce((last, number) => Math.max(last, number), 0);
  }

  /** Whether the folder holds a key. */
  hasKey(number: number): boolean {
    return this.stored.has(number);
  }

  /** Data keys that the folder holds. */
  get keyCount(): number {
    return this.stored.size;
  }

  /** Throws Node's errors when a new data key is due and cannot be stored, and there is no earlier one to go on with. */
  seal(plain: Uint8Array, queueNumber: number, messageNumber: number): Buffer {
    const sealing = this.sealingKey(queueNumber);
    const count = sealing.sealedCount++;
    const sealed = Buffer.allocUnsafe(HEAD_BYTES + plain.byteLength + TAG_BYTES);
    sealed[0] = VERSION;
    sealed.writeUInt32BE(sealing.number, 1);
    sealed.writeUIntBE(count, COUNT_PLACE, 6);
    this.prepare(sealed, messageNumber);
    const cipher = createCipheriv('aes-256-gcm', sealing.key, this.nonce);
    cipher.setAAD(this.aad);
    cipher.update(plain).copy(sealed, HEAD_BYTES);
    cipher.final();
    cipher.getAuthTag().copy(sealed, HEAD_BYTES + plain.byteLength);
    return sealed;
  }

  /** Throws when the content is not what {@link seal} gave for this message, or its key is not there. */
  open(sealed: Uint8Array, messageNumber: number): Buffer {
    const view = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (view.length < HEAD_BYTES + TAG_BYTES || view[0] !== VERSION) {
      throw new Error(`The content of message ${messageNumber} is no sealed content.`);
    }
    const key = this.openKey(view.readUInt32BE(1));
    this.prepare(view, messageNumber);
    const decipher = createDecipheriv('aes-256-gcm', key, this.nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(this.aad);
    decipher.setAuthTag(view.subarray(-TAG_BYTES));
    const plain = decipher.update(view.subarray(HEAD_BYTES, -TAG_BYTES));
    decipher.final();
    return plain;
  }

  /** Wraps all data keys by another master key; messages stay as they are. Throws as {@link rewriteCipherKeys}. */
  rotateMasterKey(masterKey: MasterKey): void {
    this.replaceStored(this.stored, masterKey);
  }

  /**
   * Forgets the keys that no sealed content needs any more, but for those that queues seal with now.
   * @param isUsed told by the one who knows the contents
   */
  forgetKeys(isUsed: (keyNumber: number) => boolean): void {
    const current = new Set([...this.sealing.values()].map(({ number }) => number));
    const kept = [...this.stored].filter(([number]) => current.has(number) || isUsed(number));
    if (kept.length < this.stored.size) this.replaceStored(new Map(kept), this.keys.masterKey);
  }

  private replaceStored(stored: ReadonlyMap<number, StoredDataKey>, masterKey: MasterKey): void {
    const rewrapped = rewriteCipherKeys({ ...this.keys, stored }, masterKey);
    this.keys = { ...this.keys, masterKey };
    this.stored.clear();
    for (const [number, key] of rewrapped) this.stored.set(number, key);
    for (const number of this.opened.keys()) if (!this.stored.has(number)) this.opened.delete(number);
  }

  /** Puts the head of a sealed content into nonce and authenticated data. */
  private prepare(sealed: Buffer, messageNumber: number): void {
    sealed.copy(this.nonce, NONCE_BYTES - 6, COUNT_PLACE, HEAD_BYTES);
    sealed.copy(this.aad, 0, 0, HEAD_BYTES);
    this.aad.writeDoubleBE(messageNumber, HEAD_BYTES);
  }

  private sealingKey(queueNumber: number): SealingKey {
    const current = this.sealing.get(queueNumber);
    const now = this.options.now();
    if (current !== undefined && now < current.validUntil && current.sealedCount < MAX_SEALED) return current;
    try {
      return this.makeKey(queueNumber, now);
    } catch (error) {
      // A full disk is no reason to seal nothing: the old key is as good as it was a moment ago.
      if (current !== undefined && current.sealedCount < MAX_SEALED) return current;
      throw error;
    }
  }

  private makeKey(queueNumber: number, now: number): SealingKey {
    const number = this.lastNumber + 1;
    const plain = randomBytes(KEY_BYTES);
    const wrapped = this.keys.masterKey.wrap(plain, dataKeyPurpose(number, queueNumber)).toString('base64');
    const stored: StoredDataKey = { number, queueNumber, madeAt: now, wrapped };
    appendCipherKey(this.keys.path, stored, this.options.isSynced);
    this.lastNumber = number;
    this.stored.set(number, stored);
    const key = createSecretKey(plain);
    this.keepOpen(number, key);
    const sealing = { number, key, validUntil: now + this.options.reuseMs(queueNumber), sealedCount: 0 };
    this.sealing.delete(queueNumber);
    this.sealing.set(queueNumber, sealing);
    // A queue that was away for long, or is deleted, gets a new key if it ever comes back.
    dropOldest(this.sealing);
    return sealing;
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
    dropOldest(this.opened);
  }
}

function dropOldest(entries: Map<number, unknown>): void {
  if (entries.size <= MAX_OPEN_KEYS) return;
  const [oldest] = entries.keys();
  entries.delete(oldest as number);
}
