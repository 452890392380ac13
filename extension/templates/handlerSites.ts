import { resolve } from 'node:path';
import { FUNCTION_DEFAULTS, type FunctionDefinition } from '../../broker/protocol/functionDefinition.ts';

/** The handler of a function in a file. */
export interface HandlerSite {
  readonly definition: FunctionDefinition;
  /** Of the file, absolute, without its extension: a handler does not say which one it has. */
  readonly module: string;
  /** The first part of what its module exports. */
  readonly name: string;
  readonly language: 'javaScript' | 'python';
}

const JAVA_SCRIPT = /\.[cm]?[jt]sx?$/;
const PYTHON = /\.py$/;
/** UTF-16 units; longer files are made by programs. */
const MAXIMUM_LENGTH = 1_048_576;

/** @param folder of the file that declares it, absolute @returns undefined if its runtime names no file */
export function findHandlerSite(definition: FunctionDefinition, folder: string): HandlerSite | undefined {
  const { runtime, handler = '', directory = FUNCTION_DEFAULTS.directory } = definition;
  // As Lambda has it: of Node.js, the name begins at the first point of the file's name; of Python, at the last one.
  const parts = runtime.startsWith('nodejs')
    ? /^((?:.*\/)?[^./]+)\.([^./]+)/.exec(handler)
    : runtime.startsWith('python')
      ? /^(.+)\.([^./]+)$/.exec(handler)
      : null;
  const [, path, name] = parts ?? [];
  if (path === undefined || name === undefined) return undefined;
  const isPython = runtime.startsWith('python');
  const module = resolve(folder, directory, isPython ? path.replaceAll('.', '/') : path);
  return { definition, module, name, language: isPython ? 'python' : 'javaScript' };
}

/** What a file is as the module of a handler. @param path absolute */
export function moduleOf(
  path: string,
): { readonly module: string; readonly language: HandlerSite['language'] } | undefined {
  for (const [language, extension] of [
    ['javaScript', JAVA_SCRIPT],
    ['python', PYTHON],
  ] as const)
    if (extension.test(path)) return { module: path.replace(extension, ''), language };
  return undefined;
}

/** Where a handler is declared in the text of its file, in UTF-16 units; undefined: nowhere that can be found by a look. */
export function findHandler(text: string, { name, language }: HandlerSite): number | undefined {
  if (text.length > MAXIMUM_LENGTH) return undefined;
  // The broker takes any characters as the name of a handler.
  const quoted = name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  const patterns =
    language === 'python'
      ? [String.raw`^(?:async[ \t]+)?def[ \t]+${quoted}[ \t]*\(`, String.raw`^${quoted}[ \t]*(?::[^\n=]*)?=`]
      : [
          String.raw`^[ \t]*export[ \t]+(?:declare[ \t]+)?(?:const|let|var|(?:async[ \t]+)?function\b(?:[ \t]*\*)?)[ \t]*${quoted}(?![\w$])`,
          String.raw`^[ \t]*(?:module\.)?exports(?:\.${quoted}|\[['"]${quoted}['"]\])[ \t]*=`,
          String.raw`^(?:const|let|var|(?:async[ \t]+)?function\b(?:[ \t]*\*)?)[ \t]*${quoted}(?![\w$])`,
        ];
  for (const pattern of patterns) {
    const found = new RegExp(pattern, 'm').exec(text);
    if (found !== null) return found.index;
  }
  return undefined;
}
