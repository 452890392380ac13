/** How the arguments of a program that runs other programs are read. */
export interface Interpreter {
  readonly pattern: RegExp;
  /** Options of one letter, which may be joined: `-uc` is `-u -c`. Absent: it has none. All others have no value. */
  readonly letters?: {
    /** The value is program text. */
    readonly code?: string;
    /** The value is the program. */
    readonly naming?: string;
    /** The value is the rest of the word, or the next argument. */
    readonly valued?: string;
    /** The value is the rest of the word. */
    readonly attached?: string;
  };
  /** Other options whose value is program text. */
  readonly code?: readonly string[];
  /** Other options whose value is the program. */
  readonly naming?: readonly string[];
  /** Other options whose value is the next argument. */
  readonly valued?: readonly string[];
  /** Other options that have no value. After one that is not listed at all, a word may be its value. */
  readonly flags?: RegExp;
  /** Words before the program. */
  readonly commands?: readonly string[];
  /** Words before program text. */
  readonly codeCommands?: readonly string[];
}

const NODE = {
  letters: { code: 'ep', valued: 'rC' },
  code: ['--eval', '--print'],
  naming: ['--run'],
  valued: [
    '--build-sea',
    '--conditions',
    '--cpu-prof-dir',
    '--cpu-prof-name',
    '--diagnostic-dir',
    '--disable-warning',
    '--env-file',
    '--env-file-if-exists',
    '--experimental-config-file',
    '--experimental-default-type',
    '--experimental-loader',
    '--experimental-sea-config',
    '--heap-prof-dir',
    '--heap-prof-name',
    '--icu-data-dir',
    '--import',
    '--input-type',
    '--inspect-port',
    '--inspect-publish-uid',
    '--loader',
    '--localstorage-file',
    '--openssl-config',
    '--redirect-warnings',
    '--report-dir',
    '--report-directory',
    '--report-filename',
    '--report-signal',
    '--require',
    '--stack-trace-limit',
    '--test-name-pattern',
    '--test-reporter',
    '--test-reporter-destination',
    '--title',
    '--tls-cipher-list',
    '--tls-keylog',
    '--trace-event-categories',
    '--trace-event-file-pattern',
    '--tsconfig',
    '--unhandled-rejections',
    '--watch-path',
  ],
  flags:
    /^--(?:no|inspect|trace|experimental|enable|expose|throw|use|abort|preserve|watch|test$|interactive$)/,
} satisfies Omit<Interpreter, 'pattern'>;

export const INTERPRETERS: readonly Interpreter[] = [
  { ...NODE, pattern: /^node(?:js)?$/, commands: ['inspect'] },
  { ...NODE, pattern: /^tsx$/, commands: ['watch'] },
  {
    pattern: /^bun$/,
    letters: { code: 'ep', valued: 'rdluF', attached: 'c' },
    code: ['--eval', '--print'],
    valued: [
      '--conditions',
      '--cwd',
      '--define',
      '--env-file',
      '--filter',
      '--import',
      '--loader',
      '--port',
      '--preload',
      '--require',
      '--shell',
      '--tsconfig-override',
    ],
    flags: /^--(?:bun|hot|inspect.*|no-.*|silent|smol|watch)$/,
    commands: ['run', 'x'],
    codeCommands: ['exec'],
  },
  {
    pattern: /^deno$/,
    letters: { valued: 'cL' },
    code: ['--eval'],
    valued: [
      '--cert',
      '--config',
      '--cwd',
      '--host',
      '--import-map',
      '--location',
      '--log-level',
      '--port',
      '--preload',
      '--require',
      '--seed',
    ],
    flags:
      /^--(?:allow|cached|check|deny|env|frozen|inspect|lock|no|node-modules|quiet|reload|unstable|watch)/,
    commands: ['run', 'serve', 'task'],
    codeCommands: ['eval'],
  },
  {
    pattern: /^(?:python|pypy)[\d.]*$/,
    letters: { code: 'c', naming: 'm', valued: 'QWX' },
    valued: ['--check-hash-based-pycs', '--jit'],
  },
  {
    pattern: /^javaw?$/,
    naming: ['-jar', '-m', '--module'],
    valued: [
      '-classpath',
      '-cp',
      '-p',
      '--add-exports',
      '--add-modules',
      '--add-opens',
      '--add-reads',
      '--class-path',
      '--enable-native-access',
      '--limit-modules',
      '--module-path',
      '--patch-module',
      '--source',
      '--upgrade-module-path',
    ],
    flags: /^(?:-[^-]|--(?:disable-@files|enable-preview|show-version)$)/,
  },
  {
    pattern: /^dotnet$/,
    valued: [
      '--additional-deps',
      '--additionalprobingpath',
      '--depsfile',
      '--fx-version',
      '--roll-forward',
      '--runtimeconfig',
    ],
    commands: ['exec'],
  },
  {
    pattern: /^ruby[\d.]*$/,
    letters: { code: 'e', valued: 'CEIr', attached: 'FKTWix' },
    valued: [
      '--backtrace-limit',
      '--disable',
      '--dump',
      '--enable',
      '--encoding',
      '--external-encoding',
      '--internal-encoding',
    ],
    flags: /^--(?:disable-|enable-|jit|yjit|rjit|zjit|verbose$)/,
  },
  {
    pattern: /^php[\d.]*$/,
    letters: { code: 'rBRE', naming: 'fF', valued: 'cdgStz' },
    code: ['--run', '--process-begin', '--process-code', '--process-end'],
    naming: ['--file', '--process-file'],
    valued: ['--define', '--docroot', '--php-ini', '--server', '--zend-extension'],
    flags: /^--no-/,
  },
  {
    pattern: /^perl[\d.]*$/,
    letters: { code: 'eE', valued: 'I', attached: 'DFMVimx' },
  },
];

/** Python's debugger: the program comes after its own options. */
export const DEBUGPY: Interpreter = {
  pattern: /^debugpy$/,
  letters: { code: 'c', naming: 'm' },
  valued: [
    '--adapter-access-token',
    '--configure-qt',
    '--configure-subProcess',
    '--connect',
    '--listen',
    '--log-to',
    '--parent-session-pid',
    '--pid',
  ],
  flags: /^--(?:log-to-stderr|wait-for-client)$/,
};
