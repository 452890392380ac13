import { DEBUGPY, INTERPRETERS, type Interpreter } from './interpreters.ts';

/** A longer name helps no reader. */
const MAXIMUM_LENGTH = 64;
const NAME = /^[\p{L}\p{N}_.@+-]+$/u;
/** Of a title, such as `gunicorn: worker [shop]`, where the name comes first. */
const FIRST_NAME = /[\p{L}\p{N}_][\p{L}\p{N}_.@+-]*/u;
/** A file, by its folder or its ending. */
const FILE = /[\\/]|\.\w{1,4}$/;

/** What an option says of the arguments behind it. */
type Meaning =
  | { readonly kind: 'code' | 'flag' | 'unknown' }
  /** Without a value: it is the next argument. */
  | { readonly kind: 'naming' | 'valued'; readonly value: string | undefined };

/**
 * The name of a program, as a person would say it: `worker.py` rather than `python3`. Arguments can hold secrets, so
 * nothing else of them is kept, and where it isn't clear which one is the program, it is the interpreter's name.
 * @param argv as the process was started
 * @param command what the system calls the process, for one without arguments
 */
export function nameProgram(argv: readonly string[], command: string): string {
  const [first = '', ...args] = argv;
  // A process that has changed its title has one argument, which is a text; arguments may be in it, too.
  const own = findName(args.length === 0 ? baseName(first.trim().split(/\s/, 1)[0] ?? '') : baseName(first));
  const interpreter = INTERPRETERS.find(({ pattern }) => pattern.test(own));
  const name = (interpreter && findProgram(args, interpreter)) ?? own;
  return (name === '' ? findName(command) : name).slice(0, MAXIMUM_LENGTH);
}

/** @returns undefined if the program is no file, or if it isn't clear which argument it is */
function findProgram(args: readonly string[], interpreter: Interpreter): string | undefined {
  let isAfterUnknown = false;
  let commands = interpreter.commands ?? [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    if (!word.startsWith('-')) {
      if (interpreter.codeCommands?.includes(word) === true) return undefined;
      if (!commands.includes(word))
        return isAfterUnknown && !FILE.test(word) ? undefined : nameFrom(word, args.slice(index + 1));
      commands = [];
      continue;
    }
    // The program comes from the standard input, and what follows are its arguments.
    if (word === '-') return undefined;
    const meaning = readOption(word, interpreter);
    isAfterUnknown = meaning.kind === 'unknown';
    if (meaning.kind === 'code') return undefined;
    if (!('value' in meaning)) continue;
    if (meaning.value === undefined) index += 1;
    if (meaning.kind === 'naming') return nameFrom(meaning.value ?? args[index] ?? '', args.slice(index + 1));
  }
  return undefined;
}

function nameFrom(word: string, rest: readonly string[]): string | undefined {
  const name = nameOf(word);
  const program = name === 'debugpy' ? findProgram(rest, DEBUGPY) : undefined;
  return program ?? (NAME.test(name) ? name : undefined);
}

function readOption(word: string, { letters, code, naming, valued, flags }: Interpreter): Meaning {
  const equals = word.indexOf('=');
  const option = equals === -1 ? word : word.slice(0, equals);
  const value = equals === -1 ? undefined : word.slice(equals + 1);
  if (code?.includes(option) === true) return { kind: 'code' };
  if (naming?.includes(option) === true) return { kind: 'naming', value };
  if (valued?.includes(option) === true) return { kind: 'valued', value };
  if (letters !== undefined && !word.startsWith('--')) return readLetters(word.slice(1), letters);
  return { kind: value !== undefined || word === '--' || flags?.test(word) === true ? 'flag' : 'unknown' };
}

function readLetters(joined: string, letters: NonNullable<Interpreter['letters']>): Meaning {
  for (let index = 0; index < joined.length; index += 1) {
    const letter = joined.charAt(index);
    const value = joined.slice(index + 1) || undefined;
    if (letters.code?.includes(letter) === true) return { kind: 'code' };
    if (letters.naming?.includes(letter) === true) return { kind: 'naming', value };
    if (letters.valued?.includes(letter) === true) return { kind: 'valued', value };
    if (letter === '=' || letters.attached?.includes(letter) === true) break;
  }
  return { kind: 'flag' };
}

/** A file without its folders, or a class or module without its packages. */
function nameOf(word: string): string {
  const base = baseName(word);
  return /\.\w{1,4}$/.test(base) && !/\.[A-Z]\w*$/.test(base) ? base : base.slice(base.lastIndexOf('.') + 1);
}

function baseName(path: string): string {
  return path.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '');
}

/** A process can call itself anything. */
function findName(text: string): string {
  return FIRST_NAME.exec(text)?.[0] ?? '';
}
