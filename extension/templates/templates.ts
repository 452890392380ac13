import * as l10n from '@vscode/l10n';
import type { Disposable } from 'vscode';
import { disposeAll } from '../ground/disposeAll.ts';
import { setLanguage } from '../ground/language.ts';
import { chooseTemplates } from './chooseTemplates.ts';
import { offerTemplates } from './offerTemplates.ts';
import { TemplateFiles, type TemplateFilesPorts } from './templateFiles.ts';

export type TemplatesPorts = TemplateFilesPorts;

// Begins a bundle of its own: see registerTemplates.ts.

/**
 * @param language of numbers: the bundle has its own copy of what remembers it, and of the texts
 * @param texts in that language, by their English; undefined: English
 */
export function createTemplates(
  language: string,
  texts: Record<string, string> | undefined,
  ports: TemplatesPorts,
): Templates {
  setLanguage(language);
  if (texts !== undefined) l10n.config({ contents: texts });
  return new Templates(ports);
}

/** All that this window does with templates. */
export class Templates implements Disposable {
  readonly files: TemplateFiles;
  readonly #parts: readonly Disposable[];

  constructor(ports: TemplatesPorts) {
    this.files = new TemplateFiles(ports, (offered) => offerTemplates(this.files, offered));
    this.#parts = [this.files];
  }

  /** @param target the URI of a template, as text; otherwise the user chooses */
  async choose(target?: unknown): Promise<void> {
    await chooseTemplates(this.files, target);
  }

  dispose(): void {
    disposeAll(this.#parts);
  }
}
