import { randomBytes, randomUUID } from 'node:crypto';
import { type Failure, type Result, fail, succeed } from '../engine/base/result.ts';
import { KEY_BYTES, openSmall, sealSmall } from './envelope.ts';
import { type KeyGrant, type KeyUsage, type KmsKey, keyArnOf } from './key.ts';
import type { MasterKey } from './masterKey.ts';

export interface KmsOptions {
  readonly masterKey: MasterKey;
  /** Epoch ms. */
  now(): number;
  /** Called after every change, with what is to be kept. */
  readonly onChange?: (snapshot: KmsSnapshot) => void;
}

/** The state of the KMS as plain JSON. Without the master key it is worth nothing. */
export interface KmsSnapshot {
  readonly version: 1;
  readonly masterKeyId: string;
  readonly keys: readonly KmsKey[];
}

/** Where a reference without region and account is looked up. */
export interface KeyHome {
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
}

export interface NewKey extends KeyHome {
  readonly description?: string;
  readonly usage?: KeyUsage;
  /** Such as `alias/orders`. */
  readonly alias?: string;
  /** Default: everyone may do everything. */
  readonly grants?: readonly KeyGrant[];
}

/** A key for data: the plain one to use and forget, the wrapped one to keep. */
export interface DataKey {
  /** 32 bytes. */
  readonly plain: Buffer;
  readonly wrapped: Buffer;
}

/** The alias of the key that AWS would manage for Amazon SQS. */
export const MANAGED_ALIAS = 'alias/aws/sqs';

const MAX_KEYS = 1000;
const MAX_ALIASES = 50;
const DAY_MS = 86_400_000;
const ALIAS = /^alias\/[A-Za-z0-9/_-]{1,250}$/;
const KEY_ARN = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):(\d{12}):(key|alias)\/(.+)$/;
const EVERYBODY: readonly KeyGrant[] = [{ principal: '*', operations: ['GenerateDataKey', 'Decrypt'] }];
const ID_BYTES = 16;

/** A small key management service: what SSE-KMS queues and their developers can see of the real one. */
export class Kms {
  private readonly options: KmsOptions;
  private readonly keys = new Map<string, KmsKey>();

  /** Use {@link openKms} for a snapshot. */
  constructor(options: KmsOptions, keys: readonly KmsKey[] = []) {
    this.options = options;
    for (const key of keys) this.keys.set(key.id, key);
  }

  snapshot(): KmsSnapshot {
    this.dropDeleted();
    return { version: 1, masterKeyId: this.options.masterKey.id, keys: [...this.keys.values()] };
  }

  /** The key with another material, wrapped by a master key: for one whose own cannot be opened anymore. */
  static renew(key: KmsKey, masterKey: MasterKey): KmsKey {
    const material = masterKey.wrap(randomBytes(KEY_BYTES), materialPurpose(key.id));
    return { ...key, material: material.toString('base64') };
  }

  /** Errors: OverLimit, InvalidParameterValue. */
  createKey(input: NewKey): Result<KmsKey> {
    this.dropDeleted();
    if (this.keys.size >= MAX_KEYS) return fail('OverLimit', `The limit of ${MAX_KEYS} keys is reached.`);
    const { alias } = input;
    const refusal = alias === undefined ? undefined : this.refuseAlias(alias, input);
    return refusal ?? succeed(this.addKey(input, alias === undefined ? [] : [alias], false));
  }

  /**
   * Finds a key by its id, its ARN, an alias or the ARN of an alias. `alias/aws/sqs` comes into being when it is asked
   * for. Errors: KmsNotFound.
   */
  findKey(reference: string, home: KeyHome): Result<KmsKey> {
    this.dropDeleted();
    const [, region = home.region, account = home.account, kind, name] = KEY_ARN.exec(reference) ?? [];
    const isHere = (key: KmsKey): boolean => key.region === region && key.account === account;
    if (kind === 'alias' || reference.startsWith('alias/')) {
      const alias = kind === 'alias' ? `alias/${name}` : reference;
      const found = [...this.keys.values()].find((key) => isHere(key) && key.aliases.includes(alias));
      if (found !== undefined) return succeed(found);
      if (alias === MANAGED_ALIAS) return succeed(this.addKey({ region, account }, [alias], true));
      return fail('KmsNotFound', `Alias arn:aws:kms:${region}:${account}:${alias} is not found.`);
    }
    const id = name ?? reference;
    const key = this.keys.get(id);
    if (key !== undefined && isHere(key)) return succeed(key);
    return fail('KmsNotFound', `Key '${keyArnOf({ region, account, id })}' does not exist`);
  }

  /** Errors: KmsNotFound, InvalidParameterValue, OverLimit. */
  addAlias(id: string, alias: string): Result<KmsKey> {
    return this.change(id, (key) => {
      const refusal = this.refuseAlias(alias, key);
      if (refusal !== undefined) return refusal;
      if (key.aliases.length >= MAX_ALIASES) {
        return fail('OverLimit', `The key has reached the limit of ${MAX_ALIASES} aliases.`);
      }
      return succeed({ ...key, aliases: [...key.aliases, alias] });
    });
  }

  /** Errors: KmsNotFound, InvalidParameterValue. */
  removeAlias(id: string, alias: string): Result<KmsKey> {
    return this.change(id, (key) =>
      key.aliases.includes(alias)
        ? succeed({ ...key, aliases: key.aliases.filter((name) => name !== alias) })
        : refuse('Alias', `Alias ${alias} is not found.`),
    );
  }

  /** Errors: KmsNotFound, KmsInvalidState for keys that wait for their deletion. */
  setEnabled(id: string, isEnabled: boolean): Result<KmsKey> {
    return this.change(id, (key) =>
      key.state === 'pendingDeletion'
        ? failPendingDeletion(key)
        : succeed({ ...key, state: isEnabled ? 'enabled' : 'disabled' }),
    );
  }

  /**
   * @param days 7-30 until the key and all that only it opens are gone
   * Errors: KmsNotFound, KmsInvalidState, InvalidParameterValue.
   */
  scheduleDeletion(id: string, days = 30): Result<KmsKey> {
    if (!Number.isInteger(days) || days < 7 || days > 30) {
      return refuse('PendingWindowInDays', 'The waiting period of a deletion is 7 to 30 days.');
    }
    return this.change(id, (key) =>
      key.state === 'pendingDeletion'
        ? failPendingDeletion(key)
        : succeed({ ...key, state: 'pendingDeletion', deletionAt: this.options.now() + days * DAY_MS }),
    );
  }

  /** The key is disabled afterwards, as on the service. Errors: KmsNotFound, KmsInvalidState. */
  cancelDeletion(id: string): Result<KmsKey> {
    return this.change(id, (key) =>
      key.state === 'pendingDeletion'
        ? succeed({ ...key, state: 'disabled', deletionAt: undefined })
        : fail('KmsInvalidState', `${keyArnOf(key)} is not pending deletion.`),
    );
  }

  /** Errors: KmsNotFound. */
  setGrants(id: string, grants: readonly KeyGrant[]): Result<KmsKey> {
    return this.change(id, (key) => succeed({ ...key, grants }));
  }

  /** Errors: KmsNotFound, KmsDisabled, KmsInvalidState, KmsInvalidKeyUsage. */
  generateDataKey(reference: string, home: KeyHome): Result<DataKey> {
    const found = this.findKey(reference, home);
    if (!found.ok) return found;
    const refusal = refuseUnusable(found.value, 'GenerateDataKey');
    if (refusal !== undefined) return refusal;
    const plain = randomBytes(KEY_BYTES);
    const sealed = sealSmall(this.materialOf(found.value), plain, dataKeyPurpose(found.value.id));
    return succeed({ plain, wrapped: Buffer.concat([packId(found.value.id), sealed]) });
  }

  /**
   * The plain form of a data key that {@link generateDataKey} gave.
   * Errors: KmsNotFound, KmsDisabled, KmsInvalidState, KmsInvalidKeyUsage for bytes that no key of this KMS wrapped.
   */
  decryptDataKey(wrapped: Uint8Array): Result<Buffer> {
    this.dropDeleted();
    const id = unpackId(wrapped);
    const key = this.keys.get(id);
    if (key === undefined) return fail('KmsNotFound', `Key '${id}' does not exist`);
    const refusal = refuseUnusable(key, 'Decrypt');
    if (refusal !== undefined) return refusal;
    const plain = openSmall(this.materialOf(key), wrapped.subarray(ID_BYTES), dataKeyPurpose(id));
    return plain === undefined
      ? fail('KmsInvalidKeyUsage', 'The ciphertext was not made by this key.')
      : succeed(plain);
  }

  /** The state under another master key: the materials are wrapped again; data keys wrapped with them do not change. */
  rewrap(masterKey: MasterKey): Kms {
    this.dropDeleted();
    const keys = [...this.keys.values()].map((key) => ({
      ...key,
      material: masterKey.wrap(this.materialOf(key), materialPurpose(key.id)).toString('base64'),
    }));
    return new Kms({ ...this.options, masterKey }, keys);
  }

  private refuseAlias(alias: string, home: KeyHome): Failure | undefined {
    if (!ALIAS.test(alias) || alias.startsWith('alias/aws/')) {
      return refuse(
        'Alias',
        'An alias starts with alias/, followed by letters, digits, slashes, hyphens or underscores, and does not start with alias/aws/.',
      );
    }
    const isTaken = [...this.keys.values()].some(
      ({ region, account, aliases }) =>
        region === home.region && account === home.account && aliases.includes(alias),
    );
    return isTaken ? refuse('Alias', `An alias with the name ${alias} already exists`) : undefined;
  }

  private addKey(input: NewKey, aliases: readonly string[], isManaged: boolean): KmsKey {
    const id = randomUUID();
    const material = this.options.masterKey.wrap(randomBytes(KEY_BYTES), materialPurpose(id));
    const key: KmsKey = {
      id,
      region: input.region,
      account: input.account,
      description: input.description ?? '',
      usage: input.usage ?? 'ENCRYPT_DECRYPT',
      state: 'enabled',
      isManaged,
      createdAt: this.options.now(),
      deletionAt: undefined,
      aliases,
      // AWS allows no other account to use a key that it manages.
      grants: isManaged
        ? EVERYBODY.map((grant) => ({ ...grant, principal: input.account }))
        : (input.grants ?? EVERYBODY),
      material: material.toString('base64'),
    };
    this.put(key);
    return key;
  }

  private change(id: string, change: (key: KmsKey) => Result<KmsKey>): Result<KmsKey> {
    this.dropDeleted();
    const key = this.keys.get(id);
    if (key === undefined) return fail('KmsNotFound', `Key '${id}' does not exist`);
    if (key.isManaged)
      return refuse('KeyId', `${keyArnOf(key)} is managed by the service and cannot be changed.`);
    const changed = change(key);
    if (changed.ok) this.put(changed.value);
    return changed;
  }

  private put(key: KmsKey): void {
    this.keys.set(key.id, key);
    this.options.onChange?.(this.snapshot());
  }

  private dropDeleted(): void {
    const now = this.options.now();
    for (const [id, { deletionAt }] of this.keys) {
      if (deletionAt !== undefined && deletionAt <= now) this.keys.delete(id);
    }
  }

  private materialOf(key: KmsKey): Buffer {
    const wrapped = Buffer.from(key.material, 'base64');
    const material = this.options.masterKey.unwrap(wrapped, materialPurpose(key.id));
    if (material === undefined) throw new Error(`The material of the key ${key.id} does not open.`);
    return material;
  }
}

/** Opens a snapshot; returns a text with the reason if it cannot be opened. */
export function openKms(snapshot: KmsSnapshot, options: KmsOptions): Kms | string {
  if (snapshot.masterKeyId !== options.masterKey.id) {
    return `The keys were wrapped by the master key ${snapshot.masterKeyId}; the one given is ${options.masterKey.id}.`;
  }
  const damaged = snapshot.keys.find(
    ({ id, material }) =>
      options.masterKey.unwrap(Buffer.from(material, 'base64'), materialPurpose(id)) === undefined,
  );
  return damaged === undefined ? new Kms(options, snapshot.keys) : `The key ${damaged.id} is damaged.`;
}

/** Why a key cannot be used now (contract §3.1 for the codes). */
export function refuseUnusable(key: KmsKey, operation: string): Failure | undefined {
  const arn = keyArnOf(key);
  if (key.state === 'pendingDeletion') return failPendingDeletion(key);
  if (key.state === 'disabled') return fail('KmsDisabled', `${arn} is disabled.`);
  if (key.usage === 'SIGN_VERIFY') {
    return fail('KmsInvalidKeyUsage', `${arn} key usage is SIGN_VERIFY which is not valid for ${operation}.`);
  }
  return undefined;
}

function failPendingDeletion(key: KmsKey): Failure {
  return fail('KmsInvalidState', `${keyArnOf(key)} is pending deletion.`);
}

function refuse(parameter: string, message: string): Failure {
  return fail('InvalidParameterValue', message, parameter);
}

function materialPurpose(id: string): string {
  return `kms material ${id}`;
}

function dataKeyPurpose(id: string): string {
  return `kms data key ${id}`;
}

function packId(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function unpackId(wrapped: Uint8Array): string {
  const hex = Buffer.from(wrapped.subarray(0, ID_BYTES)).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
