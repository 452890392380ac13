import { join } from 'node:path';
import type { FunctionDefinition } from '../../../broker/protocol/functionDefinition.ts';
import { findProjectRoot } from '../project.mjs';
import { findBuilt } from './peerFunctions.ts';

const SOURCES = join(findProjectRoot(), 'test', 'peers', 'functions');

/** Functions in test/peers/functions that do the same in five languages: they ask the desk about each order. */
export const LANGUAGES = ['Node.js', 'Python', 'Go', 'Java', 'Rust'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The name of the function in a language. */
export function nameOf(language: Language): string {
  return language.toLowerCase().replace('.', '');
}

/** Why functions in some languages are not available here; empty: all are. */
export function listMissing(): readonly string[] {
  return (['Go', 'Java', 'Rust'] as const).flatMap((language) => {
    const built = findBuilt(language);
    return 'missing' in built ? [built.missing] : [];
  });
}

type Code = Pick<FunctionDefinition, 'runtime' | 'handler' | 'command' | 'directory' | 'environment'>;

/** The members of their definitions that are of the language, by language. All are available. */
export function listCode(): Readonly<Record<Language, Code>> {
  const folderOf = (language: 'Go' | 'Java' | 'Rust'): string => {
    const built = findBuilt(language);
    return 'folder' in built ? built.folder : '';
  };
  const target = join(folderOf('Java'), 'target');
  return {
    'Node.js': { runtime: 'nodejs22.x', handler: 'orders.handler', directory: join(SOURCES, 'node') },
    Python: {
      runtime: 'python3.13',
      handler: 'orders.handler',
      directory: join(SOURCES, 'python'),
      environment: { PYTHONDONTWRITEBYTECODE: '1' },
    },
    Go: { runtime: 'provided.al2023', command: './client', directory: folderOf('Go') },
    Java: {
      runtime: 'java17',
      handler: 'Batch',
      directory: join(target, 'serialized'),
      environment: { CLASSPATH: join(target, 'classes') },
    },
    Rust: { runtime: 'provided.al2023', command: './client', directory: folderOf('Rust') },
  };
}
