import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/** Seconds between SIGTERM and SIGKILL for programs whose starter has died. */
const GRACE_SECONDS = 3;

/** How often a watcher that was ended is replaced; something on this machine may end all of them. */
const MAXIMUM_REPLACEMENTS = 10;

/**
 * Reads lines `+ -4711` and `- -4711` with what is to be ended, as kill(2) takes it: a process group below zero, or a process.
 * At the end of its input, which comes however the writer ends, it ends what is left. `/bin/sh` does it in a megabyte of memory.
 */
const SCRIPT = `
targets=
while read -r sign target; do
  kept=
  for each in $targets; do [ "$each" = "$target" ] || kept="$kept $each"; done
  targets=$kept
  [ "$sign" = + ] && targets="$targets $target"
done
for each in $targets; do kill -s TERM -- "$each"; done 2>/dev/null
left=$1
while [ "$left" -gt 0 ]; do
  alive=
  for each in $targets; do kill -s 0 -- "$each" 2>/dev/null && alive=yes; done
  [ -z "$alive" ] && exit
  left=$((left - 1))
  sleep 1
done
for each in $targets; do kill -s KILL -- "$each"; done 2>/dev/null
`;

/**
 * Ends process groups, and processes that others have started, when this process has died, even by SIGKILL. It runs only while
 * there are any. POSIX only: on Windows, the system ends the children of a Node.js process with it.
 */
export class GroupWatcher {
  private readonly targets = new Set<number>();
  private watcher: ChildProcess | undefined;
  private replacements = 0;

  /**
   * Resolves when a process, or a group (its id below zero), is watched: from then on, it ends with this process. Rejects if no watcher
   * can be started.
   */
  async add(target: number): Promise<void> {
    this.targets.add(target);
    try {
      await this.write('+', target);
    } catch (error) {
      this.targets.delete(target);
      throw error;
    }
  }

  /** It has ended: its id may soon be that of another one. */
  remove(target: number): void {
    if (!this.targets.delete(target)) return;
    if (this.targets.size > 0) {
      // Where the watcher has died, it is started again without this one.
      void this.write('-', target).catch(() => undefined);
      return;
    }
    this.watcher?.stdin?.end(`- ${target}\n`);
    this.watcher = undefined;
  }

  private write(sign: '+' | '-', target: number): Promise<void> {
    this.watcher ??= this.startWatcher();
    const input = this.watcher.stdin as Writable;
    return new Promise((resolve, reject) => {
      input.write(`${sign} ${target}\n`, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  private startWatcher(): ChildProcess {
    // In a session of its own, so that neither Ctrl+C nor the end of the terminal reaches it.
    const watcher = spawn('/bin/sh', ['-c', SCRIPT, 'queueside-watcher', String(GRACE_SECONDS)], {
      cwd: '/',
      detached: true,
      env: { PATH: process.env.PATH },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const forget = (): boolean => {
      const isCurrent = this.watcher === watcher;
      if (isCurrent) this.watcher = undefined;
      return isCurrent;
    };
    watcher.on('error', forget);
    watcher.stdin.on('error', () => undefined);
    watcher.on('exit', () => {
      if (!forget() || this.targets.size === 0 || this.replacements === MAXIMUM_REPLACEMENTS) return;
      this.replacements += 1;
      for (const target of this.targets) void this.write('+', target).catch(() => undefined);
    });
    // It never keeps this process alive.
    watcher.unref();
    (watcher.stdin as unknown as { unref(): void }).unref();
    return watcher;
  }
}
