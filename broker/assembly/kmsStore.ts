import type { NoteKeeper } from '../engine/base/noteKeeper.ts';
import { randomBytes } from 'node:crypto';
import type { KmsKey } from '../kms/key.ts';
import { KEY_BYTES } from '../kms/envelope.ts';
import { Kms, type KmsSnapshot, openKms } from '../kms/kms.ts';
import { MasterKey } from '../kms/masterKey.ts';

interface Note {
  readonly snapshot: KmsSnapshot;
  /**
   * Base64, where the folder is not encrypted: the keys are wrapped all the same, by a key that lies beside them. They
   * decide about calls and hold no message.
   */
  readonly secret?: string;
}

const NOTE = 'kms';

/** The local KMS of a broker, kept over restarts where there is a journal. */
export class KmsStore {
  private readonly notes: NoteKeeper | undefined;
  private readonly now: () => number;
  private secret: string | undefined;
  private current: Kms;

  /**
   * @param masterKey of the encrypted data folder; undefined where nothing is encrypted
   * @param now epoch ms on the broker's clock
   */
  constructor(notes: NoteKeeper | undefined, masterKey: MasterKey | undefined, now: () => number) {
    this.notes = notes;
    this.now = now;
    const text = notes?.readNote(NOTE);
    const note = text === undefined ? undefined : (JSON.parse(text) as Note);
    this.secret =
      masterKey === undefined ? (note?.secret ?? randomBytes(KEY_BYTES).toString('base64')) : undefined;
    this.current = this.open(note, masterKey ?? readSecret(this.secret as string));
  }

  get kms(): Kms {
    return this.current;
  }

  /** Wraps the keys by another master key, as the data folder is. */
  rotate(masterKey: MasterKey): void {
    this.secret = undefined;
    this.current = this.current.rewrap(masterKey);
    this.save(this.current.snapshot());
  }

  private open(note: Note | undefined, masterKey: MasterKey): Kms {
    const options = { masterKey, now: this.now, onChange: (snapshot: KmsSnapshot) => this.save(snapshot) };
    if (note === undefined) return new Kms(options);
    const opened = openKms(note.snapshot, options);
    if (typeof opened !== 'string') return opened;
    // The folder was encrypted since, or a rotation was cut short. Names, states and grants are what counts; material
    // that wrapped nothing can be created again.
    const keys = note.snapshot.keys.map((key): KmsKey => Kms.renew(key, masterKey));
    const renewed = new Kms(options, keys);
    this.save(renewed.snapshot());
    return renewed;
  }

  private save(snapshot: KmsSnapshot): void {
    const note: Note = this.secret === undefined ? { snapshot } : { snapshot, secret: this.secret };
    this.notes?.writeNote(NOTE, JSON.stringify(note));
  }
}

function readSecret(secret: string): MasterKey {
  return new MasterKey(Buffer.from(secret, 'base64'));
}
