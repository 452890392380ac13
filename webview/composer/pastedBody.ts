import { computed, type ReadonlySignal, signal } from '@preact/signals';

/**
 * Remembers what the body was before a large paste, which the editor cannot always undo: in memory only.
 * @param replaceBody shows another body
 */
export function createPastedBody(body: ReadonlySignal<string>, replaceBody: (body: string) => void) {
  const paste = signal<{ readonly before: string; readonly after: string } | undefined>(undefined);
  return {
    /** The body is still what was pasted. */
    canUndoPaste: computed(() => paste.value?.after === body.value),
    pasteBody: (after: string) => {
      paste.value = { before: body.value, after };
      replaceBody(after);
    },
    undoPaste: () => {
      const undone = paste.value;
      if (undone?.after !== body.value) return;
      paste.value = undefined;
      replaceBody(undone.before);
    },
  };
}
