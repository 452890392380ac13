import type { Memento, Uri } from 'vscode';
import { isRecord } from '../../broker/protocol/isRecord.ts';
import { TEMPLATE_CHOICES } from './templateChoices.ts';

/** What the user has said of a template; `declined`: it was used, and no longer is; undefined: nothing yet. */
export type TemplateChoice = 'used' | 'declined' | 'never' | undefined;

/** What the user has said of the templates of this workspace. */
export class TemplateMemory {
  readonly #memento: Pick<Memento, 'get' | 'update'>;

  constructor(memento: Pick<Memento, 'get' | 'update'>) {
    this.#memento = memento;
  }

  read(uri: Uri): TemplateChoice {
    const choice = this.#list()[uri.toString()];
    return choice === 'used' || choice === 'declined' || choice === 'never' ? choice : undefined;
  }

  /** The URIs of those of which the user has said this, also of files that are gone. */
  list(said: Exclude<TemplateChoice, undefined>): readonly string[] {
    return Object.entries(this.#list()).flatMap(([uri, choice]) => (choice === said ? [uri] : []));
  }

  async write(uri: Uri, choice: Exclude<TemplateChoice, undefined>): Promise<void> {
    await this.#memento.update(TEMPLATE_CHOICES, { ...this.#list(), [uri.toString()]: choice });
  }

  #list(): Readonly<Record<string, unknown>> {
    const stored: unknown = this.#memento.get(TEMPLATE_CHOICES);
    return isRecord(stored) ? stored : {};
  }
}
