import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ComposerDraft } from '../protocol.ts';

type PlainBody = Pick<ComposerDraft, 'body' | 'format'>;

/** A body that was encrypted here, and what it was before: in memory only. */
interface Encryption {
  readonly keyName: string;
  readonly encryptedBody: string;
  readonly plain: PlainBody;
}

/** Remembers what the body was before it was encrypted. */
export function createEncryptedBody(body: ReadonlySignal<string>) {
  const encryption = signal<Encryption | undefined>(undefined);
  return {
    /** The name of the key, while the body is the encrypted one. */
    encryptedWith: computed(() =>
      encryption.value?.encryptedBody === body.value ? encryption.value.keyName : undefined,
    ),
    keepPlain: (keyName: string, encryptedBody: string, { body: plainBody, format }: PlainBody) => {
      encryption.value = { keyName, encryptedBody, plain: { body: plainBody, format } };
    },
    /** Returns what the body was before, and forgets it. */
    takePlain: (): PlainBody | undefined => {
      const plain = encryption.value?.plain;
      encryption.value = undefined;
      return plain;
    },
  };
}
