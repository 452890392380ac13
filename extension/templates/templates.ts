import * as l10n from '@vscode/l10n';
import { type Disposable, EventEmitter, workspace } from 'vscode';
import { FunctionStore } from '../functions/functionStore.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { setLanguage } from '../ground/language.ts';
import { systemSchedule } from '../ground/schedule.ts';
import { chooseTemplates } from './chooseTemplates.ts';
import { HandlerLenses } from './handlerLenses.ts';
import { offerTemplates } from './offerTemplates.ts';
import { OpenTemplates } from './openTemplates.ts';
import { TemplateFiles, type TemplateFilesPorts } from './templateFiles.ts';
import { TemplateLenses } from './templateLenses.ts';
import { TemplateProblems } from './templateProblems.ts';

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
    const { settings, schedule = systemSchedule } = ports;
    const { files } = this;
    const open = new OpenTemplates({ findPlace: () => files.findPlace(), schedule });
    const source = new FunctionStore(ports.session, new EventEmitter<void>());
    const showsLenses = () => settings.read('templates.codeLens');
    const { marks } = files;
    const handlers = new HandlerLenses({ source, files, isEnabled: showsLenses });
    this.#parts = [
      files,
      open,
      source,
      new TemplateProblems({ open, marks, isEnabled: () => settings.read('templates.problems') }),
      new TemplateLenses({ open, files, isEnabled: showsLenses }),
      handlers,
      workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration('queueside.templates')) return;
        open.readAgain();
        handlers.refresh();
      }),
    ];
  }

  /** @param target the URI of a template, as text; otherwise the user chooses */
  async choose(target?: unknown): Promise<void> {
    await chooseTemplates(this.files, target);
  }

  dispose(): void {
    disposeAll(this.#parts);
  }
}
