import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodeWatch, type CodeWatchPorts } from '../../../broker/functionRunner/watchCode.ts';

describe('the watch of a function’s code', () => {
  let above: string;
  let folder: string;
  let watch: CodeWatch;
  let changes: number;
  /** Resolve at the next change. */
  let waiting: (() => void)[];

  const open = async (ports: Partial<CodeWatchPorts> = {}): Promise<void> => {
    const onChange = (): void => {
      changes += 1;
      for (const resolve of waiting.splice(0)) resolve();
    };
    watch = new CodeWatch(folder, { onChange, ...ports });
    await watch.ready;
  };
  const nextChange = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  const write = (...paths: string[]): void => {
    for (const path of paths) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), String(Math.random()));
    }
  };

  beforeEach(() => {
    above = realpathSync(mkdtempSync(join(tmpdir(), 'queueside-code-')));
    folder = join(above, 'code');
    changes = 0;
    waiting = [];
    write('app.js', 'src/orders/model.js');
  });
  afterEach(() => {
    watch.close();
    rmSync(above, { recursive: true });
  });

  const deeds: readonly (readonly [what: string, change: () => void])[] = [
    ['a file that is changed', () => write('app.js')],
    ['a file that is created', () => write('other.js')],
    ['a file that is deleted', () => rmSync(join(folder, 'app.js'))],
    ['a file in a folder below', () => write('src/orders/model.js')],
    ['a new folder', () => write('lib/new/file.js')],
    [
      'a file that is saved by another name first',
      () => {
        write('.app.js.swp');
        renameSync(join(folder, '.app.js.swp'), join(folder, 'app.js'));
      },
    ],
  ];
  for (const [what, change] of deeds) {
    it(`reports ${what}`, async () => {
      await open();
      const changed = nextChange();
      change();
      await changed;
    });
  }

  it('reports a change within 200 ms', async () => {
    await open();
    const tookMs: number[] = [];
    // Other programs may hold up one of them.
    for (let turn = 0; turn < 5; turn += 1) {
      const changed = nextChange();
      const before = performance.now();
      write('app.js');
      await changed;
      tookMs.push(performance.now() - before);
    }
    assert.ok(Math.min(...tookMs) < 200, `${tookMs.join(', ')} ms`);
  });

  it('reports files of a new folder that are written later', async () => {
    await open();
    const created = nextChange();
    mkdirSync(join(folder, 'lib'));
    await created;
    const changed = nextChange();
    write('lib/file.js');
    await changed;
  });

  it('reports files of a folder that took the place of another', async () => {
    await open();
    write('.next/model.js');
    const moved = nextChange();
    rmSync(join(folder, 'src'), { recursive: true });
    renameSync(join(folder, '.next'), join(folder, 'src'));
    await moved;
    const changed = nextChange();
    write('src/model.js');
    await changed;
  });

  const renewals: readonly (readonly [what: string, renew: () => void])[] = [
    ['deleted and made again', () => rmSync(folder, { recursive: true })],
    ['moved away and made again', () => renameSync(folder, join(above, 'old'))],
  ];
  for (const [what, renew] of renewals) {
    it(`reports files of the function’s own folder after it was ${what}`, async () => {
      await open();
      renew();
      write('app.js', 'src/model.js');
      // What was deleted and what was made may be reported apart: the third report at the latest is one of a later change.
      for (const path of ['app.js', 'src/model.js', 'app.js', 'src/model.js']) {
        const changed = nextChange();
        write(path);
        await changed;
      }
    });
  }

  it('reports files of a folder above which all was moved away and made again', async () => {
    folder = join(folder, 'dist', 'code');
    write('app.js');
    await open();
    renameSync(join(folder, '..'), join(above, 'old'));
    const renewed = nextChange();
    write('app.js');
    await renewed;
    const changed = nextChange();
    write('app.js');
    await changed;
  });

  it('reports files of a folder that did not exist when the watch began', async () => {
    folder = join(folder, 'dist');
    await open();
    const created = nextChange();
    write('app.js');
    await created;
    const changed = nextChange();
    write('app.js');
    await changed;
  });

  it('reports many changes at once as one', async () => {
    await open();
    const changed = nextChange();
    write(...Array.from({ length: 50 }, (_, index) => `file${index}.js`));
    await changed;
    assert.equal(changes, 1);
  });

  it('reports what never stops changing', async () => {
    let reports = 0;
    const schedule = (delayMs: number, callback: () => void): (() => void) => {
      // Time until quiet never passes.
      if (delayMs < 100) return () => undefined;
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    };
    await new Promise<void>((resolve) => {
      void open({
        schedule,
        onChange: () => {
          reports += 1;
          resolve();
        },
      }).then(() => write('app.js'));
    });
    assert.equal(reports, 1);
  });

  it('does not report packages, caches, hidden files, logs, and what links lead to', async () => {
    write('node_modules/package/index.js', '.git/index', 'src/__pycache__/app.pyc');
    const elsewhere = mkdtempSync(join(tmpdir(), 'queueside-elsewhere-'));
    symlinkSync(elsewhere, join(folder, 'linked'));
    await open();
    write(
      'node_modules/package/index.js',
      'node_modules/other/index.js',
      '.git/index',
      '.env',
      'src/.cache/file.js',
      'src/__pycache__/app.pyc',
      'src/app.pyc',
      'function.log',
      'app.js~',
    );
    writeFileSync(join(elsewhere, 'file.js'), '');
    // What is reported follows what is not: the system tells in order.
    const changed = nextChange();
    write('app.js');
    await changed;
    assert.equal(changes, 1);
    rmSync(elsewhere, { recursive: true });
  });

  if (process.platform === 'linux') {
    it('says so when there are too many folders, and reports those that it watches', async () => {
      let incomplete = 0;
      await open({ maximumWatches: 2, onIncomplete: () => (incomplete += 1) });
      assert.equal(incomplete, 1);
      const changed = nextChange();
      write('app.js');
      await changed;
      mkdirSync(join(folder, 'more'));
      await nextChange();
      assert.equal(incomplete, 1);
    });
  }

  it('reports nothing when it is closed', async () => {
    await open();
    write('app.js');
    watch.close();
    await open();
    const changed = nextChange();
    write('app.js');
    await changed;
    assert.equal(changes, 1);
  });
});
