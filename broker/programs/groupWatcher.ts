import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/** Seconds between SIGTERM and SIGKILL for programs whose starter has died. */
const GRACE_SECONDS = 3;

/** How often a watcher that was ended is replaced; something on this machine may end all of them. */
const MAXIMUM_REPLACEMENTS = 10;

/**
 * Reads lines `+ 4711` and `- 4711` with the ids of process groups. At the end of its input, which comes however the writer
 * ends, it ends the groups that are left. `/bin/sh` does it in a megabyte of memory.
 */
const SCRIPT = `
groups=
while read -r sign group; do
  kept=
  for each in $groups; do [ "$each" = "$group" ] || kept="$kept $each"; done
  groups=$kept
  [ "$sign" = + ] && groups="$groups $group"
done
for each in $groups; do kill -s TERM -- "-$each"; done 2>/dev/null
left=$1
while [ "$left" -gt 0 ]; do
  alive=
  for each in $groups; do kill -s 0 -- "-$each" 2>/dev/null && alive=yes; done
  [ -z "$alive" ] && exit
  left=$((left - 1))
  sleep 1
done
for each in $groups; do kill -s KILL -- "-$each"; done 2>/dev/null
`;

/**
 * Ends process groups when this process has died, even by SIGKILL. It runs only while there are groups. POSIX only: on
 * Windows, the system ends the children of a Node.js process with it.
 */
export class GroupWatcher {
  private readonly groups = new Set<number>();
  private watcher: ChildProcess | undefined;
  private replacements = 0;

  /** Resolves when the group is watched: from then on, it ends with this process. Rejects if no watcher can be started. */
  async add(group: number): Promise<void> {
    this.groups.add(group);
    try {
      await this.write('+', group);
    } catch (error) {
      this.groups.delete(group);
      throw error;
    }
  }

  /** The group has ended: its id may soon be that of another one. */
  remove(group: number): void {
    if (!this.groups.delete(group)) return;
    if (this.groups.size > 0) {
      // Where the watcher has died, it is started again without this group.
      void this.write('-', group).catch(() => undefined);
      return;
    }
    this.watcher?.stdin?.end(`- ${group}\n`);
    this.watcher = undefined;
  }

  private write(sign: '+' | '-', group: number): Promise<void> {
    this.watcher ??= this.startWatcher();
    const input = this.watcher.stdin as Writable;
    return new Promise((resolve, reject) => {
      input.write(`${sign} ${group}\n`, (error) => {
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
      if (!forget() || this.groups.size === 0 || this.replacements === MAXIMUM_REPLACEMENTS) return;
      this.replacements += 1;
      for (const group of this.groups) void this.write('+', group).catch(() => undefined);
    });
    // It never keeps this process alive.
    watcher.unref();
    (watcher.stdin as unknown as { unref(): void }).unref();
    return watcher;
  }
}
