import type { Memento, Uri } from 'vscode';
import { isRecord } from '../../broker/protocol/isRecord.ts';
import { TEMPLATE_CHOICES } from './templateChoices.ts';

/** What the user has said of a template; undefined: nothing yet. */
export type TemplateChoice = 'used' | 'never' | undefined;

/** What the user has said of the templates of this workspace. */
export class TemplateMemory {
  readonly #memento: Pick<Memento, 'get' | 'update'>;

  constructor(memento: Pick<Memento, 'get' | 'update'>) {
    this.#memento = memento;
  }

  read(uri: Uri): TemplateChoice {
    const choice = this.#list()[uri.toString()];
    return choice === 'used' || choice === 'never' ? choice : undefined;
  }

  /** The URIs of those that are used, also of files that are gone. */
  listUsed(): readonly string[] {
    return Object.entries(this.#list()).flatMap(([uri, choice]) => (choice === 'used' ? [uri] : []));
  }

  async write(uri: Uri, choice: TemplateChoice): Promise<void> {
    const { [uri.toString()]: _, ...others } = this.#list();
    await this.#memento.update(
      TEMPLATE_CHOICES,
      choice === undefined ? others : { ...others, [uri.toString()]: choice },
    );
  }

  #list(): Readonly<Record<string, unknown>> {
    const stored: unknown = this.#memento.get(TEMPLATE_CHOICES);
    return isRecord(stored) ? stored : {};
  }
}
