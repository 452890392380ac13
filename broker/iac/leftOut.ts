import * as l10n from '@vscode/l10n';
import type { IacItem, SourceRange } from './model.ts';

/** Something of the template that the definitions do not have, or have otherwise. */
export interface LeftOut {
  readonly range: SourceRange;
  /** Such as `orders KmsMasterKeyId`: the queue, function or mapping, and the property; its name alone stands for all of it. */
  readonly what: string;
  /** A sentence. */
  readonly reason: string;
}

/** Takes what is left out. */
export type NoteLeftOut = (range: SourceRange, what: string, reason: string) => void;

export function noteConditional(
  item: Pick<IacItem, 'range'> & { readonly isConditional: boolean },
  name: string,
  note: NoteLeftOut,
): void {
  if (item.isConditional) note(item.range, name, l10n.t('Its condition is unknown. It exists here.'));
}
