/** A longer name helps no reader. */
const MAXIMUM_LENGTH = 64;

/** How the arguments of a program that runs other programs are read. */
interface Interpreter {
  readonly pattern: RegExp;
  /** Options whose value is the next argument. */
  readonly valued: readonly string[];
  /** Options whose value is the program. */
  readonly naming: readonly string[];
  /** Words before the program. */
  readonly commands?: readonly string[];
}

const INTERPRETERS: readonly Interpreter[] = [
  {
    pattern: /^(?:node|nodejs|bun|deno|tsx)$/,
    valued: ['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions'],
    naming: [],
    commands: ['run'],
  },
  { pattern: /^(?:python|pypy)[\d.]*$/, valued: ['-W', '-X'], naming: ['-m'] },
  {
    pattern: /^javaw?$/,
    valued: [
      '-cp',
      '-classpath',
      '--class-path',
      '-p',
      '--module-path',
      '--add-modules',
      '--add-opens',
      '--add-exports',
      '--add-reads',
    ],
    naming: ['-jar', '-m', '--module'],
  },
  { pattern: /^dotnet$/, valued: [], naming: [], commands: ['exec'] },
  { pattern: /^(?:ruby|php|perl)[\d.]*$/, valued: ['-I', '-r'], naming: [] },
];

/** Python's debugger when it is started by hand: the program comes after its own options. */
const DEBUGPY: Interpreter = {
  pattern: /^debugpy$/,
  valued: ['--listen', '--connect', '--log-to'],
  naming: ['-m'],
};

/**
 * The name of a program, as a person would say it: `worker.py` rather than `python3`. Arguments can hold secrets, so
 * nothing else of them is kept.
 * @param argv as the process was started
 * @param command what the system calls the process, for one without arguments
 */
export function nameProgram(argv: readonly string[], command: string): string {
  const [first = '', ...args] = argv;
  // A process that has changed its title has one argument, which is a text.
  const own = args.length === 0 && first.includes(' ') ? first : baseName(first);
  const interpreter = INTERPRETERS.find(({ pattern }) => pattern.test(own));
  const name = (interpreter && findProgram(args, interpreter)) ?? own;
  return clean(name === '' ? command : name);
}

function findProgram(args: readonly string[], interpreter: Interpreter): string | undefined {
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    const next = args[index + 1];
    if (interpreter.naming.includes(word)) {
      if (next === 'debugpy') return findProgram(args.slice(index + 2), DEBUGPY) ?? next;
      return next === undefined ? undefined : nameOf(next);
    }
    if (interpreter.valued.includes(word)) index += 1;
    else if (word === '-c' || word === '-e') return undefined;
    else if (!word.startsWith('-') && interpreter.commands?.includes(word) !== true) return nameOf(word);
  }
  return undefined;
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
function clean(name: string): string {
  return name
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAXIMUM_LENGTH);
}
