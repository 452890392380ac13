import * as l10n from '@vscode/l10n';
import {
  CodeLens,
  type CodeLensProvider,
  type Disposable,
  EventEmitter,
  languages,
  type TextDocument,
  workspace,
} from 'vscode';
import type { SourceRange } from '../../broker/iac/model.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { CANDIDATES } from './candidates.ts';
import { createLenses } from './functionLenses.ts';
import type { OpenTemplates } from './openTemplates.ts';
import type { ReadTemplate } from './readTemplate.ts';
import type { TemplateFiles } from './templateFiles.ts';
import { toRange } from './templateMarks.ts';

export interface TemplateLensesPorts {
  readonly open: OpenTemplates;
  readonly files: TemplateFiles;
  readonly isEnabled: () => boolean;
}

/** What can be done with the functions of an open template that is used, at their handlers; otherwise, with the template. */
export class TemplateLenses implements CodeLensProvider, Disposable {
  readonly #ports: TemplateLensesPorts;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #parts: readonly Disposable[];

  constructor(ports: TemplateLensesPorts) {
    this.#ports = ports;
    const fire = () => this.#changed.fire();
    this.#parts = [
      this.#changed,
      ports.open.onDidChange(fire),
      ports.files.onDidChange(fire),
      workspace.onDidGrantWorkspaceTrust(fire),
      languages.registerCodeLensProvider({ pattern: CANDIDATES }, this),
    ];
  }

  provideCodeLenses({ uri }: TextDocument): CodeLens[] {
    const { open, files, isEnabled } = this.#ports;
    const read = open.find(uri);
    if (read === undefined || !workspace.isTrusted || !isEnabled()) return [];
    if (files.isUsed(uri)) return listHandlers(read);
    return files.memory.read(uri) === 'never' ? [] : listUses(read);
  }

  dispose(): void {
    disposeAll(this.#parts);
  }
}

/** Where functions share a handler, such as one in `Globals`, they are at their own names. */
function listHandlers({ uri, model, definitions }: ReadTemplate): CodeLens[] {
  const declared = new Map(definitions.functions.map((definition) => [definition.name, definition]));
  const counts = new Map<string, number>();
  const placeOf = ({ file, start }: SourceRange): string => `${file}:${start}`;
  for (const { handler } of model.functions) {
    if (handler === undefined) continue;
    const place = placeOf(handler.range);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return model.functions.flatMap(({ name, handler, range }) => {
    const definition = declared.get(name);
    const isOwn = handler !== undefined && counts.get(placeOf(handler.range)) === 1;
    const place = isOwn ? handler.range : range;
    return definition === undefined || place.file !== uri.path
      ? []
      : createLenses(toRange(place), definition);
  });
}

function listUses({ uri, model }: ReadTemplate): CodeLens[] {
  const [first] = [...model.queues, ...model.functions]
    .map(({ range }) => range)
    .filter(({ file }) => file === uri.path)
    .toSorted((left, right) => left.start - right.start);
  if (model.queues.length === 0 || first === undefined) return [];
  const title = l10n.t('Use Queues and Functions Here');
  const tooltip = l10n.t('Declare them to the local broker, and follow the changes of this template');
  const command = { title, tooltip, command: COMMANDS.useTemplate, arguments: [uri.toString()] };
  return [new CodeLens(toRange(first), command)];
}
