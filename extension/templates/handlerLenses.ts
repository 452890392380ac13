import { dirname } from 'node:path';
import {
  type CodeLens,
  type CodeLensProvider,
  type Disposable,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
  workspace,
} from 'vscode';
import type { FunctionDefinition } from '../../broker/protocol/functionDefinition.ts';
import type { FunctionSource } from '../functions/functionSource.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { createLenses } from './functionLenses.ts';
import { findHandler, findHandlerSite, type HandlerSite, moduleOf } from './handlerSites.ts';
import type { TemplateFiles } from './templateFiles.ts';

export interface HandlerLensesPorts {
  /** The functions that the broker has. */
  readonly source: FunctionSource;
  /** Those of templates in use are known before the broker runs. */
  readonly files: TemplateFiles;
  readonly isEnabled: () => boolean;
}

const SOURCES = '**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,py}';

/** What can be done with functions, at their handlers in source files: only in those that a function names. */
export class HandlerLenses implements CodeLensProvider, Disposable {
  readonly #ports: HandlerLensesPorts;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #parts: readonly Disposable[];
  /** By module. */
  #sites: ReadonlyMap<string, readonly HandlerSite[]> = new Map();
  #listed = '';

  constructor(ports: HandlerLensesPorts) {
    this.#ports = ports;
    this.#parts = [
      this.#changed,
      ports.source.onDidChange(() => this.#follow()),
      ports.files.onDidChange(() => this.#follow()),
      workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
      languages.registerCodeLensProvider({ scheme: 'file', pattern: SOURCES }, this),
    ];
    this.#follow();
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    const file = moduleOf(document.uri.fsPath);
    const sites = file && this.#sites.get(file.module);
    if (sites === undefined || !workspace.isTrusted || !this.#ports.isEnabled()) return [];
    const text = document.getText();
    return sites
      .filter(({ language }) => language === file?.language)
      .flatMap((site) => {
        const found = findHandler(text, site);
        if (found === undefined) return [];
        const place = document.positionAt(found);
        return createLenses(new Range(place, place), site.definition);
      });
  }

  /** A setting has changed. */
  refresh(): void {
    this.#changed.fire();
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  /** Functions that run change often, but not where their handlers are. */
  #follow(): void {
    const sites = new Map<string, HandlerSite[]>();
    for (const site of this.#listSites().values()) {
      const own = sites.get(site.module);
      if (own === undefined) sites.set(site.module, [site]);
      else own.push(site);
    }
    const listed = JSON.stringify([...sites.values()]);
    if (listed === this.#listed) return;
    this.#listed = listed;
    this.#sites = sites;
    this.#changed.fire();
  }

  /** By the name of the function. What the broker says counts. */
  #listSites(): ReadonlyMap<string, HandlerSite> {
    const sites = new Map<string, HandlerSite>();
    const add = (definition: FunctionDefinition, folder: string | undefined): void => {
      const site = folder === undefined ? undefined : findHandlerSite(definition, folder);
      if (site !== undefined) sites.set(definition.name, site);
    };
    for (const { uri, definitions } of this.#ports.files.used)
      for (const definition of definitions.functions) add(definition, dirname(uri.fsPath));
    for (const { definition, folder } of this.#ports.source.functions) add(definition, folder);
    return sites;
  }
}
