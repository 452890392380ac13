import type { ComposerDraft } from '../protocol.ts';
import { isBlankDraft, restoreDraft } from './draft.ts';

const MAXIMUM_DRAFTS = 20;
/** Of all kept bodies together: they are written with the state, at every pause in typing. */
const MAXIMUM_CHARACTERS = 2_097_152;

/** What was typed for other queues than the one in the form; of too many, or too large ones, the oldest go. */
export class KeptDrafts {
  /** The one kept last is the last. */
  private readonly drafts = new Map<string, ComposerDraft>();

  /** @param saved what `list` answered once; its shape is not trusted */
  constructor(saved: unknown) {
    for (const draft of Array.isArray(saved) ? saved.slice(-MAXIMUM_DRAFTS) : [])
      this.keep(restoreDraft(draft));
  }

  /** Keeps a draft for its queue. Without a queue, or with nothing typed, there is nothing to keep. */
  keep(draft: ComposerDraft): void {
    if (draft.queueArn === undefined || isBlankDraft(draft)) return;
    this.drafts.delete(draft.queueArn);
    this.drafts.set(draft.queueArn, draft);
    for (const queueArn of this.drafts.keys()) {
      if (this.drafts.size <= MAXIMUM_DRAFTS && this.countCharacters() <= MAXIMUM_CHARACTERS) return;
      this.drafts.delete(queueArn);
    }
  }

  /** The draft of a queue, which stays kept. */
  find(queueArn: string): ComposerDraft | undefined {
    return this.drafts.get(queueArn);
  }

  /** The draft of a queue, which goes back into the form. */
  take(queueArn: string): ComposerDraft | undefined {
    const draft = this.drafts.get(queueArn);
    this.drafts.delete(queueArn);
    return draft;
  }

  list(): readonly ComposerDraft[] {
    return [...this.drafts.values()];
  }

  private countCharacters(): number {
    return this.list().reduce((sum, { body }) => sum + body.length, 0);
  }
}
